// monotone: the version that the receiver shows of a booking never goes back.
#include <algorithm>
#include <map>
#include <optional>

#include <nlohmann/json.hpp>

#include "assertions/checks/descriptors.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"
#include "core/json_pointer.hpp"

namespace rkmock::assertions {

namespace {

constexpr const char* default_place = "/updated_at";

struct Shown {
  Line<event::StateProbed> probe;
  PayloadTime at;
};

/// The version in a probe's answer; empty when it shows none.
std::optional<PayloadTime> version_in(const event::StateProbed& probe, const std::string& place) {
  const nlohmann::json answer = nlohmann::json::parse(probe.body, nullptr, false);
  const nlohmann::json* value = value_at(answer, place);
  if (probe.status < 200 || probe.status >= 300 || value == nullptr || !value->is_string()) {
    return std::nullopt;
  }
  return parse_rfc3339(value->get_ref<const std::string&>());
}

std::string read_place(const std::string& parameters, std::vector<ParameterError>& problems) {
  const nlohmann::json given = parse_parameters(parameters);
  if (given.is_null()) {
    return default_place;
  }
  const bool fits =
      given.is_object() && given.size() == 1 && given.contains("at") && given.at("at").is_string();
  try {
    if (fits) {
      auto place = given.at("at").get<std::string>();
      (void)nlohmann::json::json_pointer(place);
      return place;
    }
  } catch (const nlohmann::json::exception&) {
  }
  problems.push_back(problem_at(
      "",
      given,
      "this does not say where the version stands in the answer",
      "nothing, for `/updated_at`, or a map such as { at: /booking/updated_at }"
  ));
  return default_place;
}

CheckResult judge(const History& history, const std::string& parameters) {
  std::vector<ParameterError> problems;
  const std::string place = read_place(parameters, problems);
  std::map<std::int64_t, Shown> newest;
  std::size_t compared = 0;
  CheckResult result;
  for (const auto& probe : history.of<event::StateProbed>()) {
    const auto at = version_in(*probe.body, place);
    if (!at) {
      continue;
    }
    const auto [known, is_first] = newest.try_emplace(probe->booking_id, Shown{probe, *at});
    compared += is_first ? 0 : 1;
    if (is_first || known->second.at <= *at) {
      known->second = {probe, *at};
      continue;
    }
    ++result.count;
    const std::string words = probe->booking + " is shown as of " + format_rfc3339(*at) +
                              ", and was as of " + format_rfc3339(known->second.at) + " before";
    result.first = result.first.empty() ? words : result.first;
    result.worst = words;
    add_evidence(result, known->second.probe.seq, "as of " + format_rfc3339(known->second.at));
    add_evidence(result, probe.seq, words);
  }
  if (result.count > 0) {
    result.verdict = Verdict::fail;
    result.message = "the state went back " + counted(result.count, "time") + ": " + result.first;
    result.cause = "last write wins: an older webhook, or an old answer of the API, was stored";
    result.next_step = "store under a condition: UPDATE ... WHERE updated_at < ...";
  } else if (compared == 0) {
    give_up(
        result,
        "no booking's version was seen twice",
        "let the state endpoint show `updated_at`, and probe between the steps: `wait: settled`, "
        "`wait_until: { state: ... }`"
    );
  } else {
    result.verdict = Verdict::pass;
    result.message = "no state went back in " + counted(compared, "comparison");
  }
  return result;
}

std::vector<ParameterError> validate(const std::string& parameters) {
  std::vector<ParameterError> problems;
  (void)read_place(parameters, problems);
  return problems;
}

bool never(const History& /*history*/) {
  return false;
}

}  // namespace

Check monotone() {
  return {
      {.name = "monotone",
       .summary = "The version that the receiver shows of a booking never goes back.",
       .validate = validate,
       .judge = judge},
      never,
      nullptr};
}

}  // namespace rkmock::assertions
