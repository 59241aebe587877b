// tolerates: what is new but harmless is answered 2xx; an unknown event type has no effect.
#include <algorithm>

#include "assertions/answers_to_odd.hpp"
#include "assertions/arrivals.hpp"
#include "assertions/checks/descriptors.hpp"
#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

bool has(const event::AttemptStarted& started, std::string_view fault) {
  return std::any_of(started.faults.begin(), started.faults.end(), [&](const std::string& one) {
    return one.rfind(fault, 0) == 0;
  });
}

bool chosen(const event::AttemptStarted& started, const std::vector<std::string>& /*kinds*/) {
  const Spoil spoil = spoil_of(started);
  return spoil == Spoil::tolerable ||
         (spoil == Spoil::none && (has(started, "extra_fields") || has(started, "gzip")));
}

/// A 400 to a list without bookings does no harm, nor does a 415 to what is compressed.
bool fits(const event::AttemptStarted& started, int status) {
  const bool empty = has(started, "empty_bookings") && !has(started, "unknown_event_type");
  const bool refusable = empty || has(started, "gzip");
  return (status >= 200 && status < 300) || (refusable && status >= 400 && status < 500);
}

CheckResult judge(const History& history, const std::string& /*parameters*/) {
  CheckResult result = judge_odd(
      look_at_odd(history, chosen, fits, {}),
      "webhook with an unknown event type, extra fields, no bookings or a compressed body",
      "send some: `deliver: { unknown_event_type: true }`, `deliver: { extra_fields: true }`"
  );
  if (result.verdict == Verdict::fail) {
    result.cause =
        "event types or members that it does not know are errors to it, or are taken for some it "
        "knows";
    result.next_step =
        "acknowledge event types that you do not know and do nothing; read the members that you "
        "need and ignore others";
  }
  return result;
}

std::vector<ParameterError> validate(const std::string& parameters) {
  const nlohmann::json given = parse_parameters(parameters);
  if (given.is_null()) {
    return {};
  }
  return {problem_at("", given, "`tolerates` takes no parameters", "its name alone")};
}

bool never(const History& /*history*/) {
  return false;
}

}  // namespace

Check tolerates() {
  return {
      {.name = "tolerates",
       .summary = "Unknown event types and extra fields are acknowledged and do no harm.",
       .validate = validate,
       .judge = judge},
      never,
      nullptr};
}

}  // namespace rkmock::assertions
