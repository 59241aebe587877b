#include "core/json_text.hpp"

#include <algorithm>

#include "core/utf8.hpp"

namespace rkmock {
namespace {

/// How many characters from `at` on stand for themselves: most of most texts.
std::size_t plain_run(std::string_view text, std::size_t at) {
  const auto* const first = text.begin() + static_cast<std::ptrdiff_t>(at);
  const auto* const end = std::find_if(first, text.end(), [](unsigned char c) {
    return c < 0x20 || c >= 0x80 || c == '"' || c == '\\';
  });
  return static_cast<std::size_t>(end - first);
}

/// Of a byte below 0x20, a quote or a backslash.
void append_escaped(std::string& out, char c) {
  static constexpr char digits[] = "0123456789abcdef";
  static constexpr std::string_view named = "\b\t\n\f\r\"\\";
  static constexpr std::string_view names = "btnfr\"\\";
  out += '\\';
  if (const std::size_t at = named.find(c); at != std::string_view::npos) {
    out += names[at];
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  out += "u00";
  out += digits[byte >> 4];
  out += digits[byte & 0xF];
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  std::size_t at = 0;
  while (true) {
    const std::size_t plain = plain_run(text, at);
    out.append(text, at, plain);
    at += plain;
    if (at == text.size()) {
      break;
    }
    const std::size_t length = utf8_length(text, at);
    if (length == 0) {
      out += "\uFFFD";
    } else if (length > 1) {
      out += text.substr(at, length);
    } else {
      append_escaped(out, text[at]);
    }
    at += std::max<std::size_t>(length, 1);
  }
  out += '"';
}

}  // namespace rkmock
