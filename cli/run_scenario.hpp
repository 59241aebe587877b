#pragma once
// One scenario from its first step to its verdict.
#include <filesystem>
#include <functional>
#include <string>

#include "rkmock/control.hpp"
#include "rkmock/http.hpp"

#include "assertions/reports/report.hpp"
#include "scenarios/scenario.hpp"

namespace rkmock::cli {

struct RunSettings {
  std::filesystem::path journal_folder;    ///< empty: memory only
  double time_scale = 0;                   ///< of retry waits; 0: instantly
  std::vector<std::string> allowed_hosts;  ///< beside loopback, of what a scenario calls
  std::vector<std::string> replay_flags;   ///< as the user gave them, for the replay command
  std::function<void(const std::string&)> on_progress;
  std::function<bool()> cancelled;
};

struct Played {
  reports::ScenarioReport report;
  std::string journal_problem;     ///< why its file is not whole; empty when all is well
  bool receiver_answered = false;  ///< at least one byte to one request, or was never asked
};

/// `number` counts the scenarios of a run from 1 and keeps accounts and journal files apart.
/// Throws EnvironmentError, see scenarios::play.
[[nodiscard]] Played run_scenario(
    const scenarios::Scenario& scenario,
    int number,
    Control& control,
    HttpClient& http,
    const RunSettings& settings
);

/// What the reports say of a scenario that was left out: inconclusive, and why.
[[nodiscard]] reports::ScenarioReport not_played(
    const scenarios::Scenario& scenario, const std::string& why, const RunSettings& settings
);

/// `build/journals/02-plain_lifecycle.jsonl`
[[nodiscard]] std::filesystem::path journal_path(
    const std::filesystem::path& folder, const std::string& scenario_file, int number
);

}  // namespace rkmock::cli
