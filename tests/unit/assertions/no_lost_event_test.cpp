// no_lost_event: what is acknowledged has its effect. Lost work fails; what a right receiver may
// leave out does not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr const char* check = "no_lost_event";

EffectRule rule(const std::string& name, std::vector<std::string> on = {}) {
  EffectRule rule;
  rule.name = name;
  rule.path = "/sink/" + name;
  rule.on = std::move(on);
  return rule;
}

TEST(NoLostEventTest, PassesWhenEveryAcknowledgedEventHasItsEffect) {
  HistoryBuilder run;
  for (const std::string& event : {run.create("jane"), run.update("jane"), run.cancel("jane")}) {
    run.acknowledge(event);
    run.effect(event);
  }
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.message;
  EXPECT_THAT(result.message, HasSubstr("3 with their effect"));
}

TEST(NoLostEventTest, FailsWhenAnAcknowledgedEventHasNoEffect) {
  HistoryBuilder run;
  const std::string first = run.create("jane");
  run.acknowledge(first);
  run.effect(first);
  run.settled();
  run.acknowledge(run.update("jane"));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.count, 1U);
  EXPECT_THAT(result.first, HasSubstr("jane.update"));
  EXPECT_THAT(result.first, HasSubstr("its effect `effects` never came"));
  EXPECT_FALSE(result.cause.empty());
  const History history = run.history();
  EXPECT_THAT(
      lines_of(result),
      Contains(history.webhook_event("jane.update")->first_acknowledgement()->finished->seq)
  );
}

TEST(NoLostEventTest, DoesNotAlarmWhenANewerEventTookEffectInItsPlace) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  const std::string updated = run.update("jane");
  run.release({updated, created});
  run.acknowledge(updated);
  run.effect(updated);
  run.acknowledge(created);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.message;
  EXPECT_THAT(result.message, HasSubstr("1 made obsolete"));
}

TEST(NoLostEventTest, DoesNotAlarmWhenTheFinalStateShowsTheNewestVersion) {
  HistoryBuilder run;
  run.with_effects({rule("welcome", {"bookings.create"})});
  const std::string created = run.create("jane");
  const std::string updated = run.update("jane");
  run.acknowledge(updated);
  run.acknowledge(created);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass) << judged(check, run).message;
}

TEST(NoLostEventTest, FailsWhenTheReceiverRestedBeforeTheNewerEventCame) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.settled();
  const std::string updated = run.update("jane");
  run.acknowledge(updated);
  run.effect(updated);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.first, HasSubstr("jane.create"));
}

TEST(NoLostEventTest, DoesNotTakeAnUnreachedRestForOne) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.settled(false);
  const std::string updated = run.update("jane");
  run.acknowledge(updated);
  run.effect(updated);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(NoLostEventTest, ANewerEventOfAnotherBookingReplacesNothing) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  const std::string joe = run.create("joe");
  run.acknowledge(joe);
  run.effect(joe);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.first, HasSubstr("jane.create"));
}

TEST(NoLostEventTest, PassesARetryAfterALostAck) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.lose_ack(created, 2);
  run.effect(created);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(NoLostEventTest, SuspectsTheMarkBeforeTheWorkWhenARetryHadNoEffect) {
  HistoryBuilder run;
  run.refuse_then_acknowledge(run.create("jane"), 500);
  run.create("joe");
  run.acknowledge("joe.create");
  run.effect("joe.create");
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.cause, HasSubstr("before its work is done"));
}

TEST(NoLostEventTest, PassesAnErrorThatTheRetryMendsOrTheDrain) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.refuse(created, 503);
  run.acknowledge(created);
  run.effect(created);
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(NoLostEventTest, FailsWhatWasNeverAcknowledgedInItsOwnWords) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.refuse(created, 500);
  run.refuse(created, 500);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.message, HasSubstr("1 event was never acknowledged: the sender gave up"));
  EXPECT_THAT(result.first, HasSubstr("2 attempts"));
  EXPECT_THAT(result.first, HasSubstr("500 Internal Server Error"));
  EXPECT_THAT(result.evidence, testing::SizeIs(2));
}

