#include <algorithm>
#include <set>

#include "tidy/markdown.hpp"
#include "tidy/rules.hpp"
#include "tidy/source_text.hpp"

namespace rkmock::tidy {

namespace {

/// An extension point: its table, and where each of its members must be named.
struct ExtensionPoint {
  std::string table;
  std::string sources;  ///< the folder of its members' files
  std::string manual;   ///< a page with a heading for each, or a folder with a page for each
};

std::string_view text_of(const Tree& tree, std::string_view path) {
  const auto file = tree.find(path);
  return file == tree.end() ? std::string_view() : std::string_view(file->second);
}

/// `checks::copies()` → `copies`; empty when it is not a call without arguments.
std::string name_of_call(std::string_view entry) {
  const std::size_t first = std::min(entry.find_first_not_of(" \n"), entry.size());
  entry.remove_prefix(first);
  entry = entry.substr(0, entry.find_last_not_of(" \n") + 1);
  if (!entry.ends_with("()")) {
    return "";
  }
  entry.remove_suffix(2);
  entry.remove_prefix(entry.rfind(':') + 1);
  const bool is_name = std::all_of(entry.begin(), entry.end(), is_name_character);
  return is_name ? std::string(entry) : "";
}

/// The names in the first list of calls, as in `faults = {copies(), delay()};`
std::vector<std::string> names_in_table(std::string_view text) {
  const std::string code = blanked(text, Blank::strings_and_comments);
  for (std::size_t open = code.find('{'); open != std::string::npos;
       open = code.find('{', open + 1)) {
    std::string_view rows = std::string_view(code).substr(open + 1);
    rows = rows.substr(0, rows.find_first_of("{}"));
    std::vector<std::string> names;
    while (!rows.empty()) {
      const std::size_t end = std::min(rows.find(','), rows.size());
      names.push_back(name_of_call(rows.substr(0, end)));
      rows.remove_prefix(std::min(end + 1, rows.size()));
    }
    if (!names.empty() && std::find(names.begin(), names.end(), "") == names.end()) {
      return names;
    }
  }
  return {};
}

bool has_heading(std::string_view document, std::string_view word) {
  const std::vector<std::string> headings = headings_of(document);
  return std::any_of(headings.begin(), headings.end(), [&](const std::string& heading) {
    return has_word(heading, word);
  });
}

bool has_file(const Tree& tree, std::string_view folder, const std::string& name) {
  return std::any_of(tree.begin(), tree.end(), [&](const auto& file) {
    return is_under(file.first, folder) && name_of(file.first) == name;
  });
}

bool is_tested(const Tree& tree, std::string_view word) {
  return std::any_of(tree.begin(), tree.end(), [&](const auto& file) {
    return is_under(file.first, "tests") && file.first.ends_with("_test.cpp") &&
           has_word(file.second, word);
  });
}

Findings half_made(const Tree& tree, const ExtensionPoint& point) {
  const std::vector<std::string> names = names_in_table(text_of(tree, point.table));
  if (names.empty()) {
    return {point.table + ":1: no list of calls can be read here"};
  }
  Findings findings;
  for (const std::string& name : names) {
    const std::string subject = point.table + ":1: `" + name + "` has no ";
    if (!has_file(tree, point.sources, name + ".cpp")) {
      findings.push_back(subject + "file " + name + ".cpp in " + point.sources);
    }
    if (point.manual.ends_with(".md") && !has_heading(text_of(tree, point.manual), name)) {
      findings.push_back(subject + "heading in " + point.manual);
    }
    const std::string page = point.manual + "/" + name + ".md";
    if (!point.manual.ends_with(".md") && !tree.contains(page)) {
      findings.push_back(subject + "page " + page);
    }
    if (!is_tested(tree, name)) {
      findings.push_back(subject + "test that names it");
    }
  }
  return findings;
}

/// The words of a CMake file, its comments left out.
std::set<std::string, std::less<>> words_of_cmake(std::string_view text) {
  std::set<std::string, std::less<>> words;
  for (std::string_view line : lines_of(text)) {
    line = line.substr(0, line.find('#'));
    while (!line.empty()) {
      const std::size_t end = std::min(line.find_first_of(" ()\"\t"), line.size());
      words.emplace(line.substr(0, end));
      line.remove_prefix(std::min(end + 1, line.size()));
    }
  }
  return words;
}

/// The nearest folder, from the file's own upwards, that has a CMakeLists.txt.
std::string cmake_folder_of(const Tree& tree, std::string_view path) {
  std::string_view folder = folder_of(path);
  while (!folder.empty() && !tree.contains(std::string(folder) + "/CMakeLists.txt")) {
    folder = folder_of(folder);
  }
  return std::string(folder);
}

}  // namespace

Findings unlisted_sources(const Tree& tree) {
  Findings findings;
  for (const auto& [path, text] : tree) {
    // Tests name their sources only; the contract is installed as a folder.
    const bool is_exempt =
        is_under(path, "include") || (is_under(path, "tests") && is_header(path));
    if (!is_cpp(path) || is_exempt) {
      continue;
    }
    const std::string folder = cmake_folder_of(tree, path);
    const std::string list = folder.empty() ? "CMakeLists.txt" : folder + "/CMakeLists.txt";
    const std::string name = folder.empty() ? path : path.substr(folder.size() + 1);
    if (!words_of_cmake(text_of(tree, list)).contains(name)) {
      findings.push_back(path + ":1: not listed in " + list);
    }
  }
  return findings;
}

Findings half_made_faults(const Tree& tree) {
  return half_made(
      tree, {.table = "faults/table.cpp", .sources = "faults", .manual = "docs/faults"}
  );
}

Findings half_made_checks(const Tree& tree) {
  return half_made(
      tree,
      {.table = "assertions/table.cpp", .sources = "assertions/checks", .manual = "docs/checks.md"}
  );
}

Findings half_made_profiles(const Tree& tree) {
  const std::string folder = "mockserver/webhooks";
  const std::string manual = "docs/sender-profiles.md";
  Findings findings;
  for (const auto& [path, text] : tree) {
    if (!is_under(path, folder + "/profiles") || !path.ends_with(".json")) {
      continue;
    }
    const std::string_view file = name_of(path);
    const std::string_view name = file.substr(0, file.rfind('.'));
    if (!has_heading(text_of(tree, manual), name)) {
      findings.push_back(path + ":1: no heading in " + manual);
    }
    if (text_of(tree, folder + "/CMakeLists.txt").find(file) == std::string_view::npos) {
      findings.push_back(path + ":1: not compiled in by " + folder + "/CMakeLists.txt");
    }
  }
  return findings;
}

}  // namespace rkmock::tidy
