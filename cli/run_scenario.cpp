#include "cli/run_scenario.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>

#include "rkmock/error.hpp"
#include "rkmock/version.hpp"

#include "assertions/clean_run.hpp"
#include "assertions/reports/journal_model.hpp"
#include "assertions/run_checks.hpp"
#include "cli/replay.hpp"
#include "cli/scenario_files.hpp"
#include "mockserver/destination.hpp"
#include "mockserver/webhooks/profiles.hpp"
#include "scenarios/clean_twin.hpp"
#include "scenarios/player.hpp"

namespace rkmock::cli {

namespace {

std::string replay_of(const scenarios::Scenario& scenario, const RunSettings& settings) {
  return replay_command(
      settings.library ? std::vector<std::string>{"--library", library_word(scenario.file)}
                       : std::vector<std::string>{scenario.file},
      scenario.seed,
      settings.replay_flags
  );
}

scenarios::PlayOptions play_options(
    const scenarios::Scenario& scenario, const PlayNumber& play, const RunSettings& settings
) {
  const std::string& name = scenario.sender.profile;
  const auto profile = webhooks::find_profile(name);
  RKMOCK_ASSERT(profile.has_value(), "the decoder let the profile `" + name + "` pass");
  scenarios::PlayOptions options;
  options.account = "scenario-" + std::to_string(play.number);
  options.api_key = "sk_rsv_scenario_" + std::to_string(play.number);
  options.sender = scenarios::sender_of(scenario, *profile);
  options.sender.time_scale = settings.time_scale;
  options.tool = "rkmock " + std::string(version());
  options.calibration = settings.calibration;
  options.replay = replay_of(scenario, settings);
  options.round = play.round;
  options.rounds = settings.rounds;
  options.satisfied = [](const History& history, const std::vector<Expectation>& expectations) {
    return assertions::evidence_complete(history, expectations);
  };
  options.on_progress = settings.on_progress;
  options.cancelled = settings.cancelled;
  options.refuse_destination = [hosts = settings.allowed_hosts](const std::string& url) {
    return mockserver::refuse_destination(url, hosts);
  };
  if (!settings.journal_folder.empty()) {
    options.journal.file = journal_path(settings.journal_folder, scenario.file, play.number);
  }
  return options;
}

/// Ends a play whose time is over, and says in its journal what it was about. A play asks from
/// several threads when steps of it are parallel.
class Deadline {
 public:
  Deadline(Nanos timeout, std::string account, Control& control)
      : timeout_(timeout),
        end_(system_clock().monotonic_now() + timeout),
        account_(std::move(account)),
        control_(control) {}

  void doing(const std::string& what) {
    const std::lock_guard lock(mutex_);
    doing_ = what;
  }

  bool over() {
    if (system_clock().monotonic_now() < end_) {
      return false;
    }
    const std::lock_guard lock(mutex_);
    if (!told_) {
      told_ = true;
      control_.record(
          account_,
          event::HarnessError{
              "the scenario was ended after " + format_duration(timeout_) +
              " (--timeout); it was at: " + doing_}
      );
    }
    return true;
  }

