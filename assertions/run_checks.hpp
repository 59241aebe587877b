#pragma once
// Runs checks over a history. Pure; any thread.
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/history.hpp"

namespace rkmock::assertions {

/// Every check there is, in the order in which reports list them.
[[nodiscard]] CheckTable table();

struct Judgement {
  Verdict verdict = Verdict::inconclusive;  ///< merged
  std::vector<CheckResult> results;         ///< one per expectation, in order
};

/// Between why a run proves nothing and what it would have proven, in the message of a result
/// that was a pass before the gaps in its journal counted.
inline constexpr std::string_view would_have_proven = "; what is in the journal is right: ";

/// Judges by the expectations that the journal itself carries; without any, by every check that
/// the receiver's channels allow. A check that throws is inconclusive. A history with gaps
/// (History::gaps) turns a pass into inconclusive, saying why. `happened` is always run, `steps`
/// when a step of the scenario claimed anything.
[[nodiscard]] Judgement judge(const History& history);

/// Whether each expectation that waits for something to appear (an effect, a state) has it. For the
/// player: while false, waiting longer may still turn a fail into a pass. Of an inline `expect` it
/// is these that count; of the run's own, before its last step, only what is due by then.
[[nodiscard]] bool evidence_complete(
    const History& history, const std::vector<Expectation>& in_between = {}
);

}  // namespace rkmock::assertions
