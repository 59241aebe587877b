#pragma once
// The project's files as values, so that rules over them are pure functions.
//
// Values; any thread. Only read_tree() touches the disk.
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace rkmock::tidy {

struct File {
  std::string path;  ///< from the project's root, with `/`: `core/journal.cpp`
  std::string text;
};

/// Path → text; a file that is no text has an empty one.
using Tree = std::map<std::string, std::string, std::less<>>;

/// Every file under `root`; build, node_modules, caches and Git's own folder are left out.
[[nodiscard]] Tree read_tree(const std::filesystem::path& root);

/// `core/journal.cpp` → `core`; empty for a file in the root.
[[nodiscard]] std::string_view folder_of(std::string_view path);

/// `core/journal.cpp` → `journal.cpp`.
[[nodiscard]] std::string_view name_of(std::string_view path);

/// A C++ source or header.
[[nodiscard]] bool is_cpp(std::string_view path);
[[nodiscard]] bool is_header(std::string_view path);
[[nodiscard]] bool is_markdown(std::string_view path);
[[nodiscard]] bool is_under(std::string_view path, std::string_view folder);

}  // namespace rkmock::tidy
