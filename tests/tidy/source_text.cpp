#include "tidy/source_text.hpp"

#include <algorithm>
#include <array>

namespace rkmock::tidy {

namespace {

/// Walks over a C++ text token by token; each step says what the token is and where it ends.
class Scanner {
 public:
  enum class Kind { code, comment, text };

  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at_end() const { return at_ >= text_.size(); }

  [[nodiscard]] std::size_t at() const { return at_; }

  Kind step() {
    if (starts("//")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
      return Kind::comment;
    }
    if (starts("/*")) {
      go_behind("*/", at_ + 2);
      return Kind::comment;
    }
    if (starts("R\"")) {
      const std::size_t open = std::min(text_.find('(', at_), text_.size());
      const std::string delimiter(text_.substr(at_ + 2, open - at_ - 2));
      go_behind(")" + delimiter + "\"", open);
      return Kind::text;
    }
    if (text_[at_] == '"' || text_[at_] == '\'') {
      skip_quoted(text_[at_]);
      return Kind::text;
    }
    // A whole name or number at once: in `1'000` the mark is no quote, in `FR"(` the R no prefix.
    const bool is_number = text_[at_] >= '0' && text_[at_] <= '9';
    do {
      ++at_;
    } while (at_ < text_.size() && is_name_character(text_[at_ - 1]) &&
             (is_name_character(text_[at_]) || (is_number && is_digit_separator())));
    return Kind::code;
  }

 private:
  [[nodiscard]] bool starts(std::string_view token) const {
    return text_.substr(at_, token.size()) == token;
  }

  [[nodiscard]] bool is_digit_separator() const {
    return text_[at_] == '\'' && at_ + 1 < text_.size() && is_name_character(text_[at_ + 1]);
  }

  void go_behind(std::string_view token, std::size_t from) {
    const std::size_t found = text_.find(token, from);
    at_ = found == std::string_view::npos ? text_.size() : found + token.size();
  }

  void skip_quoted(char quote) {
    for (++at_; at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n'; ++at_) {
      if (text_[at_] == '\\') {
        ++at_;
      }
    }
    at_ = std::min(at_ + 1, text_.size());
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

/// Preprocessor lines, blanked: their braces and parentheses need not pair up.
std::string without_directives(std::string text) {
  bool in_directive = false;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::size_t first = text.find_first_not_of(' ', begin);
    in_directive = in_directive || (first < end && text[first] == '#');
    if (in_directive) {
      const bool goes_on = end > begin && text[end - 1] == '\\';
      std::fill(text.begin() + std::ptrdiff_t(begin), text.begin() + std::ptrdiff_t(end), ' ');
      in_directive = goes_on;
    }
    begin = end + 1;
  }
  return text;
}

/// What stands before a `{`, without `template <…>` and with what is in parentheses left out.
std::string outline_of(std::string_view head) {
  std::string outline;
  int parentheses = 0;
  int angles = 0;
  bool in_template = false;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    if (parentheses == 0 && outline.ends_with("template")) {
      in_template = true;
    }
    if (in_template && (c == '<' || c == '>')) {
      angles += c == '<' ? 1 : -1;
      in_template = angles > 0;
      outline += in_template ? "" : " ";
    } else if (!in_template) {
      parentheses -= c == ')' ? 1 : 0;
      if (parentheses == 0) {
        outline += c;
      }
      parentheses += c == '(' ? 1 : 0;
    }
  }
  return outline;
}

enum class Scope { type, function, value };

Scope scope_opened_by(std::string_view head) {
  const std::string outline = outline_of(head);
  const bool calls = outline.find('(') != std::string::npos;
  if (calls && (outline.find('=') == std::string::npos || has_word(outline, "operator"))) {
    return Scope::function;
  }
  constexpr std::array keywords = {"namespace", "class", "struct", "union", "extern"};
  const bool opens_type = std::any_of(keywords.begin(), keywords.end(), [&](const char* keyword) {
    return has_word(outline, keyword);
  });
  return opens_type ? Scope::type : Scope::value;
}

}  // namespace

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string blanked(std::string_view text, Blank what) {
  std::string result(text);
  Scanner scanner(text);
  while (!scanner.at_end()) {
    const std::size_t begin = scanner.at();
    const Scanner::Kind kind = scanner.step();
    if (kind == Scanner::Kind::text ||
        (kind == Scanner::Kind::comment && what == Blank::strings_and_comments)) {
      for (std::size_t i = begin; i < scanner.at(); ++i) {
        result[i] = result[i] == '\n' ? '\n' : ' ';
      }
    }
  }
  return result;
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_name_character(text[at - 1]);
    if (begins && (end == text.size() || !is_name_character(text[end]))) {
      return true;
    }
  }
  return false;
}

std::vector<Function> functions_of(std::string_view text) {
  const std::string code = without_directives(blanked(text, Blank::strings_and_comments));
  std::vector<Function> functions;
  std::vector<Scope> scopes;
  std::size_t line = 1;
  std::size_t head = 0;           // where the statement began that a `{` would belong to
  std::size_t depth_of_body = 0;  // how many scopes are open inside of the body; 0: in none
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    line += c == '\n' ? 1 : 0;
    if (c == '{') {
      scopes.push_back(scope_opened_by(std::string_view(code).substr(head, i - head)));
      if (depth_of_body == 0 && scopes.back() == Scope::function) {
        functions.push_back({line, line});
        depth_of_body = scopes.size();
      }
    } else if (c == '}' && !scopes.empty()) {
      if (scopes.size() == depth_of_body) {
        functions.back().last_line = line;
        depth_of_body = 0;
      }
      scopes.pop_back();
    }
    if (c == '{' || c == '}' || c == ';') {
      head = i + 1;
    }
  }
  return functions;
}

}  // namespace rkmock::tidy
