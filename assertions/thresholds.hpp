#pragma once
// Thresholds as k6 writes them: `max<5s`, `p(95)<500ms`, `rate(2xx)==1`. Values; any thread.
#include <optional>
#include <string>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/clock.hpp"

namespace rkmock::assertions {

struct Threshold {
  enum class Of { max, min, avg, percentile, rate };
  enum class Relation { less, at_most, equal, at_least, more };

  std::string text;  ///< as written, spaces removed
  Of of = Of::max;
  Relation relation = Relation::less;
  double percent = 0;  ///< of a percentile: 95
  int status = 0;      ///< of a rate: 2 for 2xx, 503 for one status
  Nanos limit{};       ///< of a time
  double share = 0;    ///< of a rate: 0 ... 1

  /// Whether a time breaks the limit.
  [[nodiscard]] bool over(Nanos time) const {
    return relation == Relation::less ? time >= limit : time > limit;
  }

  bool operator==(const Threshold&) const = default;
};

/// The parameters of `ack`: nothing (`max<5s`), one threshold or a list.
[[nodiscard]] std::vector<Threshold> read_thresholds(
    const std::string& parameters, std::vector<ParameterError>& problems
);

// What a sample proves, with 95 % confidence, of the receiver's true percentile (order
// statistics: how many of n exceed a quantile is binomial).

/// At most 1-p of all answers exceed the limit, when `over` of `samples` did.
[[nodiscard]] bool proves_within(std::size_t samples, std::size_t over, double percent);
/// More than 1-p of all answers exceed it.
[[nodiscard]] bool proves_beyond(std::size_t samples, std::size_t over, double percent);
/// The fewest samples, none of them over, that prove a percentile: 59 for p95, 299 for p99.
[[nodiscard]] std::size_t fewest_samples(double percent);

}  // namespace rkmock::assertions
