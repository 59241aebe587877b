// bad_booking: a booking that nobody can read beside the good ones.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_bad_booking(const std::string& deliver, std::vector<ParameterError>& problems) {
  return when_true(
      deliver,
      "bad_booking",
      action::Edit{
          .aim = {},
          .fault = "bad_booking",
          .change = "append",
          .place = "/bookings",
          .value = R"({"id":null,"status":7,"customer":[]})",
          .spoils = true},
      problems
  );
}

}  // namespace

FaultDescriptor bad_booking() {
  return {
      .name = "bad_booking",
      .keys = {},
      .summary = "Appends a booking whose members have wrong types.",
      .decode = decode_bad_booking};
}

}  // namespace rkmock::faults
