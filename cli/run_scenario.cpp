#include "cli/run_scenario.hpp"

#include <algorithm>

#include "rkmock/error.hpp"
#include "rkmock/version.hpp"

#include "assertions/reports/timeline.hpp"
#include "assertions/run_checks.hpp"
#include "cli/replay.hpp"
#include "mockserver/destination.hpp"
#include "mockserver/webhooks/profiles.hpp"
#include "scenarios/player.hpp"

namespace rkmock::cli {

namespace {

scenarios::PlayOptions play_options(
    const scenarios::Scenario& scenario, int number, const RunSettings& settings
) {
  const std::string& name = scenario.sender.profile;
  const auto profile = webhooks::find_profile(name);
  RKMOCK_ASSERT(profile.has_value(), "the decoder let the profile `" + name + "` pass");
  scenarios::PlayOptions options;
  options.account = "scenario-" + std::to_string(number);
  options.api_key = "sk_rsv_scenario_" + std::to_string(number);
  options.sender = scenarios::sender_of(scenario, *profile);
  options.sender.time_scale = settings.time_scale;
  options.tool = "rkmock " + std::string(version());
  options.satisfied = assertions::evidence_complete;
  options.on_progress = settings.on_progress;
  options.cancelled = settings.cancelled;
  options.refuse_destination = [hosts = settings.allowed_hosts](const std::string& url) {
    return mockserver::refuse_destination(url, hosts);
  };
  if (!settings.journal_folder.empty()) {
    options.journal.file = journal_path(settings.journal_folder, scenario.file, number);
  }
  return options;
}

/// A receiver that was never asked is none that does not answer.
bool answered(const History& history) {
  const auto attempts = history.of<event::AttemptFinished>();
  return attempts.empty() || std::any_of(attempts.begin(), attempts.end(), [](const auto& attempt) {
           return attempt->status != 0 || attempt->phases.first_byte.has_value();
         });
}

}  // namespace

std::filesystem::path journal_path(
    const std::filesystem::path& folder, const std::string& scenario_file, int number
) {
  const std::string stem = std::filesystem::path(scenario_file).stem().string();
  // Numbered in the order played: the folder then reads like the run, and two files of one name
  // in different folders do not share a journal.
  const std::string digits = std::to_string(number);
  const std::string prefix = digits.size() < 2 ? "0" + digits : digits;
  return folder / (prefix + "-" + stem + ".jsonl");
}

Played run_scenario(
    const scenarios::Scenario& scenario,
    int number,
    Control& control,
    HttpClient& http,
    const RunSettings& settings
) {
  const scenarios::PlayOptions options = play_options(scenario, number, settings);
  const std::shared_ptr<Journal> journal =
      scenarios::play(scenario, control, http, system_clock(), options);

  const History history(*journal);
  reports::ScenarioReport report;
  report.name = scenario.title;
  report.file = scenario.file;
  report.journal_file = options.journal.file.string();
  report.receiver = scenario.receiver.url;
  report.seed = scenario.seed;
  report.took = journal->now();
  report.started = journal->header().started;
  report.judgement = assertions::judge(history);
  report.timeline = reports::timeline(history, report.judgement);
  report.replay = replay_command(scenario.file, scenario.seed, settings.replay_flags);
  std::string not_written = journal->flush();
  if (!not_written.empty()) {
    not_written = "the journal of `" + scenario.file + "` is not whole: " + not_written;
  }
  return {std::move(report), std::move(not_written), answered(history)};
}

reports::ScenarioReport not_played(
    const scenarios::Scenario& scenario, const std::string& why, const RunSettings& settings
) {
  CheckResult result;
  result.check = "happened";
  result.verdict = Verdict::inconclusive;
  result.message = "the scenario was not played: " + why;
  reports::ScenarioReport report;
  report.name = scenario.title;
  report.file = scenario.file;
  report.receiver = scenario.receiver.url;
  report.seed = scenario.seed;
  report.judgement.results = {std::move(result)};
  report.replay = replay_command(scenario.file, scenario.seed, settings.replay_flags);
  return report;
}

}  // namespace rkmock::cli
