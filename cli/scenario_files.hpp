#pragma once
// From the words of a command line to decoded scenarios.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/decode.hpp"

namespace rkmock::cli {

struct ScenarioFile {
  std::string name;                      ///< as people are shown it
  std::optional<std::string_view> text;  ///< of the library's; else it is read
};

/// The scenario files that the words name, each once: files as they are, folders searched for
/// *.yaml, *.yml and *.json in byte order, wildcards expanded. Throws UsageError when a word names
/// nothing.
[[nodiscard]] std::vector<ScenarioFile> find_scenario_files(const std::vector<std::string>& words);

/// Those of the library in the binary, by name (`racing_duplicates`, with or without its group and
/// ending) or by group (`duplicates`); all of them without a word. Throws UsageError.
[[nodiscard]] std::vector<ScenarioFile> find_library_files(const std::vector<std::string>& words);

/// `duplicates/racing_duplicates` of `library/duplicates/racing_duplicates.yaml`: the word that
/// finds it again.
[[nodiscard]] std::string library_word(const std::string& file);

struct DecodedScenarios {
  std::vector<scenarios::Scenario> scenarios;
  Diagnostics problems;  ///< of all files together; what is wrong with the command line, once
  std::size_t wrong_files = 0;
};

[[nodiscard]] DecodedScenarios decode_scenarios(
    const std::vector<ScenarioFile>& files, const scenarios::DecodeOptions& options
);

/// A file that leaves the receiver to the command line is right without one, too: for commands
/// that play nothing.
void suppose_receiver(scenarios::DecodeOptions& options);

/// The process's environment, for `${NAME}`.
[[nodiscard]] std::map<std::string, std::string> environment_variables();

}  // namespace rkmock::cli
