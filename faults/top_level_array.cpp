// top_level_array: the payload within a list.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_top_level_array(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  return when_true(
      deliver,
      "top_level_array",
      action::Edit{.aim = {}, .fault = "top_level_array", .change = "wrap", .spoils = true},
      problems
  );
}

}  // namespace

FaultDescriptor top_level_array() {
  return {
      .name = "top_level_array",
      .keys = {},
      .summary = "Sends the payload as the only item of a list.",
      .decode = decode_top_level_array};
}

}  // namespace rkmock::faults
