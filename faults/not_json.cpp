// not_json: a body that is no JSON.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_not_json(const std::string& deliver, std::vector<ParameterError>& problems) {
  return when_true(
      deliver,
      "not_json",
      action::Edit{.aim = {}, .fault = "not_json", .change = "not_json", .spoils = true},
      problems
  );
}

}  // namespace

FaultDescriptor not_json() {
  return {
      .name = "not_json",
      .keys = {},
      .summary = "Sends a text that is not JSON.",
      .decode = decode_not_json};
}

}  // namespace rkmock::faults
