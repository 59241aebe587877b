#pragma once
// A journal with the expectations of a scenario file in the place of its own. Pure; any thread.
#include <string>
#include <vector>

#include "rkmock/journal.hpp"

#include "scenarios/scenario.hpp"

namespace rkmock::cli {

/// Replaces what the run is judged by: `expect` of the file, and that of its steps where the run
/// reached them. Nothing else of the file counts. `warnings` say when another scenario was played,
/// or the same one before it was changed, and which steps of the file the run does not have.
void expect_as_in(
    const scenarios::Scenario& scenario, JournalFile& journal, std::vector<std::string>& warnings
);

}  // namespace rkmock::cli
