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
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/clock.hpp"
#include "rkmock/effect.hpp"

namespace rkmock {

/// How a delivery attempt ended. Only `impossible` excludes that the receiver acted on it.
enum class Outcome {
  acknowledged,  ///< a complete 2xx answer
  refused,       ///< a complete answer with another status
  impossible,    ///< connection refused, or broken before the request was whole
  unknown,       ///< timeout or broken connection after the request was whole
};

[[nodiscard]] std::string_view to_string(Outcome outcome);

/// When each phase of an attempt was reached; empty when it never was.
struct Phases {
  Nanos scheduled{};    ///< when it was due, on the real clock
  Nanos started{};      ///< when the engine took it up
  bool reused = false;  ///< sent on a kept-alive connection
  std::optional<Nanos> connected;
  std::optional<Nanos> write_started;  ///< first request byte handed to the kernel
  std::optional<Nanos> written;        ///< last request byte handed to the kernel
  std::optional<Nanos> first_byte;     ///< first byte of the answer
  std::optional<Nanos> headers;        ///< the answer's headers complete
  std::optional<Nanos> finished;       ///< the answer complete, or the attempt given up
  bool operator==(const Phases&) const = default;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

namespace event {

/// The first event of a run: what the checks need to know of the receiver and the scenario.
struct RunStarted {
  std::string receiver;  ///< URL, without credentials
  bool has_state_probe = false;
  std::vector<EffectRule> effects;
  std::vector<Expectation> expectations;
  bool operator==(const RunStarted&) const = default;
};

/// The player took up a step of the scenario.
struct StepStarted {
  int index = 0;     ///< from 1
  int line = 0;      ///< in the scenario file; 0 when not known
  std::string text;  ///< `create jane`
  bool operator==(const StepStarted&) const = default;
};

/// The model changed. The newest one of a booking is the truth that `converges` compares with.
struct BookingChanged {
  std::string booking;  ///< nickname, or `booking-789`
  std::int64_t booking_id = 0;
  std::string change;  ///< create | update | cancel | delete
  int version = 0;     ///< counts the booking's changes from 1
  std::string updated_at;
  std::string state;  ///< the booking as JSON text
  bool operator==(const BookingChanged&) const = default;
};

/// Names one booking state inside a webhook event.
struct BookingVersion {
  std::string booking;
  std::int64_t booking_id = 0;
  int version = 0;
  std::string updated_at;
  bool operator==(const BookingVersion&) const = default;
};

/// A webhook event came to be, before anything of it was sent.
struct EventRaised {
  std::string event;  ///< logical id, never on the wire: `jane.create`
  std::string type;   ///< `bookings.create`
  std::vector<BookingVersion> bookings;
  std::string body;  ///< the payload's bytes
  bool operator==(const EventRaised&) const = default;
};

/// A fault decision: this delivery will be made, so and then. Appended before it takes effect.
/// The same seed and scenario give the same of these, byte for byte (bar seq and at).
struct DeliveryPlanned {
  std::string event;
  std::string delivery;      ///< `jane.create/1`
  std::string subscription;  ///< `webhook-1`
  int copy = 1;              ///< 1 … copies
  int copies = 1;
  std::vector<std::string> actions;  ///< in words: `copies 3 together`, `delay 200 ms`
  Nanos delay{};                     ///< from being raised (or released) to being due
  std::vector<Nanos> retry_waits;    ///< the profile's schedule, jitter drawn, sending clock
  std::string purpose;               ///< scenario | drain
  bool operator==(const DeliveryPlanned&) const = default;
};

/// The event waits for a `release`.
struct EventHeld {
  std::string event;
  bool operator==(const EventHeld&) const = default;
};

/// Held events go out, one after another, in this order.
struct EventsReleased {
  std::vector<std::string> order;
  bool operator==(const EventsReleased&) const = default;
};

struct AttemptStarted {
  std::string event;
  std::string delivery;
  int attempt = 1;
  Nanos sending_clock{};  ///< when it is due after the delivery was planned, uncompressed
  std::string url;
  Headers headers;  ///< as sent, secrets redacted
  std::size_t body_bytes = 0;
  bool operator==(const AttemptStarted&) const = default;
};

struct AttemptFinished {
  std::string event;
  std::string delivery;
  int attempt = 1;
  Outcome outcome = Outcome::unknown;
  int status = 0;        ///< of the answer; 0 when there was none
  std::string reason;    ///< for people: `200 OK`, `connection refused`, `ack lost on purpose`
  bool faulted = false;  ///< a fault shaped this attempt: keep it out of timing samples
  Phases phases;
  std::string answer_body;  ///< at most 4 KiB
  bool operator==(const AttemptFinished&) const = default;
};

/// Nothing more will be tried for this delivery.
struct DeliveryEnded {
  std::string event;
  std::string delivery;
  std::string result;  ///< acknowledged | given_up | dropped | stopped
  bool operator==(const DeliveryEnded&) const = default;
};

/// A request to /v1 was answered.
struct ApiRequest {
  std::string method;
  std::string target;
  int status = 0;
  std::string request_body;   ///< at most 4 KiB
  std::string response_body;  ///< at most 4 KiB
  Nanos took{};
  bool operator==(const ApiRequest&) const = default;
};

/// A request to /sink/NAME arrived: an effect of the receiver.
struct SinkHit {
  std::string effect;  ///< the rule's name; empty when no rule claims the path
  std::string path;
  std::string method;
  std::string body;  ///< at most 64 KiB
  EffectKey key;
  bool operator==(const SinkHit&) const = default;
};

/// The receiver was asked for its state of a booking.
struct StateProbed {
  std::string booking;
  std::int64_t booking_id = 0;
  int status = 0;            ///< 0 when there was no answer
  std::string body;          ///< at most 64 KiB
  std::string error;         ///< why there was no answer
  bool final_probe = false;  ///< taken after quiescence, for judgement
  bool operator==(const StateProbed&) const = default;
};

/// The player waited until the receiver had come to rest.
struct Settled {
  bool reached = false;    ///< no traffic for the quiet time, and two equal probes
  std::string waited_for;  ///< what was still missing when it gave up; empty when reached
  Nanos took{};
  bool operator==(const Settled&) const = default;
};

struct DrainStarted {
  std::vector<std::string> events;  ///< not yet acknowledged
  bool operator==(const DrainStarted&) const = default;
};

struct DrainFinished {
  std::vector<std::string> unacknowledged;  ///< still, at the end of the drain's time
  bool operator==(const DrainFinished&) const = default;
};

/// Something in the harness went wrong; the run cannot be a pass.
struct HarnessError {
  std::string what;
  bool operator==(const HarnessError&) const = default;
};

/// The journal reached its bound; this many events are missing from here on.
struct EventsDropped {
  std::uint64_t count = 0;
  bool operator==(const EventsDropped&) const = default;
};

/// The last event of a run that was played to its end.
struct RunFinished {
  bool operator==(const RunFinished&) const = default;
};

}  // namespace event

using EventBody = std::variant<
    event::RunStarted,
    event::StepStarted,
    event::BookingChanged,
    event::EventRaised,
    event::DeliveryPlanned,
    event::EventHeld,
    event::EventsReleased,
    event::AttemptStarted,
    event::AttemptFinished,
    event::DeliveryEnded,
    event::ApiRequest,
    event::SinkHit,
    event::StateProbed,
    event::Settled,
    event::DrainStarted,
    event::DrainFinished,
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
