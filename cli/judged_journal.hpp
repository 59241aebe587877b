#pragma once
// Journals judged again, offline: what `rkmock check` and `rkmock report` have in common.
// Values; one thread.
#include <functional>
#include <string>
#include <vector>

#include <boost/program_options.hpp>

#include "rkmock/result.hpp"

#include "assertions/reports/report.hpp"
#include "cli/options.hpp"

namespace rkmock::cli {

struct JudgedJournals {
  reports::RunReport run;
  Diagnostics problems;  ///< of files that are no journals; they are not in `run`
};

/// The journals to judge, as words, and the flags --scenario, --html, --junit and --json.
void add_journal_options(Options& options);

/// Judges each journal by the expectations that it carries, or by those of --scenario; warnings go
/// to stderr. `judged` is told of each at once. Throws UsageError when none was named. When the
/// scenario has mistakes they are the problems, and nothing is judged.
[[nodiscard]] JudgedJournals judge_journals(
    const boost::program_options::variables_map& values,
    const std::function<void(const reports::ScenarioReport&)>& judged
);

/// Those report files that were asked for. Throws EnvironmentError when one cannot be written.
void write_report_files(
    const boost::program_options::variables_map& values, const reports::RunReport& run
);

}  // namespace rkmock::cli
