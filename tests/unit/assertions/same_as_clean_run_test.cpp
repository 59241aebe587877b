#include <gmock/gmock.h>

#include "assertions/clean_run.hpp"
#include "assertions/normal_form.hpp"
#include "assertions/run_checks.hpp"
#include "unit/assertions/history_builder.hpp"
#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* check = "same_as_clean_run";

/// Jane is made and confirmed, each with its effect.
HistoryBuilder story() {
  HistoryBuilder run;
  for (const std::string& event :
       {run.create("jane"), run.update("jane", {{"status", "confirmed"}})}) {
    run.acknowledge(event);
    run.effect(event);
    run.settled();
  }
  return run;
}

/// What the builder's receiver shows of Jane.
nlohmann::ordered_json shown(const HistoryBuilder& run) {
  const nlohmann::ordered_json state = run.state("jane");
  return {
      {"status", state.at("status")},
      {"updated_at", state.at("updated_at")},
      {"message", state.at("message")}};
}

event::CleanRun clean(HistoryBuilder run) {
  run.finish_run();
  return clean_run_of(run.history());
}

CheckResult judged_beside(
    HistoryBuilder run, const event::CleanRun& beside, const std::string& parameters = "null"
) {
  run.add(beside);
  run.finish_run();
  return judged(check, run, parameters);
}

TEST(SameAsCleanRunTest, PassesTheSameStatesAndEffectsWhateverTheIds) {
  HistoryBuilder other;  // other ids: a booking came before
  other.acknowledge(other.create("someone"));
  for (const std::string& event :
       {other.create("jane"), other.update("jane", {{"status", "confirmed"}})}) {
    other.acknowledge(event);
    other.effect(event);
    other.settled();
  }
  const CheckResult result = judged_beside(story(), clean(other));
  EXPECT_EQ(result.verdict, Verdict::pass) << result.message;
  EXPECT_THAT(result.message, HasSubstr("1 booking"));
}

TEST(SameAsCleanRunTest, FailsAnotherStateAndShowsBoth) {
  HistoryBuilder run = story();
  nlohmann::ordered_json state = shown(run);
  state["status"] = "pending";
  run.probe_answers("jane", 200, state.dump());
  const CheckResult result = judged_beside(run, clean(story()));
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.count, 1U);
  EXPECT_EQ(result.first, R"(jane, state at /status: "pending", in the clean run "confirmed")");
  EXPECT_THAT(result.evidence, SizeIs(2));
}

TEST(SameAsCleanRunTest, FailsABookingThatIsNotKnown) {
  HistoryBuilder run = story();
  run.probe_answers("jane", 404, "{}");
  const CheckResult result = judged_beside(run, clean(story()));
  EXPECT_EQ(result.first, "jane, state: answered 404, in the clean run 200");
}

TEST(SameAsCleanRunTest, FailsAnEffectTooMany) {
  HistoryBuilder run = story();
  run.effect("jane.update");
  const CheckResult result = judged_beside(run, clean(story()));
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(
      result.first, "jane, effect `effects` of jane.update: 2 times, in the clean run 1 time"
  );
}

TEST(SameAsCleanRunTest, FailsAnEffectTooFew) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.settled();
  const std::string updated = run.update("jane", {{"status", "confirmed"}});
  run.acknowledge(updated);
  run.effect(updated);
  const CheckResult result = judged_beside(run, clean(story()));
  EXPECT_EQ(
      result.first, "jane, effect `effects` of jane.create: 0 times, in the clean run 1 time"
  );
}

TEST(SameAsCleanRunTest, DoesNotAskForTheEffectOfAnEventThatANewerOneOvertook) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  const std::string updated = run.update("jane", {{"status", "confirmed"}});
  run.acknowledge(updated);
  run.effect(updated);
  run.acknowledge(created);
  EXPECT_EQ(judged_beside(run, clean(story())).verdict, Verdict::pass);
}

TEST(SameAsCleanRunTest, LeavesOutABookingThatWasNotToldEverything) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  run.drop(run.update("jane", {{"status", "confirmed"}}));
  const CheckResult result = judged_beside(run, clean(story()));
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("jane.update was never acknowledged"));
}

TEST(SameAsCleanRunTest, WhatMayDifferIsLeftOut) {
  HistoryBuilder run = story();
  nlohmann::ordered_json state = shown(run);
  state["attempts"] = 7;
  run.probe_answers("jane", 200, state.dump());
  EXPECT_EQ(judged_beside(run, clean(story())).verdict, Verdict::fail);
  EXPECT_EQ(judged_beside(run, clean(story()), R"({"ignore":"/attempts"})").verdict, Verdict::pass);
}

