#pragma once
// From the words of a command line to decoded scenarios.
#include <string>
#include <vector>

#include "scenarios/decode.hpp"

namespace rkmock::cli {

/// The scenario files that the words name: files as they are, folders searched for *.yaml, *.yml
/// and *.json in byte order. Throws UsageError when one does not exist or a folder holds none.
[[nodiscard]] std::vector<std::string> find_scenario_files(const std::vector<std::string>& words);

struct DecodedScenarios {
  std::vector<scenarios::Scenario> scenarios;
  Diagnostics problems;  ///< of all files together
};

[[nodiscard]] DecodedScenarios decode_scenarios(
    const std::vector<std::string>& files, const scenarios::DecodeOptions& options
);

/// The process's environment, for `${NAME}`.
[[nodiscard]] std::map<std::string, std::string> environment_variables();

}  // namespace rkmock::cli