TEST(NoLostEventTest, NamesTheConnectionWhenTheReceiverWasNeverReached) {
  HistoryBuilder run;
  run.connection_refused(run.create("jane"));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.cause, HasSubstr("not reached"));
  EXPECT_THAT(result.first, HasSubstr("connection refused"));
}

TEST(NoLostEventTest, CannotTellWhatARunCutShortWouldHaveDelivered) {
  HistoryBuilder run;
  run.refuse(run.create("jane"), 503);
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(NoLostEventTest, DoesNotBlameTheReceiverForWhatWasDropped) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created);
  run.drop(run.update("jane"));
  run.probe_answers("jane", 200, R"({"status":"pending"})");
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::pass) << result.message;
  EXPECT_THAT(result.message, HasSubstr("1 never sent on purpose"));
}

TEST(NoLostEventTest, CountsEffectsThatNameNoVersion) {
  HistoryBuilder run;
  const std::string first = run.create("jane");
  run.acknowledge(first);
  run.effect_without_version(first);
  const std::string second = run.update("jane");
  run.acknowledge(second);
  run.effect_without_version(second);
  run.settled();
  const std::string third = run.update("jane");
  run.acknowledge(third);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.count, 1U);
  EXPECT_THAT(result.first, HasSubstr("jane.update#2"));
}

TEST(NoLostEventTest, TakesAReceiversOwnTimesAndWordsForNoName) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.add(event::SinkHit{
      "effects",
      "/sink/effects",
      "POST",
      "{}",
      {run.booking_id("jane"), "booking.made", "2031-05-05T10:00:00Z"}});
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(NoLostEventTest, TrustsTheVersionOverTheEventType) {
  HistoryBuilder run;
  for (const std::string& event : {run.create("jane"), run.update("jane")}) {
    run.acknowledge(event);
    run.settled();
  }
  const History history = run.history();
  for (const WebhookEvent& event : history.webhook_events()) {
    const event::BookingVersion& of = event.raised->bookings.front();
    run.add(event::SinkHit{
        "effects", "/sink/effects", "POST", "{}", {of.booking_id, "bookings.delete", of.updated_at}}
    );
  }
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
  EXPECT_EQ(judged("no_duplicate_effect", run).verdict, Verdict::pass);
}

TEST(NoLostEventTest, ReadsTheSameInstantHoweverItIsWritten) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.acknowledge(created);
  std::string updated_at = run.state("jane")["updated_at"];
  updated_at.replace(updated_at.size() - 1, 1, ".000+00:00");
  run.add(event::SinkHit{
      "effects", "/sink/effects", "POST", "{}", {run.booking_id("jane"), "", updated_at}});
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(NoLostEventTest, AsksOnlyForEffectsOfTheRulesEventTypes) {
  HistoryBuilder run;
  run.with_effects({rule("welcome", {"bookings.create"}), rule("goodbye", {"bookings.delete"})});
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created, "welcome");
  run.acknowledge(run.update("jane"));
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass) << judged(check, run).message;
}

TEST(NoLostEventTest, JudgesTheNamedEffectsOnly) {
  HistoryBuilder run;
  run.with_effects({rule("email"), rule("crm")});
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created, "email");
  run.finish_run();
  EXPECT_EQ(judged(check, run, R"("email")").verdict, Verdict::pass);
  EXPECT_EQ(judged(check, run, R"(["email"])").verdict, Verdict::pass);
  EXPECT_EQ(judged(check, run, R"("crm")").verdict, Verdict::fail);
  EXPECT_EQ(judged(check, run, R"(["email", "crm"])").verdict, Verdict::fail);
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
  EXPECT_EQ(judged(check, run, R"("sms")").verdict, Verdict::inconclusive);
}

