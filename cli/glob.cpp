#include "cli/glob.hpp"

#include <algorithm>
#include <filesystem>
#include <span>

#include <fnmatch.h>

namespace rkmock::cli {

namespace fs = std::filesystem;

namespace {

using Names = std::span<const std::string>;

/// Empty names aside: `a//b` is `a/b`.
std::vector<std::string> names_of(std::string_view path) {
  std::vector<std::string> names;
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    if (end > 0) {
      names.emplace_back(path.substr(0, end));
    }
    path.remove_prefix(std::min(end + 1, path.size()));
  }
  return names;
}

bool name_matches(const std::string& pattern, const std::string& name) {
  return fnmatch(pattern.c_str(), name.c_str(), FNM_PERIOD) == 0;
}

bool names_match(Names pattern, Names names) {
  if (pattern.empty()) {
    return names.empty();
  }
  if (pattern.front() == "**") {
    const bool hidden = !names.empty() && names.front().front() == '.';
    return names_match(pattern.subspan(1), names) ||
           (!names.empty() && !hidden && names_match(pattern, names.subspan(1)));
  }
  return !names.empty() && name_matches(pattern.front(), names.front()) &&
         names_match(pattern.subspan(1), names.subspan(1));
}

/// What stands in the folder, as the pattern would write it. Folders that cannot be read hold
/// nothing.
std::vector<fs::path> entries_of(const fs::path& folder, bool recursively) {
  std::vector<fs::path> found;
  const fs::path from = folder.empty() ? fs::path(".") : folder;
  const auto options = fs::directory_options::skip_permission_denied;
  std::error_code error;
  const auto add = [&](const fs::path& entry) {
    found.push_back(folder / entry.lexically_relative(from));
  };
  if (recursively) {
    for (fs::recursive_directory_iterator at(from, options, error), end; !error && at != end;
         at.increment(error)) {
      add(at->path());
    }
  } else {
    for (fs::directory_iterator at(from, options, error), end; !error && at != end;
         at.increment(error)) {
      add(at->path());
    }
  }
  return found;
}

}  // namespace

bool is_glob(std::string_view word) {
  return word.find_first_of("*?[") != std::string_view::npos;
}

bool glob_matches(std::string_view pattern, std::string_view path) {
  const bool same_root = pattern.starts_with('/') == path.starts_with('/');
  return same_root && names_match(names_of(pattern), names_of(path));
}

std::vector<std::string> expand_glob(const std::string& pattern) {
  const std::vector<std::string> names = names_of(pattern);
  fs::path folder = pattern.starts_with('/') ? "/" : "";
  std::size_t plain = 0;
  for (; plain < names.size() && !is_glob(names[plain]); ++plain) {
    folder /= names[plain];
  }
  // Each name further down could match; how deep there is to look depends on `**` alone.
  const bool any_depth = std::find(names.begin(), names.end(), "**") != names.end();
  std::vector<fs::path> reached = {folder};
  for (std::size_t depth = plain; depth < names.size(); ++depth) {
    std::vector<fs::path> next;
    for (const fs::path& parent : reached) {
      const std::vector<fs::path> entries = entries_of(parent, any_depth);
      next.insert(next.end(), entries.begin(), entries.end());
    }
    reached = std::move(next);
    if (any_depth) {
      break;
    }
  }
  std::vector<std::string> matching;
  for (const fs::path& path : reached) {
    if (glob_matches(pattern, path.string())) {
      matching.push_back(path.string());
    }
  }
  std::sort(matching.begin(), matching.end());
  return matching;
}

}  // namespace rkmock::cli
