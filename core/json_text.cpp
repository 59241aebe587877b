#include "core/json_text.hpp"

#include <algorithm>
#include <array>

#include "core/utf8.hpp"

namespace rkmock {
namespace {

/// Whether a byte stands for itself: most of most texts do.
constexpr std::array<bool, 256> plain = [] {
  std::array<bool, 256> table{};
  for (std::size_t c = 0x20; c < 0x80; ++c) {
    table.at(c) = c != '"' && c != '\\';
  }
  return table;
}();

/// How many such bytes there are from `at` on.
std::size_t plain_run(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && plain[static_cast<unsigned char>(text[end])]) {
    ++end;
  }
  return end - at;
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
    const std::size_t run = plain_run(text, at);
    out.append(text, at, run);
    at += run;
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
