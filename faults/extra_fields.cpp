// extra_fields: members that a later version of the API might add.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_extra_fields(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  return when_true(
      deliver,
      "extra_fields",
      action::Edit{.aim = {}, .fault = "extra_fields", .change = "extra"},
      problems
  );
}

}  // namespace

FaultDescriptor extra_fields() {
  return {
      .name = "extra_fields",
      .keys = {},
      .summary = "Adds members that are not documented, on every level of the payload.",
      .decode = decode_extra_fields};
}

}  // namespace rkmock::faults
