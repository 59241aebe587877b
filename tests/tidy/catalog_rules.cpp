#include <algorithm>
#include <set>

#include "tidy/rules.hpp"
#include "tidy/source_text.hpp"

namespace rkmock::tidy {

namespace {

using Words = std::vector<std::string>;

constexpr const char* mutants_file = "tests/mutants.txt";
constexpr const char* checks_file = "assertions/table.cpp";
constexpr const char* flaws_file = "receivers/flaws.cpp";
constexpr const char* flaws_page = "docs/flaws.md";

std::string_view text_of(const Tree& tree, std::string_view path) {
  const auto file = tree.find(path);
  return file == tree.end() ? std::string_view() : std::string_view(file->second);
}

Words split(std::string_view text, std::string_view by) {
  Words parts;
  for (std::size_t end = text.find(by); end != std::string_view::npos; end = text.find(by)) {
    parts.emplace_back(text.substr(0, end));
    text.remove_prefix(end + by.size());
  }
  parts.emplace_back(text);
  return parts;
}

std::size_t occurrences(std::string_view text, std::string_view what) {
  return split(text, what).size() - 1;
}

/// Each word that stands between the two texts.
Words words_between(std::string_view text, std::string_view before, std::string_view after) {
  Words words;
  for (std::size_t at = text.find(before); at != std::string_view::npos; at = text.find(before)) {
    text.remove_prefix(at + before.size());
    const std::string_view word = text.substr(0, std::min(text.find(after), text.size()));
    if (!word.empty() && std::all_of(word.begin(), word.end(), is_name_character)) {
      words.emplace_back(word);
    }
  }
  return words;
}

/// `      no_lost_event(),` → no_lost_event
Words checks_of(const Tree& tree) {
  return words_between(text_of(tree, checks_file), "      ", "()");
}

/// What stands in backticks in the cells of the table's first row, and in the first cell of others.
void read_table(std::string_view page, Words& columns, Words& rows) {
  for (std::string_view line : lines_of(page)) {
    if (!line.starts_with("| ")) {
      continue;
    }
    if (columns.empty()) {
      columns = words_between(line, "`", "`");
    } else if (const Words first = words_between(split(line, " |").front(), "`", "`");
               !first.empty()) {
      rows.push_back(first.front());
    }
  }
}

void compare(const Words& found, const Words& wanted, const std::string& what, Findings& findings) {
  const std::string subject = std::string(flaws_page) + ":1: ";
  for (const std::string& one : wanted) {
    if (std::count(found.begin(), found.end(), one) != 1) {
      findings.push_back(subject + "the " + what + " `" + one + "` is not in the table just once");
    }
  }
  for (const std::string& one : found) {
    if (std::find(wanted.begin(), wanted.end(), one) == wanted.end()) {
      findings.push_back(subject + "there is no " + what + " `" + one + "`");
    }
  }
}

}  // namespace

Findings stale_mutants(const Tree& tree) {
  Findings findings;
  std::set<std::string, std::less<>> mutated;
  const auto lines = lines_of(text_of(tree, mutants_file));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty() || lines[i].front() == '#') {
      continue;
    }
    const Words parts = split(lines[i], " | ");
    const std::string place = std::string(mutants_file) + ":" + std::to_string(i + 1) + ": ";
    if (parts.size() != 3 || parts[1].empty() || parts[1] == parts[2]) {
      findings.push_back(place + "this is not FILE | FROM | TO");
    } else if (occurrences(text_of(tree, parts[0]), parts[1]) != 1) {
      findings.push_back(place + "`" + parts[1] + "` is not exactly once in " + parts[0]);
    } else {
      mutated.insert(parts[0]);
    }
  }
  for (const std::string& check : checks_of(tree)) {
    if (!mutated.contains("assertions/checks/" + check + ".cpp")) {
      findings.push_back(std::string(mutants_file) + ":1: no mutation of `" + check + "`");
    }
  }
  return findings;
}

Findings stale_flaw_table(const Tree& tree) {
  Findings findings;
  Words columns;
  Words rows;
  read_table(text_of(tree, flaws_page), columns, rows);
  const Words checks = checks_of(tree);
  const Words flaws = words_between(text_of(tree, flaws_file), "{Flaw::", ",");
  if (checks.empty() || flaws.empty()) {
    return {std::string(flaws_page) + ":1: the checks or the flaws cannot be read"};
  }
  compare(columns, checks, "check", findings);
  compare(rows, flaws, "flaw", findings);
  return findings;
}

}  // namespace rkmock::tidy
