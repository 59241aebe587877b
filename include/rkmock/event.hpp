#pragma once
// Events: everything that happens in a run, as the journal keeps it.
//
// Values; any thread. One struct per kind; its JSON name is the struct's name in snake_case. The
// codec is core/event_codec.cpp, the written format docs/journal-format.md. Not to be confused
// with a *webhook event* (`bookings.create`), which is what event_raised reports.
//
// Vocabulary. A booking change raises a webhook event (id `jane.create`). For each subscription
// the event becomes one or more deliveries (id `jane.create/1`, `/2` … for copies). A delivery is
// tried in attempts, counted from 1. Times are Nanos since the journal's start.
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "rkmock/delivery_events.hpp"
#include "rkmock/run_events.hpp"

namespace rkmock {

using EventBody = std::variant<
    event::RunStarted,
    event::Calibrated,
    event::CleanRun,
    event::StepStarted,
    event::StepChecked,
    event::BookingChanged,
    event::EventRaised,
    event::DeliveryPlanned,
    event::EventHeld,
    event::EventsReleased,
    event::AttemptStarted,
    event::AttemptFinished,
    event::DeliveryEnded,
    event::EndpointChanged,
    event::ApiRequest,
    event::SinkHit,
    event::StateProbed,
    event::Settled,
    event::DrainStarted,
    event::DrainFinished,
    event::Checkpoint,
    event::HarnessError,
    event::EventsDropped,
    event::RunFinished>;

/// One line of a journal.
struct Event {
  std::uint64_t seq = 0;  ///< from 1, without gaps
  Nanos at{};             ///< since the journal's start, monotonic
  EventBody body;
  bool operator==(const Event&) const = default;
};

/// `attempt_finished` for an AttemptFinished; the `type` member of its JSON line.
[[nodiscard]] std::string_view type_name(const EventBody& body);

/// One JSON object on one line, without the newline. Never throws on any bytes in strings:
/// invalid UTF-8 is replaced by U+FFFD.
[[nodiscard]] std::string to_json_line(const Event& event);

}  // namespace rkmock
