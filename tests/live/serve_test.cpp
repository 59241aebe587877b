// `rkmock serve`: the mock as applications and pipelines have it.
#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/hash.hpp"
#include "live/api_client.hpp"
#include "live/journals.hpp"
#include "live/process.hpp"
#include "mockserver/net/blocking_client.hpp"
#include "unit/webhooks/raw_receiver.hpp"

namespace rkmock {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing_support::answer;
using testing_support::ApiClient;
using testing_support::Ended;
using testing_support::journal_from;
using testing_support::Peer;
using testing_support::Process;
using testing_support::RawReceiver;
using testing_support::ScratchFolder;
using testing_support::Signal;

/// Remembers the first webhook and answers it.
class OneWebhook {
 public:
  OneWebhook()
      : receiver_([this](Peer& peer) {
          for (std::string request = peer.read_request(); !request.empty();
               request = peer.read_request()) {
            request_ = request;
            peer.write(answer(200));
            got_it_.set();
          }
        }) {}

  /// Its bytes; empty when none came.
  [[nodiscard]] std::string wait() { return got_it_.wait() ? request_ : ""; }

  [[nodiscard]] std::string url() const { return receiver_.url(); }

 private:
  std::string request_;
  Signal got_it_;
  RawReceiver receiver_;  // last: its threads use what is above
};

std::string url_of(Process& mock) {
  return mock.wait_for_line("ready ").value_or("");
}

TEST(ServeTest, SaysReadyWhenItAnswers) {
  Process mock({"serve", "--port", "0"});
  const std::string url = url_of(mock);
  EXPECT_THAT(url, HasSubstr("http://127.0.0.1:"));
  net::BlockingClient http;
  EXPECT_EQ(http.send({"GET", url + "/v1/health", {}, ""}, std::chrono::minutes(1)).status, 200);
}

TEST(ServeTest, ABookingOverHttpFiresASignedWebhook) {
  OneWebhook receiver;
  Process mock({"serve", "--port", "0", "--webhook", receiver.url(), "--secret", "s3cret"});
  const std::int64_t id = ApiClient(url_of(mock), "sk_rsv_me").book();
  const std::string request = receiver.wait();
  const std::string body = request.substr(request.find("\r\n\r\n") + 4);
  EXPECT_THAT(request, HasSubstr("X-Webhook-Signature: " + hmac_sha256_hex("s3cret", body)));
  EXPECT_THAT(body, HasSubstr("\"id\":" + std::to_string(id)));
  EXPECT_THAT(body, HasSubstr("bookings.create"));
}

TEST(ServeTest, ASenderProfileSignsAndRetriesAsItDoesInNoTime) {
  std::vector<std::string> requests;
  Signal acknowledged;
  RawReceiver receiver([&](Peer& peer) {
    for (std::string request = peer.read_request(); !request.empty();
         request = peer.read_request()) {
      requests.push_back(request);
      const bool last = requests.size() == 10;
      peer.write(answer(last ? 200 : 503));
      if (last) {
        acknowledged.set();
      }
    }
  });
  const ScratchFolder scratch;
  Process mock(
      {"serve",
       "--port",
       "0",
       "--webhook",
       receiver.url(),
       "--sender",
       "standard-webhooks",
       "--time-scale",
       "instant",
       "--max-connections",
       "1",
       "--journal",
       scratch.path("journals")}
  );
  (void)ApiClient(url_of(mock), "sk_rsv_me").book();
  ASSERT_TRUE(acknowledged.wait()) << "75 hours of waits pass in no time";
  mock.send_signal(SIGTERM);
  EXPECT_EQ(mock.wait().exit_code, 0);
  const auto body_of = [](const std::string& request) {
    return request.substr(request.find("\r\n\r\n"));
  };
  EXPECT_THAT(requests.back(), HasSubstr("webhook-signature: v1,"));
  EXPECT_EQ(body_of(requests.back()), body_of(requests.front())) << "payload times are untouched";
  const JournalFile journal = journal_from(scratch.path("journals/account-1.jsonl"));
  const History history(journal.header, journal.events);
  const auto attempts = history.of<event::AttemptStarted>();
  ASSERT_THAT(attempts, SizeIs(10));
  const auto sum = std::chrono::hours(75) + std::chrono::minutes(35) + std::chrono::seconds(5);
  EXPECT_GE(attempts.back()->sending_clock, sum * 9 / 10);
  EXPECT_LE(attempts.back()->sending_clock, sum * 11 / 10);
}

TEST(ServeTest, RulesFromAFileMakeFaultsOfWebhooks) {
  OneWebhook receiver;
  const ScratchFolder scratch;
  const std::string rules = scratch.write(
      "rules.yaml", "- event: { type: bookings.create }\n  deliver: { signature: missing }\n"
  );
  Process mock({"serve", "--port", "0", "--webhook", receiver.url(), "--webhook-faults", rules});
  (void)ApiClient(url_of(mock), "sk_rsv_me").book();
  const std::string request = receiver.wait();
  EXPECT_THAT(request, HasSubstr("bookings.create"));
  EXPECT_THAT(request, Not(HasSubstr("X-Webhook-Signature")));
}

TEST(ServeTest, AuthoritiesThatCannotBeReadAreToldAtTheStart) {
  const Ended ended = testing_support::run_rkmock({"serve", "--cacert", "/nonexistent.pem"});
  EXPECT_EQ(ended.exit_code, 4);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("/nonexistent.pem"), HasSubstr("PEM")));
}

