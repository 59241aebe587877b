// reset: the sender resets the connection at a point of the exchange.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

constexpr std::int64_t last_byte = 16 << 20;

FaultPointer decode_reset(const std::string& deliver, std::vector<ParameterError>& problems) {
  const nlohmann::json map = read_map(deliver);
  const auto found = map.find("reset");
  if (found != map.end() && found->is_number()) {
    const auto byte = read_size(map, "reset", 0, last_byte, problems);
    return byte ? fixed(action::Reset{.aim = {}, .at = "in_body", .byte = *byte}) : nullptr;
  }
  const auto at = read_word(
      map,
      "reset",
      {"before_request", "after_headers", "after_request", "after_answer_headers"},
      problems
  );
  return at ? fixed(action::Reset{.aim = {}, .at = *at}) : nullptr;
}

}  // namespace

FaultDescriptor reset() {
  return {
      .name = "reset",
      .keys = {},
      .summary =
          "Resets the connection: before_request, after_headers, at that byte of the body, "
          "after_request or after_answer_headers.",
      .decode = decode_reset};
}

}  // namespace rkmock::faults
