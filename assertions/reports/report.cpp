#include "assertions/reports/report.hpp"

#include <optional>

namespace rkmock::reports {

Verdict RunReport::verdict() const {
  std::optional<Verdict> merged;
  for (const ScenarioReport& scenario : scenarios) {
    if (scenario.skipped.empty()) {
      merged = merge(merged.value_or(Verdict::pass), scenario.judgement.verdict);
    }
  }
  return merged.value_or(Verdict::inconclusive);
}

std::vector<assertions::Advice> RunReport::advice() const {
  std::vector<assertions::Advice> merged;
  for (const ScenarioReport& scenario : scenarios) {
    merged = assertions::merge(merged, scenario.advice);
  }
  return merged;
}

}  // namespace rkmock::reports
