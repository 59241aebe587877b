// content_type: another Content-Type.
#include "core/ascii.hpp"
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

/// Whether the media type is still that of JSON, whatever its parameters.
bool is_json(std::string_view type) {
  type = type.substr(0, type.find(';'));
  const std::size_t last = type.find_last_not_of(' ');
  return last != std::string_view::npos && same_word(type.substr(0, last + 1), "application/json");
}

FaultPointer decode_content_type(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  const auto type =
      read_line(read_map(deliver), "content_type", "application/json; charset=utf-8", problems);
  if (!type) {
    return nullptr;
  }
  return fixed(action::Header{
      .aim = {}, .change = "set", .name = "Content-Type", .value = *type, .spoils = !is_json(*type)}
  );
}

}  // namespace

FaultDescriptor content_type() {
  return {
      .name = "content_type",
      .keys = {},
      .summary = "Sends this Content-Type, such as one with a charset, or a wrong one.",
      .decode = decode_content_type};
}

}  // namespace rkmock::faults
