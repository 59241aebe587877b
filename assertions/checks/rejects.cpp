// rejects: what is forged or cannot be read is answered 4xx and has no effect.
#include <algorithm>

#include "assertions/answers_to_odd.hpp"
#include "assertions/arrivals.hpp"
#include "assertions/checks/descriptors.hpp"
#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

const std::vector<std::string>& known_kinds() {
  static const std::vector<std::string> kinds = {"forged", "stale", "malformed"};
  return kinds;
}

bool chosen(const event::AttemptStarted& started, const std::vector<std::string>& kinds) {
  const std::string kind(to_string(spoil_of(started)));
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

bool fits(const event::AttemptStarted& /*started*/, int status) {
  return status >= 400 && status < 500;
}

std::vector<std::string> read_kinds(
    const std::string& parameters, std::vector<ParameterError>& problems
) {
  const nlohmann::json given = parse_parameters(parameters);
  std::vector<std::string> kinds = read_names(given, "forged, stale or malformed", problems);
  for (const std::string& kind : kinds) {
    if (std::find(known_kinds().begin(), known_kinds().end(), kind) == known_kinds().end()) {
      problems.push_back(problem_at(
          "",
          kind,
          "there is no kind `" + kind + "` of requests to reject",
          "some of " + listed(known_kinds()),
          meant(kind, known_kinds())
      ));
    }
  }
  return kinds.empty() ? std::vector<std::string>{"forged", "malformed"} : kinds;
}

CheckResult judge(const History& history, const std::string& parameters) {
  std::vector<ParameterError> problems;
  const auto kinds = read_kinds(parameters, problems);
  CheckResult result = judge_odd(
      look_at_odd(history, chosen, fits, kinds),
      "request that is " + listed(kinds),
      "send some: `deliver: { signature: wrong }`, `deliver: { truncated: true }`"
  );
  if (result.verdict == Verdict::fail) {
    result.cause =
        "the signature is not verified, or not over the raw bytes; the payload is not validated, "
        "or an exception of the parser becomes a 500";
    result.next_step =
        "answer 401 to a signature that does not fit and 400 to what cannot be read, before "
        "anything is remembered or done";
  }
  return result;
}

std::vector<ParameterError> validate(const std::string& parameters) {
  std::vector<ParameterError> problems;
  (void)read_kinds(parameters, problems);
  return problems;
}

/// Only by name: some right receivers take anything in and sort it out afterwards.
bool never(const History& /*history*/) {
  return false;
}

}  // namespace

Check rejects() {
  return {
      {.name = "rejects",
       .summary = "Forged and malformed requests are answered 4xx and have no effect.",
       .validate = validate,
       .judge = judge},
      never,
      nullptr};
}

}  // namespace rkmock::assertions
