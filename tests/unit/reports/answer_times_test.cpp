// Answer times as the HTML report shows them.
#include "assertions/reports/answer_times.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "unit/assertions/history_builder.hpp"

namespace rkmock::reports {
namespace {

using namespace std::chrono_literals;
using assertions::HistoryBuilder;
using Json = nlohmann::ordered_json;

HistoryBuilder::Exchange took(Nanos time) {
  HistoryBuilder::Exchange exchange;
  exchange.took = time;
  return exchange;
}

TEST(AnswerTimesTest, KeepTheFirstRequestApart) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"), took(90ms));
  run.acknowledge(run.update("jane"), took(2ms));
  run.acknowledge(run.update("jane"), took(3ms));
  const AnswerTimes times = answer_times(run.history());
  EXPECT_EQ(times.cold, 90ms);
  EXPECT_EQ(times.answers, (std::vector<Nanos>{2ms, 3ms}));
}

TEST(AnswerTimesTest, LeaveOutWhatAFaultShapedAndWhatHadNoAnswer) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.lose_ack(run.update("jane"));
  run.time_out(run.update("jane"));
  const AnswerTimes times = answer_times(run.history());
  EXPECT_EQ(times.shaped, 1U);
  EXPECT_EQ(times.unanswered, 1U);
  EXPECT_EQ(times.answers.size(), 1U);  // the retry after the lost answer
}

TEST(AnswerTimesTest, PercentilesAreByNearestRank) {
  std::vector<Nanos> sorted;
  for (int i = 1; i <= 100; ++i) {
    sorted.push_back(std::chrono::milliseconds(i));
  }
  EXPECT_EQ(percentile(sorted, 50), 50ms);
  EXPECT_EQ(percentile(sorted, 95), 95ms);
  EXPECT_EQ(percentile(sorted, 100), 100ms);
  EXPECT_EQ(percentile({7ms}, 50), 7ms);
}

TEST(AnswerTimesTest, EveryAnswerIsInOneBucketOfTheHistogram) {
  AnswerTimes times;
  times.answers = {0us, 1us, 999us, 1ms, 1100us, 1s};
  const Json json = Json::parse(to_json(times));
  EXPECT_EQ(json["n"], 6U);
  EXPECT_EQ(json["first"], 0);
  EXPECT_EQ(json["counts"].size(), 61U);
  int sum = 0;
  for (const Json& count : json["counts"]) {
    sum += count.get<int>();
  }
  EXPECT_EQ(sum, 6);
  EXPECT_EQ(json["counts"].at(0), 2);
  EXPECT_EQ(json["counts"].at(30), 2);
  EXPECT_EQ(json["counts"].at(60), 1);
}

TEST(AnswerTimesTest, OfSeveralJournalsAreMergedAndTheSlowestFirstOneStays) {
  AnswerTimes all;
  AnswerTimes one;
  one.answers = {1ms};
  one.cold = 5ms;
  AnswerTimes other;
  other.answers = {3ms, 2ms};
  other.cold = 9ms;
  other.shaped = 4;
  merge(all, one);
  merge(all, other);
  EXPECT_EQ(all.answers, (std::vector<Nanos>{1ms, 3ms, 2ms}));
  EXPECT_EQ(all.cold, 9ms);
  EXPECT_EQ(all.shaped, 4U);
  EXPECT_EQ(Json::parse(to_json(all))["p50"], 2000);
}

TEST(AnswerTimesTest, OfNothingAreNothing) {
  const Json json = Json::parse(to_json({}));
  EXPECT_EQ(json["n"], 0U);
  EXPECT_FALSE(json.contains("p50"));
  EXPECT_TRUE(json["counts"].empty());
}

}  // namespace
}  // namespace rkmock::reports
