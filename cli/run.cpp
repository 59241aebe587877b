// `rkmock run`: plays scenarios against a receiver and judges it.
#include <iostream>
#include <mutex>
#include <set>

#include "rkmock/error.hpp"

#include "assertions/reports/text.hpp"
#include "cli/calibrate.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/open_files.hpp"
#include "cli/output_file.hpp"
#include "cli/reachable.hpp"
#include "cli/receiver_flags.hpp"
#include "cli/run_flags.hpp"
#include "cli/run_progress.hpp"
#include "cli/run_reports.hpp"
#include "cli/run_scenario.hpp"
#include "cli/scenario_files.hpp"
#include "cli/schedule.hpp"
#include "cli/signals.hpp"
#include "mockserver/destination.hpp"
#include "mockserver/mock_server.hpp"
#include "mockserver/net/blocking_client.hpp"

namespace rkmock::cli {

namespace {

using scenarios::Scenario;

void require_allowed_receivers(
    const std::vector<Scenario>& scenarios, const std::vector<std::string>& allowed_hosts
) {
  for (const Scenario& scenario : scenarios) {
    const std::string refused =
        mockserver::refuse_destination(scenario.receiver.url, allowed_hosts);
    if (scenario.unmet.empty() && !refused.empty()) {
      throw UsageError(scenario.file + ": " + refused);
    }
  }
}

void require_reachable_receivers(
    const std::vector<Scenario>& scenarios, Nanos patience, RunProgress& progress
) {
  std::set<std::string> reached;
  for (const Scenario& scenario : scenarios) {
    const std::string& url = scenario.receiver.url;
    if (!scenario.unmet.empty() || !reached.insert(url).second) {
      continue;
    }
    progress.say("waiting for the receiver at " + url);
    const std::string problem = wait_until_reachable(
        url, std::chrono::duration_cast<std::chrono::milliseconds>(patience), termination_requested
    );
    if (termination_requested()) {
      return;  // nothing is known of it
    }
    if (!problem.empty()) {
      throw EnvironmentError(
          "the receiver at " + url + " could not be reached within " + format_duration(patience) +
          ": " + problem + "; start it, or give its address with --receiver"
      );
    }
  }
}

/// Plays what was planned. Whatever ends it early, each play is in the reports: one that did not
/// take place must not look as if it had passed.
class Run {
 public:
  Run(const RunFlags& flags, const std::vector<Scenario>& scenarios)
      : flags_(flags),
        scenarios_(scenarios),
        plays_(plan(scenarios, flags.selection)),
        reports_(flags, plays_.size()) {
    settings_.time_scale = flags.time_scale;
    settings_.replay_flags = flags.replay;
    settings_.library = flags.library;
    settings_.cancelled = termination_requested;
    settings_.allowed_hosts = flags.allowed_hosts;
    settings_.timeout = flags.timeout;
    settings_.html = !flags.html.empty();
    settings_.rounds = flags.selection.repeat;
    settings_.journal_folder = flags.journal;
    if (!flags.journal.empty()) {
      require_writable_folder("--journal", flags.journal);
    }
  }

  [[nodiscard]] std::size_t size() const { return plays_.size(); }

  /// Before the first scenario, so that its figures are of this machine at this hour.
  void calibrate_with(Control& control) { settings_.calibration = calibrate(control); }

  void play(Control& control, RunProgress& progress) {
    Schedule schedule;
    schedule.count = plays_.size();
    schedule.jobs = flags_.jobs;
    schedule.alone = [this](std::size_t place) { return plays_alone(scenario(place)); };
    schedule.stopped = [this] {
      const std::lock_guard lock(mutex_);
      return termination_requested() || (flags_.fail_fast && reports_.any_failed());
    };
    schedule.play = [&](std::size_t place) { play_one(place, control, progress); };
    play_all(schedule);
  }

  /// The environment ended the run: what was judged stays judged.
  void break_off(const std::string& why) {
    leave_out_the_rest(why);
    reports_.write();
  }

  int conclude() {
    const bool stopped_by_failure = flags_.fail_fast && reports_.any_failed();
    const std::size_t left = leave_out_the_rest(
        termination_requested() ? "the run was interrupted" : "an earlier one failed (--fail-fast)"
    );
    reports_.write();
    reports_.print_summary();
    const std::string of_all = " of " + std::to_string(plays_.size()) + " scenarios";
    if (termination_requested()) {
      const std::size_t played = plays_.size() - left - mute_;
      std::cerr << "rkmock run: interrupted after " << played << of_all
                << (played > 0 ? "; the last one was not played to its end" : "") << "\n";
      return exit_code(Verdict::inconclusive, flags_.reports.strict);
    }
    if (stopped_by_failure && left > 0) {
      std::cerr << "rkmock run: " << left << of_all << " were not played after the failure\n";
    }
    if (mute_ > 0) {
      std::cerr << "rkmock run: " << mute_ << of_all
                << " were not played: their receiver never answered\n";
    }
    return exit_code(reports_.verdict(), flags_.reports.strict);
  }

 private:
  [[nodiscard]] const Scenario& scenario(std::size_t place) const {
    return scenarios_[plays_[place].scenario];
  }

