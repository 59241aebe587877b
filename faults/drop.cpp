// drop: the event is never sent, and the sender believes that it was.
#include <memory>

#include "faults/descriptors.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

class DropFault final : public Fault {
 public:
  Action decide(const Exchange& /*exchange*/, const Dice& /*dice*/) const override {
    return action::Drop{};
  }
};

FaultPointer decode_drop(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto drop = read_flag(read_map(deliver), "drop", problems);
  return drop.value_or(false) ? std::make_shared<DropFault>() : nullptr;
}

}  // namespace

FaultDescriptor drop() {
  return {
      .name = "drop",
      .keys = {},
      .summary = "Never sends the event, not even when the run is drained.",
      .decode = decode_drop};
}

}  // namespace rkmock::faults
