#pragma once
// Sender profiles: how the sender of webhooks behaves where ReserveKit does not say.
//
// Values; any thread. The files are mockserver/webhooks/profiles/*.json, each value with its
// source or the word "assumed"; they are compiled in.
#include <array>
#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/clock.hpp"
#include "rkmock/delivery_events.hpp"

namespace rkmock {

/// How requests are signed. The schemes are listed in docs/sender-profiles.md.
struct Signing {
  std::string scheme = "hmac-sha256-hex";
  std::string header{};  ///< of the signature; empty: the scheme's own
  std::string secret = "test";
  /// Valid still, while the secret is being changed. Schemes that can carry several signatures
  /// sign with these too, the others with `secret` alone.
  std::vector<std::string> old_secrets{};
  bool operator==(const Signing&) const = default;
};

/// What the sender makes of a `Retry-After` in an answer that refuses.
enum class RetryAfter {
  ignored,
  honoured,  ///< the wait is the longer one of the schedule's and the one asked for
  clamped,   ///< the one asked for, but no less than the schedule's wait and at most twice that
};

/// In the order of RetryAfter.
inline constexpr std::array<std::string_view, 3> retry_after_words{
    "ignored", "honoured", "clamped"};

/// What the real sender makes of a 3xx. The mock itself never follows one.
enum class Redirects { failure, success, followed };

/// In the order of Redirects.
inline constexpr std::array<std::string_view, 3> redirects_words{"failure", "success", "followed"};

struct SenderProfile {
  std::string name = "reservekit";
  Nanos timeout = std::chrono::seconds(5);  ///< from the first request byte to the answer's end
  Nanos connect_timeout{};                  ///< to be connected; 0: as long as `timeout`
  std::vector<Nanos> retry_waits;  ///< before attempt 2, 3, …; its size bounds the retries
  double jitter = 0;               ///< share of each wait, both ways, 0 … 0.5
  /// Retry waits are divided by this; 0 means instantly. Delays written in a scenario are real.
  double time_scale = 1;
  Redirects redirects = Redirects::failure;
  RetryAfter retry_after = RetryAfter::ignored;
  /// The same bytes once more, at once, when the connection failed within a second. It is an
  /// attempt beside the schedule.
  bool instant_resend = false;
  bool gone_disables = false;      ///< a 410 disables the endpoint
  int disable_after_failures = 0;  ///< so many failed attempts in a row disable it; 0: never
  Nanos disable_after{};           ///< so long without a success, on the sending clock; 0: never
  /// What was raised after an event waits until that one is acknowledged or given up.
  bool ordered = false;
  std::string user_agent;
  int max_connections = 64;  ///< per endpoint, further deliveries queue
  /// Further headers with their values, in which `{{id}}` and the like stand for facts of the
  /// message (docs/sender-profiles.md). One whose value comes out empty is not sent.
  Headers headers;
  bool restamp = true;  ///< a retry carries its own time and signature, not the first attempt's
  Signing signing;
  std::string tls_ca_file{};  ///< PEM of authorities to trust beside the system's; empty: none
  bool tls_verify = true;     ///< false: any certificate will do

  /// Statuses from 200 up to below this acknowledge.
  [[nodiscard]] int success_below() const { return redirects == Redirects::success ? 400 : 300; }

  bool operator==(const SenderProfile&) const = default;
};

}  // namespace rkmock
