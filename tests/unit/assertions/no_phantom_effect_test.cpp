// no_phantom_effect: nothing is done that nothing asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"
#include "unit/assertions/spoiled.hpp"

namespace rkmock::assertions {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* check = "no_phantom_effect";

TEST(NoPhantomEffectTest, PassesEffectsThatAWebhookAskedFor) {
  HistoryBuilder run;
  const std::string event = run.create("jane");
  run.acknowledge(event);
  run.effect(event);
  run.effect_without_version(event);
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(NoPhantomEffectTest, FailsAnEffectBeforeItsWebhook) {
  HistoryBuilder run;
  const std::string event = run.create("jane");
  const std::uint64_t effect = run.effect(event);
  run.acknowledge(event);
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::fail);
  EXPECT_THAT(lines_of(result), testing::ElementsAre(effect));
}

TEST(NoPhantomEffectTest, FailsAnEffectOfForgedOrUnreadableRequestsOnly) {
  for (const char* fault : {"signature wrong", "truncated 10", "unknown_event_type x"}) {
    HistoryBuilder run;
    send_spoiled(run, run.create("jane"), fault, 200, Acts::on_the_spoiled);
    EXPECT_EQ(judged(check, run).verdict, Verdict::fail) << fault;
  }
}

TEST(NoPhantomEffectTest, FailsAnEffectOfARequestThatDidNotArriveWhole) {
  HistoryBuilder run;
  const std::string event = run.create("jane");
  run.connection_refused(event);
  run.effect(event);
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
}

TEST(NoPhantomEffectTest, WhatMayBeActedOnIsNoPhantom) {
  HistoryBuilder run;
  send_spoiled(
      run, run.create("jane"), "missing_field /bookings/0/customer", 200, Acts::on_the_spoiled
  );
  EXPECT_EQ(judged(check, run).verdict, Verdict::pass);
}

TEST(NoPhantomEffectTest, WhoeverAskedTheApiMayKnow) {
  for (const int step : {0, 4}) {
    HistoryBuilder run;
    const std::string event = run.create("jane");
    event::ApiRequest request;
    request.method = "GET";
    request.target = "/v1/bookings";
    request.status = 200;
    request.step = step;
    run.add(request);
    run.effect(event);
    EXPECT_EQ(judged(check, run).verdict, step == 0 ? Verdict::pass : Verdict::fail);
  }
}

TEST(NoPhantomEffectTest, AnIdThatLostDigitsIsAFailAndAStrangerIsNot) {
  HistoryBuilder run;
  event::SinkHit hit;
  hit.effect = "effects";
  hit.key.booking_id = 5;
  run.add(hit);
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive) << "of an earlier run, perhaps";
  event::BookingChanged change;
  change.booking = "large";
  change.booking_id = 9007199254740993;
  run.add(change);
  hit.key.booking_id = 9007199254740992;
  run.add(hit);
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
}

TEST(NoPhantomEffectTest, IsInconclusiveWithoutEffectsThatNameABooking) {
  HistoryBuilder run;
  EXPECT_EQ(judged(check, run).verdict, Verdict::inconclusive);
  run.unattributed_effect();
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.message, HasSubstr("without a booking"));
  EXPECT_THAT(problems_of(check, R"("email")"), IsEmpty());
  EXPECT_THAT(problems_of(check, "3"), SizeIs(1));
}

}  // namespace
}  // namespace rkmock::assertions
