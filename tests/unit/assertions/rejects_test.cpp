// rejects: forged and unreadable requests are refused and have no effect.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"
#include "unit/assertions/spoiled.hpp"

namespace rkmock::assertions {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* check = "rejects";

Verdict answered(const std::string& fault, int status, const std::string& parameters = "null") {
  HistoryBuilder run;
  send_spoiled(run, run.create("jane"), fault, status);
  run.finish_run();
  return judged(check, run, parameters).verdict;
}

TEST(RejectsTest, PassesWhatWasRefusedAndHadNoEffect) {
  EXPECT_EQ(answered("signature wrong", 401), Verdict::pass);
  EXPECT_EQ(answered("truncated 100", 400), Verdict::pass);
  EXPECT_EQ(answered("not_json", 422), Verdict::pass);
}

TEST(RejectsTest, FailsWhatWasAcknowledgedOrBrokeTheReceiver) {
  EXPECT_EQ(answered("signature wrong", 200), Verdict::fail);
  EXPECT_EQ(answered("signature wrong", 500), Verdict::fail);
  EXPECT_EQ(answered("top_level_array", 200), Verdict::fail);
  EXPECT_EQ(answered("top_level_array", 500), Verdict::fail);
}

TEST(RejectsTest, FailsWhatHadAnEffectThoughItWasRefused) {
  HistoryBuilder run;
  send_spoiled(run, run.create("jane"), "signature wrong", 401, Acts::on_the_spoiled);
  run.finish_run();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(result.first, HasSubstr("it acted on it"));
}

TEST(RejectsTest, SaysNothingOfWhatMayBeTakenOrHadNoAnswer) {
  EXPECT_EQ(answered("missing_field /bookings/0/customer", 200), Verdict::inconclusive);
  EXPECT_EQ(answered("unknown_event_type x", 200), Verdict::inconclusive);
  EXPECT_EQ(answered("signature wrong", 503), Verdict::inconclusive) << "busy";
  EXPECT_EQ(answered("short_body", 0), Verdict::inconclusive);
}

TEST(RejectsTest, LooksAtTheKindsThatAreNamed) {
  EXPECT_EQ(answered("signature_age 1 h", 200), Verdict::inconclusive);
  EXPECT_EQ(answered("signature_age 1 h", 200, R"("stale")"), Verdict::fail);
  EXPECT_EQ(answered("not_json", 200, R"(["forged"])"), Verdict::inconclusive);
  EXPECT_THAT(problems_of(check, R"(["forged","stale","malformed"])"), IsEmpty());
  EXPECT_THAT(problems_of(check, R"("forgd")"), SizeIs(1));
  EXPECT_EQ(problems_of(check, R"("forgd")").front().hint, "did you mean `forged`?");
}

}  // namespace
}  // namespace rkmock::assertions
