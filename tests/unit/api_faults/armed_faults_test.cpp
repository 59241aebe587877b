// Which requests an armed fault strikes: by method, path, call, share, window and lease.
#include "mockserver/api_faults/armed_faults.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::api_faults {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

net::Request request(const std::string& method, const std::string& target) {
  net::Request request;
  request.method = method;
  request.target = target;
  request.path = target.substr(0, target.find('?'));
  return request;
}

class ArmedFaultsTest : public testing::Test {
 protected:
  std::string arm(const std::string& json, Nanos now = {}) {
    const ArmAnswer answer = faults.arm(json, now);
    EXPECT_THAT(answer.problems, IsEmpty()) << answer.problems.at(0).message;
    return answer.id;
  }

  /// The id of the fault that strikes; empty when none does.
  std::string struck(
      const std::string& method = "GET", const std::string& target = "/v1/bookings", Nanos now = {}
  ) {
    const auto strike = faults.strike(request(method, target), now);
    return strike ? strike->fault->id : "";
  }

  /// Of so many calls, one character each: x where it strikes.
  std::string pattern(int calls) {
    std::string pattern;
    for (int i = 0; i < calls; ++i) {
      pattern += struck().empty() ? '.' : 'x';
    }
    return pattern;
  }

  ArmedFaults faults{Dice(42)};
};

TEST_F(ArmedFaultsTest, WithoutAFaultNothingIsStruck) {
  EXPECT_EQ(struck(), "");
  EXPECT_THAT(faults.list({}), IsEmpty());
}

TEST_F(ArmedFaultsTest, MethodAndPathChoose) {
  arm(R"({"request":{"method":"GET","urlPath":"/v1/bookings"},"response":{"status":500}})");
  EXPECT_EQ(struck("GET", "/v1/bookings"), "fault-1");
  EXPECT_EQ(struck("GET", "/v1/bookings?service_id=1"), "fault-1");
  EXPECT_EQ(struck("POST", "/v1/bookings"), "");
  EXPECT_EQ(struck("GET", "/v1/bookings/1"), "");
  EXPECT_EQ(struck("GET", "/v1/bookings/"), "");
  EXPECT_EQ(struck("GET", "/v1"), "");
}

TEST_F(ArmedFaultsTest, ATemplateIsForOneSegmentEach) {
  arm(R"({"request":{"urlPathTemplate":"/v1/bookings/{id}/customer"},"response":{"status":500}})");
  EXPECT_EQ(struck("GET", "/v1/bookings/1/customer"), "fault-1");
  EXPECT_EQ(struck("PATCH", "/v1/bookings/xyz/customer"), "fault-1");
  EXPECT_EQ(struck("GET", "/v1/bookings//customer"), "");
  EXPECT_EQ(struck("GET", "/v1/bookings/1/2/customer"), "");
  EXPECT_EQ(struck("GET", "/v1/bookings/1"), "");
}

TEST_F(ArmedFaultsTest, AUrlIsForPathAndQueryAsSent) {
  arm(R"({"request":{"url":"/v1/bookings?service_id=1"},"response":{"status":500}})");
  EXPECT_EQ(struck("GET", "/v1/bookings?service_id=1"), "fault-1");
  EXPECT_EQ(struck("GET", "/v1/bookings?service_id=2"), "");
  EXPECT_EQ(struck("GET", "/v1/bookings"), "");
}

TEST_F(ArmedFaultsTest, CallsAreCountedSinceItWasArmed) {
  (void)pattern(5);
  arm(R"({"when":{"nth":3},"response":{"status":500}})");
  EXPECT_EQ(pattern(6), "..x...");
}

TEST_F(ArmedFaultsTest, WindowEveryAndTimesGoTogether) {
  arm(R"({"when":{"every":3},"response":{"status":500}})");
  EXPECT_EQ(pattern(9), "..x..x..x");
  faults.disarm("fault-1", {});
  arm(R"({"when":{"from":2,"to":4},"response":{"status":500}})");
  EXPECT_EQ(pattern(6), ".xxx..");
  faults.disarm("fault-2", {});
  arm(R"({"when":{"times":2},"response":{"status":500}})");
  EXPECT_EQ(pattern(4), "xx..");
  faults.disarm("fault-3", {});
  arm(R"({"when":{"from":3,"every":2,"times":2},"response":{"status":500}})");
  EXPECT_EQ(pattern(9), "...x.x...");
}

TEST_F(ArmedFaultsTest, RequestsItIsNotForAreNotCounted) {
  arm(R"({"request":{"method":"POST"},"when":{"nth":2},"response":{"status":500}})");
  EXPECT_EQ(struck("POST"), "");
  EXPECT_EQ(struck("GET"), "");
  EXPECT_EQ(struck("GET"), "");
  EXPECT_EQ(struck("POST"), "fault-1");
  ASSERT_THAT(faults.list({}), SizeIs(1));
  EXPECT_EQ(faults.list({})[0].calls, 2);
  EXPECT_EQ(faults.list({})[0].applied, 1);
}

TEST_F(ArmedFaultsTest, AWindowOfTimeCountsFromArming) {
  arm(R"({"when":{"after":"10s","until":"20s"},"response":{"status":500}})", seconds(100));
  EXPECT_EQ(struck("GET", "/v1/bookings", seconds(109)), "");
  EXPECT_EQ(struck("GET", "/v1/bookings", seconds(110)), "fault-1");
  EXPECT_EQ(struck("GET", "/v1/bookings", seconds(119)), "fault-1");
  EXPECT_EQ(struck("GET", "/v1/bookings", seconds(120)), "");
}