TEST(ServeTest, AWrongRuleIsToldWithItsPlace) {
  const ScratchFolder scratch;
  const std::string rules =
      scratch.write("rules.yaml", "- deliver: { copies: 2 }\n- deliver: { copys: 2 }\n");
  const Ended ended = testing_support::run_rkmock({"serve", "--webhook-faults", rules});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("rules.yaml:2:21"), HasSubstr("`copies`")));
}

TEST(ServeTest, AccountsOfDifferentKeysDoNotSeeEachOther) {
  Process mock({"serve", "--port", "0"});
  const std::string url = url_of(mock);
  const ApiClient me(url, "sk_rsv_me");
  const ApiClient you(url, "sk_rsv_you");
  const std::string booking = "/v1/bookings/" + std::to_string(me.book());
  EXPECT_EQ(me.send("GET", booking).status, 200);
  EXPECT_EQ(you.send("GET", booking).status, 404);
}

TEST(ServeTest, WithoutAKeyThereIsNothingToSee) {
  Process mock({"serve", "--port", "0"});
  net::BlockingClient http;
  const HttpAnswer answer =
      http.send({"GET", url_of(mock) + "/v1/services", {}, ""}, std::chrono::minutes(1));
  EXPECT_EQ(answer.status, 401);
  EXPECT_THAT(answer.body, HasSubstr("authentication_required"));
}

TEST(ServeTest, AnswersInTheDialectAskedForToAnybody) {
  Process mock({"serve", "--port", "0", "--dialect", "openapi"});
  const std::string url = url_of(mock);
  const HttpAnswer service = ApiClient(url, "sk_rsv_me").send("GET", "/v1/services/123");
  EXPECT_THAT(service.body, AllOf(HasSubstr("provider_id"), HasSubstr(R"("error":null)")));
  net::BlockingClient http;
  const HttpAnswer refused =
      http.send({"GET", url + "/v1/services/123", {}, ""}, std::chrono::minutes(1));
  EXPECT_EQ(refused.status, 401);
  EXPECT_THAT(refused.body, HasSubstr(R"("error":"Authorization header is missing")"));
}

TEST(ServeTest, APathThatIsNotThereSaysWhereThingsAre) {
  Process mock({"serve", "--port", "0"});
  net::BlockingClient http;
  const HttpAnswer answer =
      http.send({"GET", url_of(mock) + "/bookings", {}, ""}, std::chrono::minutes(1));
  EXPECT_EQ(answer.status, 404);
  EXPECT_THAT(answer.body, AllOf(HasSubstr("/v1"), HasSubstr("/sink/NAME")));
}

