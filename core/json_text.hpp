#pragma once
// Writes JSON as text, member by member, without a tree of values in between: answers and journal
// lines are written tens of thousands of times a second. Any thread; one writer at a time.
#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace rkmock {

/// Appends the text in quotes, escaped as JavaScript's JSON.stringify does it; a byte that is not
/// UTF-8 becomes U+FFFD.
void append_json_text(std::string& out, std::string_view text);

template <class Number>
concept WholeNumber = std::integral<Number> && !std::same_as<Number, bool>;

template <WholeNumber Number>
void append_json_number(std::string& out, Number number) {
  char digits[24];
  const auto [end, failed] = std::to_chars(digits, digits + sizeof digits, number);
  out.append(digits, end);
}

/// One object. Names need no escaping. Nothing else may be appended to `out` before close().
class JsonObject {
 public:
  explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }

  JsonObject& text(std::string_view name, std::string_view value) {
    put_name(name);
    append_json_text(out_, value);
    return *this;
  }

  template <WholeNumber Number>
  JsonObject& number(std::string_view name, Number value) {
    put_name(name);
    append_json_number(out_, value);
    return *this;
  }

  /// `value` is JSON.
  JsonObject& json(std::string_view name, std::string_view value) {
    put_name(name);
    out_ += value;
    return *this;
  }

  /// Its value is what the caller appends next.
  std::string& member(std::string_view name) {
    put_name(name);
    return out_;
  }

  void close() { out_ += '}'; }

 private:
  void put_name(std::string_view name) {
    if (out_.back() != '{') {
      out_ += ',';
    }
    out_ += '"';
    out_ += name;
    out_ += "\":";
  }

  std::string& out_;
};

}  // namespace rkmock
