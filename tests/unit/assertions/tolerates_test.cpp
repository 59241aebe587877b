// tolerates: unknown event types and extra fields are acknowledged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/judged.hpp"
#include "unit/assertions/spoiled.hpp"

namespace rkmock::assertions {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr const char* check = "tolerates";

Verdict answered(const std::string& fault, int status) {
  HistoryBuilder run;
  send_spoiled(run, run.create("jane"), fault, status);
  run.finish_run();
  return judged(check, run).verdict;
}

TEST(ToleratesTest, AnUnknownEventTypeIsAcknowledged) {
  EXPECT_EQ(answered("unknown_event_type x", 200), Verdict::pass);
  EXPECT_EQ(answered("unknown_event_type x", 422), Verdict::fail);
  EXPECT_EQ(answered("unknown_event_type x", 500), Verdict::fail);
}

TEST(ToleratesTest, NoBookingsMayBeRefusedButNotFailedOn) {
  EXPECT_EQ(answered("empty_bookings /bookings", 200), Verdict::pass);
  EXPECT_EQ(answered("empty_bookings /bookings", 400), Verdict::pass);
  EXPECT_EQ(answered("empty_bookings /bookings", 500), Verdict::fail);
}

TEST(ToleratesTest, AnUnknownEventTypeMayNotBeRefusedForItsEmptyList) {
  HistoryBuilder run;
  const std::string delivery = run.plan(run.create("jane"));
  run.start(delivery, {"unknown_event_type x", "empty_bookings /bookings"}, true);
  HistoryBuilder::Exchange exchange;
  exchange.status = 400;
  run.finish(delivery, Outcome::refused, exchange);
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
}

TEST(ToleratesTest, ACompressedBodyMayBeRefusedButNotFailedOn) {
  for (const auto& [status, expected] :
       {std::pair(200, Verdict::pass), {415, Verdict::pass}, {500, Verdict::fail}}) {
    HistoryBuilder run;
    const std::string event = run.create("jane");
    const std::string delivery = run.plan(event);
    run.start(delivery, {"gzip"});
    HistoryBuilder::Exchange exchange;
    exchange.status = status;
    run.finish(delivery, status == 200 ? Outcome::acknowledged : Outcome::refused, exchange);
    run.end(delivery, status == 200 ? "acknowledged" : "given_up");
    run.effect(event);
    run.finish_run();
    EXPECT_EQ(judged(check, run).verdict, expected) << status;
  }
}

TEST(ToleratesTest, ExtraFieldsAreTheEventStill) {
  for (const auto& [status, expected] :
       {std::pair(200, Verdict::pass), std::pair(400, Verdict::fail)}) {
    HistoryBuilder run;
    const std::string delivery = run.plan(run.create("jane"));
    run.start(delivery, {"extra_fields"});
    HistoryBuilder::Exchange exchange;
    exchange.status = status;
    run.finish(delivery, status == 200 ? Outcome::acknowledged : Outcome::refused, exchange);
    EXPECT_EQ(judged(check, run).verdict, expected);
  }
}

TEST(ToleratesTest, AnEffectOfAnUnknownEventTypeIsAFail) {
  HistoryBuilder run;
  send_spoiled(run, run.create("jane"), "unknown_event_type x", 200, Acts::on_the_spoiled);
  EXPECT_EQ(judged(check, run).verdict, Verdict::fail);
}

TEST(ToleratesTest, IsInconclusiveWithoutAny) {
  HistoryBuilder run;
  run.acknowledge(run.create("jane"));
  const CheckResult result = judged(check, run);
  EXPECT_EQ(result.verdict, Verdict::inconclusive);
  EXPECT_THAT(result.next_step, HasSubstr("unknown_event_type"));
  EXPECT_THAT(problems_of(check, "null"), IsEmpty());
  EXPECT_THAT(problems_of(check, "3"), SizeIs(1));
}

}  // namespace
}  // namespace rkmock::assertions