 private:
  Nanos timeout_;
  std::chrono::steady_clock::time_point end_;
  std::string account_;
  Control& control_;
  std::mutex mutex_;
  std::string doing_ = "its beginning";
  bool told_ = false;
};

/// --timeout, if there is one.
void limit_time(const RunSettings& settings, Control& control, scenarios::PlayOptions& options) {
  if (!settings.timeout) {
    return;
  }
  const auto deadline = std::make_shared<Deadline>(*settings.timeout, options.account, control);
  options.on_progress = [deadline, tell = options.on_progress](const std::string& doing) {
    deadline->doing(doing);
    if (tell) {
      tell(doing);
    }
  };
  options.cancelled = [deadline, asked = options.cancelled] {
    return (asked && asked()) || deadline->over();
  };
}

bool needs_clean_run(const scenarios::Scenario& scenario) {
  const auto& expectations = scenario.expectations;
  const CheckTable table = assertions::table();
  return std::any_of(expectations.begin(), expectations.end(), [&](const Expectation& expectation) {
    return std::any_of(table.begin(), table.end(), [&](const CheckDescriptor& check) {
      return check.name == expectation.check && check.needs_clean_run;
    });
  });
}

/// `journals/03-name.jsonl` → `journals/clean/03-name.jsonl`: apart, so that
/// `check journals/*.jsonl` judges the run.
std::filesystem::path journal_of_clean_run(const std::filesystem::path& journal) {
  if (journal.empty()) {
    return journal;
  }
  const std::filesystem::path folder = journal.parent_path() / "clean";
  std::error_code ignored;  // opening the journal tells it better
  std::filesystem::create_directories(folder, ignored);
  return folder / journal.filename();
}

/// Plays the story without its faults, for the checks that compare with it.
event::CleanRun play_clean_twin(
    const scenarios::Scenario& scenario,
    scenarios::PlayOptions options,
    Control& control,
    HttpClient& http,
    const RunSettings& settings
) {
  options.account += "-clean";
  options.api_key += "_clean";
  options.journal.file = journal_of_clean_run(options.journal.file);
  if (options.on_progress) {
    options.on_progress = [tell = options.on_progress](const std::string& doing) {
      tell("clean run: " + doing);
    };
  }
  limit_time(settings, control, options);
  const auto journal =
      scenarios::play(scenarios::clean_twin(scenario), control, http, system_clock(), options);
  journal->flush();
  return assertions::clean_run_of(History(*journal));
}

reports::ScenarioReport empty_report(
    const scenarios::Scenario& scenario, int round, const RunSettings& settings
) {
  reports::ScenarioReport report;
  report.name = reports::round_prefix(round, settings.rounds) + scenario.title;
  report.round = round;
  report.file = scenario.file;
  report.receiver = scenario.receiver.url;
  report.seed = scenario.seed;
  report.replay = replay_of(scenario, settings);
  return report;
}

/// A receiver that was never asked, or not to the end, is none that does not answer.
bool answered(const History& history) {
  if (!history.complete()) {
    return true;
  }
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
    const PlayNumber& play,
    Control& control,
    HttpClient& http,
    const RunSettings& settings
) {
  scenarios::PlayOptions options = play_options(scenario, play, settings);
  if (needs_clean_run(scenario)) {
    options.clean_run = play_clean_twin(scenario, options, control, http, settings);
  }
  limit_time(settings, control, options);
  const std::shared_ptr<Journal> journal =
      scenarios::play(scenario, control, http, system_clock(), options);

  const History history(*journal);
  reports::ScenarioReport report = reports::of_journal(history, options.journal.file.string());
  if (settings.html) {
    report.journal = std::make_shared<const reports::JournalModel>(
        reports::journal_model(history, report.judgement)
    );
  }
  std::string not_written = journal->flush();
  if (!not_written.empty()) {
    not_written = "the journal of `" + scenario.file + "` is not whole: " + not_written;
  }
  return {std::move(report), std::move(not_written), answered(history)};
}

reports::ScenarioReport not_played(
    const scenarios::Scenario& scenario,
    int round,
    const std::string& why,
    const RunSettings& settings
) {
  if (!scenario.unmet.empty()) {
    return skipped(scenario, round, settings);
  }
  CheckResult result;
  result.check = "happened";
  result.verdict = Verdict::inconclusive;
  result.message = "the scenario was not played: " + why;
  reports::ScenarioReport report = empty_report(scenario, round, settings);
  report.judgement.results = {std::move(result)};
  return report;
}

reports::ScenarioReport skipped(
    const scenarios::Scenario& scenario, int round, const RunSettings& settings
) {
  reports::ScenarioReport report = empty_report(scenario, round, settings);
  report.skipped = unmet_in_words(scenario);
  return report;
}

std::string unmet_in_words(const scenarios::Scenario& scenario) {
  std::string names;
  for (std::size_t i = 0; i < scenario.unmet.size(); ++i) {
    const bool last = i + 1 == scenario.unmet.size();
    names += (i == 0 ? "" : last ? " and " : ", ") + scenario.unmet[i];
  }
  return names + (scenario.unmet.size() == 1 ? " is not set" : " are not set");
}

}  // namespace rkmock::cli
