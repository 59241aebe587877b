// half_close: the sender closes its side when the request is written, and still reads.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_half_close(const std::string& deliver, std::vector<ParameterError>& problems) {
  return when_true(deliver, "half_close", action::HalfClose{}, problems);
}

}  // namespace

FaultDescriptor half_close() {
  return {
      .name = "half_close",
      .keys = {},
      .summary = "Closes the sending side (FIN) after the request and waits for the answer.",
      .decode = decode_half_close};
}

}  // namespace rkmock::faults
