#pragma once
// Reads single parameters of a `deliver` map and words what is wrong with them.
//
// Pure; any thread. Each reader answers nothing when the key is absent or wrong; only the latter
// adds a problem.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "rkmock/check.hpp"
#include "rkmock/clock.hpp"

#include "faults/distribution.hpp"

namespace rkmock::faults {

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

/// A text such as `200ms`, from 0 to `longest`.
[[nodiscard]] std::optional<Nanos> read_wait(
    const nlohmann::json& map,
    std::string_view key,
    std::vector<ParameterError>& problems,
    Nanos longest = longest_delay
);

/// One of `words`.
[[nodiscard]] std::optional<std::string> read_word(
    const nlohmann::json& map,
    std::string_view key,
    const std::vector<std::string>& words,
    std::vector<ParameterError>& problems
);

/// One line of text, not empty. `example` is one.
[[nodiscard]] std::optional<std::string> read_line(
    const nlohmann::json& map,
    std::string_view key,
    std::string_view example,
    std::vector<ParameterError>& problems
);

/// A whole number of bytes, or a text such as `64KB`.
[[nodiscard]] std::optional<std::int64_t> read_size(
    const nlohmann::json& map,
    std::string_view key,
    std::int64_t least,
    std::int64_t most,
    std::vector<ParameterError>& problems
);

/// A JSON Pointer into the payload, such as `/bookings/0/customer`.
[[nodiscard]] std::optional<std::string> read_place(
    const nlohmann::json& map, std::string_view key, std::vector<ParameterError>& problems
);

}  // namespace rkmock::faults
