#include <algorithm>
#include <string>
#include <string_view>

#include "rkmock/result.hpp"

#include "core/utf8.hpp"

namespace rkmock {
namespace {

/// A wide line is shown as a window around the column.
constexpr std::size_t window_characters = 96;

std::string place(const Position& at) {
  std::string text;
  if (!at.file.empty()) {
    text += printable(at.file) + ":";
  }
  if (at.line > 0) {
    text += std::to_string(at.line) + ":";
    if (at.column > 0) {
      text += std::to_string(at.column) + ":";
    }
  }
  return text.empty() ? text : text + " ";
}

std::size_t bytes_of_characters(std::string_view text, std::size_t characters) {
  std::size_t at = 0;
  for (; characters > 0 && at < text.size(); --characters) {
    at += std::max<std::size_t>(utf8_length(text, at), 1);
  }
  return at;
}

/// The line and a caret under its column. A tab is shown as one space, so that the caret stands
/// right wherever the terminal's tab stops are.
void append_quote(std::string& out, const Diagnostic& problem) {
  std::string_view line = problem.line;
  const std::size_t column =
      problem.at.column > 0 ? static_cast<std::size_t>(problem.at.column) : 0;
  std::size_t caret = column == 0 ? 0 : std::min(column - 1, count_characters(line));
  std::string_view lead;
  if (caret > window_characters / 2 && count_characters(line) > window_characters) {
    const std::size_t skipped = caret - window_characters / 2;
    line.remove_prefix(bytes_of_characters(line, skipped));
    caret = caret - skipped + 1;
    lead = "…";
  }
  std::string shown(lead);
  shown += shorten(line, window_characters);
  std::replace(shown.begin(), shown.end(), '\t', ' ');
  const std::size_t before = bytes_of_characters(shown, caret);
  const std::string left = printable(std::string_view(shown).substr(0, before));

  const std::string number = problem.at.line > 0 ? std::to_string(problem.at.line) : "";
  const std::size_t gutter = std::max<std::size_t>(number.size(), 4);
  out += std::string(gutter - number.size(), ' ') + number + " | " + left +
         printable(std::string_view(shown).substr(before)) + "\n";
  if (column > 0) {
    out += std::string(gutter, ' ') + " | " + std::string(count_characters(left), ' ') + "^\n";
  }
}

void append_detail(std::string& out, std::string_view label, std::string_view text) {
  if (!text.empty()) {
    out += "  ";
    out += label;
    out += printable(text);
    out += '\n';
  }
}

}  // namespace

std::string to_text(const Diagnostics& diagnostics) {
  std::string out;
  for (const Diagnostic& problem : diagnostics) {
    out += place(problem.at) + "error: " + printable(problem.message) + "\n";
    if (!problem.line.empty()) {
      append_quote(out, problem);
    }
    append_detail(out, "at: ", problem.path);
    append_detail(out, "expected: ", problem.expected);
    append_detail(out, "found: ", problem.found);
    append_detail(out, "hint: ", problem.hint);
  }
  return out;
}

}  // namespace rkmock
