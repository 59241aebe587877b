// booking_twice: the same booking twice in one payload.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_booking_twice(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  return when_true(
      deliver,
      "booking_twice",
      action::Edit{
          .aim = {}, .fault = "booking_twice", .change = "repeat_last", .place = "/bookings"},
      problems
  );
}

}  // namespace

FaultDescriptor booking_twice() {
  return {
      .name = "booking_twice",
      .keys = {},
      .summary = "Lists the last booking of the payload a second time.",
      .decode = decode_booking_twice};
}

}  // namespace rkmock::faults
