#pragma once
// From the JSON text of a fault to its value, or to everything that is wrong with it.
//
// Pure; any thread. The form is that of WireMock's stubs where meanings match: docs/api-faults.md.
#include <optional>
#include <string>
#include <vector>

#include "rkmock/check.hpp"

#include "mockserver/api_faults/api_fault.hpp"

namespace rkmock::api_faults {

/// Bounds of one fault's text.
inline constexpr std::size_t longest_fault = std::size_t{256} * 1024;
inline constexpr std::size_t longest_body = std::size_t{64} * 1024;

/// Nothing exactly when it adds problems.
[[nodiscard]] std::optional<ApiFault> decode(
    const std::string& json, std::vector<ParameterError>& problems
);

/// The same for who only wants to know.
[[nodiscard]] std::vector<ParameterError> problems_of(const std::string& json);

}  // namespace rkmock::api_faults
