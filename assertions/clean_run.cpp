#include "assertions/clean_run.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "assertions/effects.hpp"
#include "assertions/evidence.hpp"
#include "assertions/normal_form.hpp"
#include "core/json_pointer.hpp"

namespace rkmock::assertions {

namespace {

using nlohmann::json;

constexpr std::size_t most_differences = 200;
constexpr std::size_t longest_value = 120;

/// A booking that nobody named: `booking-789`.
bool has_nickname(const event::BookingChanged& change) {
  return change.booking != "booking-" + std::to_string(change.booking_id);
}

std::map<std::string, std::int64_t> ids_by_name(const History& history) {
  std::map<std::string, std::int64_t> ids;
  for (const auto& [id, change] : history.bookings()) {
    if (has_nickname(*change.body)) {
      ids[change->booking] = id;
    }
  }
  return ids;
}

/// The newest probe of the booking: the final one when the run has ended.
std::optional<Line<event::StateProbed>> newest_state(const History& history, std::int64_t id) {
  std::optional<Line<event::StateProbed>> newest;
  for (const auto& probe : history.of<event::StateProbed>()) {
    if (probe->booking_id == id) {
      newest = probe;
    }
  }
  return newest;
}

std::string shortened(const std::string& text) {
  return text.size() <= longest_value ? text : text.substr(0, longest_value) + "…";
}

/// Without what may differ; as it is when it is no JSON.
std::string without(const std::string& text, const std::vector<std::string>& ignored) {
  json document = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_structured()) {
    return text;
  }
  for (const std::string& pointer : ignored) {
    const std::size_t slash = pointer.rfind('/');
    const std::string parent = pointer.substr(0, slash);
    const json* owner = value_at(document, parent);
    if (owner != nullptr && owner->is_object() && value_at(document, pointer) != nullptr) {
      json& there = document[json::json_pointer(parent)];
      there.erase(json::json_pointer(pointer).back());
    }
  }
  return document.dump();
}

/// Where two texts differ: `at /status: "pending", in the clean run "confirmed"`.
std::vector<std::string> differences_between(const std::string& here, const std::string& clean) {
  if (here == clean) {
    return {};
  }
  const json left = json::parse(here, nullptr, /*allow_exceptions=*/false);
  const json right = json::parse(clean, nullptr, /*allow_exceptions=*/false);
  if (!left.is_structured() || !right.is_structured()) {
    return {shortened(here) + ", in the clean run " + shortened(clean)};
  }
  const json flat_left = left.flatten();
  const json flat_right = right.flatten();
  std::vector<std::string> words;
  const auto told = [](const json& flat, const std::string& at) {
    return flat.contains(at) ? shortened(flat.at(at).dump()) : std::string("nothing");
  };
  for (const json* flat : {&flat_left, &flat_right}) {
    for (const auto& [at, value] : flat->items()) {
      const bool seen = flat == &flat_right && flat_left.contains(at);
      if (!seen && told(flat_left, at) != told(flat_right, at)) {
        words.push_back(
            "at " + at + ": " + told(flat_left, at) + ", in the clean run " + told(flat_right, at)
        );
      }
    }
  }
  return words;
}

/// One effect of a booking, as both runs name it.
using EffectName = std::pair<std::string, std::string>;  ///< effect, cause

std::map<EffectName, std::vector<std::string>> by_name(
    const event::CleanBooking& booking, const std::vector<std::string>& ignored
) {
  std::map<EffectName, std::vector<std::string>> found;
  for (const event::CleanEffect& effect : booking.effects) {
    found[{effect.effect, effect.caused}].push_back(without(effect.request, ignored));
  }
  for (auto& [name, requests] : found) {
    std::sort(requests.begin(), requests.end());
  }
  return found;
}

class Comparer {
 public:
  Comparer(const History& history, const std::vector<std::string>& ignored)
      : history_(history), ignored_(ignored), ids_(ids_by_name(history)) {
    for (const EffectRule& rule : declared_effects(history)) {
      attributions_.push_back(attribute(history, rule));
    }
  }

  void compare(const event::CleanBooking& here, const event::CleanBooking& clean) {
    if (const std::string why = why_unlike(here.booking); !why.empty()) {
      result_.unknown.push_back(here.booking + ": " + why);
      return;
    }
    ++result_.compared;
    compare_states(here, clean);
    compare_effects(here, clean);
  }

