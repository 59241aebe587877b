#include <algorithm>
#include <array>

#include "tidy/rules.hpp"
#include "tidy/source_text.hpp"

namespace rkmock::tidy {

namespace {

constexpr std::size_t max_width = 100;
constexpr std::size_t max_header_lines = 200;
constexpr std::size_t max_source_lines = 500;
constexpr std::size_t max_function_lines = 70;

std::string at_line(const File& file, std::size_t line, const std::string& what) {
  return file.path + ":" + std::to_string(line) + ": " + what;
}

/// In characters: bytes that do not go on with one begun before.
std::size_t width_of(std::string_view line) {
  return std::size_t(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

/// What people lay out; golden files are as tests need them.
bool is_code(std::string_view path) {
  if (is_under(path, "tests/golden")) {
    return false;
  }
  constexpr std::array endings = {
      ".cpp", ".hpp", ".cmake", ".js", ".mjs", ".sh", ".yaml", ".yml", "CMakeLists.txt"};
  return path == "dev" || path == ".ci/run" ||
         std::any_of(endings.begin(), endings.end(), [&](const char* ending) {
           return path.ends_with(ending);
         });
}

}  // namespace

Findings in_every_file(const std::function<Findings(const File&)>& rule, const Tree& tree) {
  Findings all;
  for (const auto& [path, text] : tree) {
    Findings findings = rule({path, text});
    std::move(findings.begin(), findings.end(), std::back_inserter(all));
  }
  return all;
}

Findings wide_lines(const File& file) {
  Findings findings;
  if (!is_code(file.path)) {
    return findings;
  }
  std::size_t number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    if (width_of(line) > max_width) {
      findings.push_back(at_line(
          file,
          number,
          std::to_string(width_of(line)) + " characters, above " + std::to_string(max_width)
      ));
    }
  }
  return findings;
}

Findings long_files(const File& file) {
  const std::size_t limit = is_header(file.path) ? max_header_lines : max_source_lines;
  const std::size_t lines = lines_of(file.text).size();
  if (!is_cpp(file.path) || lines <= limit) {
    return {};
  }
  return {at_line(file, 1, std::to_string(lines) + " lines, above " + std::to_string(limit))};
}

Findings long_functions(const File& file) {
  Findings findings;
  if (!is_cpp(file.path)) {
    return findings;
  }
  for (const Function& function : functions_of(file.text)) {
    const std::size_t lines = function.last_line - function.first_line + 1;
    if (lines > max_function_lines) {
      findings.push_back(at_line(
          file,
          function.first_line,
          "a function of " + std::to_string(lines) + " lines, above " +
              std::to_string(max_function_lines)
      ));
    }
  }
  return findings;
}

Findings unclean_white_space(const File& file) {
  Findings findings;
  if (!is_code(file.path)) {
    return findings;
  }
  std::size_t number = 0;
  for (const std::string_view line : lines_of(file.text)) {
    ++number;
    if (line.find('\t') != std::string_view::npos) {
      findings.push_back(at_line(file, number, "a tab"));
    }
    if (line.ends_with(' ') || line.ends_with('\r')) {
      findings.push_back(at_line(file, number, "blanks at the end"));
    }
  }
  if (!file.text.empty() && !file.text.ends_with('\n')) {
    findings.push_back(at_line(file, number, "no newline at the end"));
  }
  return findings;
}

Findings odd_file_names(const File& file) {
  const std::string_view name = name_of(file.path);
  if (!is_code(file.path) || name == "CMakeLists.txt" || name.ends_with(".yml")) {
    return {};
  }
  const bool fits = std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
  return fits ? Findings() : Findings{at_line(file, 1, "the file's name is not snake_case")};
}

Findings headers_without_introduction(const File& file) {
  if (!is_header(file.path)) {
    return {};
  }
  const auto lines = lines_of(file.text);
  if (lines.empty() || lines[0] != "#pragma once") {
    return {at_line(file, 1, "a header begins with `#pragma once`")};
  }
  // clang-format parts the two by an empty line in a header without includes.
  const std::size_t next = lines.size() > 1 && lines[1].empty() ? 2 : 1;
  if (lines.size() <= next || !lines[next].starts_with("// ")) {
    return {at_line(file, next + 1, "a comment under `#pragma once` says what the header is")};
  }
  return {};
}

Findings empty_sources(const File& file) {
  const std::string code = blanked(file.text, Blank::strings_and_comments);
  if (!is_cpp(file.path) || code.find_first_not_of(" \n") != std::string::npos) {
    return {};
  }
  return {at_line(file, 1, "no code")};
}

}  // namespace rkmock::tidy
