#pragma once
// How long the receiver took, as lines of text. Pure; any thread.
#include <string>
#include <vector>

#include "assertions/timing.hpp"

namespace rkmock::reports {

/// Order statistics, each phase, a histogram, and what to hold them against. Empty when nothing was
/// answered.
[[nodiscard]] std::vector<std::string> timing_lines(const assertions::Timing& timing);

}  // namespace rkmock::reports
