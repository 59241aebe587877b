#pragma once
// JSON Pointers (RFC 6901), as people write them. Pure; any thread.
#include <string_view>

namespace rkmock {

/// Empty, or `/` and tokens in which `~` stands only before 0 or 1. Anything else is no pointer,
/// and nlohmann::json::json_pointer throws at it.
[[nodiscard]] constexpr bool is_json_pointer(std::string_view text) {
  if (!text.empty() && text.front() != '/') {
    return false;
  }
  for (std::size_t at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
    if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) {
      return false;
    }
  }
  return true;
}

}  // namespace rkmock
