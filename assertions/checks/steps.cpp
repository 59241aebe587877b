// steps: what the scenario's own steps claimed came true.
#include <nlohmann/json.hpp>

#include "assertions/checks/descriptors.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

/// `line 12, call POST /v1/bookings: expected status 201, found 409 Conflict`
std::string in_words(const event::StepChecked& step) {
  const std::string place =
      step.line > 0 ? "line " + std::to_string(step.line) : "step " + std::to_string(step.index);
  return place + ", " + step.what + ": expected " + step.expected + ", found " + step.found;
}

void say_fail(CheckResult& result, std::size_t claims) {
  result.verdict = Verdict::fail;
  result.worst = result.first;
  result.message = std::to_string(result.count) + " of " + counted(claims, "claim") +
                   " of the scenario's steps did not hold; the first: " + result.first;
  result.cause =
      "what was asked answered otherwise, or what was waited for did not come in the step's time";
  result.next_step =
      "look at the line of the scenario that is named; when the answer is right, change what the "
      "step expects, and when it only came late, give the step a longer `timeout`";
}

CheckResult judge(const History& history, const std::string& /*parameters*/) {
  const auto claims = history.of<event::StepChecked>();
  CheckResult result;
  for (const auto& claim : claims) {
    if (claim->held) {
      continue;
    }
    ++result.count;
    const std::string words = in_words(*claim.body);
    result.first = result.first.empty() ? words : result.first;
    add_evidence(result, claim.seq, words);
  }
  if (claims.empty()) {
    give_up(
        result,
        "no step of the scenario claims anything",
        "give a `call` an `answer`, or wait for something with `wait_until`"
    );
  } else if (result.count > 0) {
    say_fail(result, claims.size());
  } else {
    result.verdict = Verdict::pass;
    result.message = "what the steps claimed came true: " + counted(claims.size(), "claim");
  }
  return result;
}

std::vector<ParameterError> validate(const std::string& parameters) {
  const nlohmann::json given = parse_parameters(parameters);
  if (given.is_null()) {
    return {};
  }
  return {problem_at("", given, "`steps` takes no parameters", "its name alone")};
}

bool any_claim(const History& history) {
  return !history.of<event::StepChecked>().empty();
}

}  // namespace

Check steps() {
  return {
      {.name = "steps",
       .summary = "Every call was answered as the scenario says, every wait_until came true.",
       .validate = validate,
       .judge = judge},
      any_claim,
      nullptr};
}

}  // namespace rkmock::assertions
