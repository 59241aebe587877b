// truncated: the body ends too early, and Content-Length agrees with it.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

constexpr std::int64_t most_cut = 16 << 20;

FaultPointer decode_truncated(const std::string& deliver, std::vector<ParameterError>& problems) {
  const nlohmann::json map = read_map(deliver);
  const auto found = map.find("truncated");
  action::Edit edit{.aim = {}, .fault = "truncated", .change = "truncate", .spoils = true};
  if (found != map.end() && found->is_boolean()) {
    return when_true(deliver, "truncated", edit, problems);
  }
  const auto size = read_size(map, "truncated", 1, most_cut, problems);
  edit.size = size.value_or(0);
  return size ? fixed(std::move(edit)) : nullptr;
}

}  // namespace

FaultDescriptor truncated() {
  return {
      .name = "truncated",
      .keys = {},
      .summary =
          "Cuts the second half of the body off, or so many bytes of its end; signed as it is "
          "sent.",
      .decode = decode_truncated};
}

}  // namespace rkmock::faults
