#include "assertions/losses.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "assertions/evidence.hpp"

namespace rkmock::assertions {

namespace {

class Search {
 public:
  Search(const History& history, const std::vector<Attribution>& attributions, Probes probes)
      : history_(history),
        attributions_(attributions),
        states_(history, pairs_of_run(history), probes) {
    for (const auto& rest : history.of<event::Settled>()) {
      if (rest->reached) {
        rests_.push_back(rest.seq);
      }
    }
    for (const WebhookEvent& event : history.webhook_events()) {
      for (const event::BookingVersion& version : event.raised->bookings) {
        of_booking_[version.booking_id].push_back({&event, version.version});
      }
    }
    for (const Attribution& attribution : attributions) {
      for (const Cause& cause : attribution.causes) {
        if (!cause.effects.empty()) {
          took_effect_.insert({cause.event, cause.booking->booking_id});
        }
      }
    }
  }

  Losses run() {
    for (const WebhookEvent& event : history_.webhook_events()) {
      if (event.raised->wanted && event.first_acknowledgement() == nullptr) {
        note_unacknowledged(event);
      }
    }
    if (attributions_.empty()) {
      judge_by_state();
    }
    for (const Attribution& attribution : attributions_) {
      judge_by(attribution);
    }
    return std::move(findings_);
  }

 private:
  struct Version {
    const WebhookEvent* event = nullptr;
    int number = 0;
  };

  void note_unacknowledged(const WebhookEvent& event) {
    if (first_attempt(event) != nullptr) {
      findings_.unacknowledged.push_back(&event);
    } else if (dropped(event)) {
      ++findings_.drops;
    } else {
      findings_.unsent.push_back(&event);
    }
  }

  void judge_by(const Attribution& attribution) {
    for (const Cause& cause : attribution.causes) {
      if (!cause.required || cause.event->first_acknowledgement() == nullptr) {
        continue;
      }
      if (!cause.effects.empty()) {
        ++findings_.shown;
      } else if (superseded(*cause.event, *cause.booking)) {
        ++findings_.superseded;
      } else {
        findings_.losses.push_back(
            {cause.event,
             cause.booking,
             "effect `" + attribution.rule.name + "`",
             attribution.rule.name}
        );
      }
    }
  }

  /// Without effects only the newest event of a booking can be seen, in its final state.
  void judge_by_state() {
    for (const auto& [booking_id, versions] : of_booking_) {
      const Comparison state = states_.compare(booking_id);
      const Version* newest = nullptr;
      for (const Version& version : versions) {
        if (version.event->first_acknowledgement() == nullptr) {
          continue;
        }
        newest = newest == nullptr || version.number >= newest->number ? &version : newest;
        findings_.superseded += state.shown == Comparison::Shown::yes ? 1 : 0;
        findings_.unknown += state.shown == Comparison::Shown::unknown ? 1 : 0;
      }
      if (newest == nullptr) {
        continue;
      }
      if (state.shown == Comparison::Shown::yes) {
        --findings_.superseded;
        ++findings_.shown;
      } else if (state.shown == Comparison::Shown::no && newer_than_shown(state, newest->number)) {
        for (const event::BookingVersion& version : newest->event->raised->bookings) {
          if (version.booking_id == booking_id) {
            findings_.losses.push_back({newest->event, &version, state.words, {}});
          }
        }
      }
    }
  }

  /// A state as old as the newest acknowledged event is no loss: what came after it was never
  /// acknowledged, which is told of that event.
  static bool newer_than_shown(const Comparison& state, int version) {
    return !state.older || (*state.older)->version < version;
  }

  /// A newer event of the booking took effect, or the state shows the newest; and the receiver
  /// did not come to rest between the two, when it had all the time in the world.
  bool superseded(const WebhookEvent& event, const event::BookingVersion& booking) {
    const std::uint64_t acknowledged = event.first_acknowledgement()->finished->seq;
    const auto& versions = of_booking_[booking.booking_id];
    return std::any_of(versions.begin(), versions.end(), [&](const Version& newer) {
      if (newer.number <= booking.version || rested_between(acknowledged, *newer.event)) {
        return false;
      }
      return took_effect_.count({newer.event, booking.booking_id}) != 0 ||
             shows_newest(booking.booking_id);
    });
  }

  [[nodiscard]] bool rested_between(std::uint64_t acknowledged, const WebhookEvent& newer) const {
    const Attempt* first = first_attempt(newer);
    const std::uint64_t sent = first == nullptr ? newer.raised.seq : first->started.seq;
    const auto rest = std::upper_bound(rests_.begin(), rests_.end(), acknowledged);
    return rest != rests_.end() && *rest < sent;
  }

  bool shows_newest(std::int64_t booking_id) {
    const auto known = shows_newest_.find(booking_id);
    if (known != shows_newest_.end()) {
      return known->second;
    }
    const bool shown = states_.compare(booking_id).shown == Comparison::Shown::yes;
    shows_newest_[booking_id] = shown;
    return shown;
  }

  const History& history_;
  const std::vector<Attribution>& attributions_;
  States states_;
  std::vector<std::uint64_t> rests_;
  std::map<std::int64_t, std::vector<Version>> of_booking_;
  std::set<std::pair<const WebhookEvent*, std::int64_t>> took_effect_;
  std::map<std::int64_t, bool> shows_newest_;
  Losses findings_;
};

}  // namespace

Losses find_losses(
    const History& history, const std::vector<Attribution>& attributions, Probes probes
) {
  return Search(history, attributions, probes).run();
}

}  // namespace rkmock::assertions
