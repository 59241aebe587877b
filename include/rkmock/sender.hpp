#pragma once
// Sender profiles: how the sender of webhooks behaves where ReserveKit does not say.
//
// Values; any thread. The files are mockserver/webhooks/profiles/*.json, each value with its
// source or the word "assumed"; they are compiled in.
#include <chrono>
#include <string>
#include <vector>

#include "rkmock/clock.hpp"

namespace rkmock {

/// How requests are signed.
struct Signing {
  std::string scheme = "hmac-sha256-hex";      ///< or `none`
  std::string header = "X-Webhook-Signature";  ///< source: the vendor's Express quick start
  std::string secret = "test";
  bool operator==(const Signing&) const = default;
};

struct SenderProfile {
  std::string name = "reservekit";
  Nanos timeout = std::chrono::seconds(5);  ///< from taking an attempt up to the answer's end
  std::vector<Nanos> retry_waits;  ///< before attempt 2, 3, …; its size bounds the retries
  double jitter = 0;               ///< share of each wait, both ways, 0 … 0.5
  /// Retry waits are divided by this; 0 means instantly. Delays written in a scenario are real.
  double time_scale = 1;
  std::string user_agent;
  int max_connections = 64;  ///< per endpoint, further deliveries queue
  Signing signing;
  bool operator==(const SenderProfile&) const = default;
};

}  // namespace rkmock
