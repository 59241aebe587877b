#pragma once
// `attempts` and `copy` of a `deliver` map: which attempts its faults are for.
//
// Pure; any thread.
#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "rkmock/action.hpp"
#include "rkmock/check.hpp"

namespace rkmock::faults {

inline constexpr std::array<std::string_view, 2> aim_keys = {"attempts", "copy"};

inline constexpr int most_attempts = 20;
inline constexpr int most_copies = 100;

struct AskedAim {
  Aim aim;
  bool says_attempts = false;  ///< else the fault's own stay
};

/// Nothing when the map has neither key, or a wrong value, which is noted.
[[nodiscard]] std::optional<AskedAim> read_aim(
    const nlohmann::json& map, std::vector<ParameterError>& problems
);

}  // namespace rkmock::faults
