#pragma once
// The tables a scenario is decoded against in these tests: the real faults, and checks that know
// just enough of their parameters.
#include <array>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "faults/plan.hpp"
#include "faults/rules.hpp"
#include "mockserver/api_faults/decode.hpp"
#include "scenarios/decode.hpp"

namespace rkmock::scenarios {

inline std::vector<ParameterError> no_parameters(const std::string& parameters) {
  if (parameters == "null") {
    return {};
  }
  return {{"", "this check takes no parameters", "", "its name alone", ""}};
}

inline std::vector<ParameterError> thresholds(const std::string& parameters) {
  std::vector<ParameterError> errors;
  const auto list = nlohmann::json::parse(parameters);
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!list[i].is_string() || list[i].get<std::string>().find('<') == std::string::npos) {
      errors.push_back(
          {"/" + std::to_string(i), "this is no threshold", list[i].dump(), "max<5s", ""}
      );
    }
  }
  return errors;
}

inline CheckResult judge_nothing(const History& /*history*/, const std::string& /*parameters*/) {
  return {};
}

inline const std::array<CheckDescriptor, 4>& test_checks() {
  static const std::array<CheckDescriptor, 4> checks = {
      CheckDescriptor{"ack", "", thresholds, judge_nothing},
      CheckDescriptor{"no_lost_event", "", no_parameters, judge_nothing},
      CheckDescriptor{"no_duplicate_effect", "", no_parameters, judge_nothing},
      CheckDescriptor{"converges", "", no_parameters, judge_nothing}};
  return checks;
}

inline Catalog test_catalog() {
  Catalog catalog;
  catalog.checks = test_checks();
  catalog.faults = faults::table();
  catalog.validate_deliver = [](const std::string& deliver) {
    std::vector<ParameterError> problems;
    (void)faults::decode(deliver, problems);
    return problems;
  };
  catalog.validate_api_fault = api_faults::problems_of;
  catalog.validate_webhook_fault = faults::problems_of_rule;
  catalog.sender_profiles = {"reservekit"};
  catalog.signing_schemes = {"hmac-sha256-hex", "none"};
  return catalog;
}

inline constexpr const char* test_url = "http://127.0.0.1:3000/webhooks/reservekit";

inline DecodeOptions test_options() {
  DecodeOptions options;
  options.variables["RECEIVER_URL"] = test_url;
  return options;
}

/// The scenario; an empty one, and a failure of the test, when it is refused.
inline Scenario decoded(const std::string& text, const DecodeOptions& options = test_options()) {
  Result<Scenario> scenario = decode(text, "test.yaml", test_catalog(), options);
  if (!scenario) {
    ADD_FAILURE() << to_text(scenario.error());
    return {};
  }
  return std::move(scenario).value();
}

/// `LINE:COLUMN PATH: MESSAGE` of each problem; empty, when it is accepted.
inline std::vector<std::string> problems(
    const std::string& text, const DecodeOptions& options = test_options()
) {
  const Result<Scenario> scenario = decode(text, "test.yaml", test_catalog(), options);
  std::vector<std::string> lines;
  if (!scenario) {
    for (const Diagnostic& problem : scenario.error()) {
      lines.push_back(
          std::to_string(problem.at.line) + ":" + std::to_string(problem.at.column) + " " +
          problem.path + ": " + problem.message
      );
    }
  }
  return lines;
}

/// A scenario whose steps are these.
inline std::string with_steps(const std::string& steps) {
  return "scenario: test\nsteps:\n" + steps;
}

}  // namespace rkmock::scenarios
