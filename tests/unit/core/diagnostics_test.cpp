#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rkmock/result.hpp"

namespace rkmock {
namespace {

TEST(DiagnosticsTest, LooksLikeACompilersError) {
  Diagnostic problem;
  problem.at = {"lifecycle.yaml", 12, 16};
  problem.path = "steps[2].deliver.copies";
  problem.message = "`copies` must be a number";
  problem.found = "the text \"three\"";
  problem.expected = "a whole number from 1 to 100";
  problem.hint = "write 3";
  problem.line = "      copies:  three";
  EXPECT_EQ(to_text({problem}), R"(lifecycle.yaml:12:16: error: `copies` must be a number
  12 |       copies:  three
     |                ^
  at: steps[2].deliver.copies
  expected: a whole number from 1 to 100
  found: the text "three"
  hint: write 3
)");
}

TEST(DiagnosticsTest, LeavesOutWhatIsNotSet) {
  Diagnostic problem;
  problem.message = "no scenario was given";
  EXPECT_EQ(to_text({problem}), "error: no scenario was given\n");
  problem.at.file = "a.yaml";
  EXPECT_EQ(to_text({problem}), "a.yaml: error: no scenario was given\n");
  problem.at.line = 3;
  problem.line = "x: 1";
  EXPECT_EQ(to_text({problem}), "a.yaml:3: error: no scenario was given\n   3 | x: 1\n");
  EXPECT_EQ(to_text({}), "");
}

TEST(DiagnosticsTest, GivesAllOfThemInOrder) {
  Diagnostic first;
  first.message = "first";
  Diagnostic second;
  second.message = "second";
  EXPECT_EQ(to_text({first, second}), "error: first\nerror: second\n");
}

std::string quoted(const std::string& line, int column) {
  Diagnostic problem;
  problem.at = {"f", 12345, column};
  problem.message = "m";
  problem.line = line;
  const std::string text = to_text({problem});
  return text.substr(text.find('\n') + 1);
}

TEST(DiagnosticsTest, TheCaretCountsCharactersNotBytes) {
  EXPECT_EQ(quoted("naïve: é x", 10), "12345 | naïve: é x\n      |          ^\n");
}

TEST(DiagnosticsTest, TheCaretStandsRightAfterTabs) {
  EXPECT_EQ(quoted("\t\ta: 1", 3), "12345 |   a: 1\n      |   ^\n");
}

TEST(DiagnosticsTest, TheCaretMayStandAfterTheEnd) {
  EXPECT_EQ(quoted("ab", 3), "12345 | ab\n      |   ^\n");
  EXPECT_EQ(quoted("ab", 99), "12345 | ab\n      |   ^\n");
}

TEST(DiagnosticsTest, AWideLineIsShownAroundTheColumn) {
  const std::string line = std::string(500, 'a') + "X" + std::string(500, 'b');
  const std::string text = quoted(line, 501);
  const std::size_t newline = text.find('\n');
  EXPECT_LT(newline, 130U);
  EXPECT_THAT(text, testing::HasSubstr("…aaa"));
  EXPECT_THAT(text, testing::HasSubstr("bbb…"));
  // Both gutters are equally wide; the ellipsis takes three bytes and one column.
  EXPECT_EQ(text.find('X') - 2, text.find('^') - newline - 1);
}

TEST(DiagnosticsTest, ControlCharactersDoNotReachTheTerminal) {
  Diagnostic problem;
  problem.at.file = "a\x1b.yaml";
  problem.message = "the key `a\x1b[2J` is unknown";
  problem.found = "two\nlines";
  const std::string text = to_text({problem});
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("\x1b")));
  EXPECT_THAT(text, testing::HasSubstr("found: two\\nlines\n"));
  EXPECT_EQ(quoted("\x1b: 1", 2), "12345 | \\x1b: 1\n      |     ^\n");
}

TEST(ResultTest, HasAValueOrReasons) {
  const Result<int> right(3);
  EXPECT_TRUE(right);
  EXPECT_EQ(*right, 3);
  const Result<int> wrong(Diagnostics{Diagnostic{}});
  EXPECT_FALSE(wrong);
  EXPECT_EQ(wrong.error().size(), 1U);
}

}  // namespace
}  // namespace rkmock
