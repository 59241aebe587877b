// Deliveries through Control, over real sockets: endpoints, bursts, discards, log, redelivery.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "rkmock/history.hpp"

#include "mockserver/mock_server.hpp"
#include "unit/mockserver/sample_account.hpp"
#include "unit/webhooks/raw_receiver.hpp"

namespace rkmock::mockserver {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing_support::FriendlyReceiver;
using testing_support::HoldingReceiver;

class DeliveriesTest : public testing::Test {
 protected:
  void open(const std::string& url) {
    AccountSetup setup = sample_account("a");
    Subscription subscription;
    subscription.url = url;
    setup.subscriptions = {subscription};
    setup.sender = sender;
    setup.large_ids = large_ids;
    journal = server.open_account(setup);
  }

  void create(const std::string& name, const std::string& deliver = "{}") {
    BookingCommand command;
    command.deliver = deliver;
    command.change = "create";
    command.booking = name;
    command.fields.date = "2030-01-07";
    command.fields.time_slot_id = 456;
    command.fields.customer_name = name;
    command.fields.customer_email = name + "@example.com";
    ASSERT_EQ(server.change_booking("a", command).status, 201);
  }

  [[nodiscard]] bool wait_for_ends(std::size_t count) const {
    return journal->wait(
        [&] { return History(*journal).of<event::DeliveryEnded>().size() >= count; },
        std::chrono::steady_clock::now() + std::chrono::minutes(1)
    );
  }

  [[nodiscard]] std::vector<std::string> results() const {
    std::vector<std::string> words;
    const History history(*journal);
    for (const auto& ended : history.of<event::DeliveryEnded>()) {
      words.push_back(ended->delivery + " " + ended->result);
    }
    return words;
  }