TEST_F(ArmedFaultsTest, AShareStrikesAboutSoOftenAndTheSameForASeed) {
  const std::string definition = R"({"when":{"share":0.25},"response":{"status":500}})";
  arm(definition);
  const std::string first = pattern(4000);
  // Seven deviations of the binomial: a wrong share would show, and the dice never change.
  EXPECT_NEAR(static_cast<double>(std::count(first.begin(), first.end(), 'x')), 1000, 190);
  ArmedFaults same(Dice(42));
  ArmedFaults other(Dice(43));
  ASSERT_EQ(same.arm(definition, {}).id, "fault-1");
  ASSERT_EQ(other.arm(definition, {}).id, "fault-1");
  std::string again;
  std::string another;
  for (std::size_t i = 0; i < first.size(); ++i) {
    // What it is not for makes no difference to later draws.
    again += same.strike(request("GET", "/v1/bookings"), {}) ? 'x' : '.';
    another += other.strike(request("GET", "/v1/bookings"), {}) ? 'x' : '.';
  }
  EXPECT_EQ(again, first);
  EXPECT_NE(another, first);
}

TEST_F(ArmedFaultsTest, TheDiceOfAFaultDoNotDependOnOtherRequests) {
  const std::string definition =
      R"({"request":{"method":"POST"},"when":{"share":0.5},"response":{"status":500}})";
  arm(definition);
  ArmedFaults busy(Dice(42));
  ASSERT_EQ(busy.arm(definition, {}).id, "fault-1");
  for (int i = 0; i < 200; ++i) {
    (void)busy.strike(request("GET", "/v1/bookings"), {});
    EXPECT_EQ(
        faults.strike(request("POST", "/v1/bookings"), {}).has_value(),
        busy.strike(request("POST", "/v1/bookings"), {}).has_value()
    );
  }
}

TEST_F(ArmedFaultsTest, DelaysAddUpAndAreDrawnAnewForEachCall) {
  arm(R"({"response":{"fixedDelayMilliseconds":100,
                      "delayDistribution":{"type":"uniform","lower":0,"upper":50}}})");
  const auto first = faults.strike(request("GET", "/v1/bookings"), {});
  const auto second = faults.strike(request("GET", "/v1/bookings"), {});
  ASSERT_TRUE(first && second);
  EXPECT_NE(first->delay, second->delay);
  EXPECT_GE(first->delay, milliseconds(100));
  EXPECT_LE(first->delay, milliseconds(150));
}

TEST_F(ArmedFaultsTest, OfSeveralTheOneArmedLastStrikesAndAllCount) {
  arm(R"({"id":"first","response":{"status":500}})");
  arm(R"({"id":"second","when":{"nth":2},"response":{"status":503}})");
  EXPECT_EQ(struck(), "first");
  EXPECT_EQ(struck(), "second");
  EXPECT_EQ(struck(), "first");
  const auto listed = faults.list({});
  ASSERT_THAT(listed, SizeIs(2));
  EXPECT_EQ(listed[0].calls, 3);
  EXPECT_EQ(listed[0].applied, 2);
  EXPECT_EQ(listed[1].calls, 3);
  EXPECT_EQ(listed[1].applied, 1);
}

TEST_F(ArmedFaultsTest, ALeaseEndsIt) {
  arm(R"({"lease":"30s","response":{"status":500}})", seconds(100));
  EXPECT_EQ(faults.list(seconds(110))[0].lease_left, seconds(20));
  EXPECT_EQ(struck("GET", "/v1/bookings", seconds(129)), "fault-1");
  EXPECT_EQ(struck("GET", "/v1/bookings", seconds(130)), "");
  EXPECT_THAT(faults.list(seconds(130)), IsEmpty());
  EXPECT_FALSE(faults.disarm("fault-1", seconds(130)));
}

TEST_F(ArmedFaultsTest, DisarmingEndsItOnce) {
  const std::string id = arm(R"({"response":{"status":500}})");
  EXPECT_FALSE(faults.list({})[0].lease_left);
  EXPECT_TRUE(faults.disarm(id, {}));
  EXPECT_FALSE(faults.disarm(id, {}));
  EXPECT_EQ(struck(), "");
}

TEST_F(ArmedFaultsTest, IdsAreOnesOwn) {
  arm(R"({"id":"fault-1","response":{"status":500}})");
  EXPECT_EQ(arm(R"({"response":{"status":500}})"), "fault-2");
  const ArmAnswer twice = faults.arm(R"({"id":"fault-1","response":{"status":500}})", {});
  EXPECT_EQ(twice.id, "");
  ASSERT_THAT(twice.problems, SizeIs(1));
  EXPECT_EQ(twice.problems[0].pointer, "/id");
}

TEST_F(ArmedFaultsTest, WhatCannotBeReadIsNotArmed) {
  EXPECT_THAT(faults.arm(R"({"response":{"status":1}})", {}).problems, SizeIs(1));
  EXPECT_THAT(faults.list({}), IsEmpty());
}

TEST_F(ArmedFaultsTest, ThereIsRoomForSoManyAndNoMore) {
  for (std::size_t i = 0; i < ArmedFaults::most; ++i) {
    arm(R"({"lease":"1s","response":{"status":500}})");
  }
  const ArmAnswer full = faults.arm(R"({"response":{"status":500}})", {});
  ASSERT_THAT(full.problems, SizeIs(1));
  EXPECT_THAT(full.problems[0].message, HasSubstr("1000"));
  EXPECT_EQ(arm(R"({"response":{"status":500}})", seconds(1)), "fault-1001");
}

TEST_F(ArmedFaultsTest, AListSaysWhatWasArmed) {
  const std::string text = R"({"response":{"status":500}})";
  arm(text);
  EXPECT_THAT(faults.list({}), ElementsAre(ArmedApiFault{"fault-1", text, 0, 0, std::nullopt}));
}

}  // namespace
}  // namespace rkmock::api_faults
