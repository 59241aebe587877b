// The delivery log: what it keeps, what it lets go, and how it is listed.
#include "mockserver/webhooks/delivery_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::webhooks {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

LoggedDelivery delivery(const std::string& event, const std::string& subscription = "webhook-1") {
  LoggedDelivery one;
  one.delivery = event + "/1";
  one.event = event;
  one.subscription = subscription;
  return one;
}

std::vector<std::string> ids(const DeliveryPage& page) {
  std::vector<std::string> found;
  for (const LoggedDelivery& one : page.deliveries) {
    found.push_back(one.delivery);
  }
  return found;
}

TEST(DeliveryLogTest, ADeliveryIsKeptWithAllItsAttempts) {
  DeliveryLog log;
  const auto number = log.planned(delivery("jane.create"));
  log.sent(number, 1, Nanos(5), "POST / HTTP/1.1\r\n\r\nbody");
  event::AttemptFinished finished;
  finished.outcome = Outcome::refused;
  finished.status = 503;
  finished.reason = "503 Text";
  finished.answer_body = "later";
  finished.next = "retry 1 of 9 in 5 s";
  log.finished(number, finished);
  log.sent(number, 2, Nanos(7), "again");
  log.ended(number, "given_up", "the schedule is at its end");
  const LoggedDelivery* logged = log.find("jane.create/1");
  ASSERT_NE(logged, nullptr);
  EXPECT_EQ(logged->number, 1U);
  EXPECT_EQ(logged->result, "given_up");
  EXPECT_EQ(logged->why, "the schedule is at its end");
  EXPECT_THAT(
      logged->attempts,
      ElementsAre(
          LoggedAttempt{
              1,
              Nanos(5),
              "POST / HTTP/1.1\r\n\r\nbody",
              true,
              Outcome::refused,
              503,
              "503 Text",
              "later",
              "retry 1 of 9 in 5 s"},
          LoggedAttempt{2, Nanos(7), "again", false, Outcome::unknown, 0, "", "", ""}
      )
  );
  EXPECT_EQ(log.find("joe.create/1"), nullptr);
}

TEST(DeliveryLogTest, TheOldestAreLetGoWhenTheBytesDoNotFit) {
  DeliveryLog log(10'000);
  const std::string request(2'000, 'x');
  std::vector<std::uint64_t> numbers;
  for (int i = 0; i < 10; ++i) {
    numbers.push_back(log.planned(delivery("b" + std::to_string(i) + ".create")));
    log.sent(numbers.back(), 1, {}, request);
  }
  const DeliveryPage page = log.list({});
  EXPECT_GE(page.deliveries.size(), 2U);
  EXPECT_LE(page.deliveries.size(), 4U) << "10 kB hold no more";
  EXPECT_EQ(page.let_go + page.deliveries.size(), 10U);
  EXPECT_EQ(page.deliveries.front().delivery, "b9.create/1");
  EXPECT_EQ(log.find("b0.create/1"), nullptr);
  EXPECT_EQ(log.find("b9.create/1")->attempts.at(0).request, request);
  log.sent(numbers[0], 2, {}, request);
  log.finished(numbers[0], {});
  log.ended(numbers[0], "stopped", "");
  EXPECT_EQ(log.list({}), page) << "what is told of the forgotten changes nothing";
}

TEST(DeliveryLogTest, OneThatIsTooLargeLeavesNothingAndBreaksNothing) {
  DeliveryLog log(1'000);
  const auto number = log.planned(delivery("a.create"));
  log.sent(number, 1, {}, std::string(2'000, 'x'));
  log.finished(number, {});
  EXPECT_THAT(log.list({}).deliveries, IsEmpty());
  EXPECT_EQ(log.planned(delivery("b.create")), 2U);
  EXPECT_THAT(ids(log.list({})), ElementsAre("b.create/1"));
}

TEST(DeliveryLogTest, ListsTheNewestFirstPageByPage) {
  DeliveryLog log;
  for (const char* event : {"a.create", "b.create", "c.create", "d.create", "e.create"}) {
    log.planned(delivery(event));
  }
  DeliveryFilter filter;
  filter.limit = 2;
  DeliveryPage page = log.list(filter);
  EXPECT_THAT(ids(page), ElementsAre("e.create/1", "d.create/1"));
  filter.before = page.next;
  page = log.list(filter);
  EXPECT_THAT(ids(page), ElementsAre("c.create/1", "b.create/1"));
  filter.before = page.next;
  page = log.list(filter);
  EXPECT_THAT(ids(page), ElementsAre("a.create/1"));
  EXPECT_EQ(page.next, 0U);
}

TEST(DeliveryLogTest, FiltersNarrowWhatIsListed) {
  DeliveryLog log;
  log.planned(delivery("a.create"));
  log.ended(log.planned(delivery("a.update", "webhook-2")), "given_up", "");
  log.ended(log.planned(delivery("b.create", "webhook-2")), "acknowledged", "");
  DeliveryFilter filter;
  filter.event = "a.update";
  EXPECT_THAT(ids(log.list(filter)), ElementsAre("a.update/1"));
  filter = {};
  filter.subscription = "webhook-2";
  EXPECT_THAT(log.list(filter).deliveries, SizeIs(2));
  filter.result = "acknowledged";
  EXPECT_THAT(ids(log.list(filter)), ElementsAre("b.create/1"));
  filter = {};
  filter.result = "open";
  EXPECT_THAT(ids(log.list(filter)), ElementsAre("a.create/1"));
}

TEST(DeliveryLogTest, ReadsTheHeadersOfARequestAsTheyStandThere) {
  EXPECT_THAT(
      headers_of("POST /a HTTP/1.1\r\nHost: b:1\r\nX-Empty: \r\nt: a: b\r\n\r\nNo: header\r\n"),
      ElementsAre(Pair("Host", "b:1"), Pair("X-Empty", ""), Pair("t", "a: b"))
  );
  EXPECT_THAT(headers_of(""), IsEmpty());
}

}  // namespace
}  // namespace rkmock::webhooks
