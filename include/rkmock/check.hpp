#pragma once
// Checks: pure functions of a history. One file each, listed in assertions/table.cpp.
//
// Values; any thread. A check never sees a server, never reads a clock or a file. Parameters
// travel as JSON text, so that this header needs no JSON library and a journal can carry them.
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/verdict.hpp"

namespace rkmock {

class History;

/// A parameter that does not fit, found while a scenario is decoded or a journal is judged.
struct ParameterError {
  std::string pointer;  ///< JSON Pointer into the parameters: `/thresholds/0`, or empty
  std::string message;
  std::string found;
  std::string expected;
  std::string hint;
  bool operator==(const ParameterError&) const = default;
};

/// An entry under a scenario's `expect`: a check and its parameters.
struct Expectation {
  std::string check;
  std::string parameters = "null";  ///< JSON text; `null` when the check was named alone
  bool operator==(const Expectation&) const = default;
};

/// What a check cannot do without.
enum class CheckNeeds { nothing, effects, state };

/// One line of the table of checks.
struct CheckDescriptor {
  std::string_view name;
  std::string_view summary;  ///< one sentence for --help and editors
  /// Empty when the parameters fit.
  std::vector<ParameterError> (*validate)(const std::string& parameters);
  /// Requires: validate(parameters) is empty. May throw; run_checks makes that inconclusive.
  CheckResult (*judge)(const History& history, const std::string& parameters);
  CheckNeeds needs = CheckNeeds::nothing;
  bool names_effects = false;  ///< its parameters are the name of an effect, or a list of such
  bool needs_clean_run = false;
  /// Labels that may follow its name, `ack{event=bookings.create}`; they become `where` beside
  /// `thresholds` in the parameters.
  bool takes_labels = false;
};

using CheckTable = std::span<const CheckDescriptor>;

}  // namespace rkmock
