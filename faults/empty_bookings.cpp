// empty_bookings: a payload without bookings.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_empty_bookings(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  return when_true(
      deliver,
      "empty_bookings",
      action::Edit{
          .aim = {},
          .fault = "empty_bookings",
          .change = "set",
          .place = "/bookings",
          .value = "[]",
          .spoils = true},
      problems
  );
}

}  // namespace

FaultDescriptor empty_bookings() {
  return {
      .name = "empty_bookings",
      .keys = {},
      .summary = "Sends an empty list of bookings.",
      .decode = decode_empty_bookings};
}

}  // namespace rkmock::faults
