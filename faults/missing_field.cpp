// missing_field: a member of the payload is missing.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_missing_field(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  const auto place = read_place(read_map(deliver), "missing_field", problems);
  if (!place) {
    return nullptr;
  }
  return fixed(action::Edit{
      .aim = {}, .fault = "missing_field", .change = "remove", .place = *place, .spoils = true});
}

}  // namespace

FaultDescriptor missing_field() {
  return {
      .name = "missing_field",
      .keys = {},
      .summary = "Leaves out the member at this JSON Pointer.",
      .decode = decode_missing_field};
}

}  // namespace rkmock::faults
