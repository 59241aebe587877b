#include "cli/judged_journal.hpp"

#include <array>
#include <iostream>
#include <memory>
#include <optional>

#include "rkmock/journal.hpp"
#include "rkmock/version.hpp"

#include "assertions/reports/journal_model.hpp"
#include "cli/command.hpp"
#include "cli/output_file.hpp"
#include "cli/rejudge.hpp"
#include "cli/scenario_files.hpp"
#include "core/document.hpp"

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

reports::ScenarioReport judge_journal(
    const std::string& file, const JournalFile& journal, bool with_model
) {
  const History history(journal.header, journal.events);
  reports::ScenarioReport report = reports::of_journal(history, file);
  if (with_model) {
    report.journal = std::make_shared<const reports::JournalModel>(
        reports::journal_model(history, report.judgement)
    );
  }
  return report;
}

void warn(const std::string& file, const std::vector<std::string>& warnings) {
  for (const std::string& warning : warnings) {
    std::cerr << file << ": warning: " << warning << "\n";
  }
}

}  // namespace

void add_journal_options(Options& options) {
  options.positional("journal", -1);
  options.add(
      "scenario",
      po::value<std::string>()->value_name("FILE"),
      "Judge by what this scenario file expects, not by what the journal carries."
  );
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
  std::optional<scenarios::Scenario> scenario;
  if (values.count("scenario") != 0) {
    scenario = read_scenario(values["scenario"].as<std::string>(), all.problems);
    if (!scenario) {
      return all;
    }
  }
  for (const std::string& file : values["journal"].as<std::vector<std::string>>()) {
    Result<JournalFile> journal = read_journal(file);
    if (!journal) {
      all.problems.insert(all.problems.end(), journal.error().begin(), journal.error().end());
      continue;
    }
    std::vector<std::string> warnings;
    if (!journal->warning.empty()) {
      warnings.push_back(journal->warning);
    }
    if (scenario) {
      expect_as_in(*scenario, *journal, warnings);
    }
    warn(file, warnings);
    all.run.scenarios.push_back(judge_journal(file, *journal, values.count("html") != 0));
    judged(all.run.scenarios.back());
  }
  return all;
}

void write_report_files(const po::variables_map& values, const reports::RunReport& run) {
  for (const Format& format : formats) {
    if (values.count(format.flag) != 0) {
      const std::string flag = std::string("--") + format.flag;
      write_output_file(flag, values[format.flag].as<std::string>(), format.write(run));
    }
  }
}

}  // namespace rkmock::cli
