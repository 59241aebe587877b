// ack: answers in time. Slow receivers fail, few samples prove no percentile, and what a fault
// did is not held against the receiver.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

HistoryBuilder::Exchange taking(Nanos took, int status = 200) {
  HistoryBuilder::Exchange exchange;
  exchange.took = took;
  exchange.status = status;
  return exchange;
}

/// So many webhooks, answered after so long.
void answer(HistoryBuilder& run, int count, Nanos took) {
  for (int i = 0; i < count; ++i) {
    run.acknowledge(run.update("jane"), taking(took));
  }
}

/// Beside the first answer, which is cold.
HistoryBuilder run_of(int quick, int slow) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"), taking(5ms));
  answer(run, quick, 5ms);
  answer(run, slow, 800ms);
  return run;
}

TEST(AckTest, PassesAQuickReceiver) {
  const CheckResult result = judged("ack", run_of(3, 0));
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_THAT(result.message, HasSubstr("5 ms"));
  EXPECT_EQ(result.count, 0U);
}

TEST(AckTest, PassesASlowReceiverUnderTheLimit) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"), taking(4900ms));
  EXPECT_EQ(judged("ack", run).verdict, Verdict::pass);
}

TEST(AckTest, FailsAReceiverOverTheLimitAndShowsItsWorstAnswer) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"), taking(5s));
  run.acknowledge(run.update("jane"), taking(7s));
  run.acknowledge(run.cancel("jane"), taking(1s));
  const CheckResult result = judged("ack", run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.count, 2U);
  EXPECT_THAT(result.first, HasSubstr("jane.create/1"));
  EXPECT_THAT(result.worst, HasSubstr("jane.update/1"));
  ASSERT_THAT(result.evidence, testing::SizeIs(2));
  const std::string& note = result.evidence.back().note;
  EXPECT_THAT(note, HasSubstr("7 s"));
  EXPECT_THAT(note, HasSubstr("connect 80 µs"));
  EXPECT_THAT(note, HasSubstr("total 7 s"));
  EXPECT_THAT(note, HasSubstr("from scheduled"));
  EXPECT_FALSE(result.cause.empty());
  EXPECT_FALSE(result.next_step.empty());
}

TEST(AckTest, MeasuresFromTheFirstRequestByteNotFromTheConnect) {
  HistoryBuilder run;
  HistoryBuilder::Exchange exchange = taking(10ms);
  exchange.connect = 6s;
  exchange.late = 20s;
  run.acknowledge(run.create("jane"), exchange);
  EXPECT_EQ(judged("ack", run).verdict, Verdict::pass);
}

TEST(AckTest, KeepsFaultedAttemptsOutOfTheSample) {
  HistoryBuilder run;
  const std::string delivery = run.plan(run.create("jane"));
  HistoryBuilder::Exchange faulted = taking(9s, 0);
  faulted.faulted = true;
  run.start(delivery);
  run.finish(delivery, Outcome::unknown, faulted);
  run.start(delivery);
  run.finish(delivery, Outcome::acknowledged, taking(5ms));
  EXPECT_EQ(judged("ack", run, R"(["max<5s", "rate(2xx)==1"])").verdict, Verdict::pass);
}

TEST(AckTest, CountsATimeOutAsLongerThanItLasted) {
  HistoryBuilder run;
  run.time_out(run.create("jane"), 10s);
  const CheckResult result = judged("ack", run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.worst, HasSubstr("no answer within 10 s"));
}

TEST(AckTest, CannotTellWhetherATimeOutBeforeTheLimitWouldHaveBroken) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.time_out(run.update("jane"), 3s);
  EXPECT_EQ(judged("ack", run, R"("max<5s")").verdict, Verdict::inconclusive);
  EXPECT_EQ(judged("ack", run, R"("max<=3s")").verdict, Verdict::fail)
      << "it was silent for 3 s and a little";
  EXPECT_EQ(judged("ack", run, R"("avg<4s")").verdict, Verdict::inconclusive);
  EXPECT_EQ(judged("ack", run, R"("avg<1s")").verdict, Verdict::fail);
  EXPECT_EQ(judged("ack", run, R"("min<1s")").verdict, Verdict::pass);
}

