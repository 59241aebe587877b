// delay: the event is due later than it was raised, on the real clock.
#include <memory>

#include "faults/descriptors.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

class DelayFault final : public Fault {
 public:
  explicit DelayFault(action::Delay delay) : delay_(delay) {}

  Action decide(const Exchange& /*exchange*/, const Dice& /*dice*/) const override {
    return delay_;
  }

 private:
  action::Delay delay_;
};

FaultPointer decode_delay(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto by = read_wait(read_map(deliver), "delay", problems);
  if (!by || *by == Nanos{}) {
    return nullptr;
  }
  return std::make_shared<DelayFault>(action::Delay{.by = *by});
}

}  // namespace

FaultDescriptor delay() {
  return {
      .name = "delay",
      .keys = {},
      .summary = "Sends the event later by this much, in real time.",
      .decode = decode_delay};
}

}  // namespace rkmock::faults
