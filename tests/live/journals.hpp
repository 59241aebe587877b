#pragma once
// What the live tests ask of journal files. Pure functions of what is on disk.
#include <string>
#include <vector>

#include "rkmock/history.hpp"

namespace rkmock::testing_support {

/// Throws with the diagnostics when it is no journal.
JournalFile journal_from(const std::string& file);

/// The delivery plans as written, without what differs between any two runs (`seq`, `at_ns`).
std::vector<std::string> delivery_plans(const std::string& file);

}  // namespace rkmock::testing_support
