#pragma once
// What this build offers to scenarios: its checks, faults, profiles and signing schemes.
#include "scenarios/decode.hpp"

namespace rkmock::cli {

[[nodiscard]] scenarios::Catalog catalog();

}  // namespace rkmock::cli
