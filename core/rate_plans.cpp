#include "core/rate_plans.hpp"

#include <array>

namespace rkmock {

namespace {

constexpr std::array<RatePlan, 3> plans = {{
    {"starter", {5, 10, 10'000}},
    {"developer", {10, 20, 50'000}},
    {"growth", {20, 50, 0}},  // the vendor's page: a custom cap
}};

}  // namespace

std::span<const RatePlan> rate_plans() {
  return plans;
}

std::vector<std::string> rate_plan_names() {
  std::vector<std::string> names;
  names.reserve(plans.size());
  for (const RatePlan& plan : plans) {
    names.emplace_back(plan.name);
  }
  return names;
}

std::optional<RateLimit> find_rate_plan(std::string_view name) {
  for (const RatePlan& plan : plans) {
    if (plan.name == name) {
      return plan.limit;
    }
  }
  return std::nullopt;
}

}  // namespace rkmock
