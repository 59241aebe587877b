#pragma once
// Reads single parameters of a `deliver` map and words what is wrong with them.
//
// Pure; any thread. Each reader answers nothing when the key is absent or wrong; only the latter
// adds a problem.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "rkmock/check.hpp"
#include "rkmock/clock.hpp"

namespace rkmock::faults {

/// The longest wait a scenario may ask for.
inline constexpr Nanos longest_wait = std::chrono::hours(1);

/// The whole map. Anything but a map reads as an empty one: decode() reports that once.
[[nodiscard]] nlohmann::json read_map(const std::string& deliver);

/// In words: `the number 3`, `the text "jane"`, `nothing`.
[[nodiscard]] std::string describe(const nlohmann::json& value);

[[nodiscard]] ParameterError problem_at(
    std::string_view key,
    const nlohmann::json& found,
    std::string message,
    std::string expected,
    std::string hint = {}
);

[[nodiscard]] std::optional<bool> read_flag(
    const nlohmann::json& map, std::string_view key, std::vector<ParameterError>& problems
);

[[nodiscard]] std::optional<int> read_count(
    const nlohmann::json& map,
    std::string_view key,
    int least,
    int most,
    std::vector<ParameterError>& problems
);

/// A text such as `200ms`, from 0 to longest_wait.
[[nodiscard]] std::optional<Nanos> read_wait(
    const nlohmann::json& map, std::string_view key, std::vector<ParameterError>& problems
);

}  // namespace rkmock::faults
