#pragma once
// The rules of this project's tree: each a pure function from text to what breaks it.
//
// Values; any thread. A rule over a File sees that file alone, one over a Tree compares files.
// Findings read as a compiler's: `path:line: what`, so that an editor jumps there.
#include <functional>
#include <string>
#include <vector>

#include "tidy/tree.hpp"

namespace rkmock::tidy {

using Findings = std::vector<std::string>;

/// A rule over one file, applied to a whole tree.
[[nodiscard]] Findings in_every_file(
    const std::function<Findings(const File&)>& rule, const Tree& tree
);

// ── layout_rules.cpp: sizes, names and white space ────────────────────────────────────────────

/// Lines of code are at most 100 characters wide.
[[nodiscard]] Findings wide_lines(const File& file);
/// Headers have at most 200 lines, sources 500.
[[nodiscard]] Findings long_files(const File& file);
/// Functions have at most 70 lines.
[[nodiscard]] Findings long_functions(const File& file);
/// No tabs, no trailing blanks, no carriage returns, a newline at the end.
[[nodiscard]] Findings unclean_white_space(const File& file);
/// Files of code are named in snake_case.
[[nodiscard]] Findings odd_file_names(const File& file);
/// `#pragma once` and then a comment that says what the header is.
[[nodiscard]] Findings headers_without_introduction(const File& file);
/// No source is empty.
[[nodiscard]] Findings empty_sources(const File& file);

// ── word_rules.cpp: what must not be written ──────────────────────────────────────────────────

/// No marks of unfinished work.
[[nodiscard]] Findings unfinished_work(const File& file);
/// No test is skipped or disabled.
[[nodiscard]] Findings tests_that_do_not_run(const File& file);
/// No test waits by the clock.
[[nodiscard]] Findings sleeps_in_tests(const File& file);
/// Nothing of the library that the oldest supported tools lack.
[[nodiscard]] Findings too_new_for_the_tools(const File& file);
/// Nothing that exists on the machine of one developer alone.
[[nodiscard]] Findings words_of_one_machine(const File& file);

// ── include_rules.cpp: who may include whom ───────────────────────────────────────────────────

/// Includes follow the edges between folders, and name files from the project's root.
[[nodiscard]] Findings forbidden_includes(const File& file);
/// Includes in quotes name files that exist.
[[nodiscard]] Findings includes_of_nothing(const Tree& tree);

// ── table_rules.cpp: what must be named in several places ─────────────────────────────────────

/// Sources and headers are listed in the nearest CMakeLists.txt.
[[nodiscard]] Findings unlisted_sources(const Tree& tree);
/// Every fault of the table has its file, its heading in docs/faults.md and a test.
[[nodiscard]] Findings half_made_faults(const Tree& tree);
/// Every check of the table has its file, its heading in docs/checks.md and a test.
[[nodiscard]] Findings half_made_checks(const Tree& tree);
/// Every sender profile is compiled in and has its heading in docs/sender-profiles.md.
[[nodiscard]] Findings half_made_profiles(const Tree& tree);

// ── catalog_rules.cpp: lists that must not lag behind the code ────────────────────────────────

/// Each mutation of tests/mutants.txt is `FILE | FROM | TO`, and FROM is in FILE exactly once;
/// every check has one.
[[nodiscard]] Findings stale_mutants(const Tree& tree);
/// The table of docs/flaws.md has a row for each flaw and a column for each check, and no others.
[[nodiscard]] Findings stale_flaw_table(const Tree& tree);

// ── link_rules.cpp: documents ─────────────────────────────────────────────────────────────────

/// Relative links of Markdown files lead to files and headings that exist.
[[nodiscard]] Findings broken_links(const Tree& tree);
/// Every document is linked from the README.md of its folder, and that from the one above.
[[nodiscard]] Findings unlinked_documents(const Tree& tree);

}  // namespace rkmock::tidy
