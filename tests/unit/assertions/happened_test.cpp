// happened: a fault that did not take place tests nothing, and is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr const char* check = "happened";

HistoryBuilder::Planned planned(Action action, int copies = 1, int copy = 1) {
  HistoryBuilder::Planned plan;
  plan.actions = {std::move(action)};
  plan.copies = copies;
  plan.copy = copy;
  return plan;
}

TEST(HappenedTest, PassesARunWithoutFaults) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(HappenedTest, PassesWhatTookPlace) {
  HistoryBuilder run;
  run.race(run.create("jane"), 4);
  run.repeat(run.update("jane"), 3);
  run.lose_ack(run.update("jane"), 2);
  run.drop(run.update("jane"));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.first;
  EXPECT_THAT(result.message, HasSubstr("4 faults"));
  EXPECT_EQ(result.evidence.size(), 4U);
}

TEST(HappenedTest, CopiesThatDidNotOverlapWereNotTogether) {
  HistoryBuilder run;
  const std::string event = run.create("jane");
  for (int copy = 1; copy <= 2; ++copy) {
    const std::string delivery = run.plan(event, planned(action::Copies{2, true, {}}, 2, copy));
    run.start(delivery);
    run.finish(delivery, Outcome::acknowledged, {});
    run.pass_time(1ms);
  }
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.first, HasSubstr("jane.create: copies 2 together"));
  EXPECT_THAT(result.first, HasSubstr("did not overlap"));
}

TEST(HappenedTest, CopiesThatWereNotAllSentWereNotTogether) {
  HistoryBuilder run;
  const std::string event = run.create("jane");
  const std::string one = run.plan(event, planned(action::Copies{2, true, {}}, 2, 1));
  const std::string two = run.plan(event, planned(action::Copies{2, true, {}}, 2, 2));
  run.start(one);
  run.start(two);
  run.finish(one, Outcome::acknowledged, {});
  HistoryBuilder::Exchange refused;
  refused.status = 0;
  refused.reason = "connection refused";
  run.finish(two, Outcome::impossible, refused);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.first, HasSubstr("connection refused"));
}

TEST(HappenedTest, CopiesInTurnMustNotOverlap) {
  HistoryBuilder run;
  const std::string event = run.create("jane");
  const std::string one = run.plan(event, planned(action::Copies{2, false, {}}, 2, 1));
  const std::string two = run.plan(event, planned(action::Copies{2, false, {}}, 2, 2));
  run.start(one);
  run.start(two);
  run.finish(one, Outcome::acknowledged, {});
  run.finish(two, Outcome::acknowledged, {});
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(HappenedTest, AMissingCopyDidNotHappen) {
  HistoryBuilder run;
  const std::string delivery =
      run.plan(run.create("jane"), planned(action::Copies{2, false, {}}, 2, 1));
  run.start(delivery);
  run.finish(delivery, Outcome::acknowledged, {});
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(HappenedTest, AnAckIsLostOnlyWhenThereWasOne) {
  HistoryBuilder run;
  const std::string delivery = run.plan(run.create("jane"), planned(action::LoseAck{{1}}));
  HistoryBuilder::Exchange refused;
  refused.status = 0;
  refused.faulted = true;
  refused.reason = "connection refused";
  run.start(delivery);
  run.finish(delivery, Outcome::impossible, refused);
  run.start(delivery);
  run.finish(delivery, Outcome::acknowledged, {});
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.first, HasSubstr("made no difference to"));
}

TEST(HappenedTest, ALostAckMustBeFollowedByAnotherTry) {
  HistoryBuilder run;
  const std::string delivery = run.plan(run.create("jane"), planned(action::LoseAck{{1}}));
  HistoryBuilder::Exchange lost;
  lost.status = 0;
  lost.faulted = true;
  lost.reason = "ack lost on purpose";
  run.start(delivery);
  run.finish(delivery, Outcome::unknown, lost);
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
  run.redeliver("jane.create");
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass) << "the drain's delivery is a try too";
}

TEST(HappenedTest, AFaultOnAnAttemptIsKnownByItsWords) {
  const Action reset = action::Reset{.aim = {}, .at = "after_headers"};
  for (const bool done : {true, false}) {
    HistoryBuilder run;
    const std::string delivery = run.plan(run.create("jane"), planned(reset));
    HistoryBuilder::Exchange broken;
    broken.status = 0;
    broken.reason = "connection reset on purpose";
    if (done) {
      broken.faulted = true;
      broken.faults = {"reset after_headers"};
    }
    run.start(delivery);
    run.finish(delivery, Outcome::impossible, broken);
    run.start(delivery);
    run.finish(delivery, Outcome::acknowledged, {});
    run.finish_run();
    EXPECT_EQ(judged(check, run).verdict, done ? Verdict::pass : Verdict::inconclusive);
  }
}

