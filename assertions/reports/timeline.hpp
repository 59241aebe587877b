#pragma once
// The part of a journal that a reader needs to see why a check did not pass, as lines of text.
#include <string>
#include <vector>

#include "rkmock/history.hpp"

#include "assertions/run_checks.hpp"

namespace rkmock::reports {

/// The evidence of all failed and inconclusive checks with what happened around it to the same
/// bookings, in order: time, actor, what. Bounded; empty when everything passed. Pure.
[[nodiscard]] std::vector<std::string> timeline(
    const History& history, const assertions::Judgement& judgement
);

}  // namespace rkmock::reports
