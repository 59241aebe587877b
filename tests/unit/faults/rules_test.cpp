// Rules: which events they strike, and how their mistakes are worded.
#include "faults/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "faults/plan.hpp"

namespace rkmock::faults {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;

Exchange event(const std::string& booking, const std::string& type = "bookings.update") {
  return {booking + ".x", type, booking, ""};
}

/// `+` for each event that a rule strikes, `.` for each that it does not.
std::string struck(const std::string& json, const std::vector<Exchange>& events, int seed = 1) {
  Rules rules{Dice(static_cast<std::uint64_t>(seed))};
  EXPECT_THAT(rules.add(json), IsEmpty()) << json;
  std::string marks;
  for (const Exchange& one : events) {
    marks += rules.strike(one).empty() ? '.' : '+';
  }
  return marks;
}

std::vector<Exchange> updates(std::size_t count) {
  return std::vector<Exchange>(count, event("jane"));
}

TEST(RulesTest, WithoutConditionsEveryEventIsStruck) {
  EXPECT_EQ(struck(R"({"deliver": {"copies": 2}})", {event("jane"), event("joe")}), "++");
}

TEST(RulesTest, AimsByEventTypeAndBooking) {
  const std::vector<Exchange> events = {
      event("jane"), event("joe"), event("jane", "bookings.create"), event("jane")};
  EXPECT_EQ(
      struck(R"({"event": {"type": "bookings.update"}, "deliver": {"copies": 2}})", events), "++.+"
  );
  EXPECT_EQ(struck(R"({"event": {"booking": "joe"}, "deliver": {"copies": 2}})", events), ".+..");
}

TEST(RulesTest, AimsByCountOfTheEventsItIsFor) {
  const auto when = [](const std::string& map) {
    return struck(R"({"when": )" + map + R"(, "deliver": {"drop": true}})", updates(8));
  };
  EXPECT_EQ(when(R"({"nth": 3})"), "..+.....");
  EXPECT_EQ(when(R"({"every": 3})"), "..+..+..");
  EXPECT_EQ(when(R"({"from": 2, "to": 4})"), ".+++....");
  EXPECT_EQ(when(R"({"from": 2, "times": 2})"), ".++.....");
}

TEST(RulesTest, AShareIsDrawnByKeyedDice) {
  const std::string rule = R"({"when": {"share": 0.25}, "deliver": {"drop": true}})";
  const std::string marks = struck(rule, updates(1000));
  const auto count = std::count(marks.begin(), marks.end(), '+');
  EXPECT_GT(count, 200);
  EXPECT_LT(count, 300);
  EXPECT_EQ(struck(rule, updates(1000)), marks) << "the same seed";
  EXPECT_NE(struck(rule, updates(1000), 2), marks) << "another seed";
}

TEST(RulesTest, EventsThatARuleIsNotForDoNotShiftItsDice) {
  const std::string rule =
      R"({"event": {"booking": "jane"}, "when": {"share": 0.5}, "deliver": {"drop": true}})";
  std::vector<Exchange> mixed;
  for (int i = 0; i < 50; ++i) {
    mixed.push_back(event("joe"));
    mixed.push_back(event("jane"));
  }
  std::string of_jane;
  const std::string marks = struck(rule, mixed);
  for (std::size_t i = 1; i < marks.size(); i += 2) {
    of_jane += marks[i];
  }
  EXPECT_EQ(of_jane, struck(rule, updates(50)));
}

TEST(RulesTest, WhatSeveralRulesAskForComesTogether) {
  Rules rules{Dice(1)};
  EXPECT_THAT(rules.add(R"({"deliver": {"copies": 3}})"), IsEmpty());
  EXPECT_THAT(rules.add(R"({"deliver": {"signature": "wrong", "copy": 1}})"), IsEmpty());
  const Plan plan = make_plan(event("jane"), rules.strike(event("jane")), Dice(1));
  EXPECT_EQ(plan.copies, 3);
  EXPECT_THAT(actions_on(plan, 1, 1), SizeIs(1));
  EXPECT_THAT(actions_on(plan, 2, 1), IsEmpty());
}

auto at(const std::string& pointer, const std::string& words) {
  return AllOf(
      Field("pointer", &ParameterError::pointer, pointer),
      Field("message", &ParameterError::message, testing::HasSubstr(words))
  );
}

TEST(RulesTest, RefusesWhatNeverStrikesOrDoesNothing) {
  EXPECT_THAT(problems_of_rule("[]"), ElementsAre(at("", "a rule is a map")));
  EXPECT_THAT(problems_of_rule("{}"), ElementsAre(at("", "changes nothing")));
  EXPECT_THAT(
      problems_of_rule(R"({"deliver": {"copies": 1}})"),
      ElementsAre(at("/deliver/copies", "out of bounds"))
  );
  EXPECT_THAT(
      problems_of_rule(R"({"event": {"type": "booking.create"}, "deliver": {"copies": 2}})"),
      ElementsAre(at("/event/type", "no `type` of that name"))
  );
  EXPECT_THAT(
      problems_of_rule(R"({"when": {"share": 0}, "deliver": {"copies": 2}})"),
      ElementsAre(at("/when/share", "never strikes"))
  );
  EXPECT_THAT(
      problems_of_rule(R"({"when": {"nth": 1, "from": 2}, "deliver": {"copies": 2}})"),
      ElementsAre(at("/when/from", "no window"))
  );
  EXPECT_THAT(
      problems_of_rule(R"({"when": {"from": 3, "to": 2}, "deliver": {"copies": 2}})"),
      ElementsAre(at("/when/to", "before"))
  );
  EXPECT_THAT(
      problems_of_rule(R"({"wen": {}, "deliver": {"copies": 2}})"),
      ElementsAre(at("/wen", "`wen` is not a key"))
  );
}

}  // namespace
}  // namespace rkmock::faults
