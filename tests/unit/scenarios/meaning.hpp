#pragma once
// What a scenario means, with every default written out: for golden files. Values; any thread.
#include <nlohmann/json.hpp>

#include "scenarios/scenario.hpp"

namespace rkmock::scenarios {

/// Positions and the file's name are no part of the meaning.
[[nodiscard]] nlohmann::ordered_json meaning(const Scenario& scenario);

}  // namespace rkmock::scenarios
