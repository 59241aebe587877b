// isolated: bookings that no fault touches fare as in a run without faults.
#include "assertions/checks/descriptors.hpp"
#include "assertions/clean_run.hpp"
#include "assertions/evidence.hpp"
#include "assertions/likeness.hpp"

namespace rkmock::assertions {

namespace {

CheckResult judge(const History& history, const std::string& parameters) {
  const std::set<std::string> untouched = untouched_bookings(history);
  const bool all = untouched.size() == bookings_of_story(history).size();
  if (!untouched.empty() && !all) {
    return judge_likeness(history, parameters, untouched, "what no fault touched ends");
  }
  CheckResult result;
  give_up(
      result,
      all ? "no fault touched any booking" : "every booking was touched by a fault",
      "let the scenario spoil the webhooks of some bookings and leave others alone"
  );
  return result;
}

/// An effect or a state may still be on its way.
bool shown(const History& history, const std::string& parameters) {
  return alike_so_far(history, parameters, untouched_bookings(history));
}

bool only_when_named(const History& /*history*/) {
  return false;
}

}  // namespace

Check isolated() {
  return {
      {.name = "isolated",
       .summary = "Bookings that no fault touches fare as in a run without faults.",
       .validate = validate_likeness,
       .judge = judge,
       .needs_clean_run = true},
      only_when_named,
      shown,
      /*counts_the_whole_run=*/true};
}

}  // namespace rkmock::assertions