TEST(NoLostEventTest, SuspectsTheWiringWhenNoEffectArrivedAtAll) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.cause, HasSubstr("/sink/"));
}

TEST(NoLostEventTest, CannotTellWhenAnEffectNamesNoBooking) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.unattributed_effect();
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.next_step, HasSubstr("booking"));
}

TEST(NoLostEventTest, CannotTellWhileTheReceiverIsStillBusy) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.drain();
  run.drained();
  run.settled(false);
  run.probe("jane");
  run.add(event::RunFinished{});
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.next_step, HasSubstr("settle"));
}

TEST(NoLostEventTest, JudgesByTheFinalStateWhenThereAreNoEffects) {
  HistoryBuilder right;
  right.without_effects();
  right.acknowledge(right.create("jane"));
  right.acknowledge(right.update("jane"));
  right.finish_run();
  EXPECT_EQ(judged(check, right).verdict, Verdict::pass) << judged(check, right).message;

  HistoryBuilder wrong;
  wrong.without_effects();
  wrong.acknowledge(wrong.create("jane"));
  const std::string old = wrong.state("jane").dump();
  wrong.acknowledge(wrong.update("jane"));
  wrong.probe_answers("jane", 200, old);
  wrong.finish_run();
  const CheckResult result = judged(check, wrong);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.first, HasSubstr("jane.update"));
  EXPECT_THAT(result.first, HasSubstr("the final state does not show it"));
}

TEST(NoLostEventTest, IsInconclusiveWithoutAnyChannel) {
  HistoryBuilder run;
  run.without_effects();
  run.without_state_probe();
  run.acknowledge(run.create("jane"));
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(NoLostEventTest, IsInconclusiveWhenTheOnlyChannelFails) {
  HistoryBuilder run;
  run.without_effects();
  run.acknowledge(run.create("jane"));
  run.probe_fails("jane", "connection refused");
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(NoLostEventTest, IsInconclusiveWhenAnEventWasNeverSent) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created);
  run.hold(run.update("jane"));
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("jane.update"));
}

TEST(NoLostEventTest, TakesNamesOfEffectsOnly) {
  EXPECT_TRUE(problems_of(check, "null").empty());
  EXPECT_TRUE(problems_of(check, R"("email")").empty());
  EXPECT_TRUE(problems_of(check, R"(["email","crm"])").empty());
  for (const char* wrong : {"3", "{}", "[]", R"(["email", 3])", R"("")", "no json", "true"}) {
    EXPECT_FALSE(problems_of(check, wrong).empty()) << wrong;
  }
  EXPECT_EQ(problems_of(check, R"(["email", 3])").front().pointer, "/1");
}

TEST(NoLostEventTest, ShowsEffectsThatMayHaveBeenMeantForTheLostEvent) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  event::SinkHit early;
  early.effect = "effects";
  early.path = "/sink/effects";
  early.key = {run.booking_id("jane"), "bookings.delete", "", ""};
  const std::uint64_t seq = run.add(early);
  run.finish_run();
  const CheckResult result = judged("no_lost_event", run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  ASSERT_THAT(result.near_misses, testing::SizeIs(1));
  EXPECT_THAT(
      result.near_misses.front(),
      testing::AllOf(
          testing::StartsWith("#" + std::to_string(seq) + " effect at /sink/effects for booking"),
          testing::HasSubstr("bookings.delete: no event of this run")
      )
  );
}

TEST(NoLostEventTest, CannotTellWhenNothingWasAcknowledgedThatMustHaveAnEffect) {
  HistoryBuilder run;
  EffectRule on_delete;
  on_delete.on = {"bookings.delete"};
  run.with_effects({on_delete});
  run.acknowledge(run.create("jane"));
  run.finish_run();
  const CheckResult result = judged("no_lost_event", run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, testing::HasSubstr("nothing was acknowledged"));
}

}  // namespace
}  // namespace rkmock::assertions
