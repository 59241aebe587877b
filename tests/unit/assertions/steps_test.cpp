// steps: a step's claim that did not come true fails the run, with its line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* check = "steps";

event::StepChecked claim(bool held, int line = 12) {
  return {3, line, "call POST /v1/bookings", held, "409 Conflict", "status 201"};
}

bool judged_by_it(const HistoryBuilder& run) {
  const Judgement judgement = judge(run.history());
  return std::any_of(
      judgement.results.begin(),
      judgement.results.end(),
      [](const CheckResult& result) { return result.check == check; }
  );
}

TEST(StepsTest, PassesWhenAllClaimsHeld) {
  HistoryBuilder run;
  run.add(claim(true));
  run.add(claim(true));
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::pass);
  EXPECT_THAT(result.message, HasSubstr("2 claims"));
}

TEST(StepsTest, FailsWithTheLineAndWhatWasFound) {
  HistoryBuilder run;
  run.add(claim(true));
  const std::uint64_t wrong = run.add(claim(false, 14));
  const std::uint64_t more = run.add(claim(false, 20));
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_EQ(result.count, 2U);
  EXPECT_EQ(
      result.first, "line 14, call POST /v1/bookings: expected status 201, found 409 Conflict"
  );
  EXPECT_THAT(result.message, AllOf(HasSubstr("2 of 3 claims"), HasSubstr("line 14")));
  EXPECT_THAT(lines_of(result), ElementsAre(wrong, more));
}

TEST(StepsTest, AStepWithoutALineIsNamedByItsNumber) {
  HistoryBuilder run;
  run.add(claim(false, 0));
  EXPECT_THAT(judged(check, run).first, HasSubstr("step 3, call"));
}

TEST(StepsTest, IsInconclusiveWithoutClaims) {
  EXPECT_EQ(judged(check, HistoryBuilder()).verdict, Verdict::inconclusive);
}

TEST(StepsTest, IsAmongTheChecksWheneverAStepClaimedSomething) {
  HistoryBuilder run;
  run.expect("converges");
  EXPECT_FALSE(judged_by_it(run));
  run.add(claim(false));
  EXPECT_TRUE(judged_by_it(run)) << "though the scenario expects other checks by name";
  EXPECT_EQ(judge(run.history()).verdict, Verdict::fail);
}

TEST(StepsTest, IsThereOnceWhenTheScenarioNamesItToo) {
  HistoryBuilder run;
  run.expect(check);
  run.add(claim(true));
  EXPECT_EQ(judge(run.history()).results.size(), 2U) << "steps and happened";
}

TEST(StepsTest, TakesNoParameters) {
  EXPECT_THAT(problems_of(check, "null"), IsEmpty());
  EXPECT_FALSE(problems_of(check, "3").empty());
}

}  // namespace
}  // namespace rkmock::assertions
