#pragma once
// A scenario, decoded: the story a file tells. Values; any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/control.hpp"
#include "rkmock/result.hpp"
#include "rkmock/sender.hpp"

namespace rkmock::scenarios {

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

}  // namespace step

using StepBody = std::variant<
    step::Change,
    step::Wait,
    step::WaitSettled,
    step::Hold,
    step::Release,
    step::Discard,
    step::SetEndpoint,
    step::Redeliver>;

struct Step {
  Position at;
  std::string text;  ///< as reports name it: `create jane`
  StepBody body;
};

/// How to ask the receiver for its state of a booking: a URL with `{{booking.id}}` and the like.
struct StateProbe {
  std::string get;
};

/// What the receiver expects of signatures otherwise than the sender profile has it.
struct SigningChoice {
  std::optional<std::string> scheme;
  std::optional<std::string> header;
  std::optional<std::string> secret;
  std::optional<std::vector<std::string>> old_secrets;
  bool operator==(const SigningChoice&) const = default;
};

struct Receiver {
  std::string url;       ///< where webhooks go
  std::string tls_ca{};  ///< PEM of authorities to trust with https; empty: the system's
  bool tls_verify = true;
  std::optional<StateProbe> state;
  std::vector<EffectRule> effects;
  SigningChoice signing;
  Nanos quiet = std::chrono::milliseconds(250);  ///< no traffic for so long is rest
  Nanos settle = std::chrono::seconds(5);        ///< how long to wait for it, and for effects
  Nanos drain = std::chrono::seconds(10);        ///< how long to redeliver what is not acknowledged
};

/// Which profile sends, and what the scenario sets otherwise than it does.
struct Sender {
  std::string profile = "reservekit";
  std::optional<Nanos> timeout;
  std::optional<std::vector<Nanos>> retry_waits;
  std::optional<int> max_connections;
  std::optional<Redirects> redirects;
  std::optional<RetryAfter> retry_after;
  std::optional<bool> instant_resend;
  std::optional<bool> gone_disables;
  std::optional<int> disable_after_failures;
  std::optional<Nanos> disable_after;
  std::optional<bool> ordered;
};

struct Scenario {
  std::string file;
  std::string title;
  std::string description;
  std::string hash;  ///< `sha256:…` of the file's bytes
  std::uint64_t seed = 1;
  std::vector<std::string> tags;
  bool exclusive = false;          ///< nothing is played beside it
  std::vector<std::string> needs;  ///< variables without which it cannot be played
  std::vector<std::string> unmet;  ///< those of them that have no value: it is to be skipped
  Sender sender;
  Receiver receiver;
  ApiSetup api;
  bool large_ids = false;  ///< see AccountSetup
  std::vector<GivenService> services;
  std::vector<std::string> webhook_faults;  ///< rules for webhook events: JSON texts
  std::vector<std::string> api_faults;      ///< on answers of /v1, from the beginning: JSON texts
  std::optional<PayloadTime> clock;         ///< payload time of the first change
  std::vector<Step> steps;
  std::vector<Expectation> expectations;
};

/// What there is to book when nobody says: service 123 with time slot 456, as in the samples of
/// ReserveKit's documentation, on Mondays from 9 to 17 o'clock, for 100 bookings.
[[nodiscard]] std::vector<GivenService> default_services(WeekStart start);

/// The profile with what the scenario sets otherwise. Another scheme brings its own header.
[[nodiscard]] SenderProfile sender_of(const Scenario& scenario, SenderProfile profile);

}  // namespace rkmock::scenarios
