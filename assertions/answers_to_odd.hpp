#pragma once
// How the receiver answered requests that were odd on purpose, and whether it acted on them: the
// common part of the checks `rejects` and `tolerates`. Value over a History; any thread.
#include <string>
#include <vector>

#include "rkmock/history.hpp"

namespace rkmock::assertions {

struct OddAnswers {
  struct Wrong {
    std::uint64_t seq = 0;
    std::string words;
  };

  std::vector<Wrong> wrong;
  std::size_t right = 0;
  std::size_t unknown = 0;  ///< no answer, or busy (429, 503)
};

/// Looks at the attempts that `chosen` picks; `fits` says whether a status is right.
[[nodiscard]] OddAnswers look_at_odd(
    const History& history,
    bool (*chosen)(const event::AttemptStarted& started, const std::vector<std::string>& kinds),
    bool (*fits)(const event::AttemptStarted& started, int status),
    const std::vector<std::string>& kinds
);

/// The verdict, but for cause and next step of a fail.
[[nodiscard]] CheckResult judge_odd(
    const OddAnswers& answers, const std::string& what, const std::string& how_to_test
);

}  // namespace rkmock::assertions
