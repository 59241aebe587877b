#pragma once
// The flags of `rkmock run` and `rkmock check` for pipelines: TAP, Markdown, GitHub, strictness.
// Values, and what writes the reports.
#include <string>

#include <boost/program_options.hpp>

#include "assertions/reports/report.hpp"
#include "cli/options.hpp"

namespace rkmock::cli {

struct ReportFlags {
  bool strict = false;   ///< inconclusive counts as failed
  std::string tap;       ///< a file; empty: none, and so with the next
  std::string markdown;  ///< a file
  bool github = false;   ///< annotations on stdout, and the job's summary
};

void add_report_flags(Options& options);

/// `--github auto` asks the environment. Throws UsageError.
[[nodiscard]] ReportFlags report_flags(const boost::program_options::variables_map& values);

/// Throws EnvironmentError when a report could not be written later.
void require_writable_reports(const ReportFlags& flags);

/// Throws EnvironmentError. That GitHub's summary cannot be written is a warning on stderr: the
/// job has the log.
void write_reports(const ReportFlags& flags, const reports::RunReport& run);

}  // namespace rkmock::cli
