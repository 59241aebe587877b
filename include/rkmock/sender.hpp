#pragma once
// Sender profiles: how the sender of webhooks behaves where ReserveKit does not say.
//
// Values; any thread. The files are mockserver/webhooks/profiles/*.json, each value with its
// source or the word "assumed"; they are compiled in.
#include <chrono>
#include <string>
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

struct SenderProfile {
  std::string name = "reservekit";
  Nanos timeout = std::chrono::seconds(5);  ///< from the first request byte to the answer's end
  Nanos connect_timeout{};                  ///< to be connected; 0: as long as `timeout`
  std::vector<Nanos> retry_waits;  ///< before attempt 2, 3, …; its size bounds the retries
  double jitter = 0;               ///< share of each wait, both ways, 0 … 0.5
  /// Retry waits are divided by this; 0 means instantly. Delays written in a scenario are real.
  double time_scale = 1;
  int success_below = 300;  ///< statuses from 200 up to below this acknowledge: 300 or 400
  std::string user_agent;
  int max_connections = 64;  ///< per endpoint, further deliveries queue
  /// Further headers with their values, in which `{{id}}` and the like stand for facts of the
  /// message (docs/sender-profiles.md). One whose value comes out empty is not sent.
  Headers headers;
  bool restamp = true;  ///< a retry carries its own time and signature, not the first attempt's
  Signing signing;
  std::string tls_ca_file{};  ///< PEM of authorities to trust beside the system's; empty: none
  bool tls_verify = true;     ///< false: any certificate will do
  bool operator==(const SenderProfile&) const = default;
};

}  // namespace rkmock
