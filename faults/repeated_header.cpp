// repeated_header: a header that comes twice.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_repeated_header(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  const auto name = read_line(read_map(deliver), "repeated_header", "Content-Type", problems);
  return name ? fixed(action::Header{.aim = {}, .change = "repeat", .name = *name}) : nullptr;
}

}  // namespace

FaultDescriptor repeated_header() {
  return {
      .name = "repeated_header",
      .keys = {},
      .summary = "Sends the header of that name twice.",
      .decode = decode_repeated_header};
}

}  // namespace rkmock::faults
