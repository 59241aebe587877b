// References in the parameters of checks are filled from the newest state of the bookings.
#include "assertions/references.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"

namespace rkmock::assertions {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class ReferencesTest : public testing::Test {
 protected:
  ReferencesTest() {
    run.create("jane");
    run.update("jane", {{"status", "confirmed"}});
  }

  std::string filled(const std::string& parameters) {
    return fill_references(parameters, run.history()).parameters;
  }

  HistoryBuilder run;
};

TEST_F(ReferencesTest, AreFilledWithinTexts) {
  const std::string id = std::to_string(run.booking_id("jane"));
  EXPECT_EQ(
      filled(R"({"path":"/v1/bookings/{{jane.id}}/x"})"),
      R"({"path":"/v1/bookings/)" + id + R"(/x"})"
  );
}

TEST_F(ReferencesTest, AreOfTheNewestState) {
  EXPECT_EQ(filled(R"(["{{jane.status}} {{jane.name}}"])"), R"(["confirmed jane"])");
}

TEST_F(ReferencesTest, KeepTheirTypeWhenTheyStandAlone) {
  EXPECT_EQ(filled(R"(["{{jane.id}}"])"), "[" + std::to_string(run.booking_id("jane")) + "]");
}

TEST_F(ReferencesTest, ThatNothingFitsAreNamed) {
  const Filled unknown = fill_references(R"(["{{bob.id}}","{{jane.shoe_size}}"])", run.history());
  EXPECT_THAT(unknown.unresolved, ElementsAre("{{bob.id}}", "{{jane.shoe_size}}"));
}

TEST_F(ReferencesTest, LeaveAllElseAsItIs) {
  EXPECT_EQ(filled(R"({"a": [1, "{{"]})"), R"({"a": [1, "{{"]})");
  EXPECT_EQ(filled("null"), "null");
  EXPECT_EQ(filled("no JSON {{jane.id}}"), "no JSON {{jane.id}}");
  const Filled elsewhere = fill_references(R"(["{{booking.id}}"])", run.history());
  EXPECT_THAT(elsewhere.unresolved, IsEmpty()) << "filled by others";
}

TEST_F(ReferencesTest, ThatCannotBeFilledMakeTheCheckInconclusive) {
  run.expect("api_calls", R"({"path":"/v1/bookings/{{bob.id}}","at_least":0})");
  run.finish_run();
  const CheckResult result = judge(run.history()).results.front();
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("{{bob.id}}"));
}

}  // namespace
}  // namespace rkmock::assertions
