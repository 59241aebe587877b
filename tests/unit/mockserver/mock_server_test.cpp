// The server through its ports, over real sockets: Control as a scenario uses it, /v1 and sinks
// as a receiver does.
#include "mockserver/mock_server.hpp"

#include <set>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "rkmock/error.hpp"
#include "rkmock/history.hpp"

#include "mockserver/net/blocking_client.hpp"
#include "unit/mockserver/sample_account.hpp"
#include "unit/webhooks/raw_receiver.hpp"

namespace rkmock::mockserver {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing_support::answer;
using testing_support::ClosedPort;
using testing_support::FriendlyReceiver;
using testing_support::HoldingReceiver;
using testing_support::Peer;
using testing_support::RawReceiver;

constexpr std::chrono::minutes patience{1};

AccountSetup account(const std::string& name, const std::string& receiver_url) {
  AccountSetup setup = sample_account(name);
  setup.effects = {EffectRule{}};
  if (!receiver_url.empty()) {
    Subscription subscription;
    subscription.url = receiver_url;
    setup.subscriptions = {subscription};
  }
  return setup;
}

BookingCommand command(
    const std::string& change, const std::string& booking, const std::string& deliver = "{}"
) {
  BookingCommand command;
  command.change = change;
  command.booking = booking;
  command.deliver = deliver;
  if (change == "create") {
    command.fields.date = "2030-01-07";
    command.fields.time_slot_id = 456;
    command.fields.customer_name = booking;
    command.fields.customer_email = booking + "@example.com";
  }
  return command;
}

class MockServerTest : public testing::Test {
 protected:
  std::shared_ptr<Journal> open(const std::string& name, const std::string& receiver_url = "") {
    return server.open_account(account(name, receiver_url));
  }

  HttpAnswer send(
      const std::string& method,
      const std::string& target,
      const std::string& key = "",
      const std::string& body = ""
  ) {
    net::BlockingClient http;
    Headers headers;
    if (!key.empty()) {
      headers.emplace_back("Authorization", "Bearer " + key);
    }
    if (!body.empty()) {
      headers.emplace_back("Content-Type", "application/json");
    }
    return http.send({method, server.url() + target, headers, body}, patience);
  }

  static bool wait_for_ends(const Journal& journal, std::size_t count) {
    return journal.wait(
        [&] { return History(journal).of<event::DeliveryEnded>().size() >= count; },
        std::chrono::steady_clock::now() + patience
    );
  }

  static std::string hit(std::int64_t booking) {
    return R"({"booking_id":)" + std::to_string(booking) + R"(,"event_type":"bookings.create"})";
  }

  MockServer server{system_clock(), {}};
};

std::vector<std::string> kinds(const Journal& journal) {
  std::vector<std::string> kinds;
  for (const EventPointer& event : journal.since()) {
    kinds.emplace_back(type_name(event->body));
  }
  return kinds;
}

TEST_F(MockServerTest, AChangeIsJournalledBeforeItsWebhookLeaves) {
  const FriendlyReceiver receiver;
  const auto journal = open("a", receiver.url());
  const BookingAnswer answer = server.change_booking("a", command("create", "jane"));
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.event, "jane.create");
  ASSERT_TRUE(wait_for_ends(*journal, 1));
  EXPECT_THAT(
      kinds(*journal),
      ElementsAre(
          "booking_changed",
          "event_raised",
          "delivery_planned",
          "attempt_started",
          "attempt_finished",
          "delivery_ended"
      )
  );
  ASSERT_THAT(receiver.requests(), SizeIs(1));
  EXPECT_THAT(receiver.requests()[0], HasSubstr("\"id\":" + std::to_string(answer.booking_id)));
}

