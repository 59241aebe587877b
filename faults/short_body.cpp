// short_body: the request ends before its Content-Length is reached.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

constexpr std::int64_t most_missing = 16 << 20;

FaultPointer decode_short_body(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto missing = read_size(read_map(deliver), "short_body", 1, most_missing, problems);
  return missing ? fixed(action::Frame{.aim = {}, .as = "short_body", .size = *missing}) : nullptr;
}

}  // namespace

FaultDescriptor short_body() {
  return {
      .name = "short_body",
      .keys = {},
      .summary =
          "Leaves out so many bytes at the end of the body that Content-Length announced, then "
          "closes the sending side.",
      .decode = decode_short_body};
}

}  // namespace rkmock::faults
