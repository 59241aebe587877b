#include "assertions/reports/describe.hpp"

#include <charconv>
#include <string_view>

#include "assertions/reports/text.hpp"
#include "core/utf8.hpp"

namespace rkmock::reports {
namespace {

constexpr int actor_columns = 17;
constexpr std::size_t most_body = 120;

std::string told(std::string_view actor, const std::string& what) {
  return pad(actor, actor_columns) + clean(what);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

std::string excerpt(const std::string& body) {
  return body.empty() ? std::string() : " " + shorten(body, most_body);
}

std::string status_of(const event::ApiRequest& request) {
  return request.status == 0 ? "no answer" : std::to_string(request.status);
}

/// ` (fault-1: delay, CONNECTION_RESET_BY_PEER)`
std::string fault_of(const event::ApiRequest& request) {
  return request.fault ? " (" + request.fault->id + ": " + joined(request.fault->actions) + ")"
                       : std::string();
}

std::string attempt_name(const std::string& delivery, int attempt) {
  return delivery + " attempt " + std::to_string(attempt);
}

class Describe {
 public:
  Describe(Nanos at, const Context& context) : at_(at), context_(context) {}

  std::string operator()(const event::RunStarted& run) const {
    return told("scenario", "starts; the receiver is " + run.receiver);
  }

  std::string operator()(const event::Calibrated& calibrated) const {
    return told(
        "mock",
        "measured this machine with " + std::to_string(calibrated.times.size()) +
            " webhooks to a receiver of its own"
    );
  }

  std::string operator()(const event::CleanRun& clean) const {
    return told(
        "scenario",
        clean.problem.empty() ? "was played before without its faults"
                              : "was played before without its faults, but " + clean.problem
    );
  }

  std::string operator()(const event::StepStarted& step) const {
    const std::string line = step.line > 0 ? " (line " + std::to_string(step.line) + ")" : "";
    return told("scenario", "step " + std::to_string(step.index) + line + ": " + step.text);
  }

  std::string operator()(const event::StepChecked& step) const {
    const std::string line = step.line > 0 ? " (line " + std::to_string(step.line) + ")" : "";
    return told(
        "scenario",
        "step " + std::to_string(step.index) + line + ": " + step.what +
            (step.held ? " was as expected"
                       : ": expected " + step.expected + ", found " + step.found)
    );
  }

  std::string operator()(const event::BookingChanged& change) const {
    return told(
        "mock",
        change.booking + "." + change.change + ": booking " + std::to_string(change.booking_id) +
            " as of " + change.updated_at
    );
  }

  std::string operator()(const event::EventRaised& raised) const {
    return told("mock", "raises " + raised.event + " (" + raised.type + ")");
  }

  std::string operator()(const event::DeliveryPlanned& planned) const {
    std::vector<std::string> actions;
    for (const Action& action : planned.actions) {
      actions.push_back(to_text(action));
    }
    const std::string how = actions.empty() ? "plainly" : joined(actions);
    if (planned.purpose == "raw") {
      return told("mock", "plans " + planned.delivery + ", a webhook that tells of no booking");
    }
    if (planned.purpose == "redelivery") {
      return told(
          "mock",
          "redelivers " + planned.redelivers + " as " + planned.delivery +
              (planned.same_bytes ? ", the same bytes" : ", signed anew")
      );
    }
    const std::string why = planned.purpose == "drain" ? " for the drain" : "";
    return told("mock", "plans " + planned.delivery + why + ": " + how);
  }

  std::string operator()(const event::EventHeld& held) const {
    return told("mock", "holds " + held.event + " back");
  }

  std::string operator()(const event::EventsReleased& released) const {
    if (released.how == "discarded") {
      return told("mock", "discards " + joined(released.order) + ": never sent");
    }
    const std::string all_at_once = released.how == "burst" ? " all at once" : "";
    return told("mock", "releases " + joined(released.order) + all_at_once);
  }

  std::string operator()(const event::AttemptStarted& started) const {
    return told("mock → receiver", attempt_name(started.delivery, started.attempt));
  }

  std::string operator()(const event::AttemptFinished& finished) const {
    const std::string name = attempt_name(finished.delivery, finished.attempt) + ": ";
    const std::string how = finished.reason + after(finished);
    const std::string next = finished.next.empty() ? "" : "; " + finished.next;
    switch (finished.outcome) {
      case Outcome::acknowledged:
        return told("receiver → mock", name + how);
      case Outcome::refused:
        return told("receiver → mock", name + how + excerpt(finished.answer_body) + next);
      case Outcome::impossible:
        return told(
            "mock ✗ receiver", name + how + "; the receiver cannot have acted on it" + next
        );
      case Outcome::unknown:
        break;
    }
    return told("receiver ✗ mock", name + how + "; the receiver may have acted on it" + next);
  }

  std::string operator()(const event::DeliveryEnded& ended) const {
    const std::string why = ended.why.empty() ? "" : " (" + ended.why + ")";
    if (ended.result == "dropped") {
      return told("mock", "drops " + ended.delivery + ": it is never sent" + why);
    }
    return told("mock", "ends " + ended.delivery + ": " + ended.result + why);
  }

  std::string operator()(const event::EndpointChanged& endpoint) const {
    const std::string waiting = counted(endpoint.waiting, "webhook");
    if (!endpoint.active) {
      return told("mock", "disables " + endpoint.subscription + " (" + endpoint.reason + ")");
    }
    return told(
        "mock",
        "enables " + endpoint.subscription + " (" + endpoint.reason + "), " + waiting +
            (endpoint.backlog ? " waiting to go out" : " never to go out")
    );
  }

  std::string operator()(const event::ApiRequest& request) const {
    return told(
        request.step > 0 ? "scenario → /v1" : "client → /v1",
        request.method + " " + request.target + " → " + status_of(request) + fault_of(request)
    );
  }

  std::string operator()(const event::SinkHit& hit) const {
    const std::string name = hit.effect.empty() ? hit.path : hit.effect;
    if (!hit.key.booking_id) {
      return told("receiver → sink", name + ": names no booking:" + excerpt(hit.body));
    }
    const std::string booking = "booking " + std::to_string(*hit.key.booking_id);
    const auto event = context_.event_of.find({*hit.key.booking_id, hit.key.updated_at});
    if (event != context_.event_of.end() &&
        (hit.key.event_type.empty() || hit.key.event_type == event->second->type)) {
      return told("receiver → sink", name + ": for " + event->second->event + ", " + booking);
    }
    std::string what = name + ": for " + booking;
    what += hit.key.event_type.empty() ? "" : " " + hit.key.event_type;
    what += hit.key.updated_at.empty() ? "" : " of " + hit.key.updated_at;
    return told("receiver → sink", what);
  }

  std::string operator()(const event::StateProbed& probe) const {
    const std::string_view actor = probe.final_probe ? "final probe" : "state probe";
    const std::string booking = probe.booking + " → ";
    if (probe.status == 0) {
      return told(actor, booking + "no answer: " + probe.error);
    }
    return told(actor, booking + std::to_string(probe.status) + excerpt(probe.body));
  }

  std::string operator()(const event::Settled& settled) const {
    const std::string took = format_duration(settled.took);
    return settled.reached ? told("scenario", "the receiver is at rest, after " + took)
                           : told("scenario", "no rest within " + took + ": " + settled.waited_for);
  }

  std::string operator()(const event::DrainStarted& drain) const {
    return drain.events.empty()
               ? told("mock", "every event is acknowledged: no drain is needed")
               : told("mock", "delivers what is not acknowledged again: " + joined(drain.events));
  }

  std::string operator()(const event::DrainFinished& drain) const {
    return drain.unacknowledged.empty()
               ? told("mock", "every event is acknowledged after the drain")
               : told("mock", "still not acknowledged: " + joined(drain.unacknowledged));
  }

  std::string operator()(const event::Checkpoint& checkpoint) const {
    std::string names;
    for (const Expectation& expectation : checkpoint.expectations) {
      names += (names.empty() ? "" : ", ") + expectation.check;
    }
    return told("scenario", "what happened so far is judged by " + names);
  }

  std::string operator()(const event::HarnessError& error) const {
    return told("rkmock", "error: " + error.what);
  }

  std::string operator()(const event::EventsDropped& dropped) const {
    return told("rkmock", "the journal is full: " + counted(dropped.count, "event") + " not kept");
  }

  std::string operator()(const event::RunFinished&) const {
    return told("scenario", "was played to its end");
  }

 private:
  /// The time to the answer as the checks measure it; else how long the attempt took.
  [[nodiscard]] std::string after(const event::AttemptFinished& finished) const {
    const Phases& phases = finished.phases;
    if (phases.write_started && phases.headers && *phases.headers >= *phases.write_started) {
      return " after " + format_duration(*phases.headers - *phases.write_started);
    }
    const auto start = context_.attempt_starts.find({finished.delivery, finished.attempt});
    return start == context_.attempt_starts.end() || at_ < start->second
               ? std::string()
               : " after " + format_duration(at_ - start->second);
  }

  Nanos at_;
  const Context& context_;
};

/// The number after `/bookings/` in a request's target.
std::set<std::int64_t> booking_in_target(std::string_view target) {
  constexpr std::string_view folder = "/bookings/";
  const std::size_t at = target.find(folder);
  std::int64_t id = 0;
  if (at != std::string_view::npos) {
    const char* from = target.data() + at + folder.size();
    const auto [end, problem] = std::from_chars(from, target.data() + target.size(), id);
    if (problem == std::errc() && end != from) {
      return {id};
    }
  }
  return {};
}

class BookingsOf {
 public:
  explicit BookingsOf(const History& history) : history_(history) {}

  template <class Body>
  std::set<std::int64_t> operator()(const Body& body) const {
    if constexpr (requires { body.booking_id; }) {
      return {body.booking_id};
    } else if constexpr (requires { body.event; }) {
      return of_event(body.event);
    } else {
      return {};
    }
  }

  std::set<std::int64_t> operator()(const event::SinkHit& hit) const {
    return hit.key.booking_id ? std::set{*hit.key.booking_id} : std::set<std::int64_t>();
  }

  std::set<std::int64_t> operator()(const event::ApiRequest& request) const {
    return booking_in_target(request.target);
  }

  std::set<std::int64_t> operator()(const event::EventsReleased& released) const {
    return of_events(released.order);
  }

  std::set<std::int64_t> operator()(const event::DrainStarted& drain) const {
    return of_events(drain.events);
  }

  std::set<std::int64_t> operator()(const event::DrainFinished& drain) const {
    return of_events(drain.unacknowledged);
  }

 private:
  [[nodiscard]] std::set<std::int64_t> of_event(std::string_view id) const {
    std::set<std::int64_t> bookings;
    if (const WebhookEvent* event = history_.webhook_event(id)) {
      for (const event::BookingVersion& version : event->raised->bookings) {
        bookings.insert(version.booking_id);
      }
    }
    return bookings;
  }

  [[nodiscard]] std::set<std::int64_t> of_events(const std::vector<std::string>& ids) const {
    std::set<std::int64_t> bookings;
    for (const std::string& id : ids) {
      bookings.merge(of_event(id));
    }
    return bookings;
  }

  const History& history_;
};

}  // namespace

Context::Context(const History& history) {
  for (const auto& line : history.of<event::AttemptStarted>()) {
    attempt_starts.insert_or_assign({line->delivery, line->attempt}, line.at);
  }
  for (const WebhookEvent& event : history.webhook_events()) {
    for (const event::BookingVersion& version : event.raised->bookings) {
      event_of.emplace(std::pair(version.booking_id, version.updated_at), event.raised.body);
    }
  }
}

std::string describe(const Event& event, const Context& context) {
  return std::visit(Describe(event.at, context), event.body);
}

std::set<std::int64_t> bookings_of(const Event& event, const History& history) {
  return std::visit(BookingsOf(history), event.body);
}

bool worth_telling(const Event& event) {
  if (std::holds_alternative<event::EventRaised>(event.body)) {
    return false;  // the change that raised it is told
  }
  if (const auto* planned = std::get_if<event::DeliveryPlanned>(&event.body)) {
    const bool of_the_scenario = planned->purpose == "scenario";
    return planned->copy == 1 && (!planned->actions.empty() || !of_the_scenario);
  }
  if (const auto* ended = std::get_if<event::DeliveryEnded>(&event.body)) {
    return ended->result != "acknowledged";
  }
  if (const auto* probe = std::get_if<event::StateProbed>(&event.body)) {
    return probe->final_probe;
  }
  return true;
}

}  // namespace rkmock::reports
