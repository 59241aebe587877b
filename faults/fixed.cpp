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
  AimedFault(FaultPointer fault, const Aim& aim) : fault_(std::move(fault)), aim_(aim) {}

  Action decide(const Exchange& exchange, const Dice& dice) const override {
    return rkmock::aimed(fault_->decide(exchange, dice), aim_);
  }

 private:
  FaultPointer fault_;
  Aim aim_;
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

FaultPointer aimed(FaultPointer fault, const Aim& aim) {
  return std::make_shared<AimedFault>(std::move(fault), aim);
}

}  // namespace rkmock::faults
