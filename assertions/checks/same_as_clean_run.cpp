// same_as_clean_run: with the faults the receiver ends as without them. Compared with a clean run
// of the same story on bookings of its own; no model of the receiver is needed.
#include "assertions/checks/descriptors.hpp"
#include "assertions/clean_run.hpp"
#include "assertions/likeness.hpp"

namespace rkmock::assertions {

namespace {

CheckResult judge(const History& history, const std::string& parameters) {
  return judge_likeness(history, parameters, bookings_of_story(history), "it ends");
}

/// An effect or a state may still be on its way.
bool shown(const History& history, const std::string& parameters) {
  return alike_so_far(history, parameters, bookings_of_story(history));
}

bool only_when_named(const History& /*history*/) {
  return false;
}

}  // namespace

Check same_as_clean_run() {
  return {
      {.name = "same_as_clean_run",
       .summary = "With the faults it ends as without them: the same states, the same effects.",
       .validate = validate_likeness,
       .judge = judge,
       .needs_clean_run = true},
      only_when_named,
      shown,
      /*counts_the_whole_run=*/true};
}

}  // namespace rkmock::assertions
