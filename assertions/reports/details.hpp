#pragma once
// What the console and JUnit say of one check, in the same order and words. Pure; any thread.
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/verdict.hpp"

#include "assertions/reports/report.hpp"

namespace rkmock::reports {

/// `no_duplicate_effect: email`, as an expectation is written.
[[nodiscard]] std::string title(const CheckResult& result);

struct Detail {
  std::string label;  ///< `first`, `evidence` …
  std::vector<std::string> lines;
};

/// Count, first, worst, evidence, cause, next step: those there are. Cleaned text.
[[nodiscard]] std::vector<Detail> details(
    const CheckResult& result, const std::vector<std::string>& timeline
);

/// What explains the timeline's columns.
inline constexpr std::string_view timeline_legend =
    "Around the evidence (> evidence, # line of the journal, ms from the run's start)";

/// The results, and one more when the judgement is worse than all of them together: no report
/// may show only passed checks for a scenario that is not a pass.
[[nodiscard]] std::vector<CheckResult> complete_results(const assertions::Judgement& judgement);

}  // namespace rkmock::reports
