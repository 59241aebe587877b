// JSON by RFC 8259, with positions. yaml-cpp reads most JSON too, but refuses the surrogate pairs
// of `\u` escapes and accepts much that is not JSON.
#include <array>
#include <optional>

#include "core/tree_builder.hpp"
#include "core/utf8.hpp"

namespace rkmock {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

class JsonReader {
 public:
  JsonReader(const SourceText& source, TreeBuilder& builder)
      : text_(source.text()), builder_(builder) {}

  void read() {
    skip_space();
    read_value();
    skip_space();
    if (at_ < text_.size()) {
      stop("something follows the end of the document", "remove it");
    }
  }

 private:
  [[noreturn]] void stop(const std::string& message, const std::string& hint) {
    builder_.stop(at_, message, hint);
  }

  /// The character at the place, NUL at the end (a NUL in the text was refused before).
  [[nodiscard]] char look() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool take(char c) {
    if (look() != c) {
      return false;
    }
    ++at_;
    return true;
  }

  void skip_space() {
    at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size());
    if (look() == '/' || look() == '#') {
      stop("JSON has no comments", "remove the comment, or write the file as YAML");
    }
  }

  // Recursion is bounded by TreeBuilder::deepest: open() stops the reading.
  void read_value() {
    const char c = look();
    if (c == '{') {
      read_map();
    } else if (c == '[') {
      read_list();
    } else if (c == '"') {
      const std::size_t from = at_;
      builder_.scalar(from, read_text(), true);
    } else if (c == '-' || is_digit(c)) {
      read_number();
    } else if (at_ == text_.size()) {
      stop("the document ends where a value is due", "check that the file is complete");
    } else if (c == '\'') {
      stop("JSON has no single quotes", "use double quotes");
    } else {
      read_word();
    }
  }

  void read_map() {
    const std::size_t from = at_++;
    builder_.open(Node::Kind::map, from);
    skip_space();
    while (!take('}')) {
      if (look() != '"') {
        stop("a key in double quotes is due here", "write `\"name\": value`");
      }
      const std::size_t key = at_;
      builder_.scalar(key, read_text(), true);
      skip_space();
      if (!take(':')) {
        stop("a `:` is due after the key", "write `\"name\": value`");
      }
      skip_space();
      read_value();
      read_separator('}');
    }
    builder_.close();
  }

  void read_list() {
    const std::size_t from = at_++;
    builder_.open(Node::Kind::list, from);
    skip_space();
    while (!take(']')) {
      read_value();
      read_separator(']');
    }
    builder_.close();
  }

  /// A comma with something after it, or the end, which stays.
  void read_separator(char end) {
    skip_space();
    if (look() == end) {
      return;
    }
    const std::size_t comma = at_;
    if (!take(',')) {
      stop(std::string("a `,` or `") + end + "` is due here", "check the commas and brackets");
    }
    skip_space();
    if (look() == end) {
      at_ = comma;
      stop("nothing follows this comma", "remove the comma");
    }
  }

  void read_number() {
    const std::size_t from = at_;
    take('-');
    const std::size_t digits = at_;
    skip_digits();
    if (at_ - digits > 1 && text_[digits] == '0') {
      at_ = digits;
      stop("a JSON number cannot begin with 0", "remove the 0, or put the text in quotes");
    }
    if (take('.')) {
      skip_digits();
    }
    if (look() == 'e' || look() == 'E') {
      ++at_;
      at_ += look() == '+' || look() == '-' ? 1 : 0;
      skip_digits();
    }
    builder_.scalar(from, std::string(text_.substr(from, at_ - from)), false);
  }

  void skip_digits() {
    if (!is_digit(look())) {
      stop("a digit is due here", "complete the number, or put the text in quotes");
    }
    while (is_digit(look())) {
      ++at_;
    }
  }

  void read_word() {
    static constexpr std::array<std::string_view, 3> words{"true", "false", "null"};
    const std::size_t end = std::min(text_.find_first_of(" \t\r\n,:]}[{\"", at_), text_.size());
    const std::string_view found = text_.substr(at_, end - at_);
    for (const std::string_view word : words) {
      if (found != word) {
        continue;
      }
      if (word == "null") {
        builder_.null(at_, "null");
      } else {
        builder_.scalar(at_, std::string(word), false);
      }
      at_ = end;
      return;
    }
    stop("a value cannot begin like this", "put the text in double quotes");
  }

  std::string read_text() {
    const std::size_t from = at_++;
    std::string out;
    while (true) {
      const std::size_t plain = text_.find_first_of("\"\\\n\r\t", at_);
      if (plain == std::string_view::npos || text_[plain] == '\n' || text_[plain] == '\r') {
        at_ = from;
        stop(
            "the quotes are not closed in this line",
            "add the closing quote; write \\n for a new line"
        );
      }
      out += text_.substr(at_, plain - at_);
      at_ = plain;
      if (take('"')) {
        return out;
      }
      if (look() == '\t') {
        stop("a JSON text cannot hold a tab", "write \\t");
      }
      read_escape(out);
    }
  }

  void read_escape(std::string& out) {
    static constexpr std::string_view names = "\"\\/bfnrt";
    static constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    const std::size_t from = at_++;
    if (take('u')) {
      append_utf8(out, read_code_point(from));
      return;
    }
    const std::size_t known = names.find(look());
    if (look() == '\0' || known == std::string_view::npos) {
      at_ = from;
      stop("this escape is not known", "write `\\\\` for a backslash");
    }
    out += meanings[known];
    ++at_;
  }

  /// After `\u`: four digits, and the second half of a surrogate pair when these are the first.
  char32_t read_code_point(std::size_t from) {
    const std::optional<char32_t> first = read_hex();
    if (first && (*first < 0xD800 || *first > 0xDFFF)) {
      return *first;
    }
    if (first && *first <= 0xDBFF && take('\\') && take('u')) {
      const std::optional<char32_t> second = read_hex();
      if (second && *second >= 0xDC00 && *second <= 0xDFFF) {
        return 0x10000 + ((*first - 0xD800) << 10) + (*second - 0xDC00);
      }
    }
    at_ = from;
    if (first) {
      stop("this is half of a surrogate pair", "write both halves, or the character itself");
    }
    stop("this escape needs four hexadecimal digits", "write `\\u0041`");
  }

  std::optional<char32_t> read_hex() {
    char32_t number = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = look();
      if (is_digit(c)) {
        number = number * 16 + static_cast<char32_t>(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        number = number * 16 + static_cast<char32_t>(c - 'a' + 10);
      } else if (c >= 'A' && c <= 'F') {
        number = number * 16 + static_cast<char32_t>(c - 'A' + 10);
      } else {
        return std::nullopt;
      }
    }
    return number;
  }

  std::string_view text_;
  TreeBuilder& builder_;
  std::size_t at_ = 0;
};

}  // namespace

void read_json(const SourceText& source, TreeBuilder& builder) {
  JsonReader(source, builder).read();
}

}  // namespace rkmock
