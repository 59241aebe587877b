#pragma once
// The part of a journal that a reader needs to see why a check did not pass, as lines of text.
#include <cstdint>
#include <string>
#include <vector>

#include "rkmock/history.hpp"

#include "assertions/run_checks.hpp"

namespace rkmock::reports {

/// The evidence of all failed and inconclusive checks with what happened around it to the same
/// bookings, in order: time, actor, what. Bounded; empty when everything passed. Pure.
///
///     > #18        12.304  receiver → sink  effects: for jane.update, booking 42
///
/// `>` marks evidence; then the line's number in the journal, and milliseconds since its start.
/// At most 40 such lines, and 12 on either side of evidence; `… 9 lines left out` stands for the
/// others.
[[nodiscard]] std::vector<std::string> timeline(
    const History& history, const assertions::Judgement& judgement
);

/// How many columns of a line come before its actor. They are ASCII.
inline constexpr std::size_t timeline_indent = 22;

/// When the journal's line `seq` happened, as the timeline has it: `12.304`. Empty when it is
/// not in there.
[[nodiscard]] std::string timeline_time(
    const std::vector<std::string>& timeline, std::uint64_t seq
);

}  // namespace rkmock::reports
