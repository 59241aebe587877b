#pragma once
// UTF-8, as far as positions and safe output need it. Pure functions; any thread.
#include <cstddef>
#include <string>
#include <string_view>

namespace rkmock {

/// The length (1 … 4) of the well-formed character at `at`; 0 when the bytes there are not
/// UTF-8 (overlong, a surrogate, above U+10FFFF or cut off). Requires: at < text.size().
[[nodiscard]] std::size_t utf8_length(std::string_view text, std::size_t at);

/// How many characters; a byte that is not UTF-8 counts as one.
[[nodiscard]] std::size_t count_characters(std::string_view text);

/// Appends a code point below U+110000.
void append_utf8(std::string& out, char32_t character);

/// At most `most` characters; `…` stands for what was left out. Never cuts a character.
[[nodiscard]] std::string shorten(std::string_view text, std::size_t most);

/// For a terminal or a log: control characters become `\n`, `\x1b` …, bad bytes U+FFFD.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace rkmock
