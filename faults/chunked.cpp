// chunked: the body without a length, in chunks.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

constexpr std::int64_t usual_chunk = 64;
constexpr std::int64_t most_chunk = 1 << 20;

FaultPointer decode_chunked(const std::string& deliver, std::vector<ParameterError>& problems) {
  const nlohmann::json map = read_map(deliver);
  const auto found = map.find("chunked");
  if (found != map.end() && found->is_boolean()) {
    return when_true(
        deliver, "chunked", action::Frame{.aim = {}, .as = "chunked", .size = usual_chunk}, problems
    );
  }
  const auto size = read_size(map, "chunked", 1, most_chunk, problems);
  return size ? fixed(action::Frame{.aim = {}, .as = "chunked", .size = *size}) : nullptr;
}

}  // namespace

FaultDescriptor chunked() {
  return {
      .name = "chunked",
      .keys = {},
      .summary = "Sends the body with Transfer-Encoding: chunked; true, or the bytes in a chunk.",
      .decode = decode_chunked};
}

}  // namespace rkmock::faults
