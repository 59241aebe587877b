// long_header: a header larger than receivers may allow.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

constexpr std::int64_t longest_header = 1 << 20;

FaultPointer decode_long_header(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto size = read_size(read_map(deliver), "long_header", 1, longest_header, problems);
  return size ? fixed(action::Header{.aim = {}, .change = "pad", .size = *size}) : nullptr;
}

}  // namespace

FaultDescriptor long_header() {
  return {
      .name = "long_header",
      .keys = {},
      .summary = "Adds a header X-Padding of so many bytes.",
      .decode = decode_long_header};
}

}  // namespace rkmock::faults
