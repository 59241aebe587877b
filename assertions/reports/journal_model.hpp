#pragma once
// A journal as the HTML report shows it: compact, so that 100,000 deliveries open fast.
// Value and pure function; any thread.
#include <cstddef>
#include <string>

#include "rkmock/history.hpp"

#include "assertions/reports/answer_times.hpp"
#include "assertions/run_checks.hpp"

namespace rkmock::reports {

struct JournalModel {
  std::string json;  ///< read by html/model.js
  AnswerTimes times;
};

/// Of requests, answers and other bodies, so many bytes of one journal go into the report: first
/// those of evidence, then of attempts that did not go plainly, then the others in order.
inline constexpr std::size_t most_detail_bytes = std::size_t{4} << 20;
/// Of one body.
inline constexpr std::size_t most_body_bytes = std::size_t{16} << 10;

/// Every line of the journal, by columns: numbers in lists of one kind (`seq` and `at` each as the
/// difference to the one before, times in microseconds), texts once in `texts` and elsewhere by
/// their place in it.
[[nodiscard]] JournalModel journal_model(
    const History& history,
    const assertions::Judgement& judgement,
    std::size_t detail_bytes = most_detail_bytes
);

}  // namespace rkmock::reports
