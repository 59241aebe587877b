// effect_lag: how long effects are in coming.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* check = "effect_lag";

void do_after(HistoryBuilder& run, const std::string& event, Nanos lag) {
  run.acknowledge(event);
  run.pass_time(lag);
  run.effect(event);
}

TEST(EffectLagTest, PassesEffectsThatComeSoon) {
  HistoryBuilder run;
  do_after(run, run.create("jane"), 900ms);
  do_after(run, run.create("joe"), 20ms);
  run.finish_run();
  const CheckResult result = judged(check, run, R"("max<1s")");
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_EQ(result.subject, "max<1s");
  EXPECT_THAT(result.message, HasSubstr("the slowest took 900"));
  EXPECT_THAT(result.evidence, SizeIs(2));
}

TEST(EffectLagTest, FailsALateEffectAndNamesIt) {
  HistoryBuilder run;
  do_after(run, run.create("jane"), 20ms);
  do_after(run, run.create("joe"), 3s);
  do_after(run, run.create("ann"), 7s);
  run.finish_run();
  const CheckResult result = judged(check, run, R"("max<2s")");
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.count, 2U);
  EXPECT_THAT(result.first, HasSubstr("joe.create"));
  EXPECT_THAT(result.worst, HasSubstr("ann.create"));
  EXPECT_THAT(result.message, HasSubstr("2 of 3 effects over the limit"));
  EXPECT_FALSE(result.cause.empty());
}

TEST(EffectLagTest, NamedAloneTheLimitIsFiveSeconds) {
  HistoryBuilder run;
  do_after(run, run.create("jane"), 4900ms);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
  do_after(run, run.create("joe"), 5s);
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
}

TEST(EffectLagTest, TheLagBeginsWithTheFirstAcknowledgement) {
  HistoryBuilder run;
  const std::string event = run.create("jane");
  run.acknowledge(event);
  run.pass_time(2s);
  run.acknowledge(event);
  run.pass_time(2s);
  run.effect(event);
  run.finish_run();
  EXPECT_EQ(judged(check, run, R"("max<3s")").verdict, Verdict::fail);
}

TEST(EffectLagTest, OnlyTheFirstOfSeveralEffectsCounts) {
  HistoryBuilder run;
  const std::string event = run.create("jane");
  do_after(run, event, 10ms);
  run.pass_time(9s);
  run.effect(event);
  run.finish_run();
  EXPECT_EQ(judged(check, run, R"("max<1s")").verdict, Verdict::pass);
}

TEST(EffectLagTest, WorkBeforeTheAnswerHasNoLag) {
  HistoryBuilder run;
  const std::string event = run.create("jane");
  const std::string delivery = run.plan(event);
  run.start(delivery);
  run.effect(event);
  run.finish(delivery, Outcome::acknowledged, {.took = 4s});
  run.end(delivery, "acknowledged");
  run.finish_run();
  EXPECT_EQ(judged(check, run, R"("max<1ms")").verdict, Verdict::pass);
}

TEST(EffectLagTest, APercentileTakesItsEvidence) {
  HistoryBuilder run;
  for (int i = 0; i < 58; ++i) {
    do_after(run, run.create("booking-" + std::to_string(i)), 10ms);
  }
  EXPECT_EQ(judged(check, run, R"("p95<1s")").verdict, Verdict::inconclusive);
  do_after(run, run.create("one-more"), 10ms);
  run.finish_run();
  EXPECT_EQ(judged(check, run, R"("p95<1s")").verdict, Verdict::pass);
}

TEST(EffectLagTest, AFailMustHoldAgainstTheMocksOwnLateness) {
  HistoryBuilder run;
  const std::string event = run.create("jane");
  run.acknowledge(event, {.late = 400ms, .woken_late = 300ms});
  run.pass_time(1200ms);
  run.effect(event);
  run.finish_run();
  const CheckResult spoilt = judged(check, run, R"("max<1s")");
  EXPECT_EQ(spoilt.verdict, Verdict::inconclusive);
  EXPECT_THAT(spoilt.message, HasSubstr("the mock itself was up to 300 ms late"));
  EXPECT_THAT(spoilt.next_step, HasSubstr("less busy"));
  EXPECT_EQ(judged(check, run, R"("max<800ms")").verdict, Verdict::fail);
}

TEST(EffectLagTest, CannotTellWithoutAnyEffectOfAnAcknowledgedEvent) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  const std::string refused = run.create("joe");
  run.refuse(refused, 500);
  run.effect(refused);
  run.unattributed_effect();
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("nothing to measure"));
}

TEST(EffectLagTest, AMissingEffectIsNotItsMatterButIsWaitedFor) {
  HistoryBuilder run;
  run.expect(check, R"("max<5s")");
  do_after(run, run.create("jane"), 10ms);
  run.acknowledge(run.create("joe"));
  EXPECT_FALSE(evidence_complete(run.history()));
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
  run.effect("joe.create");
  EXPECT_TRUE(evidence_complete(run.history()));
}

TEST(EffectLagTest, RefusesRatesAndWhatIsNoThreshold) {
  EXPECT_THAT(problems_of(check, R"(["max<30s","p95<2s","avg<1s","min<1s","med<1s"])"), IsEmpty());
  EXPECT_THAT(problems_of(check, R"("rate(2xx)==1")"), SizeIs(1));
  EXPECT_THAT(problems_of(check, R"("soon")"), SizeIs(1));
}

}  // namespace
}  // namespace rkmock::assertions
