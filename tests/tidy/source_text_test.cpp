// Code told from comments and strings, and functions from other braces.
#include "tidy/source_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::tidy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string code_of(std::string_view text) {
  return blanked(text, Blank::strings_and_comments);
}

std::vector<std::size_t> function_lengths(std::string_view text) {
  std::vector<std::size_t> lengths;
  for (const Function& function : functions_of(text)) {
    lengths.push_back(function.last_line - function.first_line + 1);
  }
  return lengths;
}

TEST(LinesTest, AreGivenWithoutTheirEnds) {
  EXPECT_THAT(lines_of("a\n\nb\n"), ElementsAre("a", "", "b"));
  EXPECT_THAT(lines_of("a\nb"), ElementsAre("a", "b"));
  EXPECT_THAT(lines_of(""), IsEmpty());
}

TEST(BlankedTest, CommentsAndStringsGoAndLinesStay) {
  EXPECT_EQ(code_of("a; // b\nc;"), "a;     \nc;");
  EXPECT_EQ(code_of("a /* b\n c */ d"), "a     \n      d");
  EXPECT_EQ(code_of("f(\"a\\\"b\", 'c', '\\'');"), "f(      ,    ,     );");
  EXPECT_EQ(code_of("x(R\"(a\n\")\");y"), "x(    \n   );y");
  EXPECT_EQ(code_of("x(R\"q()\" // )q\");y"), "x(             );y");
}

TEST(BlankedTest, CommentsMayStay) {
  EXPECT_EQ(blanked("f(\"a\"); // \"b\"", Blank::strings), "f(   ); // \"b\"");
}

TEST(BlankedTest, ACommentInAStringIsNone) {
  EXPECT_EQ(code_of("f(\"http://a\"); g"), "f(          ); g");
}

TEST(BlankedTest, AMarkBetweenDigitsIsNoQuote) {
  EXPECT_EQ(code_of("1'000'000 + 0xFF'FF; 'a'"), "1'000'000 + 0xFF'FF;    ");
}

TEST(BlankedTest, WhatIsNeverClosedEndsWithTheText) {
  EXPECT_EQ(code_of("a /* b"), "a     ");
  EXPECT_EQ(code_of("a \"b"), "a   ");
  EXPECT_EQ(code_of("a R\"(b"), "a     ");
  EXPECT_EQ(code_of("a '\\"), "a   ");
}

TEST(WordTest, IsNoPartOfALongerName) {
  EXPECT_TRUE(has_word("a drop.", "drop"));
  EXPECT_TRUE(has_word("drops drop", "drop"));
  EXPECT_FALSE(has_word("drops, a_drop", "drop"));
  EXPECT_FALSE(has_word("", "drop"));
}

TEST(FunctionsTest, AreFoundInNamespacesAndTypes) {
  EXPECT_THAT(function_lengths("int f() {\n  return 1;\n}\n"), ElementsAre(3));
  EXPECT_THAT(
      function_lengths("namespace a {\nstruct S {\n  int g() const { return 1; }\n};\n}\n"),
      ElementsAre(1)
  );
  EXPECT_THAT(function_lengths("TEST(A, B) {\n}\nTEST(A, C) {\n\n}\n"), ElementsAre(2, 3));
  EXPECT_THAT(function_lengths("extern \"C\" {\nvoid f() {\n}\n}\n"), ElementsAre(2));
}

TEST(FunctionsTest, ReachToTheirOwnLastBrace) {
  EXPECT_THAT(
      function_lengths("void f() {\n  if (a) {\n  }\n  auto g = [](int) {\n  };\n}\n"),
      ElementsAre(6)
  );
}

TEST(FunctionsTest, MayBeTemplatesAndHaveDefaults) {
  EXPECT_THAT(
      function_lengths("template <class T = std::vector<int>>\nT f(int a = 1) {\n}\n"),
      ElementsAre(2)
  );
  EXPECT_THAT(function_lengths("bool operator==(const A& a) const {\n}\n"), ElementsAre(2));
}

TEST(FunctionsTest, TypesAndValuesAreNone) {
  EXPECT_THAT(
      function_lengths("struct S : T {\n  int a{1};\n};\nenum class E { a };\n"), IsEmpty()
  );
  EXPECT_THAT(function_lengths("const std::map<int, A> table = {\n  {1, f()},\n};\n"), IsEmpty());
  EXPECT_THAT(function_lengths("template <class T>\nclass S {\n};\n"), IsEmpty());
}

TEST(FunctionsTest, BracesOfDirectivesStringsAndCommentsDoNotCount) {
  EXPECT_THAT(
      function_lengths("#define OPEN \\\n  {\nvoid f() {\n  g(\"}\");  // }\n}\nvoid h() {}\n"),
      ElementsAre(3, 1)
  );
}

}  // namespace
}  // namespace rkmock::tidy
