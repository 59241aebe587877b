#pragma once
// Faults that decide the same for every event: most do, for what they decide is written in the
// scenario. Pure; any thread.
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/fault.hpp"

#include "faults/aim.hpp"

namespace rkmock::faults {

[[nodiscard]] FaultPointer fixed(Action action);

/// fixed(action) when `key` of the `deliver` map is true; null otherwise. Notes a wrong value.
[[nodiscard]] FaultPointer when_true(
    const std::string& deliver,
    std::string_view key,
    Action action,
    std::vector<ParameterError>& problems
);

/// The fault with its action aimed otherwise, whatever it decides.
[[nodiscard]] FaultPointer aimed(FaultPointer fault, const AskedAim& asked);

}  // namespace rkmock::faults
