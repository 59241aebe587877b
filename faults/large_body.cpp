// large_body: a payload larger than usual.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

constexpr std::int64_t largest = 32 << 20;

FaultPointer decode_large_body(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto size = read_size(read_map(deliver), "large_body", 1, largest, problems);
  return size
             ? fixed(action::Edit{.aim = {}, .fault = "large_body", .change = "pad", .size = *size})
             : nullptr;
}

}  // namespace

FaultDescriptor large_body() {
  return {
      .name = "large_body",
      .keys = {},
      .summary = "Adds a member that makes the body larger by so many bytes.",
      .decode = decode_large_body};
}

}  // namespace rkmock::faults
