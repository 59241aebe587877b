#pragma once
// The clean twin of a scenario: the same story without anything that goes wrong. Pure; any thread.
#include "scenarios/scenario.hpp"

namespace rkmock::scenarios {

/// Every change and every call in the file's order, one after another, each webhook delivered once
/// and plainly; no faults, no holding back, no restarts, no claims. For comparing what the receiver
/// ends with.
[[nodiscard]] Scenario clean_twin(Scenario scenario);

}  // namespace rkmock::scenarios
