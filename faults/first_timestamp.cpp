// first_timestamp: the request carries the time of the first one.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_first_timestamp(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  return when_true(deliver, "first_timestamp", action::Stamp{.aim = {}, .first = true}, problems);
}

}  // namespace

FaultDescriptor first_timestamp() {
  return {
      .name = "first_timestamp",
      .keys = {},
      .summary =
          "Signs with the time of the first attempt of the first copy, so that copies are equal "
          "byte for byte.",
      .decode = decode_first_timestamp};
}

}  // namespace rkmock::faults
