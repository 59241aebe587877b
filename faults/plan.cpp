#include "faults/plan.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "rkmock/error.hpp"

namespace rkmock::faults {

namespace {

/// What each action makes of the plan so far. Delays add up; of the rest the stronger one wins.
struct Compose {
  Plan& plan;

  void operator()(const action::Pass& /*pass*/) const {}

  void operator()(const action::Copies& copies) const {
    if (copies.count < plan.copies) {
      return;
    }
    plan.copies = copies.count;
    plan.together = copies.together;
    plan.overlapping = copies.overlapping;
    plan.gap = copies.gap;
    plan.late = copies.late;
  }

  void operator()(const action::Delay& delay) const { plan.delay += delay.by; }

  void operator()(const action::Drop& /*drop*/) const { plan.drop = true; }

  void operator()(const action::Other& other) const {
    RKMOCK_ASSERT(false, "a fault decided the unknown action `" + other.name + "`");
  }

  /// What is about single attempts is looked up when they are made, see actions_on().
  template <class OfAttempts>
  void operator()(const OfAttempts& /*action*/) const {}
};

}  // namespace

Plan make_plan(
    const Exchange& exchange, const std::vector<FaultPointer>& faults, const Dice& dice
) {
  Plan plan;
  for (const FaultPointer& fault : faults) {
    const Action action = fault->decide(exchange, dice);
    std::visit(Compose{plan}, action);
    if (!std::holds_alternative<action::Pass>(action)) {
      plan.actions.push_back(action);
    }
  }
  return plan;
}

std::vector<Action> actions_on(const Plan& plan, int copy, int attempt) {
  std::vector<Action> actions;
  for (const Action& action : plan.actions) {
    if (const Aim* const aim = aim_of(action); aim != nullptr && aim->covers(copy, attempt)) {
      actions.push_back(action);
    }
  }
  return actions;
}

std::vector<Nanos> retry_waits(
    const SenderProfile& profile, const std::string& delivery, const Dice& dice
) {
  // Whole numbers only: floating point may be contracted differently on another machine, and a
  // plan must come out byte for byte the same.
  constexpr std::int64_t million = 1'000'000;
  const auto most = static_cast<std::int64_t>(std::llround(profile.jitter * 1e6));
  std::vector<Nanos> waits;
  waits.reserve(profile.retry_waits.size());
  for (const Nanos wait : profile.retry_waits) {
    std::int64_t share = 0;
    if (most > 0) {
      const std::string purpose = "wait " + std::to_string(waits.size() + 1);
      const auto range = static_cast<std::uint64_t>(2 * most + 1);
      share = static_cast<std::int64_t>(dice.draw("retry", delivery, purpose) % range) - most;
    }
    const std::int64_t whole = wait.count() / million;
    const std::int64_t rest = wait.count() % million;
    waits.push_back(wait + Nanos(whole * share + rest * share / million));
  }
  return waits;
}

}  // namespace rkmock::faults
