#include "core/json_pointer.hpp"

namespace rkmock {

bool is_json_pointer(std::string_view text) {
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

/// The library throws at what is no pointer, and at a token that is no index where a list is.
const nlohmann::json* value_at(const nlohmann::json& document, const std::string& pointer) {
  if (document.is_discarded()) {
    return nullptr;
  }
  try {
    const nlohmann::json::json_pointer at(pointer);
    return document.contains(at) ? &document.at(at) : nullptr;
  } catch (const nlohmann::json::exception&) {
    return nullptr;
  }
}

}  // namespace rkmock
