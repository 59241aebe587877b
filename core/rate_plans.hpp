#pragma once
// ReserveKit's plans and their rate limits, by name. Values; any thread.
// Source: the vendor's page on rate limits, as gathered in docs/reservekit-contract.md.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/api_setup.hpp"

namespace rkmock {

struct RatePlan {
  std::string_view name;  ///< `starter`
  RateLimit limit;
};

[[nodiscard]] std::span<const RatePlan> rate_plans();
[[nodiscard]] std::vector<std::string> rate_plan_names();
[[nodiscard]] std::optional<RateLimit> find_rate_plan(std::string_view name);

/// What numbers of one's own may be; the least is 1.
inline constexpr int most_per_second = 1'000'000;
inline constexpr int most_burst = 1'000'000;
inline constexpr std::int64_t most_monthly = 1'000'000'000'000;

/// A limit of so many requests per second, with as large a burst and no monthly cap: what numbers
/// that leave these out mean.
[[nodiscard]] constexpr RateLimit rate_of(int per_second) {
  return {per_second, per_second, 0};
}

}  // namespace rkmock
