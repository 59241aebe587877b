// stall: silence in the middle of the body.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_stall(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto span = read_wait(read_map(deliver), "stall", problems);
  return span && *span > Nanos{} ? fixed(action::Stall{.aim = {}, .span = *span}) : nullptr;
}

}  // namespace

FaultDescriptor stall() {
  return {
      .name = "stall",
      .keys = {},
      .summary = "Falls silent for so long in the middle of the body.",
      .decode = decode_stall};
}

}  // namespace rkmock::faults
