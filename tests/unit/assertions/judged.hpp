#pragma once
// Runs one check over a history, without the safety net of judge(): what throws, throws.
#include <algorithm>
#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "rkmock/history.hpp"

#include "assertions/run_checks.hpp"
#include "unit/assertions/history_builder.hpp"

namespace rkmock {

inline void PrintTo(Verdict verdict, std::ostream* out) {  // NOLINT: GoogleTest's name
  *out << to_string(verdict);
}

}  // namespace rkmock

namespace rkmock::assertions {

inline const CheckDescriptor& check_named(const std::string& name) {
  const CheckTable all = table();
  const auto found = std::find_if(all.begin(), all.end(), [&](const CheckDescriptor& check) {
    return check.name == name;
  });
  if (found == all.end()) {
    throw std::logic_error("no check is named " + name);
  }
  return *found;
}

inline CheckResult judged(
    const std::string& check, const History& history, const std::string& parameters = "null"
) {
  return check_named(check).judge(history, parameters);
}

inline CheckResult judged(
    const std::string& check, const HistoryBuilder& builder, const std::string& parameters = "null"
) {
  return judged(check, builder.history(), parameters);
}

inline std::vector<ParameterError> problems_of(
    const std::string& check, const std::string& parameters
) {
  return check_named(check).validate(parameters);
}

/// The journal lines that the result points at.
inline std::vector<std::uint64_t> lines_of(const CheckResult& result) {
  std::vector<std::uint64_t> lines;
  for (const Evidence& evidence : result.evidence) {
    lines.push_back(evidence.seq);
  }
  return lines;
}

}  // namespace rkmock::assertions
