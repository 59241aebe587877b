#include "cli/run_reports.hpp"

#include <iostream>

#include "rkmock/version.hpp"

#include "cli/exit_code.hpp"
#include "cli/output_file.hpp"
#include "cli/terminal.hpp"

namespace rkmock::cli {

RunReports::RunReports(const RunFlags& flags, std::size_t plays)
    : flags_(flags), style_(console_style(flags.verbose)), places_(plays) {
  if (!flags.junit.empty()) {
    require_writable_file("--junit", flags.junit);
  }
  if (!flags.json.empty()) {
    require_writable_file("--json", flags.json);
  }
  require_writable_reports(flags.reports);
  style_.strict = flags.reports.strict;
  style_.github = flags.reports.github;
  if (!flags.html.empty()) {
    require_writable_file("--html", flags.html);
  }
}

void RunReports::add(std::size_t place, reports::ScenarioReport report) {
  // In turn, the order says which is which.
  style_.number = flags_.jobs == 1 ? ""
                                   : "[" + std::to_string(place + 1) + "/" +
                                         std::to_string(places_.size()) + "]";
  std::cout << reports::console(report, style_) << std::flush;
  any_failed_ = any_failed_ || (report.skipped.empty() &&
                                exit_code(report.judgement.verdict, style_.strict) == check_failed);
  places_[place] = std::move(report);
}

void RunReports::leave_out(std::size_t place, reports::ScenarioReport report) {
  places_[place] = std::move(report);
}

void RunReports::write() {
  const reports::RunReport run = in_order();
  if (!flags_.junit.empty()) {
    write_output_file("--junit", flags_.junit, reports::junit(run));
  }
  if (!flags_.json.empty()) {
    write_output_file("--json", flags_.json, reports::json(run));
  }
  write_reports(flags_.reports, run);
  if (!flags_.html.empty()) {
    write_output_file("--html", flags_.html, reports::html(run));
  }
}

void RunReports::print_summary() const {
  std::cout << reports::console_summary(in_order(), style_) << std::flush;
}

reports::RunReport RunReports::in_order() const {
  reports::RunReport run;
  run.tool = "rkmock " + std::string(version());
  run.strict = flags_.reports.strict;
  for (const auto& report : places_) {
    if (report) {
      run.scenarios.push_back(*report);
    }
  }
  return run;
}

}  // namespace rkmock::cli
