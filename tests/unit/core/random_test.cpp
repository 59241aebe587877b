#include "rkmock/random.hpp"

#include <array>
#include <set>
#include <string>

#include <gtest/gtest.h>

namespace rkmock {
namespace {

// Worked out with an independent implementation in Python. They must never change: a seed printed
// by an old version has to give the same plan in every later one.
TEST(DiceTest, GivesTheValuesItAlwaysGave) {
  EXPECT_EQ(Dice(0).draw("", "", ""), 0xB866C305C9207E99U);
  EXPECT_EQ(Dice(42).draw("retry", "jane.create/1", "jitter"), 0x866F2B2BA53E4962U);
  EXPECT_EQ(Dice(42).draw("retry", "jane.create/1", "jitter 2"), 0xC69081BEE1E61F13U);
  EXPECT_EQ(Dice(0xFFFFFFFFFFFFFFFFU).draw("ü", "joe.update#2/3", "delay"), 0x8FF73303C5868742U);
  EXPECT_DOUBLE_EQ(Dice(42).fraction("retry", "jane.create/1", "jitter"), 0.5251337987476684);
}

TEST(DiceTest, EveryPartOfTheKeyCounts) {
  const Dice dice(7);
  const std::set<std::uint64_t> draws{
      dice.draw("a", "b", "c"),
      dice.draw("ab", "", "c"),
      dice.draw("", "ab", "c"),
      dice.draw("a", "bc", ""),
      dice.draw("a", "", "bc"),
      dice.draw("abc", "", ""),
      dice.draw("", "abc", ""),
      dice.draw("", "", "abc"),
      Dice(8).draw("a", "b", "c"),
      dice.draw("b", "a", "c"),
  };
  EXPECT_EQ(draws.size(), 10U);
}

TEST(DiceTest, DoesNotDependOnWhatWasDrawnBefore) {
  const Dice dice(1);
  const auto first = dice.draw("rule", "exchange", "purpose");
  static_cast<void>(dice.draw("another", "one", ""));
  EXPECT_EQ(dice.draw("rule", "exchange", "purpose"), first);
}

TEST(DiceTest, FractionsSpreadEvenly) {
  constexpr int draws = 10'000;
  std::array<int, 10> buckets{};
  for (int i = 0; i < draws; ++i) {
    const double fraction = Dice(3).fraction("rule", std::to_string(i), "even");
    ASSERT_GE(fraction, 0.0);
    ASSERT_LT(fraction, 1.0);
    ++buckets.at(static_cast<std::size_t>(fraction * 10));
  }
  for (const int count : buckets) {
    EXPECT_NEAR(count, draws / 10, 150);  // five standard deviations
  }
}

}  // namespace
}  // namespace rkmock
