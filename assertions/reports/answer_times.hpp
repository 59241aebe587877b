#pragma once
// How long the receiver took to answer in one journal, as the HTML report shows it.
// Values and pure functions; any thread.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/clock.hpp"
#include "rkmock/history.hpp"

namespace rkmock::reports {

/// How long one part of the exchange took, of every attempt that reached its end.
struct PhaseTimes {
  std::string_view name;  ///< `connect`, `send` …
  std::vector<Nanos> spans;
};

struct AnswerTimes {
  /// From the first request byte to the end of the answer's headers, of attempts that no fault
  /// shaped; the first request of the journal apart.
  std::vector<Nanos> answers;
  std::optional<Nanos> cold;       ///< that first one: what it warms up is warm for all others
  std::size_t shaped = 0;          ///< attempts left out because a fault shaped them
  std::size_t unanswered = 0;      ///< attempts that no fault shaped, without an answer
  std::vector<PhaseTimes> phases;  ///< of the same attempts as `answers`
};

[[nodiscard]] AnswerTimes answer_times(const History& history);

/// Of several journals: their answers together; the cold ones stay apart.
void merge(AnswerTimes& all, const AnswerTimes& more);

/// By nearest rank: the smallest that so many percent of the times are not above. Requires: sorted
/// and not empty.
[[nodiscard]] Nanos percentile(const std::vector<Nanos>& sorted, double percent);

/// `{"n","p50","p95","p99","max","cold","shaped","unanswered","first","counts","phases"}`, times in
/// microseconds. `counts` are of buckets that grow by a tenth power of ten: the i-th begins at
/// 10^((first + i) / 10) microseconds.
[[nodiscard]] std::string to_json(AnswerTimes times);

}  // namespace rkmock::reports
