#include "faults/fixed.hpp"

#include <utility>

#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

class FixedFault final : public Fault {
 public:
  explicit FixedFault(Action action) : action_(std::move(action)) {}

  Action decide(const Exchange& /*exchange*/, const Dice& /*dice*/) const override {
    return action_;
  }

 private:
  Action action_;
};

class AimedFault final : public Fault {
 public:
  AimedFault(FaultPointer fault, const AskedAim& asked) : fault_(std::move(fault)), asked_(asked) {}

  Action decide(const Exchange& exchange, const Dice& dice) const override {
    const Action action = fault_->decide(exchange, dice);
    Aim aim = asked_.aim;
    if (const Aim* const own = aim_of(action); own != nullptr && !asked_.says_attempts) {
      aim.attempts = own->attempts;
      aim.from_attempt = own->from_attempt;
    }
    return rkmock::aimed(action, aim);
  }

 private:
  FaultPointer fault_;
  AskedAim asked_;
};

}  // namespace

FaultPointer fixed(Action action) {
  return std::make_shared<FixedFault>(std::move(action));
}

FaultPointer when_true(
    const std::string& deliver,
    std::string_view key,
    Action action,
    std::vector<ParameterError>& problems
) {
  return read_flag(read_map(deliver), key, problems).value_or(false) ? fixed(std::move(action))
                                                                     : nullptr;
}

FaultPointer aimed(FaultPointer fault, const AskedAim& asked) {
  return std::make_shared<AimedFault>(std::move(fault), asked);
}

}  // namespace rkmock::faults
