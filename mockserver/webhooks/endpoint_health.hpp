#pragma once
// How deliveries to one endpoint have fared, and whether its sender disables it for that.
//
// Value; any thread.
#include <string>

#include "rkmock/clock.hpp"
#include "rkmock/sender.hpp"

namespace rkmock::webhooks {

struct EndpointHealth {
  int failures = 0;       ///< failed attempts in a row
  Nanos failing_since{};  ///< on the sending clock; means nothing without failures
  bool operator==(const EndpointHealth&) const = default;

  /// Takes an attempt's end into account. Returns in words why the profile disables the endpoint
  /// for it: `410 Gone`, `8 failed attempts in a row`; empty when it does not.
  std::string note(
      const SenderProfile& profile, bool acknowledged, int status, Nanos sending_clock
  );
};

}  // namespace rkmock::webhooks
