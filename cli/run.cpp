// `rkmock run`: plays scenarios against a receiver and judges it.
#include <filesystem>
#include <iostream>
#include <set>
#include <sstream>

#include "rkmock/error.hpp"
#include "rkmock/version.hpp"

#include "assertions/reports/report.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/open_files.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/reachable.hpp"
#include "cli/receiver_flags.hpp"
#include "cli/run_scenario.hpp"
#include "cli/scenario_files.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "mockserver/destination.hpp"
#include "mockserver/mock_server.hpp"
#include "mockserver/net/blocking_client.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

constexpr int default_port = 8080;

Options run_options() {
  Options options(
      {"rkmock run FILE|DIR... [options]",
       "Plays each scenario against your receiver: books, fires the webhooks with the\n"
       "scenario's faults, waits for the receiver to come to rest, and judges it.\n"
       "The mock answers /v1 and takes the receiver's side effects at /sink/NAME.\n\n"
       "Exit codes: 0 every check passed, 1 a check failed, 2 a mistake on the command\n"
       "line or in a scenario, 3 inconclusive, 4 the receiver was never reachable, the\n"
       "port is taken or a file could not be written.",
       "  rkmock run scenarios/library --receiver "
       "http://127.0.0.1:3000/webhooks/reservekit\n"
       "  rkmock run scenarios/library/racing_duplicates.yaml --receiver URL "
       "--junit report.xml\n"}
  );
  options.positional("scenario", -1);
  add_receiver_flags(options);
  options.add(
      "port",
      po::value<int>()->default_value(default_port)->value_name("N"),
      "Where the mock listens for /v1 and /sink/NAME; 0 picks a free port."
  );
  options.add(
      "host",
      po::value<std::string>()->default_value("127.0.0.1")->value_name("ADDRESS"),
      "The address it listens on."
  );
  options.add(
      "allow-host",
      po::value<std::vector<std::string>>()->composing()->value_name("NAME"),
      "Let webhooks go to this host too; loopback is always allowed. Repeatable."
  );
  options.add(
      "wait-receiver",
      po::value<std::string>()->default_value("5s")->value_name("TIME"),
      "How long to wait for the receiver to listen."
  );
  options.add(
      "time-scale",
      po::value<std::string>()->default_value("instant")->value_name("X"),
      "Divide the retry schedule's waits by X, or `instant`: no wait is real."
  );
  options.add("junit", po::value<std::string>()->value_name("FILE"), "Write a JUnit XML report.");
  options.add("json", po::value<std::string>()->value_name("FILE"), "Write a JSON report.");
  options.add(
      "journal",
      po::value<std::string>()->value_name("DIR"),
      "Keep each scenario's journal, for `rkmock check`."
  );
  options.add("verbose,v", po::bool_switch(), "Show every check, not only those that failed.");
  return options;
}

std::vector<std::string> words(const po::variables_map& values, const char* name) {
  return values.count(name) != 0 ? values[name].as<std::vector<std::string>>()
                                 : std::vector<std::string>();
}

/// The flags a replay needs; reports and journals are the replayer's own choice.
std::vector<std::string> replay_flags(const po::variables_map& values) {
  std::vector<std::string> flags;
  const auto add = [&flags](const std::string& name, const std::string& value) {
    flags.push_back("--" + name);
    flags.push_back(value);
  };
  for (const char* name : {"receiver", "state", "signing"}) {
    if (values.count(name) != 0) {
      add(name, values[name].as<std::string>());
    }
  }
  for (const std::string& name : words(values, "allow-host")) {
    add("allow-host", name);
  }
  if (!values["host"].defaulted()) {
    add("host", values["host"].as<std::string>());
  }
  if (values["port"].as<int>() != default_port) {
    add("port", std::to_string(values["port"].as<int>()));
  }
  if (time_scale_from(values["time-scale"].as<std::string>()) != 0) {
    add("time-scale", values["time-scale"].as<std::string>());
  }
  if (values.count("secret") != 0) {
    add("secret", "...");  // a secret has no place in a CI log
  }
  return flags;
}

void require_allowed_receivers(
    const std::vector<scenarios::Scenario>& scenarios, const std::vector<std::string>& allowed_hosts
) {
  for (const scenarios::Scenario& scenario : scenarios) {
    const std::string refused =
        mockserver::refuse_destination(scenario.receiver.url, allowed_hosts);
    if (!refused.empty()) {
      throw UsageError(scenario.file + ": " + refused);
    }
  }
}

