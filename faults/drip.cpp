// drip: the body comes a few bytes at a time.
#include <array>

#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

constexpr std::array<std::string_view, 1> further_keys = {"drip_bytes"};

constexpr std::int64_t most_bytes = 64 * 1024;
constexpr Nanos longest_interval = std::chrono::seconds(10);

FaultPointer decode_drip(const std::string& deliver, std::vector<ParameterError>& problems) {
  const nlohmann::json map = read_map(deliver);
  const auto every = read_wait(map, "drip", problems, longest_interval);
  const auto bytes = read_size(map, "drip_bytes", 1, most_bytes, problems);
  if (const auto found = map.find("drip_bytes"); found != map.end() && !map.contains("drip")) {
    problems.push_back(problem_at(
        "drip_bytes",
        *found,
        "`drip_bytes` says how much comes at a time, but nothing drips",
        "`drip` beside it",
        "add `drip: 10ms`"
    ));
  }
  if (!every || *every == Nanos{}) {
    return nullptr;
  }
  return fixed(action::Drip{.aim = {}, .bytes = bytes.value_or(1), .every = *every});
}

}  // namespace

FaultDescriptor drip() {
  return {
      .name = "drip",
      .keys = further_keys,
      .summary = "Sends the body a byte (or drip_bytes) at a time, this long apart.",
      .decode = decode_drip};
}

}  // namespace rkmock::faults