TEST(SameAsCleanRunTest, IsInconclusiveWithoutACleanRunOrWithABadOne) {
  HistoryBuilder run = story();
  run.finish_run();
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
  event::CleanRun bad = clean(story());
  bad.problem = "the receiver had not come to rest at its end";
  const CheckResult result = judged_beside(story(), bad);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("had not come to rest"));
}

TEST(SameAsCleanRunTest, DifferencesBeforeItCameToRestAreInconclusive) {
  HistoryBuilder run = story();
  run.effect("jane.update");
  run.settled(false);
  run.add(clean(story()));
  run.add(event::RunFinished{});
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(SameAsCleanRunTest, ItsParametersAreChecked) {
  EXPECT_THAT(problems_of(check, "null"), IsEmpty());
  EXPECT_THAT(problems_of(check, R"({"ignore":["/a","/b/0"]})"), IsEmpty());
  EXPECT_THAT(problems_of(check, R"({"ignore":"a"})"), SizeIs(1));
  EXPECT_THAT(problems_of(check, R"({"ignroe":"/a"})"), SizeIs(1));
  EXPECT_THAT(problems_of(check, "3"), SizeIs(1));
}

TEST(SameAsCleanRunTest, TheEndWaitsForWhatTheCleanRunHad) {
  HistoryBuilder run;
  run.expect(check);
  run.add(clean(story()));
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created);
  run.settled();
  run.acknowledge(run.update("jane", {{"status", "confirmed"}}));
  run.probe("jane", /*final_probe=*/false);
  EXPECT_TRUE(evidence_complete(run.history())) << "before the drain nothing is due";
  run.drain();
  run.drained();
  EXPECT_FALSE(evidence_complete(run.history())) << "an effect may still be on its way";
  run.effect("jane.update");
  EXPECT_TRUE(evidence_complete(run.history()));
}

TEST(NormalFormTest, ReplacesIdsAndTimesByWhatTheyStandFor) {
  HistoryBuilder run;
  run.create("jane");
  const NormalForm normal(run.history());
  const std::string id = std::to_string(run.booking_id("jane"));
  const std::string updated = run.state("jane").at("updated_at");
  EXPECT_EQ(normal.of("Booking " + id + " is yours"), "Booking {{jane.id}} is yours");
  EXPECT_EQ(normal.of("Booking 1" + id), "Booking 1" + id) << "another number";
  EXPECT_EQ(
      normal.of(
          R"({"booking":)" + id + R"(,"at":")" + updated +
          R"(","id":17,"row_id":"x9","sent_at":1700000000,"seen":"2031-02-03T04:05:06.789Z",)" +
          R"("key":"123e4567-e89b-12d3-a456-426614174000","service_id":123,"n":3})"
      ),
      R"({"at":"{{jane.updated_at#1}}","booking":"{{jane.id}}","id":"{{id}}","key":"{{id}}","n":3,)"
      R"("row_id":"{{id}}","seen":"{{time}}","sent_at":"{{time}}","service_id":123})"
  );
}

TEST(IsolatedTest, JudgesOnlyBookingsThatNoFaultTouched) {
  HistoryBuilder run = story();
  const std::string joe = run.create("joe");
  run.race(joe, 2);
  run.effect(joe);
  run.effect(joe);
  HistoryBuilder alone = story();
  const std::string his = alone.create("joe");
  alone.acknowledge(his);
  alone.effect(his);
  const event::CleanRun beside = clean(alone);
  run.add(beside);
  run.finish_run();
  EXPECT_EQ(judged("isolated", run).verdict, Verdict::pass) << "joe was touched";
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);

  HistoryBuilder spoilt = story();
  spoilt.race(spoilt.create("joe"), 2);
  spoilt.effect("jane.create");
  spoilt.add(beside);
  spoilt.finish_run();
  const CheckResult result = judged("isolated", spoilt);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.first, HasSubstr("jane, effect `effects` of jane.create: 2 times"));
}

TEST(IsolatedTest, NeedsBookingsOfBothKinds) {
  HistoryBuilder run = story();
  run.add(clean(story()));
  run.finish_run();
  EXPECT_THAT(judged("isolated", run).message, HasSubstr("no fault touched any booking"));
  HistoryBuilder all;
  all.race(all.create("jane"), 2);
  all.finish_run();
  EXPECT_THAT(judged("isolated", all).message, HasSubstr("every booking was touched"));
}

}  // namespace
}  // namespace rkmock::assertions