  Likeness finish() { return std::move(result_); }

 private:
  /// A receiver that was not told everything cannot end as one that was.
  [[nodiscard]] std::string why_unlike(const std::string& booking) const {
    for (const WebhookEvent& event : history_.webhook_events()) {
      const auto& versions = event.raised->bookings;
      const bool of_booking =
          std::any_of(versions.begin(), versions.end(), [&](const event::BookingVersion& version) {
            return version.booking == booking;
          });
      if (of_booking && event.raised->wanted && event.first_acknowledgement() == nullptr) {
        return event.raised->event + " was never acknowledged";
      }
    }
    return {};
  }

  void note(const std::string& booking, const std::string& words, std::vector<Evidence> evidence) {
    if (result_.differences.size() < most_differences) {
      result_.differences.push_back({booking, booking + ", " + words, std::move(evidence)});
    }
  }

  void compare_states(const event::CleanBooking& here, const event::CleanBooking& clean) {
    if (here.status == 0 || clean.status == 0) {
      return;  // there is no state to compare
    }
    std::vector<Evidence> evidence;
    if (const auto probe = newest_state(history_, ids_.at(here.booking))) {
      evidence.push_back({probe->seq, "the final state of " + here.booking});
    }
    if (here.status != clean.status) {
      note(
          here.booking,
          "state: answered " + std::to_string(here.status) + ", in the clean run " +
              std::to_string(clean.status),
          evidence
      );
      return;
    }
    const std::string ours = without(here.state, ignored_);
    for (const std::string& words : differences_between(ours, without(clean.state, ignored_))) {
      note(here.booking, "state " + words, evidence);
    }
  }

  void compare_effects(const event::CleanBooking& here, const event::CleanBooking& clean) {
    const auto ours = by_name(here, ignored_);
    const auto theirs = by_name(clean, ignored_);
    std::set<EffectName> names;
    for (const auto* effects : {&ours, &theirs}) {
      for (const auto& [name, requests] : *effects) {
        names.insert(name);
      }
    }
    static const std::vector<std::string> none;
    for (const EffectName& name : names) {
      const auto left = ours.find(name);
      const auto right = theirs.find(name);
      compare_requests(
          here.booking,
          name,
          left == ours.end() ? none : left->second,
          right == theirs.end() ? none : right->second
      );
    }
  }

  void compare_requests(
      const std::string& booking,
      const EffectName& name,
      const std::vector<std::string>& here,
      const std::vector<std::string>& clean
  ) {
    const Cause* cause = find_cause(booking, name);
    const std::string what =
        "effect `" + name.first + "`" + (name.second.empty() ? "" : " of " + name.second);
    if (here.size() < clean.size() && cause != nullptr && overtaken(*cause)) {
      return;
    }
    if (here.size() != clean.size()) {
      if (!may_be_repeated(name.first)) {
        note(
            booking,
            what + ": " + counted(here.size(), "time") + ", in the clean run " +
                counted(clean.size(), "time"),
            evidence_of(cause)
        );
      }
      return;
    }
    for (std::size_t i = 0; i < here.size(); ++i) {
      for (const std::string& words : differences_between(here[i], clean[i])) {
        note(booking, what + " " + words, evidence_of(cause));
      }
    }
  }

  [[nodiscard]] const Cause* find_cause(const std::string& booking, const EffectName& name) const {
    for (const Attribution& attribution : attributions_) {
      for (const Cause& cause : attribution.causes) {
        if (attribution.rule.name == name.first && cause.booking->booking == booking &&
            cause.event->raised->event == name.second) {
          return &cause;
        }
      }
    }
    return nullptr;
  }

  [[nodiscard]] bool may_be_repeated(const std::string& effect) const {
    return std::any_of(attributions_.begin(), attributions_.end(), [&](const Attribution& one) {
      return one.rule.name == effect && one.rule.once_per == OncePer::none;
    });
  }

