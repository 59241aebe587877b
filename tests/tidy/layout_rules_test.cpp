// Sizes, names and white space: each rule with a text that breaks it and one that does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tidy/rules.hpp"

namespace rkmock::tidy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string repeated(int times, const std::string& text) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    all += text;
  }
  return all;
}

TEST(LayoutRulesTest, ALineOfCodeHasAHundredCharacters) {
  const std::string fits(100, 'a');
  EXPECT_THAT(wide_lines({"core/a.cpp", fits + "\n"}), IsEmpty());
  EXPECT_THAT(
      wide_lines({"core/a.cpp", "\n" + fits + "a\n"}),
      ElementsAre("core/a.cpp:2: 101 characters, above 100")
  );
  EXPECT_THAT(wide_lines({"dev", fits + "a"}), SizeIs(1));
  EXPECT_THAT(wide_lines({"core/CMakeLists.txt", fits + "a"}), SizeIs(1));
}

TEST(LayoutRulesTest, WidthIsCountedInCharactersNotBytes) {
  EXPECT_THAT(wide_lines({"core/a.cpp", repeated(100, "…")}), IsEmpty());
  EXPECT_THAT(wide_lines({"core/a.cpp", repeated(101, "…")}), SizeIs(1));
}

TEST(LayoutRulesTest, ProseMayHaveLongLines) {
  EXPECT_THAT(wide_lines({"docs/a.md", std::string(500, 'a')}), IsEmpty());
}

TEST(LayoutRulesTest, HeadersAreShorterThanSources) {
  EXPECT_THAT(long_files({"core/a.hpp", repeated(200, "a\n")}), IsEmpty());
  EXPECT_THAT(
      long_files({"core/a.hpp", repeated(201, "a\n")}),
      ElementsAre("core/a.hpp:1: 201 lines, above 200")
  );
  EXPECT_THAT(long_files({"core/a.cpp", repeated(500, "a\n")}), IsEmpty());
  EXPECT_THAT(long_files({"tests/a_test.cpp", repeated(501, "a\n")}), SizeIs(1));
  EXPECT_THAT(long_files({"docs/a.md", repeated(501, "a\n")}), IsEmpty());
}

TEST(LayoutRulesTest, AFunctionHasSeventyLines) {
  EXPECT_THAT(
      long_functions({"a.cpp", "void f() {\n" + repeated(68, "g();\n") + "}\n"}), IsEmpty()
  );
  EXPECT_THAT(
      long_functions({"a.cpp", "\nvoid f() {\n" + repeated(69, "g();\n") + "}\n"}),
      ElementsAre("a.cpp:2: a function of 71 lines, above 70")
  );
  EXPECT_THAT(
      long_functions({"a.cpp", "namespace a {\n" + repeated(80, "void f() {\n}\n") + "}\n"}),
      IsEmpty()
  );
}

TEST(LayoutRulesTest, WhiteSpaceIsClean) {
  EXPECT_THAT(unclean_white_space({"a.cpp", "  a\n\nb\n"}), IsEmpty());
  EXPECT_THAT(unclean_white_space({"a.cpp", "\ta\n"}), ElementsAre("a.cpp:1: a tab"));
  EXPECT_THAT(unclean_white_space({"a.cpp", "a \n"}), ElementsAre("a.cpp:1: blanks at the end"));
  EXPECT_THAT(unclean_white_space({"a.cpp", "a\r\n"}), SizeIs(1));
  EXPECT_THAT(
      unclean_white_space({"a.cpp", "a\nb"}), ElementsAre("a.cpp:2: no newline at the end")
  );
  EXPECT_THAT(unclean_white_space({"docs/a.md", "a  \nb"}), IsEmpty());
  EXPECT_THAT(unclean_white_space({"tests/golden/broken/tab.yaml", "\ta\n"}), IsEmpty());
}

TEST(LayoutRulesTest, FilesOfCodeAreNamedInSnakeCase) {
  for (const char* path :
       {"core/journal_file.cpp",
        "a/CMakeLists.txt",
        "x.config.js",
        "dev",
        "docs/journal-format.md",
        "docker-compose.yml",
        "CMakePresets.json"}) {
    EXPECT_THAT(odd_file_names({path, ""}), IsEmpty());
  }
  for (const char* path : {"core/JournalFile.cpp", "core/journal-file.hpp", "library/Plain.yaml"}) {
    EXPECT_THAT(odd_file_names({path, ""}), ElementsAre(HasSubstr("snake_case")));
  }
}

TEST(LayoutRulesTest, AHeaderBeginsWithOnceAndWhatItIs) {
  EXPECT_THAT(headers_without_introduction({"a.hpp", "#pragma once\n// What.\n"}), IsEmpty());
  EXPECT_THAT(headers_without_introduction({"a.hpp", "#pragma once\n\n// What.\n"}), IsEmpty());
  EXPECT_THAT(headers_without_introduction({"a.cpp", "int a;\n"}), IsEmpty());
  EXPECT_THAT(
      headers_without_introduction({"a.hpp", "// What.\n#pragma once\n"}),
      ElementsAre(HasSubstr("`#pragma once`"))
  );
  EXPECT_THAT(
      headers_without_introduction({"a.hpp", "#pragma once\n\n#include <map>\n"}),
      ElementsAre(HasSubstr("a.hpp:3: "))
  );
  EXPECT_THAT(headers_without_introduction({"a.hpp", "#pragma once\n"}), SizeIs(1));
  EXPECT_THAT(headers_without_introduction({"a.hpp", ""}), SizeIs(1));
}

TEST(LayoutRulesTest, ASourceHasCode) {
  EXPECT_THAT(empty_sources({"a.cpp", "int a;\n"}), IsEmpty());
  EXPECT_THAT(empty_sources({"a.txt", ""}), IsEmpty());
  EXPECT_THAT(empty_sources({"a.cpp", ""}), SizeIs(1));
  EXPECT_THAT(empty_sources({"a.cpp", "// Later.\n"}), SizeIs(1));
}

TEST(EveryFileTest, IsAsked) {
  const Tree tree = {{"a.cpp", ""}, {"b.cpp", "int b;\n"}, {"c.cpp", ""}};
  EXPECT_THAT(
      in_every_file(empty_sources, tree), ElementsAre("a.cpp:1: no code", "c.cpp:1: no code")
  );
}

}  // namespace
}  // namespace rkmock::tidy
