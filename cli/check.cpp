// `rkmock check`: judges journals again, offline.
#include <iostream>
#include <optional>

#include "rkmock/journal.hpp"
#include "rkmock/version.hpp"

#include "assertions/reports/report.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/rejudge.hpp"
#include "cli/report_flags.hpp"
#include "cli/scenario_files.hpp"
#include "cli/terminal.hpp"
#include "core/document.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

/// Decoded as `run` does. Throws UsageError when there is no such file; its mistakes are added.
std::optional<scenarios::Scenario> read_scenario(const std::string& file, Diagnostics& problems) {
  scenarios::DecodeOptions decode;
  decode.variables = environment_variables();
  decode.read_file = read_text_file;
  suppose_receiver(decode);
  DecodedScenarios decoded = decode_scenarios(find_scenario_files({file}), decode);
  problems.insert(problems.end(), decoded.problems.begin(), decoded.problems.end());
  if (!decoded.problems.empty()) {
    return std::nullopt;
  }
  if (decoded.scenarios.size() != 1) {
    throw UsageError("--scenario is `" + file + "`, expected one scenario file");
  }
  return std::move(decoded.scenarios.front());
}

/// In order, each printed as it is judged. What is not a journal is a problem.
void judge_journals(
    const std::vector<std::string>& files,
    const std::optional<scenarios::Scenario>& scenario,
    const reports::ConsoleStyle& style,
    reports::RunReport& run,
    Diagnostics& problems
) {
  for (const std::string& file : files) {
    Result<JournalFile> journal = read_journal(file);
    if (!journal) {
      problems.insert(problems.end(), journal.error().begin(), journal.error().end());
      continue;
    }
    std::vector<std::string> warnings;
    if (!journal->warning.empty()) {
      warnings.push_back(journal->warning);
    }
    if (scenario) {
      expect_as_in(*scenario, *journal, warnings);
    }
    for (const std::string& warning : warnings) {
      std::cerr << file << ": warning: " << warning << "\n";
    }
    run.scenarios.push_back(reports::of_journal(History(journal->header, journal->events), file));
    std::cout << reports::console(run.scenarios.back(), style);
  }
}

Options check_options() {
  Options options(
      {"rkmock check JOURNAL... [options]",
       "Judges journals that `rkmock run --journal` or `rkmock serve --journal` wrote, by the\n"
       "expectations they carry, or by those of --scenario. No server and no receiver is\n"
       "needed.\n\n"
       "Exit codes: 0 pass, 1 a check failed, 2 not a journal, 3 inconclusive.",
       "  rkmock check journals/01-plain_lifecycle.jsonl\n"
       "  rkmock check journals/*.jsonl --strict --markdown summary.md\n"}
  );
  options.positional("journal", -1);
  options.add(
      "scenario",
      po::value<std::string>()->value_name("FILE"),
      "Judge by what this scenario file expects, not by what the journal carries."
  );
  options.add("junit", po::value<std::string>()->value_name("FILE"), "Write a JUnit XML report.");
  options.add("json", po::value<std::string>()->value_name("FILE"), "Write a JSON report.");
  add_report_flags(options);
  options.add("verbose,v", po::bool_switch(), "Show every check, not only those that failed.");
  return options;
}

int check(const std::vector<std::string>& arguments) {
  Options options = check_options();
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  if (values->count("journal") == 0) {
    throw UsageError("no journal was named; `rkmock run --journal DIR` writes them");
  }
  const ReportFlags flags = report_flags(*values);
  reports::ConsoleStyle style = console_style((*values)["verbose"].as<bool>());
  style.strict = flags.strict;
  style.github = flags.github;
  reports::RunReport run;
  run.tool = "rkmock " + std::string(version());
  run.strict = flags.strict;
  Diagnostics problems;
  std::optional<scenarios::Scenario> scenario;
  if (values->count("scenario") != 0) {
    scenario = read_scenario((*values)["scenario"].as<std::string>(), problems);
    if (!scenario) {
      std::cerr << to_text(problems);
      return usage;
    }
  }
  const auto files = (*values)["journal"].as<std::vector<std::string>>();
  judge_journals(files, scenario, style, run, problems);
  if (values->count("junit") != 0) {
    write_output_file("--junit", (*values)["junit"].as<std::string>(), reports::junit(run));
  }
  if (values->count("json") != 0) {
    write_output_file("--json", (*values)["json"].as<std::string>(), reports::json(run));
  }
  write_reports(flags, run);
  if (!problems.empty()) {
    std::cerr << to_text(problems);
    return usage;
  }
  std::cout << reports::console_summary(run, style);
  return exit_code(run.verdict(), flags.strict);
}

}  // namespace

const Command check_command{"check", "judge a journal again, offline", check};

}  // namespace rkmock::cli
