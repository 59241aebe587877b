#include "assertions/advice.hpp"

#include <gmock/gmock.h>

#include "unit/assertions/history_builder.hpp"

namespace rkmock::assertions {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

Advice advice_on(const std::string& practice, const HistoryBuilder& run) {
  for (Advice& advice : advice_of(run.history())) {
    if (advice.practice == practice) {
      return advice;
    }
  }
  ADD_FAILURE() << practice;
  return {};
}

/// One delivery of Jane's creation with these faults, answered so.
HistoryBuilder answered(const std::vector<std::string>& faults, bool spoiled, int status) {
  HistoryBuilder run;
  const std::string delivery = run.plan(run.create("jane"));
  run.start(delivery, faults, spoiled);
  run.finish(
      delivery,
      status / 100 == 2 ? Outcome::acknowledged : Outcome::refused,
      {.status = status, .faults = faults}
  );
  run.end(delivery, status / 100 == 2 ? "acknowledged" : "given_up");
  return run;
}

TEST(AdviceTest, EveryPracticeIsToldOfEveryRunAndNothingIsClaimedOfAnEmptyOne) {
  const std::vector<Advice> advice = advice_of(HistoryBuilder().history());
  EXPECT_EQ(advice.size(), 8U);
  for (const Advice& one : advice) {
    EXPECT_EQ(one.seen, Seen::not_seen) << one.practice;
    EXPECT_FALSE(one.note.empty()) << one.practice;
    EXPECT_FALSE(one.claim.empty()) << one.practice;
  }
}

TEST(AdviceTest, AForgedRequestShowsWhetherSignaturesAreVerified) {
  const std::string practice = "signature_verified";
  EXPECT_EQ(advice_on(practice, answered({"signature invalid"}, true, 401)).seen, Seen::followed);
  const Advice wrong = advice_on(practice, answered({"signature invalid"}, true, 200));
  EXPECT_EQ(wrong.seen, Seen::not_followed);
  EXPECT_THAT(wrong.note, HasSubstr("1 forged request not answered 4xx"));
  EXPECT_EQ(advice_on(practice, answered({"signature invalid"}, true, 503)).seen, Seen::not_seen)
      << "it was busy";
}

TEST(AdviceTest, AnUnknownTypeShowsWhetherItIsIgnored) {
  const std::string practice = "unknown_events_ignored";
  EXPECT_EQ(advice_on(practice, answered({"unknown_event_type"}, true, 200)).seen, Seen::followed);
  EXPECT_EQ(
      advice_on(practice, answered({"unknown_event_type"}, true, 400)).seen, Seen::not_followed
  );
}

TEST(AdviceTest, TheSlowestAnswerSaysWhetherItIsQuick) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"), {.took = 20ms});
  EXPECT_EQ(advice_on("quick_answer", run).seen, Seen::followed);
  run.acknowledge(run.update("jane"), {.took = 1200ms});
  EXPECT_EQ(advice_on("quick_answer", run).seen, Seen::not_followed);
}

TEST(AdviceTest, ReadsOfItsOwnShowThatItPolls) {
  HistoryBuilder run;
  event::ApiRequest request;
  request.method = "GET";
  request.target = "/v1/bookings?page=1";
  request.status = 200;
  request.step = 3;
  run.add(request);
  EXPECT_EQ(advice_on("polling_as_fallback", run).seen, Seen::not_seen) << "the scenario's own";
  request.step = 0;
  run.add(request);
  EXPECT_EQ(advice_on("polling_as_fallback", run).seen, Seen::followed);
}

TEST(AdviceTest, ARestartShowsWhetherAnAcknowledgedEventIsSafe) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.add(event::StepStarted{2, 5, "restart receiver"});
  HistoryBuilder kept = run;
  kept.effect(created);
  kept.finish_run();
  EXPECT_EQ(advice_on("safe_before_2xx", kept).seen, Seen::followed);
  run.finish_run();
  EXPECT_EQ(advice_on("safe_before_2xx", run).seen, Seen::not_followed);
}

TEST(AdviceTest, WhatWasOnceNotFollowedIsNotFollowed) {
  const auto one = [](Seen seen) { return std::vector<Advice>{{"https", "claim", seen, "note"}}; };
  const auto merged = [&](Seen a, Seen b) { return merge(one(a), one(b)).front().seen; };
  EXPECT_EQ(merged(Seen::not_seen, Seen::followed), Seen::followed);
  EXPECT_EQ(merged(Seen::followed, Seen::not_seen), Seen::followed);
  EXPECT_EQ(merged(Seen::followed, Seen::not_followed), Seen::not_followed);
  EXPECT_EQ(merged(Seen::not_followed, Seen::followed), Seen::not_followed);
  EXPECT_EQ(merge({}, one(Seen::followed)).size(), 1U);
}

}  // namespace
}  // namespace rkmock::assertions
