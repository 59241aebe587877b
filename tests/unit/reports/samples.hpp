#pragma once
// Runs to report on: what a judge might say of a small journal, fixed to the last byte. Values.
#include "rkmock/history.hpp"

#include "assertions/reports/report.hpp"

namespace rkmock::reports::samples {

/// Two copies of jane.create race, and both have their effect. Booking 42 is jane, 43 is joe.
[[nodiscard]] History racing_copies();

/// The same lines, further `quiet` deliveries of jane before and after the race.
[[nodiscard]] History long_history(int quiet);

/// Every text in it is this one.
[[nodiscard]] History hostile(const std::string& text);

[[nodiscard]] CheckResult passed_check();
[[nodiscard]] CheckResult failed_check();
[[nodiscard]] CheckResult inconclusive_check();

[[nodiscard]] ScenarioReport passed_scenario();
[[nodiscard]] ScenarioReport failed_scenario();
[[nodiscard]] ScenarioReport inconclusive_scenario();
/// Not to be played here: it lacks a variable.
[[nodiscard]] ScenarioReport skipped_scenario();
/// Every text is an attack: escape sequences, markup, bytes that are not UTF-8, no end of a word.
[[nodiscard]] ScenarioReport hostile_scenario();

[[nodiscard]] RunReport run_of(std::vector<ScenarioReport> scenarios);

}  // namespace rkmock::reports::samples
