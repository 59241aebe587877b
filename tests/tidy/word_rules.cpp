#include <array>

#include "tidy/rules.hpp"
#include "tidy/source_text.hpp"

// The words that are looked for are written in pieces: these rules hold for this file too.

namespace rkmock::tidy {

namespace {

/// What `matches` says of each line, worded with the line's place.
template <class Matches>
Findings each_line(const File& file, std::string_view text, const Matches& matches) {
  Findings findings;
  std::size_t number = 0;
  for (const std::string_view line : lines_of(text)) {
    ++number;
    for (const std::string& what : matches(line)) {
      findings.push_back(file.path + ":" + std::to_string(number) + ": " + what);
    }
  }
  return findings;
}

/// The text in which words count: of C++ without its strings, where a test may quote anything.
std::string written_in(const File& file, Blank blank) {
  return is_cpp(file.path) ? blanked(file.text, blank) : file.text;
}

}  // namespace

Findings unfinished_work(const File& file) {
  if (name_of(file.path) == "package-lock.json") {
    return {};  // hashes
  }
  constexpr std::array marks = {
      "TO"
      "DO",
      "FIX"
      "ME",
      "XX"
      "X"};
  return each_line(file, written_in(file, Blank::strings), [&](std::string_view line) {
    Findings found;
    for (const char* mark : marks) {
      if (has_word(line, mark)) {
        found.push_back(std::string("unfinished work: ") + mark);
      }
    }
    return found;
  });
}

Findings tests_that_do_not_run(const File& file) {
  if (!is_cpp(file.path)) {
    return {};
  }
  const std::string code = blanked(file.text, Blank::strings_and_comments);
  return each_line(file, code, [](std::string_view line) {
    Findings found;
    if (has_word(line, "GTEST_SKIP") || line.find("DISABLED_") != std::string_view::npos) {
      found.emplace_back("a test that does not run");
    }
    return found;
  });
}

Findings sleeps_in_tests(const File& file) {
  if (!is_cpp(file.path) || !is_under(file.path, "tests")) {
    return {};
  }
  const std::string code = blanked(file.text, Blank::strings_and_comments);
  return each_line(file, code, [](std::string_view line) {
    constexpr std::array names = {"sleep_for", "sleep_until", "usleep", "nanosleep", "sleep"};
    Findings found;
    for (const char* name : names) {
      if (has_word(line, name)) {
        found.push_back(std::string(name) + ": wait for what the test needs, not for time");
      }
    }
    return found;
  });
}

Findings too_new_for_the_tools(const File& file) {
  if (!is_cpp(file.path)) {
    return {};
  }
  const std::string code = blanked(file.text, Blank::strings_and_comments);
  return each_line(file, code, [](std::string_view line) {
    constexpr std::array names = {
        "std::format", "std::print", "std::println", "std::expected", "std::views"};
    Findings found;
    for (const char* name : names) {
      if (has_word(line, name)) {
        found.push_back(std::string(name) + " is not in g++ 12 and clang 14");
      }
    }
    return found;
  });
}

Findings words_of_one_machine(const File& file) {
  constexpr std::array words = {
      "/wo"
      "rk/",
      "../sha"
      "red",
      "/.lib"
      "rary",
      "registry.np"
      "mjs",
      "deb.deb"
      "ian.org",
      "py"
      "pi.org",
      "proxy.gol"
      "ang.org",
      "crat"
      "es.io",
  };
  return each_line(file, file.text, [&](std::string_view line) {
    Findings found;
    for (const char* word : words) {
      if (line.find(word) != std::string_view::npos) {
        found.push_back(std::string("names what other machines do not have: ") + word);
      }
    }
    return found;
  });
}

}  // namespace rkmock::tidy