  SenderProfile sender = sample_account("a").sender;
  bool large_ids = false;
  std::shared_ptr<Journal> journal;
  MockServer server{system_clock(), MockServerOptions{}};
};

TEST_F(DeliveriesTest, ABurstLetsAllGoAtOnce) {
  HoldingReceiver receiver;
  open(receiver.url());
  server.hold("a");
  for (const char* name : {"jane", "joe", "jim"}) {
    create(name);
  }
  server.release("a", {}, ReleasePace::burst);
  EXPECT_TRUE(receiver.wait_for_requests(3)) << "none is answered before all are there";
  receiver.let_go();
  ASSERT_TRUE(wait_for_ends(3));
  const History history(*journal);
  EXPECT_EQ(history.of<event::EventsReleased>().at(0)->how, "burst");
}

TEST_F(DeliveriesTest, WhatIsDiscardedIsNeverSentNotEvenInADrain) {
  FriendlyReceiver receiver;
  open(receiver.url());
  server.hold("a");
  create("jane");
  server.discard("a");
  EXPECT_THAT(server.deliver_unacknowledged("a", "jane.create"), IsEmpty());
  create("joe");
  ASSERT_TRUE(wait_for_ends(2));
  EXPECT_THAT(results(), ElementsAre("jane.create/1 dropped", "joe.create/1 acknowledged"));
  const History history(*journal);
  EXPECT_EQ(history.of<event::EventsReleased>().at(0)->how, "discarded");
  EXPECT_EQ(history.of<event::DeliveryEnded>().at(0)->why, "discarded while it was held");
  EXPECT_THAT(receiver.requests(), SizeIs(1));
}

TEST_F(DeliveriesTest, ADisabledEndpointGetsNothingButTheDrain) {
  FriendlyReceiver receiver;
  open(receiver.url());
  server.set_endpoint("a", "", false, false);
  create("jane");
  create("joe");
  EXPECT_THAT(receiver.requests(), IsEmpty());
  EXPECT_THAT(server.deliver_unacknowledged("a", "jane.create"), SizeIs(1));
  ASSERT_TRUE(wait_for_ends(2));
  server.set_endpoint("a", "webhook-1", true, true);
  ASSERT_TRUE(wait_for_ends(3));
  EXPECT_THAT(
      results(),
      ElementsAre(
          "jane.create/1 given_up", "jane.create/2 acknowledged", "joe.create/1 acknowledged"
      )
  ) << "what the drain delivered does not come again";
}

TEST_F(DeliveriesTest, HeldEventsGoOutInOrderThoughTheEndpointIsDisabled) {
  FriendlyReceiver receiver;
  open(receiver.url());
  server.set_endpoint("a", "", false, false);
  server.hold("a");
  create("jane");
  create("joe");
  server.release("a", {"joe.create", "jane.create"}, ReleasePace::in_turn);
  ASSERT_TRUE(journal->wait(
      [&] { return History(*journal).of<event::DeliveryPlanned>().size() == 2; },
      std::chrono::steady_clock::now() + std::chrono::minutes(1)
  )) << "the first does not hold up the second";
  server.set_endpoint("a", "", true, true);
  ASSERT_TRUE(wait_for_ends(2));
  const History history(*journal);
  EXPECT_EQ(history.of<event::AttemptStarted>().at(0)->event, "joe.create");
}

TEST_F(DeliveriesTest, TheLogListsWhatWasSentWithItsBytes) {
  FriendlyReceiver receiver;
  open(receiver.url());
  create("jane");
  ASSERT_TRUE(wait_for_ends(1)) << "or joe might come first, on a connection of its own";
  create("joe");
  ASSERT_TRUE(wait_for_ends(2));
  const DeliveryPage page = server.deliveries("a", {});
  ASSERT_THAT(page.deliveries, SizeIs(2));
  EXPECT_EQ(page.deliveries[0].delivery, "joe.create/1");
  const auto jane = server.delivery("a", "jane.create/1");
  ASSERT_TRUE(jane);
  EXPECT_EQ(jane->attempts.at(0).request, receiver.requests().at(0));
  EXPECT_EQ(server.delivery("a", "jane.create/2"), std::nullopt);
}

TEST_F(DeliveriesTest, APastDeliveryIsSentOnceMoreWithTheSameBytesOrFreshOnes) {
  FriendlyReceiver receiver;
  open(receiver.url());
  create("jane");
  ASSERT_TRUE(wait_for_ends(1));
  const RedeliveryAnswer same = server.redeliver("a", "jane.create/1", RedeliveryBytes::same);
  EXPECT_EQ(same, (RedeliveryAnswer{"jane.create/2", ""}));
  ASSERT_TRUE(wait_for_ends(2));
  const RedeliveryAnswer fresh = server.redeliver("a", same.delivery, RedeliveryBytes::fresh);
  EXPECT_EQ(fresh.delivery, "jane.create/3");
  ASSERT_TRUE(wait_for_ends(3));
  EXPECT_EQ(receiver.requests().at(1), receiver.requests().at(0));
  const History history(*journal);
  const auto planned = history.of<event::DeliveryPlanned>();
  EXPECT_EQ(planned.at(1)->purpose, "redelivery");
  EXPECT_TRUE(planned.at(1)->same_bytes);
  EXPECT_EQ(planned.at(2)->redelivers, "jane.create/2");
  EXPECT_FALSE(planned.at(2)->same_bytes);
}

TEST_F(DeliveriesTest, AReplayOfWhatIsNotTheEventAcknowledgesNothing) {
  FriendlyReceiver receiver;
  sender.retry_waits.clear();
  open(receiver.url());
  create("jane", R"({"truncated": true})");
  ASSERT_TRUE(wait_for_ends(1));
  (void)server.redeliver("a", "jane.create/1", RedeliveryBytes::same);
  ASSERT_TRUE(wait_for_ends(2));
  EXPECT_THAT(results(), ElementsAre("jane.create/1 given_up", "jane.create/2 given_up"));
  const History history(*journal);
  EXPECT_TRUE(history.of<event::AttemptStarted>().at(1)->spoiled);
  EXPECT_EQ(history.webhook_events().at(0).first_acknowledgement(), nullptr);
}

TEST_F(DeliveriesTest, MergedEventsAreOneWebhookWithAllTheirBookings) {
  FriendlyReceiver receiver;
  open(receiver.url());
  server.hold("a");
  create("jane");
  create("joe");
  server.release("a", {"joe.create", "jane.create"}, ReleasePace::merged);
  ASSERT_TRUE(wait_for_ends(1));
  EXPECT_THAT(results(), ElementsAre("joe.create+jane.create/1 acknowledged"));
  const History history(*journal);
  ASSERT_THAT(history.webhook_events(), SizeIs(1)) << "the two were never on the wire";
  const event::EventRaised& raised = *history.webhook_events().at(0).raised.body;
  EXPECT_EQ(raised.event, merged_name({"joe.create", "jane.create"}));
  ASSERT_THAT(raised.bookings, SizeIs(2));
  const auto body = nlohmann::json::parse(raised.body);
  EXPECT_EQ(body.at("event_type"), "bookings.create");
  EXPECT_EQ(body.at("bookings").at(0).at("id"), raised.bookings[0].booking_id);
  EXPECT_EQ(body.at("bookings").at(1).at("customer").at("name"), "jane");
}

TEST_F(DeliveriesTest, LargeIdsAreThoseThatNoDoubleHolds) {
  FriendlyReceiver receiver;
  large_ids = true;
  open(receiver.url());
  create("jane");
  create("joe");
  ASSERT_TRUE(wait_for_ends(2));
  const History history(*journal);
  for (const auto& [id, changed] : history.bookings()) {
    EXPECT_NE(static_cast<std::int64_t>(static_cast<double>(id)), id);
  }
  EXPECT_THAT(history.bookings(), SizeIs(2));
}

TEST_F(DeliveriesTest, ARedeliveryThatCannotBeSaysWhy) {
  FriendlyReceiver receiver;
  open(receiver.url());
  server.set_endpoint("a", "", false, false);
  create("jane");
  EXPECT_EQ(
      server.redeliver("a", "jane.create/1", RedeliveryBytes::same).problem,
      "the delivery jane.create/1 was never sent: there are no bytes to repeat"
  );
  EXPECT_EQ(server.redeliver("a", "jane.create/1", RedeliveryBytes::fresh).problem, "");
  for (const char* id :
       {"jane.create/9", "jane.create", "jane.create/", "joe.create/1", "", "/1"}) {
    EXPECT_EQ(
        server.redeliver("a", id, RedeliveryBytes::fresh).problem,
        "there is no delivery " + std::string(id)
    );
  }
}

TEST_F(DeliveriesTest, ADeliveryThatTheLogHasLetGoOfIsSaidToBe) {
  AccountSetup setup = sample_account("a");
  setup.delivery_log_bytes = 1;
  Subscription subscription;
  FriendlyReceiver receiver;
  subscription.url = receiver.url();
  setup.subscriptions = {subscription};
  journal = server.open_account(setup);
  create("jane");
  ASSERT_TRUE(wait_for_ends(1));
  EXPECT_EQ(server.delivery("a", "jane.create/1"), std::nullopt);
  EXPECT_EQ(server.deliveries("a", {}).let_go, 1U);
  EXPECT_THAT(
      server.redeliver("a", "jane.create/1", RedeliveryBytes::fresh).problem,
      HasSubstr("is too long ago: the log has let go of it")
  );
}

}  // namespace
}  // namespace rkmock::mockserver
