// bom: a byte order mark before the JSON.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_bom(const std::string& deliver, std::vector<ParameterError>& problems) {
  return when_true(
      deliver, "bom", action::Edit{.aim = {}, .fault = "bom", .change = "bom"}, problems
  );
}

}  // namespace

FaultDescriptor bom() {
  return {
      .name = "bom",
      .keys = {},
      .summary = "Puts a UTF-8 byte order mark before the body.",
      .decode = decode_bom};
}

}  // namespace rkmock::faults
