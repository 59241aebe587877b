// bare_booking: the older form of the payload: the booking alone.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_bare_booking(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  return when_true(
      deliver,
      "bare_booking",
      action::Edit{
          .aim = {},
          .fault = "bare_booking",
          .change = "lift",
          .place = "/bookings/0",
          .spoils = true},
      problems
  );
}

}  // namespace

FaultDescriptor bare_booking() {
  return {
      .name = "bare_booking",
      .keys = {},
      .summary = "Sends the booking itself as the whole payload.",
      .decode = decode_bare_booking};
}

}  // namespace rkmock::faults
