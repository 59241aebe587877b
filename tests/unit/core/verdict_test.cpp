#include "rkmock/verdict.hpp"

#include <gtest/gtest.h>

namespace rkmock {
namespace {

TEST(VerdictTest, FailBeatsInconclusiveBeatsPass) {
  using enum Verdict;
  EXPECT_EQ(merge(pass, pass), pass);
  EXPECT_EQ(merge(pass, inconclusive), inconclusive);
  EXPECT_EQ(merge(inconclusive, pass), inconclusive);
  EXPECT_EQ(merge(fail, inconclusive), fail);
  EXPECT_EQ(merge(inconclusive, fail), fail);
  EXPECT_EQ(merge(pass, fail), fail);
}

TEST(VerdictTest, ACheckThatSaysNothingIsNotAPass) {
  EXPECT_EQ(CheckResult{}.verdict, Verdict::inconclusive);
}

TEST(VerdictTest, IsCalledByItsName) {
  EXPECT_EQ(to_string(Verdict::pass), "pass");
  EXPECT_EQ(to_string(Verdict::inconclusive), "inconclusive");
  EXPECT_EQ(to_string(Verdict::fail), "fail");
}

}  // namespace
}  // namespace rkmock
