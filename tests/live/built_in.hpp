#pragma once
// Runs of scenarios against the built-in receivers, with real processes.
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "live/process.hpp"

namespace rkmock::testing_support {

/// A port that was free a moment ago: a receiver must know where its downstream is before the run
/// that listens there begins.
[[nodiscard]] std::string free_port();

struct Played {
  Ended ended;
  nlohmann::json report;  ///< as --json wrote it
};

/// Plays against a receiver started with these flags. `more` are flags of `run`, or scenarios.
/// What the run writes stays in `scratch`: report.json, junit.xml, journals/.
[[nodiscard]] Played play_built_in(
    const std::vector<std::string>& receiver_flags,
    const std::string& scenarios,
    const ScratchFolder& scratch,
    const std::vector<std::string>& more = {}
);

}  // namespace rkmock::testing_support