  /// Whether a newer webhook of the booking had come before the receiver came to rest after this
  /// one: then it need not do anything for the older one any more.
  [[nodiscard]] bool overtaken(const Cause& cause) const {
    const Attempt* acknowledged = cause.event->first_acknowledgement();
    if (acknowledged == nullptr) {
      return true;
    }
    std::uint64_t rest = UINT64_MAX;
    for (const auto& settled : history_.of<event::Settled>()) {
      if (settled->reached && settled.seq > acknowledged->finished->seq) {
        rest = std::min(rest, settled.seq);
      }
    }
    const auto& events = history_.webhook_events();
    return std::any_of(events.begin(), events.end(), [&](const WebhookEvent& event) {
      const Attempt* first = first_attempt(event);
      const auto& versions = event.raised->bookings;
      return first != nullptr && first->started.seq < rest &&
             std::any_of(versions.begin(), versions.end(), [&](const auto& version) {
               return version.booking_id == cause.booking->booking_id &&
                      version.version > cause.booking->version;
             });
    });
  }

  static std::vector<Evidence> evidence_of(const Cause* cause) {
    std::vector<Evidence> evidence;
    if (cause == nullptr) {
      return evidence;
    }
    for (const auto& hit : cause->effects) {
      evidence.push_back({hit.seq, describe(*hit.body)});
    }
    if (const Attempt* attempt = cause->event->first_acknowledgement()) {
      evidence.push_back({attempt->finished->seq, describe(*attempt)});
    }
    return evidence;
  }

  const History& history_;
  const std::vector<std::string>& ignored_;
  std::map<std::string, std::int64_t> ids_;
  std::vector<Attribution> attributions_;
  Likeness result_;
};

}  // namespace

event::CleanRun clean_run_of(const History& history) {
  event::CleanRun run;
  const NormalForm normal(history);
  const auto gaps = history.gaps();
  run.problem = !gaps.empty()            ? gaps.front()
                : !came_to_rest(history) ? "the receiver had not come to rest at its end"
                                         : "";
  std::map<std::string, event::CleanBooking> bookings;
  for (const auto& [name, id] : ids_by_name(history)) {
    event::CleanBooking& booking = bookings[name];
    booking.booking = name;
    if (const auto probe = newest_state(history, id)) {
      booking.status = (*probe)->status;
      booking.state = normal.of((*probe)->body);
    }
  }
  for (const EffectRule& rule : declared_effects(history)) {
    for (const Cause& cause : attribute(history, rule).causes) {
      const auto booking = bookings.find(cause.booking->booking);
      for (const auto& hit :
           booking == bookings.end() ? decltype(cause.effects)() : cause.effects) {
        booking->second.effects.push_back(
            {rule.name, cause.event->raised->event, normal.of(hit->body)}
        );
      }
    }
  }
  for (auto& [name, booking] : bookings) {
    run.bookings.push_back(std::move(booking));
  }
  return run;
}

Likeness compare_with_clean_run(
    const History& history,
    const event::CleanRun& clean,
    const std::set<std::string>& bookings,
    const std::vector<std::string>& ignored
) {
  Comparer comparer(history, ignored);
  const event::CleanRun run = clean_run_of(history);
  for (const event::CleanBooking& here : run.bookings) {
    const auto there = std::find_if(
        clean.bookings.begin(),
        clean.bookings.end(),
        [&](const event::CleanBooking& booking) { return booking.booking == here.booking; }
    );
    if (bookings.contains(here.booking) && there != clean.bookings.end()) {
      comparer.compare(here, *there);
    }
  }
  return comparer.finish();
}

std::set<std::string> bookings_of_story(const History& history) {
  std::set<std::string> names;
  for (const auto& [name, id] : ids_by_name(history)) {
    names.insert(name);
  }
  return names;
}

std::set<std::string> untouched_bookings(const History& history) {
  std::set<std::string> held;
  for (const auto& line : history.of<event::EventHeld>()) {
    held.insert(line->event);
  }
  std::set<std::string> names = bookings_of_story(history);
  for (const WebhookEvent& event : history.webhook_events()) {
    const bool shaped =
        std::any_of(event.deliveries.begin(), event.deliveries.end(), [](const Delivery& delivery) {
          return !delivery.planned->actions.empty() || delivery.attempts.size() > 1;
        });
    if (shaped || held.contains(event.raised->event)) {
      for (const event::BookingVersion& version : event.raised->bookings) {
        names.erase(version.booking);
      }
    }
  }
  return names;
}

}  // namespace rkmock::assertions
