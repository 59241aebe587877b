#pragma once
// C++ seen as text: enough of its tokens to tell code from comments and strings.
//
// Values; any thread. An approximation on purpose: no preprocessor, no types.
#include <string>
#include <string_view>
#include <vector>

namespace rkmock::tidy {

/// Lines without their ends; a last line without a newline counts.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

/// What to blank out of a C++ text.
enum class Blank { strings, strings_and_comments };

/// The text with those parts replaced by spaces; newlines stay, so that lines keep their numbers.
[[nodiscard]] std::string blanked(std::string_view text, Blank what);

/// Of an identifier or a number.
[[nodiscard]] bool is_name_character(char c);

/// Whether `word` stands in `text` between characters that cannot be part of a name.
[[nodiscard]] bool has_word(std::string_view text, std::string_view word);

/// A function's body by its braces.
struct Function {
  std::size_t first_line = 0;  ///< of the opening brace, from 1
  std::size_t last_line = 0;   ///< of the closing brace
};

/// The bodies of functions, TESTs included; what is inside of a body belongs to it.
[[nodiscard]] std::vector<Function> functions_of(std::string_view text);

}  // namespace rkmock::tidy
