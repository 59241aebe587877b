// `rkmock report`: writes report files of journals that were kept.
#include <iostream>

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/judged_journal.hpp"
#include "cli/options.hpp"

namespace rkmock::cli {

namespace {

int report(const std::vector<std::string>& arguments) {
  Options options(
      {"rkmock report JOURNAL... --html FILE [options]",
       "Writes reports of journals that `rkmock run --journal` kept, judged by the expectations\n"
       "they carry. The HTML report shows each delivery on a time line, with its request and\n"
       "answer; it is one file that opens offline in any browser. `rkmock run --html FILE`\n"
       "writes the same at once.\n\n"
       "Exit codes: 0 the reports were written, whatever they say (`rkmock check` tells by its\n"
       "exit code), 2 not a journal, or a mistake on the command line, 4 a file could not be\n"
       "written.",
       "  rkmock report journals/01-racing_duplicates.jsonl --html report.html\n"
       "  rkmock report journals/*.jsonl --html report.html --json report.json\n"}
  );
  add_journal_options(options);
  const auto values = options.parse(arguments);
  if (!values) {
    return passed;
  }
  if (values->count("html") + values->count("junit") + values->count("json") == 0) {
    throw UsageError("no report was asked for; try --html FILE");
  }
  const JudgedJournals judged = judge_journals(*values, [](const auto&) {});
  if (judged.run.scenarios.empty()) {
    std::cerr << to_text(judged.problems);
    return usage;
  }
  write_report_files(*values, judged.run);
  if (!judged.problems.empty()) {
    std::cerr << to_text(judged.problems);
    return usage;
  }
  return passed;
}

}  // namespace

const Command report_command{"report", "write reports of journals that were kept", report};

}  // namespace rkmock::cli