TEST(ServeTest, EndsOnSigtermWithEveryAccountsJournalWhole) {
  OneWebhook receiver;
  const ScratchFolder scratch;
  Process mock(
      {"serve", "--port", "0", "--webhook", receiver.url(), "--journal", scratch.path("journals")}
  );
  const std::string url = url_of(mock);
  (void)ApiClient(url, "sk_rsv_me").book();
  (void)ApiClient(url, "sk_rsv_you").book();
  mock.send_signal(SIGTERM);
  const Ended ended = mock.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  for (const std::string name : {"account-1", "account-2"}) {
    const JournalFile journal = journal_from(scratch.path("journals/" + name + ".jsonl"));
    EXPECT_THAT(journal.warning, IsEmpty());
    const History history(journal.header, journal.events);
    EXPECT_TRUE(history.complete());
    EXPECT_THAT(history.of<event::ApiRequest>(), SizeIs(1));
    EXPECT_THAT(history.webhook_events(), SizeIs(1));
    EXPECT_THAT(scratch.read("journals/" + name + ".jsonl"), Not(HasSubstr("sk_rsv_")));
  }
}

TEST(ServeTest, AJournalsMemoryThatIsNoSizeIsAMistake) {
  for (const char* size : {"much", "0", "-1MB"}) {
    Process mock({"serve", "--port", "0", std::string("--journal-memory=") + size});
    const Ended ended = mock.wait();
    EXPECT_EQ(ended.exit_code, 2) << size;
    EXPECT_THAT(ended.err, AllOf(HasSubstr("--journal-memory"), HasSubstr("8MB"))) << size;
  }
}

TEST(ServeTest, WhatLittleMemoryCannotHoldIsInTheFileOrSaidToBeLost) {
  for (const bool with_file : {true, false}) {
    const ScratchFolder scratch;
    std::vector<std::string> words = {"serve", "--port", "0", "--journal-memory", "1KB"};
    if (with_file) {
      words.insert(words.end(), {"--journal", scratch.path("journals")});
    }
    Process mock(words);
    const std::string url = url_of(mock);
    for (int i = 0; i < 20; ++i) {
      (void)ApiClient(url, "sk_rsv_me").book();
    }
    mock.send_signal(SIGTERM);
    const Ended ended = mock.wait();
    EXPECT_EQ(ended.exit_code, 0) << ended.err;
    if (with_file) {
      EXPECT_THAT(ended.err, Not(HasSubstr("not kept")));
      const JournalFile journal = journal_from(scratch.path("journals/account-1.jsonl"));
      const History history(journal.header, journal.events);
      EXPECT_THAT(history.of<event::ApiRequest>(), SizeIs(20));
      EXPECT_THAT(history.gaps(), IsEmpty());
    } else {
      EXPECT_THAT(
          ended.err, AllOf(HasSubstr("not kept: the first "), HasSubstr("events of account-1"))
      );
    }
  }
}

TEST(ServeTest, ASinkTakesWhatTheReceiverReports) {
  const ScratchFolder scratch;
  Process mock({"serve", "--port", "0", "--journal", scratch.path("journals")});
  const std::string url = url_of(mock);
  const std::int64_t id = ApiClient(url, "sk_rsv_me").book();
  net::BlockingClient http;
  const std::string body =
      R"({"booking_id":)" + std::to_string(id) + R"(,"event_type":"bookings.create"})";
  const HttpAnswer answer =
      http.send({"POST", url + "/sink/effects", {}, body}, std::chrono::minutes(1));
  EXPECT_EQ(answer.status, 200);
  mock.send_signal(SIGTERM);
  mock.wait();
  const JournalFile journal = journal_from(scratch.path("journals/account-1.jsonl"));
  const auto effects = History(journal.header, journal.events).effects("effects");
  ASSERT_THAT(effects, SizeIs(1));
  EXPECT_EQ(effects[0]->key.booking_id, id);
}

TEST(ServeTest, ASecondServeLeavesTheJournalsOfTheFirst) {
  const ScratchFolder scratch;
  std::string first;
  for (int serve = 1; serve <= 2; ++serve) {
    Process mock({"serve", "--port", "0", "--journal", scratch.path("journals")});
    (void)ApiClient(mock.wait_for_line("ready ").value_or(""), "sk_rsv_me").book();
    mock.send_signal(SIGTERM);
    EXPECT_EQ(mock.wait().exit_code, 0);
    if (serve == 1) {
      first = scratch.read("journals/account-1.jsonl");
      EXPECT_THAT(first, HasSubstr("event_raised"));
    }
  }
  EXPECT_EQ(scratch.read("journals/account-1.jsonl"), first);
  EXPECT_THAT(scratch.read("journals/account-1.2.jsonl"), HasSubstr("event_raised"));
}

}  // namespace
}  // namespace rkmock
