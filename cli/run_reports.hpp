#pragma once
// The reports of a run: on the console as scenarios end, in files in the order of the scenarios.
//
// Resource. One thread at a time.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "assertions/reports/report.hpp"
#include "cli/run_flags.hpp"

namespace rkmock::cli {

class RunReports final {
 public:
  /// Throws EnvironmentError when a report could not be written later.
  RunReports(const RunFlags& flags, std::size_t plays);

  /// What became of the play at this place, printed now.
  void add(std::size_t place, reports::ScenarioReport report);
  /// The same of one that was not begun, which is not printed.
  void leave_out(std::size_t place, reports::ScenarioReport report);

  [[nodiscard]] bool has(std::size_t place) const { return places_[place].has_value(); }

  [[nodiscard]] bool any_failed() const { return any_failed_; }

  /// Every place is taken. Writes the files.
  void write();
  void print_summary() const;

  [[nodiscard]] Verdict verdict() const { return in_order().verdict(); }

 private:
  [[nodiscard]] reports::RunReport in_order() const;

  const RunFlags& flags_;
  reports::ConsoleStyle style_;
  std::vector<std::optional<reports::ScenarioReport>> places_;
  bool any_failed_ = false;
};

}  // namespace rkmock::cli
