#pragma once
// What the reports say of one check, in the same order and words. Pure; any thread.
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

/// Count, first, worst, evidence, near misses, cause, next step: those there are. Cleaned text.
[[nodiscard]] std::vector<Detail> details(
    const CheckResult& result, const std::vector<std::string>& timeline
);

/// What explains the timeline's columns.
inline constexpr std::string_view timeline_legend =
    "Around the evidence (> evidence, # line of the journal, ms from the run's start)";

/// The results, and one more when the judgement is worse than all of them together: no report
/// may show only passed checks for a scenario that is not a pass.
[[nodiscard]] std::vector<CheckResult> complete_results(const assertions::Judgement& judgement);

/// A result and the step that it goes back to, with that step's file.
struct Finding {
  CheckResult result;
  Place place;
};

/// The complete results of the scenario with their places.
[[nodiscard]] std::vector<Finding> findings(const ScenarioReport& report);

/// As details(), after the place.
[[nodiscard]] std::vector<Detail> details(
    const Finding& finding, const std::vector<std::string>& timeline
);

/// Whether it counts as failed: what is inconclusive does so in a strict run.
[[nodiscard]] bool fails(Verdict verdict, bool strict);

/// One of the reasons why results are inconclusive.
struct Reason {
  std::string text;
  std::size_t count = 0;
};

/// Why results are inconclusive, by their messages without what they would have proven. Equal ones
/// together; the most frequent first, those of equal count in the order in which they came up.
/// Cleaned text.
[[nodiscard]] std::vector<Reason> reasons(const RunReport& run);

/// So many of them are told; the others are counted.
inline constexpr std::size_t most_reasons = 5;

}  // namespace rkmock::reports
