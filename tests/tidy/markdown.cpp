#include "tidy/markdown.hpp"

#include <algorithm>
#include <map>

#include "tidy/source_text.hpp"

namespace rkmock::tidy {

namespace {

/// `code` between backticks, as spaces.
std::string without_inline_code(std::string_view line) {
  std::string result(line);
  bool in_code = false;
  for (char& c : result) {
    const bool is_mark = c == '`';
    in_code = is_mark ? !in_code : in_code;
    c = is_mark || in_code ? ' ' : c;
  }
  return result;
}

/// The document's lines, those of fenced code as empty ones.
std::vector<std::string_view> prose_lines(std::string_view document) {
  std::vector<std::string_view> lines = lines_of(document);
  bool in_fence = false;
  for (std::string_view& line : lines) {
    const std::size_t first = std::min(line.find_first_not_of(' '), line.size());
    const bool is_fence = line.substr(first).starts_with("```");
    in_fence = is_fence ? !in_fence : in_fence;
    line = is_fence || in_fence ? std::string_view() : line;
  }
  return lines;
}

std::string without_title(std::string_view target) {
  return std::string(target.substr(0, target.find(' ')));
}

/// What stands between each `open` and the `close` behind it.
void collect(
    std::string_view text,
    std::string_view open,
    char close,
    std::size_t line,
    std::vector<Link>& links
) {
  for (std::size_t at = text.find(open); at != std::string_view::npos; at = text.find(open, at)) {
    at += open.size();
    links.push_back({line, without_title(text.substr(at, text.find(close, at) - at))});
  }
}

std::string anchor_of(std::string_view heading) {
  std::string anchor;
  for (const char c : heading) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                         static_cast<unsigned char>(c) >= 0x80;
    if (is_upper) {
      anchor += static_cast<char>(c - 'A' + 'a');
    } else if (is_kept || c == ' ') {
      anchor += c == ' ' ? '-' : c;
    }
  }
  return anchor;
}

}  // namespace

std::vector<std::string> headings_of(std::string_view document) {
  std::vector<std::string> headings;
  for (const std::string_view line : prose_lines(document)) {
    const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
    if (marks >= 1 && marks <= 6 && line.substr(marks).starts_with(' ')) {
      headings.emplace_back(line.substr(marks + 1));
    }
  }
  return headings;
}

std::set<std::string> anchors_of(std::string_view document) {
  std::set<std::string> anchors;
  std::map<std::string, int> uses;
  for (const std::string& heading : headings_of(document)) {
    const std::string anchor = anchor_of(heading);
    const int use = uses[anchor]++;
    anchors.insert(use == 0 ? anchor : anchor + "-" + std::to_string(use));
  }
  return anchors;
}

std::vector<Link> links_of(std::string_view document) {
  std::vector<Link> links;
  std::size_t number = 0;
  for (const std::string_view line : prose_lines(document)) {
    ++number;
    const std::string text = without_inline_code(line);
    collect(text, "](", ')', number, links);
    collect(text, "src=\"", '"', number, links);
    if (text.starts_with('[')) {
      const std::size_t colon = text.find("]: ");
      if (colon != std::string::npos) {
        links.push_back({number, without_title(std::string_view(text).substr(colon + 3))});
      }
    }
  }
  return links;
}

}  // namespace rkmock::tidy
