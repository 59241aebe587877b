#pragma once
// What the checks that compare with the clean run have in common. Pure; any thread.
#include <set>
#include <string>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/history.hpp"

namespace rkmock::assertions {

/// Their parameters: nothing, or `{ ignore: /path }` with one JSON Pointer or a list.
[[nodiscard]] std::vector<ParameterError> validate_likeness(const std::string& parameters);

/// These bookings, beside the same ones of the clean run. `which` begins a pass: `it ends`.
[[nodiscard]] CheckResult judge_likeness(
    const History& history,
    const std::string& parameters,
    const std::set<std::string>& bookings,
    const std::string& which
);

/// Whether nothing differs so far: else waiting longer may bring what is missing.
[[nodiscard]] bool alike_so_far(
    const History& history, const std::string& parameters, const std::set<std::string>& bookings
);

}  // namespace rkmock::assertions
