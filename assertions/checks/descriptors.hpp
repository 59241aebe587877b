#pragma once
// The table's lines, one function per file of this folder. A new check: its file, a line here and
// in table.cpp, its test, its heading in docs/checks.md. Pure; any thread.
#include <string>
#include <vector>

#include "rkmock/check.hpp"
#include "rkmock/history.hpp"

namespace rkmock::assertions {

struct Check {
  CheckDescriptor descriptor;
  /// Whether the receiver has the channels it needs. For runs that expect nothing by name.
  bool (*possible)(const History& history);
  /// Whether what it waits for has appeared; null when it waits for nothing.
  /// Requires: validate(parameters) is empty.
  bool (*shown)(const History& history, const std::string& parameters);
  bool counts_the_whole_run = false;  ///< what it waits for may be due only at the end
};

[[nodiscard]] Check ack();
[[nodiscard]] Check no_lost_event();
[[nodiscard]] Check no_duplicate_effect();
[[nodiscard]] Check converges();
[[nodiscard]] Check same_as_clean_run();
[[nodiscard]] Check isolated();
[[nodiscard]] Check no_phantom_effect();
[[nodiscard]] Check monotone();
[[nodiscard]] Check rejects();
[[nodiscard]] Check tolerates();
[[nodiscard]] Check alive();
[[nodiscard]] Check api_calls();
[[nodiscard]] Check steps();
[[nodiscard]] Check happened();

/// All of them, as reports list them.
[[nodiscard]] const std::vector<Check>& checks();

[[nodiscard]] bool has_state_probe(const History& history);

}  // namespace rkmock::assertions