  void play_one(std::size_t place, Control& control, RunProgress& progress) {
    const Scenario& scenario = this->scenario(place);
    const std::size_t number = place + 1;
    const int round = plays_[place].round;
    progress.begin(number, scenario.title);
    Played played;
    if (!scenario.unmet.empty()) {
      played.report = skipped(scenario, round, settings_);
    } else if (is_mute(scenario.receiver.url)) {
      leave_out(place, "its receiver has not answered one request of an earlier scenario");
      progress.end(number, [] {});
      return;
    } else {
      net::BlockingClient http;
      RunSettings settings = settings_;
      settings.on_progress = [&](const std::string& doing) { progress.doing(number, doing); };
      try {
        played = run_scenario(scenario, {static_cast<int>(number), round}, control, http, settings);
      } catch (const SetupRefused& refused) {
        played.report = not_played(scenario, round, refused.what(), settings_);
        played.receiver_answered = true;  // it was not asked
      }
    }
    if (!played.receiver_answered && scenario.unmet.empty() && !termination_requested()) {
      const std::lock_guard lock(mutex_);
      mute_receivers_.insert(scenario.receiver.url);
    }
    progress.end(number, [&] {
      const std::lock_guard lock(mutex_);
      reports_.add(place, std::move(played.report));
    });
    if (!played.journal_problem.empty()) {
      throw EnvironmentError(played.journal_problem);
    }
  }

  bool is_mute(const std::string& url) {
    const std::lock_guard lock(mutex_);
    return mute_receivers_.contains(url);
  }

  void leave_out(std::size_t place, const std::string& why) {
    const std::lock_guard lock(mutex_);
    reports_.leave_out(place, not_played(scenario(place), plays_[place].round, why, settings_));
    ++mute_;
  }

  /// Returns how many those were.
  std::size_t leave_out_the_rest(const std::string& why) {
    std::size_t left = 0;
    for (std::size_t place = 0; place < plays_.size(); ++place) {
      if (!reports_.has(place)) {
        ++left;
        reports_.leave_out(place, not_played(scenario(place), plays_[place].round, why, settings_));
      }
    }
    return left;
  }

  const RunFlags& flags_;
  const std::vector<Scenario>& scenarios_;
  std::vector<PlannedPlay> plays_;
  RunSettings settings_;
  std::mutex mutex_;  ///< of what follows, while several play
  RunReports reports_;
  std::size_t mute_ = 0;  ///< left out because their receiver is
  /// Receivers that did not answer one request of a whole scenario: the next scenario would wait
  /// through all its timeouts for nothing.
  std::set<std::string> mute_receivers_;
};

/// `  3  Copies that race each other   scenarios/a.yaml  [smoke, slow]`
void list_plays(const std::vector<Scenario>& scenarios, const std::vector<PlannedPlay>& plays) {
  std::size_t number = 0;
  for (const PlannedPlay& play : plays) {
    const Scenario& scenario = scenarios[play.scenario];
    std::string tags;
    for (const std::string& tag : scenario.tags) {
      tags += (tags.empty() ? "  [" : ", ") + tag;
    }
    const std::string digits = std::to_string(++number);
    std::cout << std::string(digits.size() < 4 ? 4 - digits.size() : 0, ' ') << digits << "  "
              << reports::clean(scenario.title)
              << (play.round > 1 ? " (round " + std::to_string(play.round) + ")" : "") << "  "
              << reports::clean_whole(scenario.file) << tags << (tags.empty() ? "" : "]");
    if (!scenario.unmet.empty()) {
      std::cout << "  skipped: " << unmet_in_words(scenario);
    }
    std::cout << "\n";
  }
}

int play(const RunFlags& flags, const std::vector<Scenario>& scenarios) {
  require_allowed_receivers(scenarios, flags.allowed_hosts);
  mockserver::MockServerOptions server_options;
  server_options.http.address = flags.host;
  server_options.http.port = flags.port;
  server_options.allowed_hosts = flags.allowed_hosts;

  Run run(flags, scenarios);
  allow_many_open_files();
  catch_termination();
  RunProgress progress(run.size(), system_clock());
  try {
    mockserver::MockServer server(system_clock(), server_options);
    require_reachable_receivers(scenarios, flags.wait_receiver, progress);
    run.calibrate_with(server);
    run.play(server, progress);
  } catch (const EnvironmentError& error) {
    run.break_off(error.what());
    throw;
  }
  return run.conclude();
}

int run(const std::vector<std::string>& arguments) {
  Options options = run_options();
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  const RunFlags flags = run_flags(*values);
  scenarios::DecodeOptions decode = decode_options(*values);
  if (flags.list) {
    suppose_receiver(decode);
  }
  DecodedScenarios decoded = decode_scenarios(
      flags.library ? find_library_files(flags.words) : find_scenario_files(flags.words), decode
  );
  if (!decoded.problems.empty()) {
    std::cerr << to_text(decoded.problems);
    return usage;
  }
  const std::vector<Scenario> scenarios = select(decoded.scenarios, flags.selection);
  if (flags.selection.shuffle_seed) {
    std::cerr << "rkmock run: the order is drawn; again with --order random --shuffle-seed "
              << *flags.selection.shuffle_seed << "\n";
  }
  if (flags.list) {
    list_plays(scenarios, plan(scenarios, flags.selection));
    return passed;
  }
  return play(flags, scenarios);
}

}  // namespace

const Command run_command{"run", "play scenarios against a receiver and judge it", run};

}  // namespace rkmock::cli
