// drop: the event is never sent, and the sender believes that it was.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_drop(const std::string& deliver, std::vector<ParameterError>& problems) {
  return when_true(deliver, "drop", action::Drop{}, problems);
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
