#pragma once
// The command that plays a scenario again, ready to paste into a shell.
#include <cstdint>
#include <string>
#include <vector>

namespace rkmock::cli {

/// `scenario` are the words that name it.
[[nodiscard]] std::string replay_command(
    const std::vector<std::string>& scenario,
    std::uint64_t seed,
    const std::vector<std::string>& flags
);

}  // namespace rkmock::cli
