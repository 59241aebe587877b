// judge: the run's own expectations, gaps, and what goes wrong in a check.
#include "assertions/run_checks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> names(const Judgement& judgement) {
  std::vector<std::string> all;
  for (const CheckResult& result : judgement.results) {
    all.push_back(result.check);
  }
  return all;
}

/// One booking, told and done.
void play_well(HistoryBuilder& run) {
  const std::string created = run.create("jane");
  run.acknowledge(created);
  run.effect(created);
}

TEST(RunChecksTest, ListsEachCheckOnceWithASummary) {
  std::vector<std::string> all;
  for (const CheckDescriptor& check : table()) {
    all.emplace_back(check.name);
    EXPECT_FALSE(check.summary.empty());
  }
  EXPECT_THAT(
      all,
      ElementsAre(
          "ack",
          "no_lost_event",
          "no_duplicate_effect",
          "no_phantom_effect",
          "converges",
          "monotone",
          "same_as_clean_run",
          "isolated",
          "rejects",
          "tolerates",
          "alive",
          "api_calls",
          "steps",
          "happened"
      )
  );
}

TEST(RunChecksTest, JudgesByTheRunsExpectationsInOrderAndAlwaysByHappened) {
  HistoryBuilder run;
  run.expect("converges");
  run.expect("ack", R"(["max<1s"])");
  play_well(run);
  run.finish_run();
  const Judgement judgement = judge(run.history());
  EXPECT_THAT(names(judgement), ElementsAre("converges", "ack", "happened"));
  EXPECT_EQ(judgement.verdict, Verdict::pass);
  EXPECT_EQ(judgement.results[1].subject, "max<1s");
}

TEST(RunChecksTest, DoesNotRunHappenedTwice) {
  HistoryBuilder run;
  run.expect("happened");
  run.finish_run();
  EXPECT_THAT(names(judge(run.history())), ElementsAre("happened"));
}

TEST(RunChecksTest, RunsEveryCheckThatTheChannelsAllowWhenNothingIsExpected) {
  HistoryBuilder all;
  play_well(all);
  all.finish_run();
  EXPECT_EQ(judge(all.history()).results.size(), 6U);
  EXPECT_EQ(judge(all.history()).verdict, Verdict::pass);

  HistoryBuilder probe_only;
  probe_only.without_effects();
  probe_only.finish_run();
  EXPECT_THAT(
      names(judge(probe_only.history())),
      ElementsAre("ack", "no_lost_event", "converges", "happened")
  );

  HistoryBuilder neither;
  neither.without_effects();
  neither.without_state_probe();
  neither.finish_run();
  EXPECT_THAT(names(judge(neither.history())), ElementsAre("ack", "happened"));
}

TEST(RunChecksTest, MergesTheVerdicts) {
  HistoryBuilder run;
  run.expect("ack", R"("max<1us")");
  run.expect("converges");
  play_well(run);
  run.finish_run();
  const Judgement judgement = judge(run.history());
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_EQ(judgement.results[1].verdict, Verdict::pass);
}

TEST(RunChecksTest, AGapTurnsAPassIntoInconclusiveAndSaysWhy) {
  HistoryBuilder run;
  play_well(run);
  run.add(event::HarnessError{"step 2 was refused"});
  run.finish_run();
  const Judgement judgement = judge(run.history());
  EXPECT_EQ(judgement.verdict, Verdict::inconclusive);
  for (const CheckResult& result : judgement.results) {
    EXPECT_EQ(result.verdict, Verdict::inconclusive);
    EXPECT_THAT(result.message, HasSubstr("step 2 was refused"));
  }
}

TEST(RunChecksTest, AGapDoesNotExcuseAFail) {
  HistoryBuilder run;
  run.expect("no_duplicate_effect");
  play_well(run);
  run.effect("jane.create");
  run.add(event::EventsDropped{3});
  EXPECT_EQ(judge(run.history()).results.front().verdict, Verdict::fail);
}

TEST(RunChecksTest, AnUnknownCheckOrWrongParametersAreInconclusive) {
  HistoryBuilder run;
  run.expect("no_such_check");
  run.expect("ack", R"("max")");
  run.expect("ack", "no json");
  play_well(run);
  run.finish_run();
  const Judgement judgement = judge(run.history());
  ASSERT_EQ(judgement.results.size(), 4U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(judgement.results[i].verdict, Verdict::inconclusive);
    EXPECT_FALSE(judgement.results[i].message.empty());
  }
  EXPECT_EQ(judgement.results[0].check, "no_such_check");
}

TEST(RunChecksTest, AJournalWithoutItsStartIsInconclusive) {
  HistoryBuilder run;
  play_well(run);
  run.finish_run();
  std::vector<EventPointer> events = run.events();
  events.erase(events.begin());
  const History history({}, events);
  EXPECT_NE(judge(history).verdict, Verdict::fail);
  EXPECT_EQ(judge(History({}, {})).verdict, Verdict::inconclusive);
}

TEST(RunChecksTest, AReceiverThatNeverAnswersFailsWithSense) {
  HistoryBuilder run;
  const std::string created = run.create("jane");
  run.time_out(created);
  run.time_out(created);
  run.probe_fails("jane", "no answer within 2 s");
  run.finish_run();
  const Judgement judgement = judge(run.history());
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  const auto verdict_of = [&](const std::string& name) {
    for (const CheckResult& result : judgement.results) {
      if (result.check == name) {
        return result.verdict;
      }
    }
    return Verdict::pass;
  };
  EXPECT_EQ(verdict_of("ack"), Verdict::fail);
  EXPECT_EQ(verdict_of("no_lost_event"), Verdict::fail);
  EXPECT_EQ(verdict_of("no_duplicate_effect"), Verdict::inconclusive);
  EXPECT_EQ(verdict_of("converges"), Verdict::inconclusive);
}

TEST(EvidenceCompleteTest, WaitsForTheEffectOfWhatWasAcknowledged) {
  HistoryBuilder run;
  run.without_state_probe();
  const std::string created = run.create("jane");
  EXPECT_TRUE(evidence_complete(run.history())) << "nothing was acknowledged yet";
  run.acknowledge(created);
  EXPECT_FALSE(evidence_complete(run.history()));
  run.effect(created);
  EXPECT_TRUE(evidence_complete(run.history()));
}

TEST(EvidenceCompleteTest, WaitsForTheStateOfWhatWasSent) {
  HistoryBuilder run;
  run.expect("converges");
  run.acknowledge(run.create("jane"));
  run.probe_answers("jane", 404, "", false);
  EXPECT_FALSE(evidence_complete(run.history()));
  run.probe("jane", false);
  EXPECT_TRUE(evidence_complete(run.history()));
  run.hold(run.update("jane"));
  EXPECT_TRUE(evidence_complete(run.history())) << "what is held cannot be known";
}

TEST(EvidenceCompleteTest, DoesNotWaitForTheStateOfWhatTheReceiverTurnedAway) {
  HistoryBuilder run;
  run.expect("converges");
  const std::string created = run.create("jane");
  run.refuse(created, 401);
  run.probe_answers("jane", 404, "", false);
  EXPECT_TRUE(evidence_complete(run.history()));
  run.time_out(created);
  EXPECT_FALSE(evidence_complete(run.history())) << "it may still act on what it did not answer";
}

TEST(EvidenceCompleteTest, WaitsOnlyForWhatTheRunExpects) {
  HistoryBuilder run;
  run.expect("ack");
  run.acknowledge(run.create("jane"));
  EXPECT_TRUE(evidence_complete(run.history()));
}

}  // namespace
}  // namespace rkmock::assertions
