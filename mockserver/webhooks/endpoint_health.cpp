#include "mockserver/webhooks/endpoint_health.hpp"

#include <algorithm>

namespace rkmock::webhooks {

std::string EndpointHealth::note(
    const SenderProfile& profile, bool acknowledged, int status, Nanos sending_clock
) {
  constexpr int gone = 410;
  if (acknowledged) {
    *this = {};
    return {};
  }
  // What is sent side by side ends in any order on the sending clock.
  failing_since = failures == 0 ? sending_clock : std::min(failing_since, sending_clock);
  ++failures;
  if (status == gone && profile.gone_disables) {
    return "410 Gone";
  }
  if (profile.disable_after_failures > 0 && failures >= profile.disable_after_failures) {
    return std::to_string(failures) + " failed attempts in a row";
  }
  const Nanos failing = sending_clock - failing_since;
  if (profile.disable_after > Nanos{} && failing >= profile.disable_after) {
    return "no success for " + format_duration(failing);
  }
  return {};
}

}  // namespace rkmock::webhooks
