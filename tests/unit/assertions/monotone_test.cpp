// monotone: what the receiver shows never goes back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* check = "monotone";

std::string at(const std::string& time) {
  return R"({"status":"pending","updated_at":")" + time + R"("})";
}

TEST(MonotoneTest, PassesAStateThatOnlyGoesOn) {
  HistoryBuilder run;
  run.create("jane");
  run.probe("jane", false);
  run.probe("jane", false);
  run.update("jane");
  run.probe("jane");
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(MonotoneTest, FailsAStateThatGoesBack) {
  HistoryBuilder run;
  run.create("jane");
  run.create("joe");
  run.probe_answers("joe", 200, at("2030-01-01T00:00:01Z"), false);
  const auto newer = run.probe_answers("jane", 200, at("2030-01-01T00:00:09Z"), false);
  const auto older = run.probe_answers("jane", 200, at("2030-01-01T00:00:02Z"));
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.first, HasSubstr("2030-01-01T00:00:02Z"));
  EXPECT_THAT(lines_of(result), testing::ElementsAre(newer, older));
}

TEST(MonotoneTest, ComparesInstantsAndNotText) {
  HistoryBuilder run;
  run.create("jane");
  run.probe_answers("jane", 200, at("2030-01-01T02:00:00+02:00"), false);
  run.probe_answers("jane", 200, at("2030-01-01T01:00:00Z"));
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(MonotoneTest, IsInconclusiveWhereNothingCanBeCompared) {
  HistoryBuilder run;
  run.create("jane");
  run.probe_answers("jane", 404, "{}", false);
  run.probe_answers("jane", 200, "no JSON", false);
  run.probe_answers("jane", 200, at("2030-01-01T01:00:00Z"));
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
}

TEST(MonotoneTest, TakesThePlaceOfTheVersion) {
  EXPECT_THAT(problems_of(check, R"({"at":"/booking/version"})"), IsEmpty());
  EXPECT_THAT(problems_of(check, R"({"at":"no pointer"})"), SizeIs(1));
  EXPECT_THAT(problems_of(check, R"("x")"), SizeIs(1));
}

}  // namespace
}  // namespace rkmock::assertions
