#pragma once
// One scenario from its first step to its verdict.
#include <filesystem>
#include <functional>
#include <optional>
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
  bool library = false;                    ///< the scenarios are the library's
  bool html = false;                       ///< keep what the HTML report shows of each journal
  int rounds = 1;                          ///< of each scenario
  std::optional<Nanos> timeout;            ///< of each
  std::optional<event::Calibrated> calibration;
  std::function<void(const std::string&)> on_progress;
  std::function<bool()> cancelled;
};

struct Played {
  reports::ScenarioReport report;
  std::string journal_problem;     ///< why its file is not whole; empty when all is well
  bool receiver_answered = false;  ///< at least one byte to one request, or was never asked
};

/// Which play of a run.
struct PlayNumber {
  int number = 1;  ///< counts the plays of a run from 1, keeps accounts and journal files apart
  int round = 1;   ///< counts those of the same scenario
};

/// One that takes longer than settings.timeout is ended: inconclusive, with what it waited for.
/// Throws EnvironmentError, see scenarios::play.
[[nodiscard]] Played run_scenario(
    const scenarios::Scenario& scenario,
    const PlayNumber& play,
    Control& control,
    HttpClient& http,
    const RunSettings& settings
);

/// What the reports say of a scenario that was left out: inconclusive, and why.
[[nodiscard]] reports::ScenarioReport not_played(
    const scenarios::Scenario& scenario,
    int round,
    const std::string& why,
    const RunSettings& settings
);

/// What they say of one whose `needs` are not met.
[[nodiscard]] reports::ScenarioReport skipped(
    const scenarios::Scenario& scenario, int round, const RunSettings& settings
);

/// `CLIENT_BOOK and RECEIVER_RESTART are not set`
[[nodiscard]] std::string unmet_in_words(const scenarios::Scenario& scenario);

/// `build/journals/02-plain_lifecycle.jsonl`
[[nodiscard]] std::filesystem::path journal_path(
    const std::filesystem::path& folder, const std::string& scenario_file, int number
);

}  // namespace rkmock::cli
