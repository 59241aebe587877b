// Rulings of thresholds over times: on either side of the limit, and where lateness decides.
#include "assertions/time_rulings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TimeRuling ruled(const std::string& threshold, const std::vector<Nanos>& times, Nanos late = {}) {
  std::vector<ParameterError> problems;
  const auto thresholds = read_thresholds("\"" + threshold + "\"", problems);
  return rule_times(thresholds.at(0), times, late, "effect");
}

TEST(TimeRulingsTest, MaxIsBrokenByTheSlowest) {
  EXPECT_EQ(ruled("max<3s", {1s, 2s}).verdict, Verdict::pass);
  EXPECT_EQ(ruled("max<2s", {1s, 2s}).verdict, Verdict::fail);
  EXPECT_EQ(ruled("max<=2s", {1s, 2s}).verdict, Verdict::pass);
  EXPECT_EQ(ruled("max<2s", {1s, 2s}).words, "1 of 2 effects over the limit, the slowest took 2 s");
}

TEST(TimeRulingsTest, MinIsKeptByTheQuickest) {
  EXPECT_EQ(ruled("min<2s", {1s, 9s}).verdict, Verdict::pass);
  EXPECT_EQ(ruled("min<1s", {1s, 9s}).verdict, Verdict::fail);
  EXPECT_EQ(ruled("min<1s", {1s, 9s}).words, "the quickest took 1 s");
}

TEST(TimeRulingsTest, AvgIsTheMean) {
  EXPECT_EQ(ruled("avg<3s", {1s, 3s}).verdict, Verdict::pass);
  EXPECT_EQ(ruled("avg<2s", {1s, 3s}).verdict, Verdict::fail);
  EXPECT_EQ(ruled("avg<2s", {1s, 3s}).words, "the mean is 2 s");
}

TEST(TimeRulingsTest, APercentileIsProvenEitherWayOrNot) {
  std::vector<Nanos> times(58, 1s);
  EXPECT_EQ(ruled("p95<2s", times).verdict, Verdict::inconclusive);
  EXPECT_THAT(ruled("p95<2s", times).words, HasSubstr("takes at least 59 effects"));
  times.push_back(1s);
  EXPECT_EQ(ruled("p95<2s", times).verdict, Verdict::pass);
  EXPECT_THAT(ruled("p95<2s", times).words, HasSubstr("measured 1 s in 59 effects, 0 over"));
  times.push_back(3s);
  EXPECT_EQ(ruled("p95<2s", times).verdict, Verdict::inconclusive);
  EXPECT_THAT(ruled("p95<2s", times).words, HasSubstr("proves neither side"));
  times.insert(times.end(), 9, 3s);
  EXPECT_EQ(ruled("p95<2s", times).verdict, Verdict::fail);
  EXPECT_THAT(ruled("p95<2s", times).words, HasSubstr("measured 3 s in 69 effects, 10 over"));
}

TEST(TimeRulingsTest, APercentileIsShownByNearestRank) {
  EXPECT_THAT(ruled("med<9s", {1s, 2s, 3s}).words, HasSubstr("measured 2 s in 3 effects"));
  EXPECT_THAT(ruled("p99<9s", {1s, 2s, 3s}).words, HasSubstr("measured 3 s in 3 effects"));
  EXPECT_THAT(ruled("p25<9s", {1s, 2s, 3s, 4s}).words, HasSubstr("measured 1 s in 4 effects"));
}

TEST(TimeRulingsTest, LatenessTakesAFailBackButNeverAPass) {
  EXPECT_EQ(ruled("max<2s", {2500ms}, 400ms).verdict, Verdict::fail);
  const TimeRuling spoilt = ruled("max<2s", {2500ms}, 600ms);
  EXPECT_EQ(spoilt.verdict, Verdict::inconclusive);
  EXPECT_TRUE(spoilt.spoilt);
  EXPECT_THAT(spoilt.words, HasSubstr("the mock itself was up to 600 ms late"));
  EXPECT_EQ(ruled("max<2s", {1s}, 5s).verdict, Verdict::pass);
  EXPECT_EQ(ruled("max<2s", {2500ms}, 9s).verdict, Verdict::inconclusive);
}

}  // namespace
}  // namespace rkmock::assertions
