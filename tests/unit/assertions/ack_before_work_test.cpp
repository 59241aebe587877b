// ack_before_work: who waits for a slow downstream, and who does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* check = "ack_before_work";
constexpr Nanos delay = 2s;

class AckBeforeWorkTest : public testing::Test {
 protected:
  AckBeforeWorkTest() {
    EffectRule rule;
    rule.delay = delay;
    run.with_effects({rule});
  }

  /// The effect comes 10 ms into the attempt, the answer so long after the effect.
  void work_within(const std::string& event, HistoryBuilder::Exchange exchange) {
    const std::string delivery = run.plan(event);
    run.start(delivery);
    run.pass_time(10ms);
    run.slow_effect(event, delay);
    exchange.took += 10ms;
    const bool answered = exchange.status != 0;
    run.finish(delivery, answered ? Outcome::acknowledged : Outcome::unknown, exchange);
    run.end(delivery, answered ? "acknowledged" : "given_up");
  }

  HistoryBuilder run;
};

TEST_F(AckBeforeWorkTest, PassesWorkAfterTheAnswer) {
  const std::string event = run.create("jane");
  run.acknowledge(event);
  run.slow_effect(event, delay);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_EQ(result.subject, "effects");
  EXPECT_THAT(result.message, HasSubstr("1 answer came without it"));
}

TEST_F(AckBeforeWorkTest, PassesAnAnswerThatDoesNotWaitForWorkThatHasBegun) {
  work_within(run.create("jane"), {.took = 5ms});
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST_F(AckBeforeWorkTest, FailsAnAnswerThatWaitsForTheSink) {
  work_within(run.create("jane"), {.took = 5ms});
  work_within(run.create("joe"), {.took = 2001ms});
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.count, 1U);
  EXPECT_THAT(result.first, HasSubstr("joe.create/1, attempt 1: answered 2"));
  EXPECT_THAT(result.first, HasSubstr("whose answer took 2 s"));
  EXPECT_THAT(result.evidence, SizeIs(2));
}

TEST_F(AckBeforeWorkTest, FailsASilenceThatOutlastsTheSink) {
  work_within(
      run.create("jane"), {.status = 0, .took = 3s, .reason = "no answer", .timed_out = true}
  );
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.first, HasSubstr("still silent"));
}

TEST_F(AckBeforeWorkTest, CannotTellASilenceThatEndedBeforeTheSinkAnswered) {
  work_within(
      run.create("jane"), {.status = 0, .took = 500ms, .reason = "no answer", .timed_out = true}
  );
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST_F(AckBeforeWorkTest, CannotTellAnAnswerThatCameLateButBeforeTheSinks) {
  work_within(run.create("jane"), {.took = 1s});
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("not clearly because of the downstream"));
  EXPECT_FALSE(result.evidence.empty());
}

TEST_F(AckBeforeWorkTest, CannotTellWhenTheMockItselfWasThatLate) {
  work_within(run.create("jane"), {.took = 2001ms, .late = 1100ms, .woken_late = 1100ms});
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST_F(AckBeforeWorkTest, ALittleLatenessOfTheMockChangesNothing) {
  work_within(run.create("jane"), {.took = 2001ms, .late = 90ms, .woken_late = 90ms});
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
}

TEST_F(AckBeforeWorkTest, AnAnswerThatIsSlowBeforeTheWorkIsNotItsMatter) {
  const std::string event = run.create("jane");
  run.acknowledge(event, {.took = 5s});
  run.slow_effect(event, delay);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST_F(AckBeforeWorkTest, LeavesOutAttemptsThatAFaultShapedOrThatCameAfter) {
  const std::string event = run.create("jane");
  work_within(event, {.took = 3s, .faulted = true});
  run.acknowledge(event, {.took = 9s});
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("no event that was answered had an effect"));
}

/// The first request may have caused the effect, after the sender's patience had ended.
TEST_F(AckBeforeWorkTest, CannotTellWhichOfSeveralRequestsTheEffectIsOf) {
  const std::string event = run.create("jane");
  run.time_out(event, 5s);
  work_within(event, {.took = 3s});
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST_F(AckBeforeWorkTest, ARequestThatWasRefusedOrNeverCameIsNotTheCause) {
  const std::string event = run.create("jane");
  run.refuse(event, 503);
  run.connection_refused(event);
  work_within(event, {.took = 3s});
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
}

TEST_F(AckBeforeWorkTest, CannotTellWithoutASlowSink) {
  HistoryBuilder quick;
  const std::string event = quick.create("jane");
  quick.acknowledge(event, {.took = 5s});
  quick.effect(event);
  quick.finish_run();
  const CheckResult result = judged(check, quick);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("no sink is slow"));
}

TEST_F(AckBeforeWorkTest, CannotTellBeforeAnEffectArrivesAndSaysThatItWaits) {
  run.expect(check);
  const std::string event = run.create("jane");
  run.acknowledge(event);
  EXPECT_FALSE(evidence_complete(run.history()));
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
  run.slow_effect(event, delay);
  EXPECT_TRUE(evidence_complete(run.history()));
}

TEST_F(AckBeforeWorkTest, LooksAtTheNamedEffectsOnly) {
  EffectRule email;
  email.name = "email";
  email.delay = delay;
  run.with_effects({EffectRule{}, email});
  work_within(run.create("jane"), {.took = 3s});
  run.finish_run();
  EXPECT_EQ(judged(check, run, R"("effects")").verdict, Verdict::fail);
  EXPECT_EQ(judged(check, run, R"("email")").verdict, Verdict::inconclusive);
  EXPECT_THAT(judged(check, run, R"("sms")").message, HasSubstr("no effect named sms"));
  EXPECT_THAT(problems_of(check, R"("email")"), IsEmpty());
  EXPECT_THAT(problems_of(check, "{}"), SizeIs(1));
}

}  // namespace
}  // namespace rkmock::assertions
