// reserialised: the same JSON in other bytes.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_reserialised(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  const auto style =
      read_word(read_map(deliver), "reserialised", {"escaped", "spaced", "sorted"}, problems);
  return style ? fixed(action::Edit{
                     .aim = {}, .fault = "reserialised", .change = "reserialise", .value = *style})
               : nullptr;
}

}  // namespace

FaultDescriptor reserialised() {
  return {
      .name = "reserialised",
      .keys = {},
      .summary = "Writes the same payload otherwise: escaped, spaced or with sorted keys.",
      .decode = decode_reserialised};
}

}  // namespace rkmock::faults
