#pragma once
// Reads the parameters of checks and words what is wrong with them. Pure; any thread.
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "rkmock/check.hpp"

namespace rkmock::assertions {

/// The parameters as JSON. Text that is no JSON gives a discarded value, which fits no reader.
[[nodiscard]] nlohmann::json parse_parameters(const std::string& parameters);

/// In words: `the number 3`, `the text "jane"`, `nothing`.
[[nodiscard]] std::string describe(const nlohmann::json& value);

[[nodiscard]] ParameterError problem_at(
    std::string pointer,
    const nlohmann::json& found,
    std::string message,
    std::string expected,
    std::string hint = {}
);

/// Nothing, one name, or a list of names. Anything else adds a problem; `what` is such as
/// `the name of an effect`.
[[nodiscard]] std::vector<std::string> read_names(
    const nlohmann::json& parameters, std::string_view what, std::vector<ParameterError>& problems
);

/// Parameters that are names of effects: nothing, one name, or a list.
[[nodiscard]] std::vector<std::string> read_effect_names(const std::string& parameters);
[[nodiscard]] std::vector<ParameterError> validate_effect_names(const std::string& parameters);

/// `did you mean ...?`, or empty when nothing is near.
[[nodiscard]] std::string meant(std::string_view word, const std::vector<std::string>& known);

/// `a, b and c`
[[nodiscard]] std::string listed(const std::vector<std::string>& words);

}  // namespace rkmock::assertions
