#pragma once
// Events of changes and deliveries: what was sent, when, and what came of it.
//
// Values; any thread. Part of rkmock/event.hpp, which says what an event is.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rkmock/action.hpp"
#include "rkmock/clock.hpp"

namespace rkmock {

/// How a delivery attempt ended. Only `impossible` excludes that the receiver acted on it.
enum class Outcome {
  acknowledged,  ///< a complete 2xx answer
  refused,       ///< a complete answer with another status
  impossible,    ///< connection refused, or broken before the request was whole
  unknown,       ///< timeout or broken connection after the request was whole
};

[[nodiscard]] std::string_view to_string(Outcome outcome);

/// What an event is called that these were merged into: `jane.create+joe.create`.
[[nodiscard]] std::string merged_name(const std::vector<std::string>& events);

/// When each phase of an attempt was reached; empty when it never was.
struct Phases {
  Nanos scheduled{};           ///< when it was due, on the real clock
  std::optional<Nanos> woken;  ///< when the engine noticed; what follows is waiting for its turn
  Nanos started{};             ///< when the engine took it up
  bool reused = false;         ///< sent on a kept-alive connection
  std::optional<Nanos> connected;
  std::optional<Nanos> tls_done;       ///< the TLS handshake, for https
  std::optional<Nanos> write_started;  ///< first request byte handed to the kernel
  std::optional<Nanos> written;        ///< last request byte handed to the kernel
  std::optional<Nanos> first_byte;     ///< first byte of the answer
  std::optional<Nanos> headers;        ///< the answer's headers complete
  std::optional<Nanos> finished;       ///< the answer complete, or the attempt given up
  bool operator==(const Phases&) const = default;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

namespace event {

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
  std::string body;    ///< the payload's bytes
  bool wanted = true;  ///< false: no subscription takes it, and nothing is sent
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
  std::vector<Action> actions;     ///< what the faults asked for; empty: sent plainly
  Nanos delay{};                   ///< from being raised (or released) to being due
  std::vector<Nanos> retry_waits;  ///< the profile's schedule, jitter drawn, sending clock
  std::string purpose;             ///< scenario | drain | redelivery | raw
  std::string redelivers{};        ///< of a redelivery: the delivery that it repeats
  bool same_bytes = false;         ///< of a redelivery: as captured, old signature and all
  bool operator==(const DeliveryPlanned&) const = default;
};

/// The event waits for a `release`.
struct EventHeld {
  std::string event;
  int past = 0;  ///< held back by a fault until so many others went past it; 0: by a `hold`
  bool operator==(const EventHeld&) const = default;
};

/// Held events go out in this order, or never.
struct EventsReleased {
  std::vector<std::string> order;
  std::string how = "in_turn";  ///< in_turn | burst (all at once) | merged (as one) | discarded
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
  std::vector<std::string> faults{};  ///< what they changed in it, in words: `signature wrong`
  bool spoiled = false;               ///< not the event any more: no answer acknowledges it
  std::string body{};  ///< when no event has it (changed, or raw), at most 64 KiB of it
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
  std::vector<std::string> faults{};  ///< what they did to the exchange, in words: `lost_ack`
  bool timed_out = false;             ///< the sender gave up waiting
  Phases phases;
  std::string answer_body;  ///< at most 4 KiB
  std::string
      next{};         ///< for people: `retry 2 of 9 in 5 s`, `given up: the schedule is at its end`
  Nanos next_wait{};  ///< until then, on the sending clock
  bool operator==(const AttemptFinished&) const = default;
};

/// Nothing more will be tried for this delivery.
struct DeliveryEnded {
  std::string event;
  std::string delivery;
  std::string result;  ///< acknowledged | given_up | dropped | stopped
  std::string why{};   ///< for people; empty when it was acknowledged
  bool operator==(const DeliveryEnded&) const = default;
};

/// A subscription's endpoint was disabled or enabled. Nothing of the scenario is sent to a disabled
/// one.
struct EndpointChanged {
  std::string subscription;
  bool active = true;
  std::string reason;       ///< for people: `by hand`, `410 Gone`, `8 failed attempts in a row`
  bool backlog = false;     ///< of an enabled one: what waited goes out; else it is ended
  std::size_t waiting = 0;  ///< deliveries that were open then and not under way
  bool operator==(const EndpointChanged&) const = default;
};

}  // namespace event

}  // namespace rkmock
