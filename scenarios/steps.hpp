#pragma once
// What a scenario's steps do, decoded. Values; any thread.
//
// Texts called templates may hold references such as `{{jane.id}}`, checked while they were
// decoded and filled in while the step is played.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/control.hpp"
#include "rkmock/result.hpp"

namespace rkmock::scenarios {

struct Step;

/// A bound for what a step waits for, when neither it nor `defaults` says.
inline constexpr std::chrono::seconds default_wait{5};
inline constexpr std::chrono::seconds default_call_timeout{10};
inline constexpr std::chrono::seconds default_command_timeout{30};

/// What must hold of an answer. What is not given is not looked at.
struct ExpectedAnswer {
  std::vector<std::string> statuses;                         ///< any of `201`, `4xx`, `none`
  std::vector<std::pair<std::string, std::string>> headers;  ///< templates
  std::vector<std::pair<std::string, std::string>> body;     ///< JSON Pointer, JSON template

  [[nodiscard]] bool empty() const { return statuses.empty() && headers.empty() && body.empty(); }
};

/// A body that is sent: JSON, or a text as it is.
struct BodyTemplate {
  std::string text;  ///< a template; JSON text when `json`
  bool json = false;
};

namespace step {

/// create, update, cancel, delete.
struct Change {
  BookingCommand command;
};

/// `wait: 200ms`
struct Wait {
  Nanos duration{};
};

/// `wait: settled` until the receiver has come to rest and shown what it must.
struct WaitSettled {};

/// `hold: all`
struct Hold {};

/// `release: all`, or `release: { order: [...] }`; `reversed` and `shuffled` are resolved when
/// played, the latter by dice.
struct Release {
  enum class Order { as_raised, given, reversed, shuffled };

  Order order = Order::as_raised;
  std::vector<std::string> events;
  ReleasePace pace = ReleasePace::in_turn;
};

/// `discard: all`: what is held is never sent.
struct Discard {};

/// `disable: endpoint`, and `enable: endpoint` with or without its backlog.
struct SetEndpoint {
  bool active = true;
  bool backlog = true;
};

/// `redeliver: jane.create`: the event's last delivery, once more.
struct Redeliver {
  std::string event;
  RedeliveryBytes bytes = RedeliveryBytes::fresh;
};

/// `call: POST /v1/bookings`: a request over HTTP, to the mock or to the receiver's application.
struct Call {
  std::string method;
  std::string target;  ///< a template: a path at the mock, or a URL
  /// Templates. No value: the header that would be there by itself is not sent.
  std::vector<std::pair<std::string, std::optional<std::string>>> headers;
  std::optional<BodyTemplate> body;
  ExpectedAnswer answer;
  std::map<std::string, std::string> save;  ///< name → JSON Pointer into the answer's body
  std::string booking;                      ///< what the booking that it makes is called
  std::string account;                      ///< of `given.accounts`; empty: the scenario's own
  Nanos timeout{};
};

/// `send`: a webhook that tells of no booking; `trigger`: the vendor's sample of one.
struct Send {
  std::string type;
  BodyTemplate body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< templates
  bool is_signed = true;
  ExpectedAnswer answer;
};

/// `wait_until`, one struct for each thing that can be waited for.
struct UntilState {
  std::string booking;
  std::string at;      ///< JSON Pointer into the answer of the state endpoint
  std::string equals;  ///< JSON template
};

struct UntilAcknowledged {
  std::vector<std::string> events;
};

struct UntilAttempts {
  std::string event;
  int at_least = 1;
};

struct UntilEffect {
  std::string name;
  std::string booking;  ///< empty: of any
  int at_least = 1;
};

struct UntilApiCall {
  std::string method;  ///< empty: any
  std::string path;    ///< a template; empty: any
  int at_least = 1;
};

struct WaitUntil {
  std::variant<UntilState, UntilAcknowledged, UntilAttempts, UntilEffect, UntilApiCall> what;
  Nanos timeout{};
};

/// `restart: receiver`
struct Restart {};

/// `run`: a command that must end with this exit code.
struct Run {
  std::string command;  ///< a template
  int exit_code = 0;
  Nanos timeout{};
};

/// Branches played at the same time, each in its order.
struct Parallel {
  std::vector<std::vector<Step>> branches;
};

/// A fault on answers of /v1, from here on; JSON text.
struct Arm {
  std::string fault;
};

/// The fault of that id, or `all`.
struct Disarm {
  std::string id;
};

/// `expect` as a step: what happened so far is judged by these.
struct Expect {
  std::vector<Expectation> expectations;
};

}  // namespace step

using StepBody = std::variant<
    step::Change,
    step::Wait,
    step::WaitSettled,
    step::Hold,
    step::Release,
    step::Discard,
    step::SetEndpoint,
    step::Redeliver,
    step::Call,
    step::Send,
    step::WaitUntil,
    step::Restart,
    step::Run,
    step::Parallel,
    step::Arm,
    step::Disarm,
    step::Expect>;

struct Step {
  int number = 0;  ///< from 1, in the order of the file, those of a `parallel` after itself
  Position at;
  std::string text;  ///< as reports name it: `create jane`
  StepBody body;
};

}  // namespace rkmock::scenarios
