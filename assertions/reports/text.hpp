#pragma once
// Text for reports: made harmless, measured in terminal columns, wrapped. Pure functions; any
// thread.
#include <string>
#include <string_view>
#include <vector>

namespace rkmock::reports {

/// One line that no terminal obeys: control characters become `\n`, `\x1b` …, bytes that are not
/// UTF-8 and characters that turn the direction of writing become U+FFFD. At most 1,000
/// characters. Cleaning twice changes nothing.
[[nodiscard]] std::string clean(std::string_view text);

/// The same without a bound, for what is copied whole: paths, URLs, commands.
[[nodiscard]] std::string clean_whole(std::string_view text);

/// How many columns a terminal takes for it: East Asian characters and emoji take two, combining
/// marks none. Expects cleaned text.
[[nodiscard]] int columns(std::string_view text);

/// The text filled with spaces to so many columns; a longer one stays as it is.
[[nodiscard]] std::string pad(std::string_view text, int width);

/// At most so many columns; `…` stands for what was left out. Requires: width > 0.
[[nodiscard]] std::string fit(std::string_view text, int width);

/// Breaks at spaces, and inside of a word only when it alone is too long. The first line takes
/// at most `first` columns, all others at most `rest`; both count as at least 8. Never empty.
[[nodiscard]] std::vector<std::string> wrap(std::string_view text, int first, int rest);

/// `1 check`, `6 checks`
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

}  // namespace rkmock::reports
