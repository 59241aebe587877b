#include "core/json_check.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "core/utf8.hpp"

namespace rkmock {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Reads from `at_` on; every function leaves it behind what it took, or anywhere after a no.
class JsonCheck {
 public:
  JsonCheck(std::string_view text, int deepest) : text_(text), deepest_(deepest) {}

  bool whole() {
    skip_space();
    if (!value(0)) {
      return false;
    }
    skip_space();
    return at_ == text_.size();
  }

 private:
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char c) {
    const bool there = at_ < text_.size() && text_[at_] == c;
    at_ += there ? 1 : 0;
    return there;
  }

  bool take_word(std::string_view word) {
    const bool there = text_.substr(at_, word.size()) == word;
    at_ += word.size();
    return there;
  }

  void skip_space() {
    while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) != text_.npos) {
      ++at_;
    }
  }

  bool value(int depth) {
    switch (peek()) {
      case '{':
        return depth < deepest_ && object(depth + 1);
      case '[':
        return depth < deepest_ && array(depth + 1);
      case '"':
        return string();
      case 't':
        return take_word("true");
      case 'f':
        return take_word("false");
      case 'n':
        return take_word("null");
      default:
        return number();
    }
  }

  /// Members of an object or array, read by `one`.
  template <class One>
  bool members(char close, One one) {
    ++at_;
    skip_space();
    if (take(close)) {
      return true;
    }
    while (one()) {
      skip_space();
      if (take(close)) {
        return true;
      }
      if (!take(',')) {
        return false;
      }
      skip_space();
    }
    return false;
  }

  bool object(int depth) {
    return members('}', [&] {
      if (peek() != '"' || !string()) {
        return false;
      }
      skip_space();
      if (!take(':')) {
        return false;
      }
      skip_space();
      return value(depth);
    });
  }

  bool array(int depth) {
    return members(']', [&] { return value(depth); });
  }

  bool string() {
    ++at_;
    while (at_ < text_.size()) {
      const auto byte = static_cast<unsigned char>(text_[at_]);
      if (byte == '"') {
        ++at_;
        return true;
      }
      if (byte < 0x20 || (byte == '\\' && !escape())) {
        return false;
      }
      if (byte == '\\') {
        continue;
      }
      const std::size_t length = byte < 0x80 ? 1 : utf8_length(text_, at_);
      if (length == 0) {
        return false;
      }
      at_ += length;
    }
    return false;
  }

  /// Four hex digits; their value, or -1.
  int hex4() {
    const std::string_view digits = text_.substr(std::min(at_, text_.size()), 4);
    if (digits.size() < 4 || !std::all_of(digits.begin(), digits.end(), is_hex)) {
      return -1;
    }
    at_ += 4;
    int unit = 0;
    for (const char c : digits) {
      unit = unit * 16 + (is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return unit;
  }

  bool escape() {
    ++at_;
    const char kind = peek();
    ++at_;
    if (kind != 'u') {
      return kind != '\0' && std::string_view("\"\\/bfnrt").find(kind) != std::string_view::npos;
    }
    const int unit = hex4();
    if (unit < 0 || (unit >= 0xDC00 && unit <= 0xDFFF)) {
      return false;
    }
    if (unit < 0xD800 || unit > 0xDBFF) {
      return true;
    }
    if (!take('\\') || !take('u')) {  // half of a pair
      return false;
    }
    const int second = hex4();
    return second >= 0xDC00 && second <= 0xDFFF;
  }

  bool digits() {
    const std::size_t from = at_;
    while (is_digit(peek())) {
      ++at_;
    }
    return at_ > from;
  }

  bool number() {
    const std::size_t from = at_;
    take('-');
    if (!take('0') && !digits()) {
      return false;
    }
    if (take('.') && !digits()) {
      return false;
    }
    if (!take('e') && !take('E')) {
      return is_finite(from);
    }
    if (!take('+')) {
      take('-');
    }
    return digits() && is_finite(from);
  }

  /// Readers refuse a number that is too large for a double. Short ones without exponent never are.
  [[nodiscard]] bool is_finite(std::size_t from) const {
    constexpr std::size_t surely = 100;
    const std::string_view token = text_.substr(from, at_ - from);
    return (token.size() < surely && token.find_first_of("eE") == std::string_view::npos) ||
           std::isfinite(std::strtod(std::string(token).c_str(), nullptr));
  }

  std::string_view text_;
  int deepest_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_json(std::string_view text, int deepest) {
  return JsonCheck(text, deepest).whole();
}

}  // namespace rkmock
