// held_back: the event waits until others have gone past it.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

constexpr int most_past = 1000;

FaultPointer decode_held_back(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto past = read_count(read_map(deliver), "held_back", 1, most_past, problems);
  return past ? fixed(action::HoldBack{.aim = {}, .past = *past}) : nullptr;
}

}  // namespace

FaultDescriptor held_back() {
  return {
      .name = "held_back",
      .keys = {},
      .summary = "Holds the event back until so many other events have been sent.",
      .decode = decode_held_back};
}

}  // namespace rkmock::faults