TEST_F(MockServerTest, ABookingOfTheReceiverItselfRaisesAnEventNamedByItsId) {
  const FriendlyReceiver receiver;
  const auto journal = open("a", receiver.url());
  const HttpAnswer made =
      send("POST", "/v1/bookings", "sk_rsv_a", R"({"date":"2030-01-07","time_slot_id":456})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto id = nlohmann::json::parse(made.body).at("data").at("id").get<std::int64_t>();
  ASSERT_TRUE(wait_for_ends(*journal, 1));
  EXPECT_NE(History(*journal).webhook_event("booking-" + std::to_string(id) + ".create"), nullptr);
}

TEST_F(MockServerTest, ARefusedChangeSaysWhyAndRaisesNothing) {
  const auto journal = open("a");
  EXPECT_EQ(server.change_booking("a", command("update", "jane")).error_code, "booking_not_found");
  BookingCommand bad = command("create", "jane");
  bad.fields.time_slot_id = 999;
  const BookingAnswer refused = server.change_booking("a", bad);
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(refused.error_code, "time_slot_not_found");
  const BookingAnswer bad_fault =
      server.change_booking("a", command("create", "jane", R"({"copies":0})"));
  EXPECT_EQ(bad_fault.status, 400);
  EXPECT_THAT(bad_fault.error_message, HasSubstr("copies"));
  EXPECT_THAT(kinds(*journal), IsEmpty());
}

TEST_F(MockServerTest, HeldEventsGoOutOneAfterAnotherInTheOrderGiven) {
  const FriendlyReceiver receiver;
  const auto journal = open("a", receiver.url());
  server.hold("a");
  (void)server.change_booking("a", command("create", "jane"));
  (void)server.change_booking("a", command("create", "joe"));
  EXPECT_THAT(receiver.requests(), IsEmpty());
  server.release("a", {"joe.create", "jane.create"}, ReleasePace::in_turn);
  ASSERT_TRUE(wait_for_ends(*journal, 2));
  const History history(*journal);
  std::vector<std::string> order;
  for (const auto& attempt : history.of<event::AttemptFinished>()) {
    order.push_back(attempt->event);
  }
  EXPECT_THAT(order, ElementsAre("joe.create", "jane.create"));
}

TEST_F(MockServerTest, WhatAReleaseDoesNotNameStaysHeld) {
  const FriendlyReceiver receiver;
  const auto journal = open("a", receiver.url());
  server.hold("a");
  (void)server.change_booking("a", command("create", "jane"));
  (void)server.change_booking("a", command("create", "joe"));
  server.release("a", {"joe.create"}, ReleasePace::in_turn);
  (void)server.change_booking("a", command("update", "joe"));
  ASSERT_TRUE(wait_for_ends(*journal, 2));
  EXPECT_TRUE(History(*journal).webhook_event("jane.create")->deliveries.empty());
  EXPECT_THROW(server.release("a", {"joe.create"}, ReleasePace::in_turn), InvariantError);
}

TEST_F(MockServerTest, ADrainGoesOnlyWhereTheEventWasNotAcknowledged) {
  const FriendlyReceiver friendly;
  const RawReceiver refusing([](Peer& peer) {
    while (!peer.read_request().empty()) {
      peer.write(answer(500));
    }
  });
  AccountSetup setup = account("a", friendly.url());
  setup.sender.retry_waits.clear();
  Subscription second;
  second.url = refusing.url();
  setup.subscriptions.push_back(second);
  const auto journal = server.open_account(setup);
  (void)server.change_booking("a", command("create", "jane"));
  ASSERT_TRUE(wait_for_ends(*journal, 2));
  const auto deliveries = server.deliver_unacknowledged("a", "jane.create");
  ASSERT_THAT(deliveries, SizeIs(1));
  ASSERT_TRUE(wait_for_ends(*journal, 3));
  const auto plans = History(*journal).of<event::DeliveryPlanned>();
  EXPECT_EQ(plans.back()->subscription, "webhook-2");
  EXPECT_EQ(plans.back()->purpose, "drain");
  EXPECT_THAT(friendly.requests(), SizeIs(1));
}

TEST_F(MockServerTest, ADrainKnowsWhatWasAcknowledgedBeforeTheJournalLetGoOfIt) {
  const FriendlyReceiver receiver;
  AccountSetup setup = account("a", receiver.url());
  setup.journal.window_bytes = 1;
  const auto journal = server.open_account(setup);
  (void)server.change_booking("a", command("create", "jane"));
  ASSERT_TRUE(journal->wait(
      [&] { return server.open_deliveries("a") == 0; }, std::chrono::steady_clock::now() + patience
  ));
  ASSERT_EQ(History(*journal).webhook_event("jane.create"), nullptr);
  EXPECT_THAT(server.deliver_unacknowledged("a", "jane.create"), IsEmpty());
}

TEST_F(MockServerTest, AnEventThatNobodySubscribesToIsReleasedAndRedeliveredToNobody) {
  const auto journal = open("a");
  server.hold("a");
  (void)server.change_booking("a", command("create", "jane"));
  (void)server.change_booking("a", command("create", "joe"));
  server.release("a", {"joe.create", "jane.create"}, ReleasePace::in_turn);
  EXPECT_THAT(server.deliver_unacknowledged("a", "jane.create"), IsEmpty());
  EXPECT_THAT(History(*journal).of<event::DeliveryPlanned>(), IsEmpty());
}

TEST_F(MockServerTest, ABookingMadeOverHttpIsChangedByItsDerivedName) {
  const auto journal = open("a");
  const HttpAnswer made =
      send("POST", "/v1/bookings", "sk_rsv_a", R"({"date": "2030-01-07", "time_slot_id": 456})");
  ASSERT_EQ(made.status, 201);
  const auto id = nlohmann::json::parse(made.body)["data"]["id"].get<std::int64_t>();
  const std::string name = "booking-" + std::to_string(id);
  EXPECT_EQ(server.change_booking("a", command("cancel", name)).event, name + ".cancel");
  EXPECT_EQ(server.change_booking("a", command("cancel", name + "0")).status, 404);
  EXPECT_EQ(server.change_booking("a", command("cancel", "booking-")).status, 404);
  EXPECT_EQ(server.change_booking("a", command("cancel", name + "x")).status, 404);
}

TEST_F(MockServerTest, TheNthChangeOfOneKindIsNumbered) {
  const auto journal = open("a");
  (void)server.change_booking("a", command("create", "jane"));
  EXPECT_EQ(server.change_booking("a", command("update", "jane")).event, "jane.update");
  EXPECT_EQ(server.change_booking("a", command("update", "jane")).event, "jane.update#2");
  EXPECT_EQ(server.change_booking("a", command("cancel", "jane")).event, "jane.cancel");
  EXPECT_EQ(server.change_booking("a", command("update", "jane")).event, "jane.update#3");
}

TEST_F(MockServerTest, WhatAStopCutOffIsListedWithoutTheJournal) {
  HoldingReceiver receiver;
  AccountSetup setup = account("a", receiver.url());
  setup.journal.window_bytes = 1;
  const auto journal = server.open_account(setup);
  (void)server.change_booking("a", command("create", "jane"));
  (void)server.change_booking("a", command("create", "joe"));
  ASSERT_TRUE(receiver.wait_for_requests(2));
  EXPECT_THAT(server.unsent("a"), IsEmpty());
  server.stop();
  EXPECT_THAT(server.unsent("a"), ElementsAre("jane.create/1", "joe.create/1"));
}

TEST_F(MockServerTest, SubscriptionsChooseTypesAndServices) {
  const FriendlyReceiver receiver;
  AccountSetup setup = account("a", "");
  Subscription deletes;
  deletes.url = receiver.url();
  deletes.events = {"bookings.delete"};
  Subscription other_service;
  other_service.url = receiver.url();
  other_service.service_id = 999;
  Subscription inactive;
  inactive.url = receiver.url();
  inactive.active = false;
  setup.subscriptions = {deletes, other_service, inactive};
  const auto journal = server.open_account(setup);
  (void)server.change_booking("a", command("create", "jane"));
  (void)server.change_booking("a", command("delete", "jane"));
  ASSERT_TRUE(wait_for_ends(*journal, 1));
  const auto plans = History(*journal).of<event::DeliveryPlanned>();
  ASSERT_THAT(plans, SizeIs(1));
  EXPECT_EQ(plans[0]->event, "jane.delete");
  EXPECT_EQ(plans[0]->subscription, "webhook-1");
}

TEST_F(MockServerTest, ACascadeWithoutEventsIsStillJournalledAsWhatHappened) {
  for (const bool events : {true, false}) {
    const std::string name = events ? "loud" : "silent";
    AccountSetup setup = account(name, "");
    setup.api.rules.cascade_events = events;
    const auto journal = server.open_account(setup);
    (void)server.change_booking(name, command("create", "jane"));
    EXPECT_EQ(send("DELETE", "/v1/services/123", setup.api_key).status, 200);
    const History history(*journal);
    EXPECT_EQ(history.of<event::BookingChanged>().back()->change, "delete");
    EXPECT_EQ(history.webhook_event("jane.delete") != nullptr, events);
  }
}

TEST_F(MockServerTest, AnEffectGoesToTheAccountThatHasTheBooking) {
  const auto first = open("a");
  const auto second = open("b");
  const std::int64_t of_first = server.change_booking("a", command("create", "jane")).booking_id;
  const std::int64_t of_second = server.change_booking("b", command("create", "jane")).booking_id;
  EXPECT_NE(of_first, of_second);
  EXPECT_EQ(send("POST", "/sink/effects", "", hit(of_second)).status, 200);
  EXPECT_THAT(History(*first).effects(), IsEmpty());
  ASSERT_THAT(History(*second).effects(), SizeIs(1));
  EXPECT_EQ(History(*second).effects()[0]->key.booking_id, of_second);
}

TEST_F(MockServerTest, AnEffectOfABookingThatNeverWasIsShownToEveryAccount) {
  const auto first = open("a");
  const auto second = open("b");
  EXPECT_EQ(send("POST", "/sink/effects", "", hit(1)).status, 200);
  EXPECT_EQ(send("POST", "/sink/effects", "", "not JSON").status, 200);
  EXPECT_THAT(History(*first).effects(), SizeIs(2));
  EXPECT_THAT(History(*second).effects(), SizeIs(2));
}

TEST_F(MockServerTest, ASlowSinkAnswersLateAndKeepsNobodyElseWaiting) {
  AccountSetup setup = account("a", "");
  constexpr Nanos delay = std::chrono::milliseconds(300);
  setup.effects.front().delay = delay;
  const auto journal = server.open_account(setup);
  const std::int64_t id = server.change_booking("a", command("create", "jane")).booking_id;
  const Nanos before = journal->now();
  std::thread slow([&] { EXPECT_EQ(send("POST", "/sink/effects", "", hit(id)).status, 200); });
  // The request is journalled when it comes, and others are answered before its own answer.
  const auto arrived = [&] { return !History(*journal).effects().empty(); };
  EXPECT_TRUE(journal->wait(arrived, std::chrono::steady_clock::now() + patience));
  EXPECT_EQ(send("POST", "/sink/other", "", hit(id)).status, 200);
  slow.join();
  EXPECT_GE(journal->now() - before, delay);
  const auto hits = History(*journal).effects();
  ASSERT_THAT(hits, SizeIs(1));
  EXPECT_EQ(hits[0]->delay, delay);
  EXPECT_EQ(History(*journal).of<event::SinkHit>().back()->delay, std::nullopt);
}

TEST_F(MockServerTest, ALateEffectOfAClosedAccountReachesNoOther) {
  (void)open("a");
  const std::int64_t id = server.change_booking("a", command("create", "jane")).booking_id;
  server.close_account("a");
  const auto next = open("b");
  EXPECT_EQ(send("POST", "/sink/effects", "", hit(id)).status, 200);
  EXPECT_THAT(kinds(*next), IsEmpty());
}

TEST_F(MockServerTest, AnUnknownKeyUsesTheAccountOpenedLast) {
  EXPECT_EQ(send("GET", "/v1/services", "sk_rsv_anyone").status, 401);
  (void)open("a");
  const auto newest = open("b");
  EXPECT_EQ(send("GET", "/v1/services", "sk_rsv_anyone").status, 200);
  EXPECT_THAT(History(*newest).of<event::ApiRequest>(), SizeIs(1));
}

TEST_F(MockServerTest, AnUnknownKeyUsesTheAccountThatHasTheBookingInThePath) {
  const auto first = open("a");
  const auto newest = open("b");
  const std::int64_t id = server.change_booking("a", command("create", "jane")).booking_id;
  const std::string path = "/v1/bookings/" + std::to_string(id);
  EXPECT_EQ(send("GET", path, "sk_rsv_anyone").status, 200);
  EXPECT_EQ(send("GET", path, "sk_rsv_b").status, 404) << "a key of somebody's is that one's alone";
  EXPECT_EQ(send("GET", "/v1/bookings/1", "sk_rsv_anyone").status, 404);
  EXPECT_EQ(send("GET", "/v1/bookings/" + std::to_string(id) + "x", "sk_rsv_anyone").status, 400);
  EXPECT_THAT(History(*first).of<event::ApiRequest>(), SizeIs(1));
  EXPECT_THAT(History(*newest).of<event::ApiRequest>(), SizeIs(3));
}

TEST_F(MockServerTest, AccountsByKeyAreMadeUpToABound) {
  MockServerOptions options;
  options.max_accounts = 2;
  options.account_for_new_key = [](const std::string& key, int number) {
    AccountSetup setup = account("account-" + std::to_string(number), "");
    setup.api_key = key;
    return setup;
  };
  const MockServer many(system_clock(), options);
  net::BlockingClient http;
  const auto status = [&](const std::string& key) {
    const Headers headers = {{"Authorization", "Bearer " + key}};
    return http.send({"GET", many.url() + "/v1/services", headers, ""}, patience).status;
  };
  EXPECT_EQ(status("one"), 200);
  EXPECT_EQ(status("two"), 200);
  EXPECT_EQ(status("one"), 200);
  EXPECT_EQ(status("three"), 401);
}

TEST_F(MockServerTest, NamesAndKeysAreTakenOnce) {
  (void)open("a");
  EXPECT_THROW(open("a"), InvariantError);
  AccountSetup same_key = account("b", "");
  same_key.api_key = "sk_rsv_a";
  EXPECT_THROW(server.open_account(same_key), InvariantError);
}

TEST_F(MockServerTest, AHostThatIsNotAllowedIsAnErrorOfTheEnvironment) {
  EXPECT_THROW(open("a", "http://example.com/hook"), EnvironmentError);
}

TEST_F(MockServerTest, APortThatIsTakenIsAnErrorOfTheEnvironment) {
  MockServerOptions options;
  const std::string url = server.url();
  options.http.port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  EXPECT_THROW(MockServer(system_clock(), options), EnvironmentError);
}

TEST_F(MockServerTest, ClosingAnAccountJournalsWhatWasUnderWay) {
  HoldingReceiver receiver;
  const auto journal = open("a", receiver.url());
  (void)server.change_booking("a", command("create", "jane"));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  EXPECT_EQ(server.open_deliveries("a"), 1U);
  server.close_account("a");
  const History history(*journal);
  ASSERT_THAT(history.of<event::AttemptFinished>(), SizeIs(1));
  EXPECT_EQ(history.of<event::AttemptFinished>()[0]->outcome, Outcome::unknown);
  ASSERT_THAT(history.of<event::DeliveryEnded>(), SizeIs(1));
  EXPECT_EQ(history.of<event::DeliveryEnded>()[0]->result, "stopped");
}

TEST_F(MockServerTest, StoppingEndsEveryJournalAndMayBeRepeated) {
  HoldingReceiver receiver;
  const auto first = open("a", receiver.url());
  const auto second = open("b");
  (void)server.change_booking("a", command("create", "jane"));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  server.stop();
  server.stop();
  EXPECT_TRUE(History(*first).complete());
  EXPECT_TRUE(History(*second).complete());
  EXPECT_EQ(send("GET", "/v1/health").status, 0);
}

TEST_F(MockServerTest, BookingIdsBeginWhereTheyAreToldTo) {
  MockServerOptions options;
  options.first_id = 5000;
  MockServer numbered(system_clock(), options);
  (void)numbered.open_account(account("a", ""));
  EXPECT_EQ(numbered.change_booking("a", command("create", "jane")).booking_id, 5000);
}

/// Stands still until it is moved.
class SetClock final : public Clock {
 public:
  std::chrono::milliseconds since_epoch{1'700'000'000'000};

  [[nodiscard]] std::chrono::steady_clock::time_point monotonic_now() const override {
    return std::chrono::steady_clock::time_point(since_epoch);
  }

  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const override {
    return std::chrono::system_clock::time_point(since_epoch);
  }
};

TEST_F(MockServerTest, ServersOfTheSameSecondDoNotShareBookingIds) {
  SetClock clock;
  std::set<std::int64_t> ids;
  for (int run = 0; run < 5; ++run) {
    clock.since_epoch += std::chrono::milliseconds(10);
    MockServer fresh(clock, {});
    (void)fresh.open_account(account("a", ""));
    EXPECT_TRUE(ids.insert(fresh.change_booking("a", command("create", "jane")).booking_id).second);
    EXPECT_TRUE(ids.insert(fresh.change_booking("a", command("create", "joe")).booking_id).second);
  }
}

}  // namespace
}  // namespace rkmock::mockserver
