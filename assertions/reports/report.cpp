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

}  // namespace rkmock::reports