void require_reachable_receivers(
    const std::vector<scenarios::Scenario>& scenarios, Nanos patience, ProgressLine& progress
) {
  std::string last;
  for (const scenarios::Scenario& scenario : scenarios) {
    const std::string& url = scenario.receiver.url;
    if (url == last) {
      continue;
    }
    last = url;
    progress.show("waiting for the receiver at " + url);
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

/// Plays scenarios in turn. Whatever ends it early, each scenario is in the reports: one that was
/// not played must not look as if it had passed.
class Run {
 public:
  Run(const po::variables_map& values, const std::vector<scenarios::Scenario>& scenarios)
      : values_(values),
        scenarios_(scenarios),
        style_(console_style(values["verbose"].as<bool>())) {
    report_.tool = "rkmock " + std::string(version());
    settings_.time_scale = time_scale_from(values["time-scale"].as<std::string>());
    settings_.replay_flags = replay_flags(values);
    settings_.cancelled = termination_requested;
    settings_.allowed_hosts = words(values, "allow-host");
    if (values.count("journal") != 0) {
      settings_.journal_folder = values["journal"].as<std::string>();
      require_writable_folder("--journal", settings_.journal_folder.string());
    }
    for (const std::string flag : {"junit", "json"}) {
      if (values.count(flag) != 0) {
        require_writable_file("--" + flag, values[flag].as<std::string>());
      }
    }
  }

  void play(Control& control) {
    net::BlockingClient http;
    while (report_.scenarios.size() < scenarios_.size() && !termination_requested()) {
      const scenarios::Scenario& scenario = scenarios_[report_.scenarios.size()];
      if (mute_receivers_.count(scenario.receiver.url) != 0) {
        leave_out(scenario, "its receiver has not answered one request of an earlier scenario");
      } else {
        play_one(scenario, control, http);
      }
    }
  }

  /// The environment ended the run: what was judged stays judged.
  void break_off(const std::string& why) {
    leave_out_the_rest(why);
    write_reports();
  }

  int conclude() {
    const std::size_t played = report_.scenarios.size() - left_out_;
    leave_out_the_rest("the run was interrupted");
    write_reports();
    std::cout << reports::console_summary(report_, style_) << std::flush;
    if (termination_requested()) {
      std::cerr << "rkmock run: interrupted after " << played << " of " << scenarios_.size()
                << " scenarios" << (played > 0 ? "; the last one was not played to its end" : "")
                << "\n";
      return inconclusive;
    }
    if (left_out_ > 0) {
      std::cerr << "rkmock run: " << left_out_ << " of " << scenarios_.size()
                << " scenarios were not played: their receiver never answered\n";
    }
    return exit_code(report_.verdict());
  }

  ProgressLine& progress() { return progress_; }

 private:
  void play_one(const scenarios::Scenario& scenario, Control& control, HttpClient& http) {
    const int number = static_cast<int>(report_.scenarios.size()) + 1;
    const std::string place = "[" + std::to_string(number) + "/" +
                              std::to_string(scenarios_.size()) + "] " + scenario.title + ": ";
    settings_.on_progress = [&](const std::string& doing) { progress_.show(place + doing); };
    Played played = run_scenario(scenario, number, control, http, settings_);
    progress_.clear();
    std::cout << reports::console(played.report, style_) << std::flush;
    report_.scenarios.push_back(std::move(played.report));
    if (!played.journal_problem.empty()) {
      throw EnvironmentError(played.journal_problem);
    }
    if (!played.receiver_answered && !termination_requested()) {
      mute_receivers_.insert(scenario.receiver.url);
    }
  }

  void leave_out(const scenarios::Scenario& scenario, const std::string& why) {
    report_.scenarios.push_back(not_played(scenario, why, settings_));
    ++left_out_;
  }

  void leave_out_the_rest(const std::string& why) {
    while (report_.scenarios.size() < scenarios_.size()) {
      leave_out(scenarios_[report_.scenarios.size()], why);
    }
  }

  void write_reports() {
    if (values_.count("junit") != 0) {
      write_output_file("--junit", values_["junit"].as<std::string>(), reports::junit(report_));
    }
    if (values_.count("json") != 0) {
      write_output_file("--json", values_["json"].as<std::string>(), reports::json(report_));
    }
  }

  const po::variables_map& values_;
  const std::vector<scenarios::Scenario>& scenarios_;
  reports::ConsoleStyle style_;
  RunSettings settings_;
  reports::RunReport report_;  ///< of the first scenarios, in order
  std::size_t left_out_ = 0;   ///< how many of them were not played
  ProgressLine progress_;
  /// Receivers that did not answer one request of a whole scenario: the next scenario would wait
  /// through all its timeouts for nothing.
  std::set<std::string> mute_receivers_;
};

int run(const std::vector<std::string>& arguments) {
  Options options = run_options();
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  const std::vector<std::string> given = words(*values, "scenario");
  if (given.empty()) {
    throw UsageError("no scenario was named; try `rkmock run scenarios/library --receiver URL`");
  }
  const auto patience = parse_duration((*values)["wait-receiver"].as<std::string>());
  if (!patience) {
    throw UsageError(
        "--wait-receiver is `" + (*values)["wait-receiver"].as<std::string>() +
        "`, expected a time like 5s or 500ms"
    );
  }
  const DecodedScenarios decoded =
      decode_scenarios(find_scenario_files(given), decode_options(*values));
  if (!decoded.problems.empty()) {
    std::cerr << to_text(decoded.problems);
    return usage;
  }
  const std::vector<std::string> allowed_hosts = words(*values, "allow-host");
  require_allowed_receivers(decoded.scenarios, allowed_hosts);
  mockserver::MockServerOptions server_options;
  server_options.http.address = (*values)["host"].as<std::string>();
  server_options.http.port = port_from((*values)["port"].as<int>(), "--port");
  server_options.allowed_hosts = allowed_hosts;

  Run run(*values, decoded.scenarios);
  allow_many_open_files();
  catch_termination();
  try {
    mockserver::MockServer server(system_clock(), server_options);
    require_reachable_receivers(decoded.scenarios, *patience, run.progress());
    run.play(server);
  } catch (const EnvironmentError& error) {
    run.break_off(error.what());
    throw;
  }
  return run.conclude();
}

}  // namespace

const Command run_command{"run", "play scenarios against a receiver and judge it", run};

}  // namespace rkmock::cli