TEST(AckTest, TimesRefusalsTooAndLeavesTheirStatusToTheRate) {
  HistoryBuilder run;
  run.refuse_then_acknowledge(run.create("jane"), 503);
  EXPECT_EQ(judged("ack", run).verdict, Verdict::pass);
  const CheckResult rate = judged("ack", run, R"("rate(2xx)==1")");
  EXPECT_EQ(rate.verdict, Verdict::fail);
  EXPECT_EQ(rate.count, 1U);
  EXPECT_THAT(rate.first, HasSubstr("503"));
  EXPECT_THAT(rate.message, HasSubstr("1 of 2 attempts answered 2xx"));
  EXPECT_EQ(judged("ack", run, R"("rate(2xx)>=50%")").verdict, Verdict::pass);
  EXPECT_EQ(judged("ack", run, R"("rate(5xx)==0")").verdict, Verdict::fail);
  EXPECT_EQ(judged("ack", run, R"("rate(4xx)==0")").verdict, Verdict::pass);
}

TEST(AckTest, IsInconclusiveWhenNothingWasAnswered) {
  HistoryBuilder nothing;
  EXPECT_EQ(judged("ack", nothing).verdict, Verdict::inconclusive);
  HistoryBuilder unreachable;
  unreachable.connection_refused(unreachable.create("jane"));
  EXPECT_EQ(judged("ack", unreachable).verdict, Verdict::inconclusive);
  EXPECT_EQ(judged("ack", unreachable, R"("rate(2xx)==1")").verdict, Verdict::fail);
}

TEST(AckTest, DoesNotBlameTheReceiverForAttemptsThatTheRunsEndCutOff) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  const std::string delivery = run.plan(run.update("jane"));
  run.start(delivery);
  HistoryBuilder::Exchange stopped = taking(9s, 0);
  stopped.reason = "stopped";
  run.finish(delivery, Outcome::unknown, stopped);
  EXPECT_EQ(judged("ack", run, R"(["max<5s", "rate(2xx)==1"])").verdict, Verdict::pass);
}

TEST(AckTest, ClaimsAPercentileOnlyWithEnoughSamples) {
  EXPECT_EQ(judged("ack", run_of(58, 0), R"("p95<500ms")").verdict, Verdict::inconclusive);
  EXPECT_EQ(judged("ack", run_of(59, 0), R"("p95<500ms")").verdict, Verdict::pass);
  EXPECT_EQ(judged("ack", run_of(298, 0), R"("p(99)<500ms")").verdict, Verdict::inconclusive);
  EXPECT_EQ(judged("ack", run_of(299, 0), R"("p(99)<500ms")").verdict, Verdict::pass);
  EXPECT_THAT(judged("ack", run_of(58, 0), R"("p95<500ms")").message, HasSubstr("at least 59"));
}

TEST(AckTest, FailsAPercentileOnlyByTheLowerBound) {
  EXPECT_EQ(judged("ack", run_of(97, 3), R"("p95<500ms")").verdict, Verdict::inconclusive);
  EXPECT_EQ(judged("ack", run_of(94, 6), R"("p95<500ms")").verdict, Verdict::inconclusive);
  const CheckResult beyond = judged("ack", run_of(85, 15), R"("p95<500ms")");
  EXPECT_EQ(beyond.verdict, Verdict::fail);
  EXPECT_EQ(beyond.count, 15U);
  EXPECT_THAT(beyond.message, HasSubstr("measured 800 ms in 100 answers, 15 over the limit"));
  EXPECT_EQ(judged("ack", run_of(0, 3), R"("p95<500ms")").verdict, Verdict::fail);
}

TEST(AckTest, CountsASilenceCutShortAgainstAPercentileButNotForItsFail) {
  HistoryBuilder run = run_of(59, 0);
  EXPECT_EQ(judged("ack", run, R"("p95<5s")").verdict, Verdict::pass);
  run.time_out(run.update("jane"), 3s);
  const CheckResult result = judged("ack", run, R"("p95<5s")");
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("gave up before the limit"));
}

/// As `taking`, by a mock whose timer was so late, with a while in the queue after that.
HistoryBuilder::Exchange taking_while_late(Nanos took, Nanos late) {
  HistoryBuilder::Exchange exchange = taking(took);
  exchange.woken_late = late;
  exchange.late = late + 3s;
  return exchange;
}

