#include "assertions/reports/places.hpp"

#include <cstdint>
#include <string_view>

#include "assertions/reports/text.hpp"

namespace rkmock::reports {
namespace {

using Seq = std::uint64_t;

/// The journal's line that a line goes back to: the change of the booking behind a webhook, an
/// effect or a probe.
class Origin {
 public:
  Origin(const History& history, Seq seq) : history_(history), seq_(seq) {}

  template <class Body>
  Seq operator()(const Body& body) const {
    if constexpr (requires { body.delivery; }) {
      return of_delivery(body.event, body.delivery);
    } else if constexpr (requires { body.event; }) {
      return of_event(body.event);
    } else {
      return seq_;
    }
  }

  Seq operator()(const event::SinkHit& hit) const {
    if (!hit.key.booking_id) {
      return seq_;
    }
    for (const WebhookEvent& event : history_.webhook_events()) {
      if (event.raised.seq < seq_ && tells_of(*event.raised.body, hit.key)) {
        return event.raised.seq;
      }
    }
    return last_change(*hit.key.booking_id);
  }

  Seq operator()(const event::StateProbed& probe) const { return last_change(probe.booking_id); }

 private:
  static bool tells_of(const event::EventRaised& raised, const EffectKey& key) {
    if (!key.event_type.empty() && key.event_type != raised.type) {
      return false;
    }
    for (const event::BookingVersion& version : raised.bookings) {
      if (version.booking_id == *key.booking_id && version.updated_at == key.updated_at) {
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] Seq of_event(std::string_view id) const {
    const WebhookEvent* event = history_.webhook_event(id);
    return event == nullptr ? seq_ : event->raised.seq;
  }

  /// What a step sent by itself goes back to that step.
  [[nodiscard]] Seq of_delivery(std::string_view event, std::string_view delivery) const {
    for (const auto& planned : history_.of<event::DeliveryPlanned>()) {
      if (planned->delivery == delivery &&
          (planned->purpose == "raw" || planned->purpose == "redelivery")) {
        return planned.seq;
      }
    }
    return of_event(event);
  }

  [[nodiscard]] Seq last_change(std::int64_t booking) const {
    Seq last = seq_;
    for (const auto& change : history_.of<event::BookingChanged>()) {
      if (change->booking_id == booking && change.seq < seq_) {
        last = change.seq;
      }
    }
    return last;
  }

  const History& history_;
  Seq seq_;
};

Place place_of(const event::StepStarted& step) {
  return {step.file, step.line, step.text};
}

class Steps {
 public:
  explicit Steps(const History& history)
      : history_(history), steps_(history.of<event::StepStarted>()) {}

  [[nodiscard]] Place of(Seq seq) const {
    for (const EventPointer& event : history_.events()) {
      if (event->seq == seq) {
        return of(*event);
      }
    }
    return {};
  }

  /// The step of that number that began last before the line.
  [[nodiscard]] Place numbered(int index, Seq seq) const {
    Place place;
    for (const auto& step : steps_) {
      if (step->index == index && step.seq <= seq) {
        place = place_of(*step.body);
      }
    }
    return place;
  }

 private:
  [[nodiscard]] Place of(const Event& event) const {
    if (const auto* checked = std::get_if<event::StepChecked>(&event.body)) {
      return numbered(checked->index, event.seq);
    }
    if (const auto* request = std::get_if<event::ApiRequest>(&event.body);
        request != nullptr && request->step > 0) {
      return numbered(request->step, event.seq);
    }
    return before(std::visit(Origin(history_, event.seq), event.body));
  }

  [[nodiscard]] Place before(Seq seq) const {
    Place place;
    for (const auto& step : steps_) {
      if (step.seq <= seq) {
        place = place_of(*step.body);
      }
    }
    return place;
  }

  const History& history_;
  std::vector<Line<event::StepStarted>> steps_;
};

/// The checkpoint that each of the first results belongs to, as the judge goes through them.
std::vector<Line<event::Checkpoint>> checkpoints_by_result(const History& history) {
  std::vector<Line<event::Checkpoint>> of_result;
  for (const auto& checkpoint : history.of<event::Checkpoint>()) {
    of_result.insert(of_result.end(), checkpoint->expectations.size(), checkpoint);
  }
  return of_result;
}

}  // namespace

std::vector<Place> places(const History& history, const assertions::Judgement& judgement) {
  const Steps steps(history);
  const auto inline_expects = checkpoints_by_result(history);
  std::vector<Place> found;
  for (std::size_t i = 0; i < judgement.results.size(); ++i) {
    const CheckResult& result = judgement.results[i];
    if (!result.evidence.empty()) {
      found.push_back(steps.of(result.evidence.front().seq));
    } else if (i < inline_expects.size()) {
      found.push_back(steps.numbered(inline_expects[i]->index, inline_expects[i].seq));
    } else {
      found.emplace_back();
    }
  }
  return found;
}

std::string to_text(const Place& place) {
  std::string text;
  if (place.line > 0) {
    text = clean_whole(place.file) + ":" + std::to_string(place.line);
  }
  if (!place.step.empty()) {
    text += (text.empty() ? "" : ", ") + clean(place.step);
  }
  return text;
}

}  // namespace rkmock::reports
