#pragma once
// File names with wildcards, for words that the shell was kept from expanding. Any thread.
#include <string>
#include <string_view>
#include <vector>

namespace rkmock::cli {

/// Whether it holds `*`, `?` or `[`.
[[nodiscard]] bool is_glob(std::string_view word);

/// `*`, `?` and `[a-z]` stand for characters of one name, a name of `**` for any number of
/// folders. What begins with a dot is only matched by a dot.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view path);

/// Files and folders of that name, in byte order. Links to folders are not followed below `**`.
[[nodiscard]] std::vector<std::string> expand_glob(const std::string& pattern);

}  // namespace rkmock::cli
