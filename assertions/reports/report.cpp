#include "assertions/reports/report.hpp"

namespace rkmock::reports {

Verdict RunReport::verdict() const {
  if (scenarios.empty()) {
    return Verdict::inconclusive;
  }
  Verdict merged = Verdict::pass;
  for (const ScenarioReport& scenario : scenarios) {
    merged = merge(merged, scenario.judgement.verdict);
  }
  return merged;
}

}  // namespace rkmock::reports
