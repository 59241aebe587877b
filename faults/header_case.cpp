// header_case: header names in another case.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_header_case(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto to =
      read_word(read_map(deliver), "header_case", {"lower", "upper", "title"}, problems);
  return to ? fixed(action::Header{.aim = {}, .change = "case", .name = *to}) : nullptr;
}

}  // namespace

FaultDescriptor header_case() {
  return {
      .name = "header_case",
      .keys = {},
      .summary = "Writes all header names in lower, upper or title case.",
      .decode = decode_header_case};
}

}  // namespace rkmock::faults