TEST(AckTest, DoesNotFailAReceiverForWhatMayBeTheMocksOwnLateness) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"), taking_while_late(5ms, 5ms));
  run.acknowledge(run.update("jane"), taking_while_late(520ms, 5ms));
  run.acknowledge(run.update("jane"), taking_while_late(5ms, 40ms));
  for (const char* threshold : {R"("max<500ms")", R"("avg<250ms")"}) {
    const CheckResult result = judged("ack", run, threshold);
    EXPECT_EQ(result.verdict, Verdict::inconclusive) << threshold;
    EXPECT_THAT(result.message, HasSubstr("the mock itself was up to")) << threshold;
    EXPECT_THAT(result.next_step, HasSubstr("less busy")) << threshold;
    EXPECT_EQ(result.count, 0U) << threshold;
  }
  EXPECT_THAT(judged("ack", run, R"("max<500ms")").message, HasSubstr("up to 40 ms late"));
}

TEST(AckTest, FailsAReceiverThatIsTooSlowByMoreThanTheMockWasLate) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"), taking_while_late(800ms, 40ms));
  run.acknowledge(run.update("jane"), taking_while_late(700ms, 5ms));
  EXPECT_EQ(judged("ack", run, R"("max<500ms")").verdict, Verdict::fail);
  EXPECT_EQ(judged("ack", run, R"("min<500ms")").verdict, Verdict::fail);
  EXPECT_EQ(judged("ack", run, R"("avg<500ms")").verdict, Verdict::fail);
}

TEST(AckTest, PassesAQuickReceiverHoweverLateTheMockWas) {
  HistoryBuilder run;
  for (int i = 0; i < 60; ++i) {
    run.acknowledge(i == 0 ? run.create("jane") : run.update("jane"), taking_while_late(5ms, 2s));
  }
  EXPECT_EQ(judged("ack", run, R"(["max<500ms", "p95<500ms", "avg<500ms"])").verdict, Verdict::pass)
      << "lateness makes times longer, never shorter";
}

TEST(AckTest, OneLateMomentDoesNotSpoilAPercentile) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"), taking_while_late(5ms, 2s));
  for (int i = 0; i < 99; ++i) {
    run.acknowledge(run.update("jane"), taking_while_late(i < 20 ? 800ms : 5ms, 1ms));
  }
  EXPECT_EQ(judged("ack", run, R"("p95<500ms")").verdict, Verdict::fail);
  EXPECT_EQ(judged("ack", run, R"("max<500ms")").verdict, Verdict::inconclusive);
  HistoryBuilder always_late;
  always_late.create("jane");
  for (int i = 0; i < 100; ++i) {
    always_late.acknowledge(
        always_late.update("jane"), taking_while_late(i < 20 ? 800ms : 5ms, 400ms)
    );
  }
  EXPECT_EQ(judged("ack", always_late, R"("p95<500ms")").verdict, Verdict::inconclusive);
}

TEST(AckTest, WaitingForAConnectionIsNotTheMocksLateness) {
  HistoryBuilder run;
  HistoryBuilder::Exchange exchange = taking_while_late(520ms, Nanos{});
  exchange.late = 20s;
  run.acknowledge(run.create("jane"), exchange);
  EXPECT_EQ(judged("ack", run, R"("max<500ms")").verdict, Verdict::fail);
}

TEST(AckTest, LatenessSaysNothingOfARate) {
  HistoryBuilder run;
  HistoryBuilder::Exchange refused = taking_while_late(5ms, 2s);
  refused.status = 503;
  run.acknowledge(run.create("jane"), refused);
  EXPECT_EQ(judged("ack", run, R"("rate(2xx)==1")").verdict, Verdict::fail);
}

TEST(AckTest, MergesItsThresholds) {
  const CheckResult result = judged("ack", run_of(10, 0), R"(["max<5s", "p95<500ms"])");
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("max<5s holds"));
  EXPECT_THAT(result.message, HasSubstr("p95<500ms is not proven"));
}

