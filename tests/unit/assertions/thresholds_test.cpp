// Thresholds are read as written, what does not fit is explained, and statistics are honest.
#include "assertions/thresholds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::assertions {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

Threshold read_one(const std::string& parameters) {
  std::vector<ParameterError> problems;
  const auto thresholds = read_thresholds(parameters, problems);
  EXPECT_TRUE(problems.empty()) << parameters << ": " << problems.front().message;
  return thresholds.empty() ? Threshold{} : thresholds.front();
}

std::vector<ParameterError> refused(const std::string& parameters) {
  std::vector<ParameterError> problems;
  (void)read_thresholds(parameters, problems);
  return problems;
}

TEST(ThresholdsTest, ReadsTimes) {
  EXPECT_EQ(read_one(R"("max<5s")").of, Threshold::Of::max);
  EXPECT_EQ(read_one(R"("max<5s")").limit, 5s);
  EXPECT_EQ(read_one(R"(["min <= 10ms"])").of, Threshold::Of::min);
  EXPECT_EQ(read_one(R"(["min <= 10ms"])").relation, Threshold::Relation::at_most);
  EXPECT_EQ(read_one(R"(["avg<1.5s"])").limit, 1500ms);
  EXPECT_EQ(read_one(R"(["med<1s"])").percent, 50);
}

TEST(ThresholdsTest, ReadsPercentilesWithAndWithoutBrackets) {
  for (const char* text : {R"("p95<500ms")", R"("p(95)<500ms")", R"(" p( 95 ) < 500ms")"}) {
    EXPECT_EQ(read_one(text).of, Threshold::Of::percentile) << text;
    EXPECT_EQ(read_one(text).percent, 95) << text;
  }
  EXPECT_EQ(read_one(R"("p99.9<1s")").percent, 99.9);
}

TEST(ThresholdsTest, ReadsRates) {
  EXPECT_EQ(read_one(R"("rate(2xx)==1")").status, 2);
  EXPECT_EQ(read_one(R"("rate(2xx)==1")").share, 1);
  EXPECT_EQ(read_one(R"("rate(503)<=5%")").status, 503);
  EXPECT_EQ(read_one(R"("rate(503)<=5%")").share, 0.05);
}

TEST(ThresholdsTest, StandsForTheFiveSecondsWhenNamedAlone) {
  EXPECT_EQ(read_one("null"), read_one(R"("max<5s")"));
}

TEST(ThresholdsTest, AnswersWithOneProblemForEachThatDoesNotFit) {
  const auto problems = refused(R"(["max<5s", "p95<500", 3, "p95"])");
  ASSERT_EQ(problems.size(), 3U);
  EXPECT_EQ(problems[0].pointer, "/1");
  EXPECT_THAT(problems[0].message, HasSubstr("500ms"));
  EXPECT_EQ(problems[1].pointer, "/2");
  EXPECT_EQ(problems[2].pointer, "/3");
}

TEST(ThresholdsTest, RefusesWhatMeansNothing) {
  for (const char* text :
       {R"("")",
        R"("max")",
        R"("max>5s")",
        R"("max==5s")",
        R"("max<")",
        R"("max<-5s")",
        R"("p0<5s")",
        R"("p100<5s")",
        R"("p(x)<5s")",
        R"("p()<5s")",
        R"("median<5s")",
        R"("rate==1")",
        R"("rate(9xx)==1")",
        R"("rate(2x)==1")",
        R"("rate(2xx)==2")",
        R"("rate(2xx)==x")",
        R"("max<<5s")",
        "[]",
        "{}",
        "5",
        "true",
        "no json",
        R"("pnan<5s")",
        R"("pinf<5s")",
        R"("rate(2xx)==nan")"}) {
    EXPECT_FALSE(refused(text).empty()) << text;
  }
}

TEST(ThresholdsTest, TakesTheFewestSamplesThatProveAPercentile) {
  EXPECT_EQ(fewest_samples(95), 59U);
  EXPECT_EQ(fewest_samples(99), 299U);
  EXPECT_EQ(fewest_samples(50), 5U);
  EXPECT_TRUE(proves_within(59, 0, 95));
  EXPECT_FALSE(proves_within(58, 0, 95));
  EXPECT_FALSE(proves_within(0, 0, 95));
}

// Hahn & Meeker's order statistics: the most that may exceed the limit in n samples for p95.
TEST(ThresholdsTest, AllowsAsManyOverTheLimitAsTheStatisticsDo) {
  const std::vector<std::pair<std::size_t, std::size_t>> most = {
      {59, 0}, {93, 1}, {100, 1}, {200, 4}, {500, 16}, {1000, 38}};
  for (const auto& [n, over] : most) {
    EXPECT_TRUE(proves_within(n, over, 95)) << n;
    EXPECT_FALSE(proves_within(n, over + 1, 95)) << n;
  }
}

TEST(ThresholdsTest, ProvesAFailByTheLowerBound) {
  EXPECT_FALSE(proves_beyond(100, 0, 95));
  EXPECT_FALSE(proves_beyond(100, 6, 95));
  EXPECT_TRUE(proves_beyond(100, 10, 95));
  EXPECT_TRUE(proves_beyond(3, 3, 95));
  EXPECT_TRUE(proves_beyond(100'000, 100'000, 95));
  EXPECT_TRUE(proves_within(100'000, 0, 95));
}

TEST(ThresholdsTest, ProvesAFailFromTheFewestThatProveIt) {
  // One of one over a p95 has a chance of 5 %, one of two of 9.75 %, two of two of 0.25 %.
  EXPECT_TRUE(proves_beyond(1, 1, 95));
  EXPECT_FALSE(proves_beyond(2, 1, 95));
  EXPECT_TRUE(proves_beyond(2, 2, 95));
  EXPECT_TRUE(proves_beyond(5, 1, 99));
  EXPECT_FALSE(proves_beyond(6, 1, 99));
}

}  // namespace
}  // namespace rkmock::assertions
