// null_field: a member of the payload is null.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_null_field(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto place = read_place(read_map(deliver), "null_field", problems);
  if (!place) {
    return nullptr;
  }
  return fixed(action::Edit{
      .aim = {},
      .fault = "null_field",
      .change = "set",
      .place = *place,
      .value = "null",
      .spoils = true});
}

}  // namespace

FaultDescriptor null_field() {
  return {
      .name = "null_field",
      .keys = {},
      .summary = "Sends null for the member at this JSON Pointer.",
      .decode = decode_null_field};
}

}  // namespace rkmock::faults
