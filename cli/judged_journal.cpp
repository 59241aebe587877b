#include "cli/judged_journal.hpp"

#include <array>
#include <iostream>
#include <memory>

#include "rkmock/journal.hpp"
#include "rkmock/version.hpp"

#include "assertions/reports/journal_model.hpp"
#include "assertions/reports/timeline.hpp"
#include "assertions/run_checks.hpp"
#include "cli/command.hpp"
#include "cli/output_file.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

struct Format {
  const char* flag;
  const char* help;
  std::string (*write)(const reports::RunReport&);
};

constexpr std::array<Format, 3> formats{{
    {"html", "Write an HTML report, one file that needs no other.", reports::html},
    {"junit", "Write a JUnit XML report.", reports::junit},
    {"json", "Write a JSON report.", reports::json},
}};

reports::ScenarioReport judge_journal(
    const std::string& file, const JournalFile& journal, bool with_model
) {
  const History history(journal.header, journal.events);
  reports::ScenarioReport report;
  report.name = journal.header.scenario;
  report.file = journal.header.scenario_file.empty() ? file : journal.header.scenario_file;
  report.journal_file = file;
  report.receiver = history.run() != nullptr ? history.run()->receiver : "";
  report.seed = journal.header.seed;
  report.started = journal.header.started;
  report.took = journal.events.empty() ? Nanos{} : journal.events.back()->at;
  report.judgement = assertions::judge(history);
  report.timeline = reports::timeline(history, report.judgement);
  if (with_model) {
    report.journal = std::make_shared<const reports::JournalModel>(
        reports::journal_model(history, report.judgement)
    );
  }
  return report;
}

}  // namespace

void add_journal_options(Options& options) {
  options.positional("journal", -1);
  for (const Format& format : formats) {
    options.add(format.flag, po::value<std::string>()->value_name("FILE"), format.help);
  }
}

JudgedJournals judge_journals(
    const po::variables_map& values,
    const std::function<void(const reports::ScenarioReport&)>& judged
) {
  if (values.count("journal") == 0) {
    throw UsageError("no journal was named; `rkmock run --journal DIR` writes them");
  }
  JudgedJournals all;
  all.run.tool = "rkmock " + std::string(version());
  for (const std::string& file : values["journal"].as<std::vector<std::string>>()) {
    const Result<JournalFile> journal = read_journal(file);
    if (!journal) {
      all.problems.insert(all.problems.end(), journal.error().begin(), journal.error().end());
      continue;
    }
    if (!journal->warning.empty()) {
      std::cerr << file << ": warning: " << journal->warning << "\n";
    }
    all.run.scenarios.push_back(judge_journal(file, *journal, values.count("html") != 0));
    judged(all.run.scenarios.back());
  }
  return all;
}

void write_reports(const po::variables_map& values, const reports::RunReport& run) {
  for (const Format& format : formats) {
    if (values.count(format.flag) != 0) {
      const std::string flag = std::string("--") + format.flag;
      write_output_file(flag, values[format.flag].as<std::string>(), format.write(run));
    }
  }
}

}  // namespace rkmock::cli
