// `rkmock check`: judges journals again, offline.
#include <iostream>

#include "rkmock/journal.hpp"
#include "rkmock/version.hpp"

#include "assertions/reports/report.hpp"
#include "assertions/run_checks.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/options.hpp"
#include "cli/output_file.hpp"
#include "cli/terminal.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

reports::ScenarioReport judge_journal(const std::string& file, const JournalFile& journal) {
  const History history(journal.header, journal.events);
  reports::ScenarioReport report;
  report.name = journal.header.scenario;
  report.file = journal.header.scenario_file.empty() ? file : journal.header.scenario_file;
  report.journal_file = file;
  report.receiver = history.run() != nullptr ? history.run()->receiver : "";
  report.seed = journal.header.seed;
  report.started = journal.header.started;
  report.took = journal.events.empty() ? Nanos{} : journal.events.back()->at;
  reports::judge_into(report, history);
  return report;
}

int check(const std::vector<std::string>& arguments) {
  Options options(
      {"rkmock check JOURNAL... [options]",
       "Judges journals that `rkmock run --journal` or `rkmock serve --journal` wrote, by the\n"
       "expectations they carry. No server and no receiver is needed.\n\n"
       "Exit codes: 0 pass, 1 a check failed, 2 not a journal, 3 inconclusive.",
       "  rkmock check journals/01-plain_lifecycle.jsonl\n"}
  );
  options.positional("journal", -1);
  options.add("junit", po::value<std::string>()->value_name("FILE"), "Write a JUnit XML report.");
  options.add("json", po::value<std::string>()->value_name("FILE"), "Write a JSON report.");
  options.add("verbose,v", po::bool_switch(), "Show every check, not only those that failed.");
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  if (values->count("journal") == 0) {
    throw UsageError("no journal was named; `rkmock run --journal DIR` writes them");
  }
  const reports::ConsoleStyle style = console_style((*values)["verbose"].as<bool>());
  reports::RunReport run;
  run.tool = "rkmock " + std::string(version());
  Diagnostics problems;
  for (const std::string& file : (*values)["journal"].as<std::vector<std::string>>()) {
    const Result<JournalFile> journal = read_journal(file);
    if (!journal) {
      problems.insert(problems.end(), journal.error().begin(), journal.error().end());
      continue;
    }
    if (!journal->warning.empty()) {
      std::cerr << file << ": warning: " << journal->warning << "\n";
    }
    run.scenarios.push_back(judge_journal(file, *journal));
    std::cout << reports::console(run.scenarios.back(), style);
  }
  if (values->count("junit") != 0) {
    write_output_file("--junit", (*values)["junit"].as<std::string>(), reports::junit(run));
  }
  if (values->count("json") != 0) {
    write_output_file("--json", (*values)["json"].as<std::string>(), reports::json(run));
  }
  if (!problems.empty()) {
    std::cerr << to_text(problems);
    return usage;
  }
  std::cout << reports::console_summary(run, style);
  return exit_code(run.verdict());
}

}  // namespace

const Command check_command{"check", "judge a journal again, offline", check};

}  // namespace rkmock::cli
