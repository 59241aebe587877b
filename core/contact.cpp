#include "core/contact.hpp"

#include <algorithm>

namespace rkmock {

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (text.size() > max_email || at == std::string_view::npos || at == 0) {
    return false;
  }
  const bool clean = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || c == '\x7f';
  });
  const std::string_view domain = text.substr(at + 1);
  const std::size_t dot = domain.rfind('.');
  return clean && domain.find('@') == std::string_view::npos && dot != std::string_view::npos &&
         dot > 0 && dot + 1 < domain.size();
}

bool is_phone(std::string_view text) {
  return text.size() >= 3 && text.size() <= 16 && text[0] == '+' && text[1] != '0' &&
         std::all_of(text.begin() + 1, text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace rkmock
