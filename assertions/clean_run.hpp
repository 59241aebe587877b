#pragma once
// What a run came to for each booking, so told that two runs of one story can be compared: ids and
// times are replaced by what they stand for. Pure; any thread.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/history.hpp"

namespace rkmock::assertions {

/// Of a whole run. Bookings without a nickname are left out: nothing says which is which.
[[nodiscard]] event::CleanRun clean_run_of(const History& history);

/// One way in which a booking fares otherwise than in the clean run.
struct Difference {
  std::string booking;
  std::string words;               ///< `jane, state at /status: "pending", clean "confirmed"`
  std::vector<Evidence> evidence;  ///< lines of this run
};

struct Likeness {
  std::vector<Difference> differences;
  std::vector<std::string> unknown;  ///< why a booking could not be compared
  std::size_t compared = 0;          ///< bookings
};

/// This run beside the clean one, for these bookings. `ignored` are JSON Pointers into states and
/// bodies of effects that may differ.
[[nodiscard]] Likeness compare_with_clean_run(
    const History& history,
    const event::CleanRun& clean,
    const std::set<std::string>& bookings,
    const std::vector<std::string>& ignored
);

/// By nickname.
[[nodiscard]] std::set<std::string> bookings_of_story(const History& history);

/// Those that no fault of the scenario touched: nothing of theirs was shaped, held or kept back.
[[nodiscard]] std::set<std::string> untouched_bookings(const History& history);

}  // namespace rkmock::assertions
