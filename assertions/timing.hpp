#pragma once
// How long the receiver took to answer, and what of it can be believed. Values over a History,
// which must outlive them; any thread.
//
// The time of an answer runs from the first request byte to the end of its headers, in attempts
// that no fault shaped. The first request of a run is cold: it pays for connections, caches and
// compilers that later ones find warm, so it stands apart.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/history.hpp"

namespace rkmock::assertions {

/// Which attempts count: label → value. See label_names().
using Labels = std::map<std::string, std::string>;

/// `event` (`bookings.create`), `booking` (a nickname), `attempt` (`first`, `retry`),
/// `connection` (`new`, `kept`).
[[nodiscard]] const std::vector<std::string>& label_names();

/// From JSON: `{"event":"bookings.create"}`. What does not fit adds a problem below `pointer`.
[[nodiscard]] Labels read_labels(
    const std::string& json, const std::string& pointer, std::vector<ParameterError>& problems
);

/// `{event=bookings.create}`; empty for none.
[[nodiscard]] std::string to_string(const Labels& labels);

/// One answer, or a silence that was at least so long.
struct AnswerTime {
  Attempt attempt;
  Nanos time{};
  bool silent = false;
};

struct AnswerTimes {
  std::vector<AnswerTime> times;  ///< by time, the longest last
  std::vector<AnswerTime> warm;   ///< those without the cold one, by time
  std::optional<AnswerTime> cold;
  std::vector<Attempt> attempts;  ///< all that no fault shaped
  /// How late the mock itself was with each attempt, the latest last. Of older journals: empty.
  std::vector<Nanos> lateness;
};

[[nodiscard]] AnswerTimes answer_times(const History& history, const Labels& where = {});

/// The place of a percentile among `count` sorted values, by nearest rank. Requires: count > 0.
[[nodiscard]] std::size_t rank_of(double percent, std::size_t count);

/// Some order statistics of sorted values; zeros when there are none.
struct Spread {
  std::size_t count = 0;
  Nanos p50{};
  Nanos p95{};
  Nanos p99{};
  Nanos max{};
};

[[nodiscard]] Spread spread_of(std::vector<Nanos> values);

/// One phase of attempts, such as `connect`.
struct PhaseTimes {
  std::string_view name;
  Spread spread;
};

/// Answers that took at least `from` and less than `to`.
struct Bucket {
  Nanos from{};
  Nanos to{};
  std::size_t count = 0;
};

/// A run's times, for reports.
struct Timing {
  Spread answers;                  ///< warm ones
  std::optional<Nanos> cold;       ///< the first answer
  std::size_t silent = 0;          ///< attempts without an answer in the sender's time
  std::vector<PhaseTimes> phases;  ///< wait for a turn, connect, tls, send, answer, body
  std::vector<Bucket> histogram;  ///< of warm answers; half of an octave each, from the quickest on
  Spread own_lateness;            ///< how late the mock noticed that attempts were due
  Spread calibration;             ///< answers of rkmock's own receiver on this machine
};

[[nodiscard]] Timing timing_of(const History& history);

/// `a receiver of rkmock's own took p95 210 us and at most 320 us on this machine (60 webhooks)`;
/// empty when the run was not calibrated.
[[nodiscard]] std::string calibration_in_words(const History& history);

}  // namespace rkmock::assertions
