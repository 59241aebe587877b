#pragma once
// What a threshold comes to over times that were all measured to their end. Pure; any thread.
#include <string>
#include <vector>

#include "rkmock/verdict.hpp"

#include "assertions/thresholds.hpp"

namespace rkmock::assertions {

struct TimeRuling {
  Verdict verdict = Verdict::inconclusive;
  std::string words;
  bool spoilt = false;  ///< it would be a fail, but the mock itself was too late to say so
};

/// Rules by one threshold of a time; `of` names what was timed: `effect`. `late` is how late the
/// mock may have noticed each: that makes times longer, so a fail must hold without it.
/// Requires: times are sorted and not empty.
[[nodiscard]] TimeRuling rule_times(
    const Threshold& threshold, const std::vector<Nanos>& times, Nanos late, const std::string& of
);

/// Adds to the result's verdict and message what one of its thresholds came to.
void add_ruling(
    CheckResult& result, const Threshold& threshold, Verdict verdict, const std::string& words
);

}  // namespace rkmock::assertions
