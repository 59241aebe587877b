// no_over_dedupe: what is no duplicate is not taken for one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* check = "no_over_dedupe";

/// Acknowledged and done.
void do_right(HistoryBuilder& run, const std::string& event) {
  run.acknowledge(event);
  run.effect(event);
}

/// Two updates after a create, with rest between: the last one is swallowed.
std::string swallow_the_second_update(HistoryBuilder& run) {
  do_right(run, run.create("jane"));
  do_right(run, run.update("jane"));
  run.settled();
  const std::string swallowed = run.update("jane", {{"message", "Aisle seat"}});
  run.acknowledge(swallowed);
  return swallowed;
}

TEST(NoOverDedupeTest, PassesDistinctEventsThatEachHaveTheirEffect) {
  HistoryBuilder run;
  do_right(run, run.create("jane"));
  do_right(run, run.update("jane"));
  do_right(run, run.update("jane"));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_EQ(result.subject, "effects");
  EXPECT_THAT(result.message, HasSubstr("2 events that followed another of their booking"));
}

TEST(NoOverDedupeTest, PassesAnOlderEventThatANewerOneMadeObsolete) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  do_right(run, run.update("jane"));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_THAT(result.message, HasSubstr("1 event that followed another of its booking"));
}

TEST(NoOverDedupeTest, FailsASwallowedUpdate) {
  HistoryBuilder run;
  const std::string swallowed = swallow_the_second_update(run);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.count, 1U);
  EXPECT_EQ(
      result.first,
      swallowed +
          ": acknowledged, but its effect `effects` never came, while that of jane.update "
          "did"
  );
  EXPECT_THAT(result.cause, HasSubstr("the dedupe key lacks updated_at"));
  EXPECT_EQ(judged("no_lost_event", run).verdict, Verdict::fail);
}

TEST(NoOverDedupeTest, TellsTwoChangesInOneSecondFromAKeyWithoutVersion) {
  HistoryBuilder run;
  do_right(run, run.create("jane"));
  do_right(run, run.update("jane"));
  run.stop_payload_clock();
  run.acknowledge(run.update("jane", {{"message", "Aisle seat"}}));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.cause, HasSubstr("within one second"));
  EXPECT_THAT(result.next_step, HasSubstr("compare the content"));
}

TEST(NoOverDedupeTest, TellsAKeyThatIsTheBookingAlone) {
  HistoryBuilder run;
  do_right(run, run.create("jane"));
  run.acknowledge(run.update("jane"));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.cause, HasSubstr("any event of its booking"));
}

TEST(NoOverDedupeTest, RestBetweenTwoEventsGivesEachItsOwnChance) {
  HistoryBuilder run;
  do_right(run, run.create("jane"));
  run.acknowledge(run.update("jane"));
  run.settled();
  do_right(run, run.update("jane"));
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
}

TEST(NoOverDedupeTest, AnEventWithoutAnEffectBeforeItIsLostAndNoMore) {
  HistoryBuilder run;
  do_right(run, run.create("jane"));
  do_right(run, run.update("jane"));
  run.acknowledge(run.create("joe"));
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
  EXPECT_EQ(judged("no_lost_event", run).verdict, Verdict::fail);
}

TEST(NoOverDedupeTest, AnEventThatCameBeforeIsNotTakenForALaterOne) {
  HistoryBuilder run;
  const std::string create = run.create("jane");
  run.acknowledge(create);
  run.settled();
  const std::string update = run.update("jane");
  do_right(run, update);
  run.finish_run();
  // The create was lost before anything else of the booking had come.
  EXPECT_NE(judged(check, run).verdict, Verdict::fail);
  EXPECT_EQ(judged("no_lost_event", run).verdict, Verdict::fail);
}

TEST(NoOverDedupeTest, LooksAtTheNamedEffectsOnly) {
  HistoryBuilder run;
  EffectRule email;
  email.name = "email";
  EffectRule crm;
  crm.name = "crm";
  run.with_effects({email, crm});
  for (const std::string& event : {run.create("jane"), run.update("jane")}) {
    run.acknowledge(event);
    run.effect(event, "crm");
  }
  run.effect("jane.create", "email");
  run.finish_run();
  EXPECT_EQ(judged(check, run, R"("crm")").verdict, Verdict::pass);
  EXPECT_EQ(judged(check, run, R"("email")").verdict, Verdict::fail);
  EXPECT_THAT(judged(check, run).first, HasSubstr("`email`"));
  EXPECT_EQ(judged(check, run).count, 1U);
  EXPECT_THAT(judged(check, run, R"("sms")").message, HasSubstr("no effect named sms"));
}

TEST(NoOverDedupeTest, CannotTellWithoutASecondEventOfABooking) {
  HistoryBuilder run;
  do_right(run, run.create("jane"));
  do_right(run, run.create("joe"));
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
  HistoryBuilder blind;
  blind.without_effects();
  blind.acknowledge(blind.create("jane"));
  blind.acknowledge(blind.update("jane"));
  blind.finish_run();
  EXPECT_EQ(judged(check, blind).verdict, Verdict::inconclusive);
}

TEST(NoOverDedupeTest, CannotTellWhenTheMissingEffectMayBeOneWithoutABooking) {
  HistoryBuilder run;
  swallow_the_second_update(run);
  run.unattributed_effect();
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("no fewer effects name no booking"));
}

TEST(NoOverDedupeTest, CannotTellBeforeTheReceiverHasComeToRest) {
  HistoryBuilder run;
  const std::string swallowed = swallow_the_second_update(run);
  run.drain();
  run.drained();
  run.settled(false);
  run.add(event::RunFinished{});
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("had not come to rest"));
  EXPECT_FALSE(result.evidence.empty());
}

TEST(NoOverDedupeTest, TakesNamesOfEffects) {
  EXPECT_THAT(problems_of(check, R"(["email","crm"])"), IsEmpty());
  EXPECT_THAT(problems_of(check, "3"), Contains(testing::_));
}

}  // namespace
}  // namespace rkmock::assertions