TEST(HappenedTest, ASpoiledRequestMustBeFollowedByTheEventWhateverItWasAnswered) {
  HistoryBuilder run;
  const Action cut =
      action::Edit{.aim = {}, .fault = "truncated", .change = "truncate", .spoils = true};
  const std::string delivery = run.plan(run.create("jane"), planned(cut));
  HistoryBuilder::Exchange taken;
  taken.faulted = true;
  run.start(delivery, {"truncated"}, true);
  run.finish(delivery, Outcome::acknowledged, taken);
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive) << "a 2xx to half a body is no ack";
  run.start(delivery);
  run.finish(delivery, Outcome::acknowledged, {});
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(HappenedTest, AFaultForOneCopyIsLookedForInThatCopy) {
  const Action upper = action::Header{.aim = {.copy = 2}, .change = "case", .name = "upper"};
  for (const int changed : {1, 2}) {
    HistoryBuilder run;
    const std::string event = run.create("jane");
    for (int copy = 1; copy <= 2; ++copy) {
      const std::string delivery = run.plan(event, planned(upper, 2, copy));
      HistoryBuilder::Exchange exchange;
      exchange.faulted = copy == changed;
      const auto words = std::vector<std::string>{"header_case upper of copy 2"};
      run.start(delivery, copy == changed ? words : std::vector<std::string>());
      run.finish(delivery, Outcome::acknowledged, exchange);
    }
    run.finish_run();
    EXPECT_EQ(judged(check, run).verdict, changed == 2 ? Verdict::pass : Verdict::inconclusive);
  }
}

TEST(HappenedTest, WhatWasDiscardedMustNotHaveBeenSent) {
  HistoryBuilder run;
  const std::string event = run.create("jane");
  run.add(event::EventHeld{event});
  run.add(event::EventsReleased{{event}, "discarded"});
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
  run.acknowledge(event);
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(HappenedTest, ABurstNeedsAllOfItsEvents) {
  HistoryBuilder run;
  const std::string one = run.create("jane");
  const std::string two = run.create("joe");
  run.add(event::EventsReleased{{one, two}, "burst"});
  run.acknowledge(one);
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
  run.acknowledge(two);
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass) << "their order does not matter";
}

TEST(HappenedTest, FewerLostAcksThanAskedAreTold) {
  HistoryBuilder run;
  const std::string delivery = run.plan(run.create("jane"), planned(action::LoseAck{{2}}));
  HistoryBuilder::Exchange lost;
  lost.status = 0;
  lost.faulted = true;
  lost.reason = "ack lost on purpose";
  run.start(delivery);
  run.finish(delivery, Outcome::unknown, lost);
  run.redeliver("jane.create");
  EXPECT_THAT(judged(check, run).first, HasSubstr("only 1 attempt"));
}

TEST(HappenedTest, WhatWasDroppedMustNotBeSent) {
  HistoryBuilder run;
  const std::string delivery = run.plan(run.create("jane"), planned(action::Drop{}));
  run.start(delivery);
  run.finish(delivery, Outcome::acknowledged, {});
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(HappenedTest, ADelayMustHold) {
  for (const auto& [waited, verdict] : std::vector<std::pair<Nanos, Verdict>>{
           {200ms, Verdict::pass}, {100ms, Verdict::inconclusive}}) {
    HistoryBuilder run;
    HistoryBuilder::Planned plan = planned(action::Delay{200ms});
    plan.delay = 200ms;
    const std::string delivery = run.plan(run.create("jane"), plan);
    run.pass_time(waited);
    run.start(delivery);
    run.finish(delivery, Outcome::acknowledged, {});
    run.finish_run();
    EXPECT_EQ(judged(check, run).verdict, verdict);
  }
}

TEST(HappenedTest, ADelayedDeliveryThatNeverCameDidNotHappen) {
  HistoryBuilder run;
  run.plan(run.create("jane"), planned(action::Delay{200ms}));
  EXPECT_THAT(judged(check, run).first, HasSubstr("never sent"));
}

TEST(HappenedTest, AReleasesOrderMustBeTheOrderOfArrival) {
  for (const bool kept : {true, false}) {
    HistoryBuilder run;
    const std::string created = run.create("jane");
    run.hold(created);
    const std::string updated = run.update("jane");
    run.hold(updated);
    run.release({updated, created});
    run.acknowledge(kept ? updated : created);
    run.acknowledge(kept ? created : updated);
    run.finish_run();
    EXPECT_EQ(judged(check, run).verdict, kept ? Verdict::pass : Verdict::inconclusive);
  }
}

TEST(HappenedTest, AReleaseThatTheReceiverMissedHadNoOrder) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  const std::string updated = run.update("jane");
  run.release({updated, created});
  run.connection_refused(updated);
  run.acknowledge(created);
  run.acknowledge(updated);
  run.finish_run();
  EXPECT_THAT(judged(check, run).first, HasSubstr("did not get jane.update/1"));
}

TEST(HappenedTest, WhatIsHeldMustBeReleased) {
  HistoryBuilder run;
  run.hold(run.create("jane"));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.first, HasSubstr("never released"));
}

TEST(HappenedTest, DoesNotClaimFaultsItDoesNotKnow) {
  HistoryBuilder run;
  run.plan(run.create("jane"), planned(action::Other{"tamper"}));
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(HappenedTest, TakesNoParameters) {
  EXPECT_TRUE(problems_of(check, "null").empty());
  EXPECT_FALSE(problems_of(check, "3").empty());
}

}  // namespace
}  // namespace rkmock::assertions
