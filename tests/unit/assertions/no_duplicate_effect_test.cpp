// no_duplicate_effect: an effect once per event, whatever the sender does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr const char* check = "no_duplicate_effect";

EffectRule rule(const std::string& name, std::vector<std::string> on = {}) {
  EffectRule rule;
  rule.name = name;
  rule.path = "/sink/" + name;
  rule.on = std::move(on);
  return rule;
}

TEST(NoDuplicateEffectTest, PassesOneEffectForRacingCopies) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.race(created, 4);
  run.effect(created);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.message;
  EXPECT_THAT(result.message, HasSubstr("1 event"));
}

TEST(NoDuplicateEffectTest, FailsTwoEffectsOfOneEventAndProvesIt) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.race(created, 2);
  const std::uint64_t first = run.effect(created);
  const std::uint64_t second = run.effect(created);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.count, 1U);
  EXPECT_EQ(result.subject, "effects");
  EXPECT_THAT(
      result.first,
      HasSubstr("had the effect `effects` 2 times for one bookings.create (jane.create)")
  );
  EXPECT_THAT(lines_of(result), testing::IsSupersetOf({first, second}));
  EXPECT_THAT(result.evidence, testing::SizeIs(4)) << "both deliveries and both effects";
  EXPECT_THAT(result.cause, HasSubstr("check-then-act"));
}

TEST(NoDuplicateEffectTest, FailsEquallyWhenTheEffectNamesNoVersion) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.repeat(created, 2);
  run.effect_without_version(created);
  run.effect_without_version(created);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.cause, HasSubstr("no dedupe"));
}

TEST(NoDuplicateEffectTest, CountsNamelessEffectsAgainstTheEventsRaisedSoFar) {
  HistoryBuilder run;
  run.create("jane");
  const std::string first = run.update("jane");
  run.acknowledge(first);
  run.effect_without_version(first);
  run.effect_without_version(first);
  const std::string second = run.update("jane");
  run.acknowledge(second);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail)
      << "the second effect came before there was a second event";
}

TEST(NoDuplicateEffectTest, DoesNotAlarmWhenTwoEventsOfOneTypeHaveOneEffectEach) {
  HistoryBuilder run;
  run.create("jane");
  for (int i = 0; i < 2; ++i) {
    const std::string updated = run.update("jane");
    run.acknowledge(updated);
    run.effect_without_version(updated);
  }
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(NoDuplicateEffectTest, DoesNotAlarmWhenTwoEventsOfOneSecondHaveOneEffectEach) {
  HistoryBuilder run;
  run.create("jane");
  run.stop_payload_clock();
  for (int i = 0; i < 2; ++i) {
    const std::string updated = run.update("jane");
    run.acknowledge(updated);
    run.effect(updated);
  }
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.message;
}

TEST(NoDuplicateEffectTest, FailsThreeEffectsOfTwoEventsOfOneSecond) {
  HistoryBuilder run;
  run.create("jane");
  run.stop_payload_clock();
  const std::string first = run.update("jane");
  run.effect(first);
  run.effect(first);
  const std::string second = run.update("jane");
  run.acknowledge(first);
  run.acknowledge(second);
  run.effect(second);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail)
      << "the second effect came before there was a second event";
}

TEST(NoDuplicateEffectTest, DoesNotAlarmWhenNamelessEffectsComeLateAndTogether) {
  HistoryBuilder run;
  run.create("jane");
  const std::string first = run.update("jane");
  run.acknowledge(first);
  const std::string second = run.update("jane");
  run.acknowledge(second);
  run.effect_without_version(first);
  run.effect_without_version(second);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
  run.effect_without_version(second);
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
}

TEST(NoDuplicateEffectTest, DoesNotMixEventTypesBookingsOrEffects) {
  HistoryBuilder run;
  run.with_effects({rule("email"), rule("crm")});
  for (const std::string& event : {run.create("jane"), run.update("jane"), run.create("joe")}) {
    run.acknowledge(event);
    run.effect(event, "email");
    run.effect_without_version(event, "crm");
  }
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass) << judged(check, run).message;
}

TEST(NoDuplicateEffectTest, FailsASecondEffectAfterALostAck) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.lose_ack(created);
  run.effect(created);
  run.effect(created);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.cause, HasSubstr("its answer never arrived"));
}

TEST(NoDuplicateEffectTest, FailsASecondEffectAfterAnError) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.refuse_then_acknowledge(created, 500);
  run.effect(created);
  run.effect(created);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.cause, HasSubstr("answered with an error"));
}

TEST(NoDuplicateEffectTest, FailsTwoEffectsOfASingleDelivery) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created);
  run.effect(created);
  run.effect(created);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.count, 2U);
  EXPECT_THAT(result.cause, HasSubstr("the webhook came once"));
}

TEST(NoDuplicateEffectTest, PassesAnErrorThatHadNoEffect) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.refuse_then_acknowledge(created, 503, 2);
  run.effect(created);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(NoDuplicateEffectTest, JudgesTheNamedEffectOnly) {
  HistoryBuilder run;
  run.with_effects({rule("email"), rule("crm")});
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created, "email");
  run.effect(created, "crm");
  run.effect(created, "crm");
  run.finish_run();
  EXPECT_EQ(judged(check, run, R"("email")").verdict, Verdict::pass);
  EXPECT_EQ(judged(check, run, R"("crm")").verdict, Verdict::fail);
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
  EXPECT_EQ(judged(check, run, R"("sms")").verdict, Verdict::inconclusive);
}

TEST(NoDuplicateEffectTest, IgnoresEffectsThatNothingInTheRunCallsFor) {
  HistoryBuilder run;
  run.with_effects({rule("welcome", {"bookings.create"}), rule("goodbye", {"bookings.delete"})});
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created, "welcome");
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass) << judged(check, run).message;
}

TEST(NoDuplicateEffectTest, NoEffectAtAllIsNoEvidence) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("/sink/effects"));
}

TEST(NoDuplicateEffectTest, NothingAcknowledgedIsNoEvidence) {
  HistoryBuilder run;
  run.refuse(run.create("jane"), 500);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(NoDuplicateEffectTest, EffectsOfOtherBookingsAreNoEvidence) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.add(event::SinkHit{"effects", "/sink/effects", "POST", "{}", {12, "bookings.create", ""}});
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("1 arrived that fit no event"));
}

TEST(NoDuplicateEffectTest, SaysHowToMendEffectsWithoutABooking) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created);
  const std::uint64_t line = run.unattributed_effect();
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("/booking_id"));
  EXPECT_THAT(result.next_step, HasSubstr("effects:"));
  EXPECT_THAT(lines_of(result), Contains(line));
}

TEST(NoDuplicateEffectTest, IsInconclusiveWithoutAnEffectsChannel) {
  HistoryBuilder run;
  run.without_effects();
  run.acknowledge(run.create("jane"));
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(NoDuplicateEffectTest, NeverShowsMoreThanEightLines) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.race(created, 9);
  for (int i = 0; i < 9; ++i) {
    run.effect(created);
  }
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.count, 8U);
  EXPECT_EQ(result.evidence.size(), 8U);
  EXPECT_TRUE(std::is_sorted(
      result.evidence.begin(),
      result.evidence.end(),
      [](const Evidence& a, const Evidence& b) { return a.seq < b.seq; }
  ));
}

}  // namespace
}  // namespace rkmock::assertions
