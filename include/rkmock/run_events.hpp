#pragma once
// Events of a run: the scenario's steps, what the receiver did, and how the run ended.
//
// Values; any thread. Part of rkmock/event.hpp, which says what an event is.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/clock.hpp"
#include "rkmock/effect.hpp"

namespace rkmock::event {

/// The first event of a run: what the checks need to know of the receiver and the scenario.
struct RunStarted {
  std::string receiver;  ///< URL, without credentials
  bool has_state_probe = false;
  std::vector<EffectRule> effects;
  std::vector<Expectation> expectations;
  bool operator==(const RunStarted&) const = default;
};

/// Webhooks like the scenario's were sent to a receiver of rkmock's own that answers at once: what
/// this machine adds to every time in this run.
struct Calibrated {
  std::vector<Nanos> times;  ///< first request byte to the answer's headers, as sent
  bool operator==(const Calibrated&) const = default;
};

/// One effect of the clean run.
struct CleanEffect {
  std::string effect;   ///< the rule's name
  std::string caused;   ///< the event that it belongs to: `jane.create`; empty when none is known
  std::string request;  ///< what the sink got, ids and times replaced by what they stand for
  bool operator==(const CleanEffect&) const = default;
};

/// What the clean run came to for one booking.
struct CleanBooking {
  std::string booking;  ///< nickname
  int status = 0;       ///< of the final probe; 0: there was none
  std::string state;    ///< its answer, ids and times replaced
  std::vector<CleanEffect> effects;
  bool operator==(const CleanBooking&) const = default;
};

/// The same story without any fault was played before, on bookings of its own.
struct CleanRun {
  std::string problem;  ///< why it proves nothing; empty when it does
  std::vector<CleanBooking> bookings;
  bool operator==(const CleanRun&) const = default;
};

/// The player took up a step of the scenario.
struct StepStarted {
  int index = 0;       ///< from 1
  int line = 0;        ///< in the scenario file; 0 when not known
  std::string text;    ///< `create jane`
  std::string file{};  ///< that it stands in; empty: the scenario's own
  bool operator==(const StepStarted&) const = default;
};

/// A step claimed something, and this came of it.
struct StepChecked {
  int index = 0;         ///< as in StepStarted
  int line = 0;          ///< in the scenario file; 0 when not known
  std::string what;      ///< `call POST /v1/bookings`
  bool held = false;     ///< it was as the scenario says
  std::string found;     ///< in words; may be empty when it held
  std::string expected;  ///< in words
  bool operator==(const StepChecked&) const = default;
};

/// What a fault did to an answer of /v1.
struct AppliedFault {
  std::string id;
  std::vector<std::string> actions;  ///< `delay`, `status`, `CONNECTION_RESET_BY_PEER` …
  Nanos delay{};                     ///< before the first byte
  bool processed = true;             ///< the API had handled the request
  bool operator==(const AppliedFault&) const = default;
};

/// A request to /v1 was answered.
struct ApiRequest {
  std::string method;
  std::string target;
  int status = 0;             ///< of an answer that a fault kept back too; 0: none was made
  std::string request_body;   ///< at most 4 KiB
  std::string response_body;  ///< at most 4 KiB; as `status`
  Nanos took{};
  std::optional<AppliedFault> fault{};
  int step = 0;               ///< the scenario's step that made it; 0: the receiver's own
  std::string retry_after{};  ///< the answer's Retry-After, as it was sent; empty: none
  bool operator==(const ApiRequest&) const = default;
};

/// A request to /sink/NAME arrived: an effect of the receiver.
struct SinkHit {
  std::string effect;  ///< the rule's name; empty when no rule claims the path
  std::string path;
  std::string method;
  std::string body;  ///< at most 64 KiB
  EffectKey key;
  std::optional<Nanos> delay{};  ///< its answer was held back so long; empty: answered at once
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

/// A scenario's inline `expect`: what happened up to here is judged by these, as if the run ended
/// here. Comes after the receiver was given time to settle and was asked for its state.
struct Checkpoint {
  int index = 0;  ///< of the step, from 1
  int line = 0;   ///< in the scenario file
  std::vector<Expectation> expectations;
  bool operator==(const Checkpoint&) const = default;
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

}  // namespace rkmock::event
