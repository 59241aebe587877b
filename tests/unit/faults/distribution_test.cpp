// Delays are drawn as their distributions say, the same for every run of a seed.
#include "faults/distribution.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::faults {
namespace {

using std::chrono::hours;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using testing::AllOf;
using testing::Each;
using testing::Ge;
using testing::Le;

/// In milliseconds. Their number makes the sample's error far smaller than what is allowed.
std::vector<double> drawn(const Distribution& distribution) {
  constexpr int draws = 20'000;
  const Dice dice(42);
  std::vector<double> delays;
  delays.reserve(draws);
  for (int i = 0; i < draws; ++i) {
    const Nanos delay = draw(distribution, dice, "rule", std::to_string(i));
    delays.push_back(std::chrono::duration<double, std::milli>(delay).count());
  }
  return delays;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double deviation(const std::vector<double>& values) {
  const double middle = mean(values);
  double sum = 0;
  for (const double value : values) {
    sum += (value - middle) * (value - middle);
  }
  return std::sqrt(sum / static_cast<double>(values.size()));
}

/// The value that such a share of them is below.
double quantile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size()))];
}

TEST(DistributionTest, FixedIsWhatItSays) {
  const Distribution fixed = distribution::Fixed{milliseconds(7)};
  EXPECT_EQ(draw(fixed, Dice(1), "rule", "1"), milliseconds(7));
  EXPECT_EQ(draw(fixed, Dice(2), "rule", "2"), milliseconds(7));
}

TEST(DistributionTest, UniformIsEvenBetweenItsBounds) {
  const auto delays = drawn(distribution::Uniform{milliseconds(100), milliseconds(200)});
  EXPECT_THAT(delays, Each(AllOf(Ge(100), Le(200))));
  EXPECT_NEAR(mean(delays), 150, 1);
  EXPECT_NEAR(quantile(delays, 0.1), 110, 2);
  EXPECT_NEAR(quantile(delays, 0.9), 190, 2);
}

TEST(DistributionTest, NormalHasItsMeanAndDeviation) {
  const auto delays = drawn(distribution::Normal{milliseconds(100), milliseconds(10), hours(1)});
  EXPECT_NEAR(mean(delays), 100, 0.5);
  EXPECT_NEAR(deviation(delays), 10, 0.3);
  EXPECT_NEAR(quantile(delays, 0.1587), 90, 0.6);
  EXPECT_NEAR(quantile(delays, 0.8413), 110, 0.6);
}

TEST(DistributionTest, LognormalHasItsMedianAndSigma) {
  const auto delays = drawn(distribution::Lognormal{milliseconds(80), 0.4, hours(1)});
  EXPECT_NEAR(quantile(delays, 0.5), 80, 1.5);
  EXPECT_NEAR(quantile(delays, 0.8413), 80 * std::exp(0.4), 4);
}

TEST(DistributionTest, ExponentialHasItsMean) {
  const auto delays = drawn(distribution::Exponential{milliseconds(100), hours(1)});
  EXPECT_NEAR(mean(delays), 100, 3);
  EXPECT_NEAR(quantile(delays, 0.5), 100 * std::log(2), 2.5);
  EXPECT_NEAR(quantile(delays, 0.9), 100 * std::log(10), 8);
}

TEST(DistributionTest, NothingIsBelowZeroOrAboveTheMaximum) {
  EXPECT_THAT(
      drawn(distribution::Normal{milliseconds(5), milliseconds(100), milliseconds(50)}),
      Each(AllOf(Ge(0), Le(50)))
  );
  EXPECT_THAT(
      drawn(distribution::Lognormal{milliseconds(80), 5, milliseconds(90)}),
      Each(AllOf(Ge(0), Le(90)))
  );
  EXPECT_THAT(
      drawn(distribution::Exponential{milliseconds(50), milliseconds(90)}),
      Each(AllOf(Ge(0), Le(90)))
  );
  EXPECT_THAT(drawn(distribution::Lognormal{hours(1), 10, hours(2)}), Each(Le(60.0 * 60 * 1000)));
}

TEST(DistributionTest, ADrawDependsOnTheSeedAndTheKeyAlone) {
  const Distribution uniform = distribution::Uniform{{}, hours(1)};
  const Nanos delay = draw(uniform, Dice(1), "rule", "1");
  EXPECT_EQ(draw(uniform, Dice(1), "rule", "1"), delay);
  EXPECT_NE(draw(uniform, Dice(2), "rule", "1"), delay);
  EXPECT_NE(draw(uniform, Dice(1), "another", "1"), delay);
  EXPECT_NE(draw(uniform, Dice(1), "rule", "2"), delay);
}

// Worked out with an independent implementation in Python.
TEST(DistributionTest, DrawsAreFrozen) {
  const Dice dice(42);
  EXPECT_EQ(draw(distribution::Uniform{{}, hours(1)}, dice, "rule", "1"), microseconds(2394715191));
  EXPECT_EQ(
      draw(distribution::Normal{milliseconds(100), milliseconds(10), hours(1)}, dice, "rule", "1"),
      microseconds(87171)
  );
  EXPECT_EQ(
      draw(distribution::Lognormal{milliseconds(80), 0.4, hours(1)}, dice, "rule", "1"),
      microseconds(47888)
  );
}

}  // namespace
}  // namespace rkmock::faults
