#include "assertions/reports/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace rkmock::reports {
namespace {

using testing::ElementsAre;

TEST(TextTest, CleansWhatATerminalWouldObey) {
  EXPECT_EQ(clean("a\x1b[2Jb\r\n\t\x07"), "a\\x1b[2Jb\\r\\n\\t\\x07");
  EXPECT_EQ(
      clean("\xC2\x9B"
            "31m"),
      "\uFFFD31m"
  );
  EXPECT_EQ(clean("\xFF"), "\uFFFD");
}

TEST(TextTest, CleansWhatTurnsTheDirectionOfWriting) {
  EXPECT_EQ(clean("\u202Etxt.exe"), "\uFFFDtxt.exe");
  EXPECT_EQ(clean("\u2066a\u2069"), "\uFFFDa\uFFFD");
  EXPECT_EQ(clean("a\u2028b"), "a\uFFFDb");
}

TEST(TextTest, CleaningKeepsOrdinaryText) {
  EXPECT_EQ(clean("Käse → 漢字 🙂 `a` \"b\" <c>"), "Käse → 漢字 🙂 `a` \"b\" <c>");
}

TEST(TextTest, BoundsWhatIsReadAndNotWhatIsCopied) {
  EXPECT_LT(clean(std::string(5'000, 'x')).size(), 1'100U);
  EXPECT_EQ(clean_whole(std::string(5'000, 'x')).size(), 5'000U);
}

TEST(TextTest, CountsColumnsAsTerminalsDo) {
  EXPECT_EQ(columns(""), 0);
  EXPECT_EQ(columns("abc"), 3);
  EXPECT_EQ(columns("é→✓✗"), 4);
  EXPECT_EQ(columns("e\u0301"), 1);
  EXPECT_EQ(columns("漢字"), 4);
  EXPECT_EQ(columns("ｱ"), 1);
  EXPECT_EQ(columns("🙂"), 2);
}

TEST(TextTest, PadsByColumns) {
  EXPECT_EQ(pad("漢", 4), "漢  ");
  EXPECT_EQ(pad("abcd", 3), "abcd");
}

TEST(TextTest, FitsIntoColumns) {
  EXPECT_EQ(fit("abc", 3), "abc");
  EXPECT_EQ(fit("abcd", 3), "ab…");
  EXPECT_EQ(fit("漢字漢字", 5), "漢字…");
  EXPECT_EQ(fit("漢字", 2), "…");
  EXPECT_EQ(fit("abc", 1), "…");
}

TEST(TextTest, WrapsBetweenWords) {
  EXPECT_THAT(wrap("one two three four", 9, 9), ElementsAre("one two", "three", "four"));
  EXPECT_THAT(wrap("one two three four", 18, 8), ElementsAre("one two three four"));
  EXPECT_THAT(wrap("one two three four", 13, 8), ElementsAre("one two three", "four"));
}

TEST(TextTest, KeepsTheGapsInsideALine) {
  EXPECT_THAT(wrap("  > #1     0.100  x", 40, 40), ElementsAre("  > #1     0.100  x"));
}

TEST(TextTest, BreaksAWordThatAloneIsTooLong) {
  EXPECT_THAT(wrap("abcdefghijkl", 8, 8), ElementsAre("abcdefgh", "ijkl"));
  EXPECT_THAT(wrap("漢字漢字漢", 9, 9), ElementsAre("漢字漢字", "漢"));
}

TEST(TextTest, WrapsNothingToOneEmptyLine) {
  EXPECT_THAT(wrap("", 10, 10), ElementsAre(""));
  EXPECT_THAT(wrap("   ", 10, 10), ElementsAre(""));
}

TEST(TextTest, CountsInWords) {
  EXPECT_EQ(counted(0, "check"), "0 checks");
  EXPECT_EQ(counted(1, "check"), "1 check");
  EXPECT_EQ(counted(2, "check"), "2 checks");
}

std::string without_spaces(std::string text) {
  std::erase(text, ' ');
  return text;
}

RC_GTEST_PROP(TextTest, WrappingLosesNothingAndKeepsToItsWidth, (const std::string& bytes)) {
  const std::string text = clean(bytes);
  const int first = *rc::gen::inRange(8, 60);
  const int rest = *rc::gen::inRange(8, 60);
  std::string joined;
  int room = first;
  for (const std::string& line : wrap(text, first, rest)) {
    RC_ASSERT(columns(line) <= room);
    joined += line;
    room = rest;
  }
  RC_ASSERT(without_spaces(joined) == without_spaces(text));
}

RC_GTEST_PROP(TextTest, CleaningTwiceChangesNothing, (const std::string& bytes)) {
  const std::string once = clean(bytes);
  RC_ASSERT(clean(once) == once);
}

RC_GTEST_PROP(TextTest, WhatWasFittedFits, (const std::string& bytes)) {
  const int width = *rc::gen::inRange(1, 40);
  RC_ASSERT(columns(fit(clean(bytes), width)) <= width);
}

}  // namespace
}  // namespace rkmock::reports
