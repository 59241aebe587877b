// `rkmock check`: judges journals again, offline.
#include <iostream>

#include "assertions/reports/report.hpp"
#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/judged_journal.hpp"
#include "cli/options.hpp"
#include "cli/report_flags.hpp"
#include "cli/terminal.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

int check(const std::vector<std::string>& arguments) {
  Options options(
      {"rkmock check JOURNAL... [options]",
       "Judges journals that `rkmock run --journal` or `rkmock serve --journal` wrote, by the\n"
       "expectations they carry, or by those of --scenario. No server and no receiver is\n"
       "needed.\n\n"
       "Exit codes: 0 pass, 1 a check failed, 2 not a journal, 3 inconclusive.",
       "  rkmock check journals/01-plain_lifecycle.jsonl\n"
       "  rkmock check journals/*.jsonl --strict --markdown summary.md\n"}
  );
  add_journal_options(options);
  add_report_flags(options);
  options.add("verbose,v", po::bool_switch(), "Show every check, not only those that failed.");
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  const ReportFlags flags = report_flags(*values);
  reports::ConsoleStyle style = console_style((*values)["verbose"].as<bool>());
  style.strict = flags.strict;
  style.github = flags.github;
  JudgedJournals judged = judge_journals(*values, [&style](const reports::ScenarioReport& report) {
    std::cout << reports::console(report, style);
  });
  judged.run.strict = flags.strict;
  write_report_files(*values, judged.run);
  write_reports(flags, judged.run);
  if (!judged.problems.empty()) {
    std::cerr << to_text(judged.problems);
    return usage;
  }
  std::cout << reports::console_summary(judged.run, style);
  return exit_code(judged.run.verdict(), flags.strict);
}

}  // namespace

const Command check_command{"check", "judge a journal again, offline", check};

}  // namespace rkmock::cli