TEST(AckTest, TheFirstAnswerIsColdAndOnlyTheHardLimitSeesIt) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"), taking(800ms));
  for (int i = 0; i < 59; ++i) {
    run.acknowledge(run.update("jane"), taking(5ms));
  }
  const CheckResult result = judged("ack", run, R"(["p95<100ms", "avg<100ms"])");
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_THAT(result.message, HasSubstr("the first request, apart, took 800 ms"));
  EXPECT_EQ(judged("ack", run, R"("max<500ms")").verdict, Verdict::fail);
}

TEST(AckTest, LabelsSayWhichAttemptsCount) {
  HistoryBuilder run;
  run.acknowledge(run.create("joe"), taking(5ms));
  run.acknowledge(run.create("jane"), taking(900ms));
  run.refuse_then_acknowledge(run.update("joe"), 503);
  const auto verdict = [&](const std::string& where) {
    return judged("ack", run, R"({"where":)" + where + R"(,"thresholds":"max<500ms"})").verdict;
  };
  EXPECT_EQ(verdict(R"({"event":"bookings.create"})"), Verdict::fail);
  EXPECT_EQ(verdict(R"({"event":"bookings.update"})"), Verdict::pass);
  EXPECT_EQ(verdict(R"({"booking":"jane"})"), Verdict::fail);
  EXPECT_EQ(verdict(R"({"booking":"joe"})"), Verdict::pass);
  EXPECT_EQ(verdict(R"({"attempt":"retry"})"), Verdict::pass);
  EXPECT_EQ(verdict(R"({"attempt":"first","event":"bookings.create"})"), Verdict::fail);
  EXPECT_EQ(verdict(R"({"event":"bookings.delete"})"), Verdict::inconclusive);
  EXPECT_EQ(verdict(R"({"connection":"kept"})"), Verdict::inconclusive);
  EXPECT_EQ(
      judged("ack", run, R"({"where":{"attempt":"retry"},"thresholds":"max<1s"})").subject,
      "{attempt=retry} max<1s"
  );
}

TEST(AckTest, RefusesLabelsThatThereAreNot) {
  const auto problem = [](const std::string& where) {
    const auto problems =
        problems_of("ack", R"({"where":)" + where + R"(,"thresholds":["max<1s", "min>1s"]})");
    return problems.front().pointer + ": " + problems.front().message;
  };
  EXPECT_EQ(problem(R"({"evnt":"x"})"), "/where/evnt: there is no label `evnt`");
  EXPECT_EQ(
      problem(R"({"event":"create"})"), "/where/event: this is no value of the label `event`"
  );
  EXPECT_EQ(problem(R"({"attempt":1})"), "/where/attempt: this is no value of the label `attempt`");
  EXPECT_EQ(problem("3"), "/where: this is no map of labels");
  EXPECT_EQ(problem("{}"), "/thresholds/1: a time has an upper limit: write < or <=");
}

TEST(AckTest, TheMachinesOwnFigureStandsBesideTheVerdict) {
  HistoryBuilder run = run_of(3, 0);
  run.add(event::Calibrated{{200us, 300us, 250us}});
  EXPECT_THAT(
      judged("ack", run).message,
      HasSubstr("a receiver of rkmock's own took p95 300 \u00b5s and at most 300 \u00b5s")
  );
}

/// Two of four: each relation on the very limit.
TEST(AckTest, ARateOnItsLimitIsWithinAtMostAndAtLeastAlone) {
  HistoryBuilder run;
  for (const char* booking : {"a", "b"}) {
    run.acknowledge(run.create(booking));
    run.refuse(run.update(booking), 500);
  }
  EXPECT_EQ(judged("ack", run, R"("rate(5xx)<=50%")").verdict, Verdict::pass);
  EXPECT_EQ(judged("ack", run, R"("rate(2xx)>=0.5")").verdict, Verdict::pass);
  EXPECT_EQ(judged("ack", run, R"("rate(500)==0.5")").verdict, Verdict::pass);
  EXPECT_EQ(judged("ack", run, R"("rate(5xx)<50%")").verdict, Verdict::fail);
  EXPECT_EQ(judged("ack", run, R"("rate(2xx)>0.5")").verdict, Verdict::fail);
}

}  // namespace
}  // namespace rkmock::assertions
