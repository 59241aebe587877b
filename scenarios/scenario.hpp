#pragma once
// A scenario, decoded: the story a file tells. Values; any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/control.hpp"
#include "rkmock/result.hpp"
#include "rkmock/sender.hpp"

#include "scenarios/steps.hpp"

namespace rkmock::scenarios {

/// How to ask the receiver for its state of a booking: a URL with `{{booking.id}}` and the like.
struct StateProbe {
  std::string get;
};

/// How the receiver is restarted: by a command or by a POST, one of the two.
struct RestartHook {
  std::string run;
  std::string post;
  std::string ready;  ///< a URL that answers 2xx when it is back; empty: it answers `GET /` somehow
  Nanos timeout = std::chrono::seconds(30);
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
  std::vector<std::string> events;      ///< those it subscribes to; empty: all
  std::optional<std::int64_t> service;  ///< whose bookings it subscribes to; empty: every one's
  std::optional<RestartHook> restart;
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

/// An account beside the scenario's own, for calls.
struct OtherAccount {
  std::string name;
  std::string api_key;  ///< empty: one is made up
  std::vector<GivenService> services;
  std::vector<GivenBooking> bookings;
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
  std::string api_key;     ///< empty: the player's choice
  std::vector<GivenService> services;
  std::vector<GivenBooking> bookings;
  std::vector<OtherAccount> accounts;
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
