// Faults on answers over real sockets: what a client sees, what was processed, what is journalled.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "rkmock/error.hpp"
#include "rkmock/history.hpp"

#include "mockserver/mock_server.hpp"
#include "unit/mockserver/sample_account.hpp"
#include "unit/net/client_socket.hpp"

namespace rkmock::mockserver {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing_support::ClientSocket;
using Ending = ClientSocket::Ending;

AccountSetup account(const std::string& name) {
  AccountSetup setup = sample_account(name);
  setup.seed = 7;
  return setup;
}

class ApiFaultsTest : public testing::Test {
 protected:
  ApiFaultsTest() { journal = server.open_account(account("a")); }

  std::string arm(const std::string& fault, const std::string& name = "a") {
    const ArmAnswer answer = server.arm_api_fault(name, fault);
    EXPECT_THAT(answer.problems, IsEmpty()) << answer.problems.at(0).message;
    return answer.id;
  }

  ClientSocket connect() { return ClientSocket(port_of(server)); }

  static std::string request(
      const std::string& method,
      const std::string& target,
      const std::string& body = "",
      const std::string& key = "sk_rsv_a"
  ) {
    return method + " " + target + " HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer " + key +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
  }

  ClientSocket::Answer send(
      const std::string& method,
      const std::string& target,
      const std::string& body = "",
      const std::string& key = "sk_rsv_a"
  ) {
    ClientSocket client = connect();
    EXPECT_TRUE(client.send(request(method, target, body, key)));
    return client.read_answer();
  }

  /// What comes until the server ends the connection, and how it does.
  std::string send_to_the_end(
      const std::string& method, const std::string& target, const std::string& body, Ending& ending
  ) {
    ClientSocket client = connect();
    EXPECT_TRUE(client.send(request(method, target, body)));
    return client.read_to_end(&ending);
  }

  std::int64_t book() {
    const auto answer = send("POST", "/v1/bookings", booking);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return json::parse(answer.body).at("data").at("id").get<std::int64_t>();
  }

  static std::string path(std::int64_t id) { return "/v1/bookings/" + std::to_string(id); }

  /// As GET /v1/bookings says. Requires: no fault is armed for it.
  std::size_t count_bookings() {
    const auto answer = send("GET", "/v1/bookings?service_id=123");
    return json::parse(answer.body).at("data").at("bookings").size();
  }

  std::vector<event::ApiRequest> journalled() {
    std::vector<event::ApiRequest> requests;
    const History history(*journal);
    for (const auto& request : history.of<event::ApiRequest>()) {
      requests.push_back(*request.body);
    }
    return requests;
  }

  const std::string booking = R"({"date":"2030-01-07","time_slot_id":456})";
  MockServer server{system_clock(), {}};
  std::shared_ptr<Journal> journal;
};

TEST_F(ApiFaultsTest, ABookingWhoseAnswerIsResetWasMade) {
  arm(R"({"request":{"method":"POST","urlPath":"/v1/bookings"},
          "response":{"fault":"CONNECTION_RESET_BY_PEER"}})");
  Ending ending{};
  EXPECT_THAT(send_to_the_end("POST", "/v1/bookings", booking, ending), IsEmpty());
  EXPECT_EQ(ending, Ending::reset);
  EXPECT_EQ(count_bookings(), 1U);
  EXPECT_THAT(History(*journal).webhook_events(), SizeIs(1));
  const auto requests = journalled();
  ASSERT_THAT(requests, SizeIs(2));
  EXPECT_EQ(requests[0].status, 201);
  EXPECT_THAT(requests[0].response_body, HasSubstr("\"id\""));
  EXPECT_EQ(
      requests[0].fault, (event::AppliedFault{"fault-1", {"CONNECTION_RESET_BY_PEER"}, {}, true})
  );
  EXPECT_FALSE(requests[1].fault);
}

TEST_F(ApiFaultsTest, OneThatIsNotProcessedLeavesNothingBehind) {
  arm(R"({"request":{"method":"POST","urlPath":"/v1/bookings"},"processed":false,
          "response":{"fault":"EMPTY_RESPONSE"}})");
  Ending ending{};
  EXPECT_THAT(send_to_the_end("POST", "/v1/bookings", booking, ending), IsEmpty());
  EXPECT_EQ(ending, Ending::eof);
  EXPECT_EQ(count_bookings(), 0U);
  const auto requests = journalled();
  EXPECT_EQ(requests[0].status, 0);
  EXPECT_THAT(requests[0].response_body, IsEmpty());
  EXPECT_FALSE(requests[0].fault->processed);
}

TEST_F(ApiFaultsTest, ARefusalIsNotProcessedUnlessItSaysSo) {
  const std::string id = arm(R"({"request":{"method":"POST"},"response":{"status":500}})");
  EXPECT_EQ(send("POST", "/v1/bookings", booking).status, 500);
  EXPECT_EQ(count_bookings(), 0U);
  EXPECT_TRUE(server.disarm_api_fault("a", id));
  arm(R"({"request":{"method":"POST"},"processed":true,"response":{"status":504}})");
  EXPECT_EQ(send("POST", "/v1/bookings", booking).status, 504);
  EXPECT_EQ(count_bookings(), 1U);
  EXPECT_EQ(journalled()[0].status, 500);
  EXPECT_EQ(journalled()[2].status, 504);
}

TEST_F(ApiFaultsTest, A429AsDocumentedLetsTheClientInLater) {
  arm(R"({"when":{"to":2},"response":{"status":429,"retryAfter":2}})");
  for (int i = 0; i < 2; ++i) {
    const auto answer = send("GET", "/v1/services");
    EXPECT_EQ(answer.status, 429);
    EXPECT_THAT(answer.head, HasSubstr("\r\nRetry-After: 2\r\n"));
    const auto error = json::parse(answer.body).at("error");
    EXPECT_EQ(error.at("code"), "rate_limit_exceeded");
    EXPECT_EQ(error.at("retry_after"), 2);
  }
  EXPECT_EQ(send("GET", "/v1/services").status, 200);
}

TEST_F(ApiFaultsTest, AnErrorIsInTheCallersDialect) {
  AccountSetup setup = account("b");
  setup.api.dialect = Dialect::openapi;
  (void)server.open_account(setup);
  arm(R"({"response":{"status":429,"retryAfter":2}})", "b");
  const auto answer = send("GET", "/v1/services", "", "sk_rsv_b");
  const auto body = json::parse(answer.body);
  EXPECT_EQ(body.at("status"), 429);
  EXPECT_EQ(body.at("code"), "rate_limit_exceeded");
  EXPECT_TRUE(body.at("data").is_null());
}

TEST_F(ApiFaultsTest, ATruncatedAnswerPromisesMoreThanComes) {
  const std::int64_t id = book();
  const std::string whole = send("GET", path(id)).body;
  arm(R"({"response":{"fault":"TRUNCATED_BODY","bodyBytes":11}})");
  Ending ending{};
  const std::string bytes = send_to_the_end("GET", path(id), "", ending);
  EXPECT_EQ(ending, Ending::eof);
  EXPECT_THAT(bytes, HasSubstr("Content-Length: " + std::to_string(whole.size()) + "\r\n"));
  EXPECT_EQ(bytes.substr(bytes.find("\r\n\r\n") + 4), whole.substr(0, 11));
}

TEST_F(ApiFaultsTest, MalformedJsonComesWholeAndKeepsTheConnection) {
  arm(R"({"when":{"nth":1},"response":{"fault":"MALFORMED_JSON"}})");
  ClientSocket client = connect();
  ASSERT_TRUE(client.send(request("GET", "/v1/services")));
  const auto broken = client.read_answer();
  EXPECT_EQ(broken.status, 200);
  EXPECT_FALSE(json::accept(broken.body));
  ASSERT_TRUE(client.send(request("GET", "/v1/services")));
  EXPECT_TRUE(json::accept(client.read_answer().body));
}

TEST_F(ApiFaultsTest, ABrokenChunkAndGarbageAreWhatTheyAreCalled) {
  arm(R"({"when":{"nth":1},"response":{"fault":"MALFORMED_RESPONSE_CHUNK"}})");
  Ending ending{};
  EXPECT_THAT(
      send_to_the_end("GET", "/v1/services", "", ending),
      testing::AllOf(
          HasSubstr("Transfer-Encoding: chunked\r\n"),
          testing::EndsWith("\r\n\r\nno chunk size\r\n")
      )
  );
  EXPECT_EQ(ending, Ending::eof);
  arm(R"({"response":{"fault":"RANDOM_DATA_THEN_CLOSE"}})");
  const std::string garbage = send_to_the_end("GET", "/v1/services", "", ending);
  EXPECT_EQ(ending, Ending::eof);
  EXPECT_THAT(garbage, SizeIs(64));
  EXPECT_THAT(garbage, Not(HasSubstr("HTTP")));
}

TEST_F(ApiFaultsTest, LatencyIsRealAndJournalled) {
  arm(R"({"response":{"fixedDelayMilliseconds":40,
          "delayDistribution":{"type":"uniform","lower":5,"upper":10}}})");
  const auto asked = std::chrono::steady_clock::now();
  EXPECT_EQ(send("GET", "/v1/services").status, 200);
  EXPECT_GE(std::chrono::steady_clock::now() - asked, std::chrono::milliseconds(45));
  const auto requests = journalled();
  EXPECT_GE(requests[0].fault->delay, std::chrono::milliseconds(45));
  EXPECT_LE(requests[0].fault->delay, std::chrono::milliseconds(50));
}

TEST_F(ApiFaultsTest, TheSameSeedGivesTheSameDelays) {
  const auto delays = [&](const std::string& name, std::uint64_t seed) {
    AccountSetup setup = account(name);
    setup.seed = seed;
    const auto of = server.open_account(setup);
    arm(R"({"response":{"delayDistribution":{"type":"normal","mean":2,"deviation":1}}})", name);
    for (int i = 0; i < 5; ++i) {
      (void)send("GET", "/v1/services", "", setup.api_key);
    }
    std::vector<Nanos> drawn;
    const History run(*of);
    for (const auto& request : run.of<event::ApiRequest>()) {
      drawn.push_back(request->fault ? request->fault->delay : Nanos{});
    }
    return drawn;
  };
  const auto first = delays("b", 42);
  EXPECT_EQ(delays("c", 42), first);
  EXPECT_NE(delays("d", 43), first);
}

TEST_F(ApiFaultsTest, FaultsAreTheAccountsOwn) {
  (void)server.open_account(account("b"));
  arm(R"({"response":{"status":500}})");
  EXPECT_EQ(send("GET", "/v1/services").status, 500);
  EXPECT_EQ(send("GET", "/v1/services", "", "sk_rsv_b").status, 200);
  EXPECT_THAT(server.api_faults("a"), SizeIs(1));
  EXPECT_THAT(server.api_faults("b"), IsEmpty());
  EXPECT_FALSE(server.disarm_api_fault("b", "fault-1"));
  EXPECT_THROW((void)server.api_faults("nobody"), InvariantError);
}

TEST_F(ApiFaultsTest, ARequestThatIsNotLetInIsNotStruck) {
  AccountSetup setup = account("b");
  setup.api.revoked = true;
  (void)server.open_account(setup);
  arm(R"({"response":{"status":503}})", "b");
  EXPECT_EQ(send("GET", "/v1/services", "", "sk_rsv_b").status, 401);
  EXPECT_EQ(server.api_faults("b")[0].calls, 0);
}

TEST_F(ApiFaultsTest, EveryPathOfTheAccountCanBeStruck) {
  arm(R"({"request":{"urlPath":"/v1/health"},"response":{"status":503}})");
  EXPECT_EQ(send("GET", "/v1/health").status, 503);
  ClientSocket anonymous = connect();
  ASSERT_TRUE(anonymous.send("GET /v1/health HTTP/1.1\r\nHost: mock\r\n\r\n"));
  EXPECT_EQ(anonymous.read_answer().status, 200);
}

TEST_F(ApiFaultsTest, FaultsMayBeGivenWithTheAccount) {
  AccountSetup setup = account("b");
  setup.api_faults = {R"({"id":"down","response":{"status":503}})"};
  (void)server.open_account(setup);
  EXPECT_EQ(send("GET", "/v1/services", "", "sk_rsv_b").status, 503);
  EXPECT_EQ(server.api_faults("b")[0].id, "down");
  AccountSetup wrong = account("c");
  wrong.api_faults = {R"({"response":{"status":1}})"};
  try {
    (void)server.open_account(wrong);
    FAIL() << "a fault that cannot be was armed";
  } catch (const EnvironmentError& error) {
    EXPECT_THAT(error.what(), HasSubstr("/response/status"));
  }
}

TEST_F(ApiFaultsTest, ALeaseEndsAFaultOnTheServersClock) {
  arm(R"({"lease":"1ms","response":{"status":503}})");
  const Nanos armed = journal->now();
  // What passes meanwhile is at least the lease: the answer after it is the API's own.
  while (journal->now() - armed <= std::chrono::milliseconds(1)) {
  }
  EXPECT_EQ(send("GET", "/v1/services").status, 200);
  EXPECT_THAT(server.api_faults("a"), IsEmpty());
}

TEST_F(ApiFaultsTest, OthersAreServedWhileAnAnswerHangs) {
  arm(R"({"request":{"urlPath":"/v1/services"},"response":{"fault":"HANG"}})");
  ClientSocket hanging = connect();
  ASSERT_TRUE(hanging.send(request("GET", "/v1/services")));
  ASSERT_TRUE(journal->wait(
      [&] { return journalled().size() == 1; },
      std::chrono::steady_clock::now() + std::chrono::minutes(1)
  ));
  EXPECT_EQ(count_bookings(), 0U);
  EXPECT_FALSE(hanging.readable(std::chrono::milliseconds(0)));
  server.stop();
  Ending ending = Ending::timeout;
  EXPECT_THAT(hanging.read_to_end(&ending), IsEmpty());
  EXPECT_NE(ending, Ending::timeout);
}

// Stale reads.

class StaleReadTest : public ApiFaultsTest {
 protected:
  /// Its status, 0 for none, read stale.
  json stale(const std::string& target) {
    const std::string id = arm(R"({"response":{"fault":"STALE_READ"}})");
    const auto answer = send("GET", target);
    EXPECT_TRUE(server.disarm_api_fault("a", id));
    const auto body = json::parse(answer.body);
    return answer.status == 200 ? body.at("data") : json(answer.status);
  }

  std::vector<std::int64_t> stale_list() {
    std::vector<std::int64_t> ids;
    const json page = stale("/v1/bookings?service_id=123");
    for (const auto& item : page.at("bookings")) {
      ids.push_back(item.at("id").get<std::int64_t>());
    }
    return ids;
  }
};

TEST_F(StaleReadTest, WhatWasGivenIsThere) {
  EXPECT_EQ(stale("/v1/services/123").at("name"), "Consultation");
  EXPECT_EQ(stale("/v1/time-slots?service_id=123").at("time_slots").size(), 1U);
}

TEST_F(StaleReadTest, ABookingJustMadeIsNotThereYet) {
  const std::int64_t id = book();
  EXPECT_EQ(stale(path(id)), 404);
  EXPECT_THAT(stale_list(), IsEmpty());
  EXPECT_EQ(send("GET", path(id)).status, 200);
}

TEST_F(StaleReadTest, AnUpdateIsNotThereYet) {
  const std::int64_t id = book();
  EXPECT_EQ(send("PATCH", path(id), R"({"status":"confirmed"})").status, 200);
  EXPECT_EQ(stale(path(id)).at("status"), "pending");
  EXPECT_THAT(stale_list(), ElementsAre(id));
  EXPECT_EQ(send("PATCH", path(id), R"({"message":"late"})").status, 200);
  EXPECT_EQ(stale(path(id)).at("status"), "confirmed");
  EXPECT_EQ(stale(path(id)).at("message"), "");
}

TEST_F(StaleReadTest, ADeletedBookingIsStillThere) {
  const std::int64_t id = book();
  EXPECT_EQ(send("DELETE", path(id)).status, 200);
  EXPECT_EQ(stale(path(id)).at("status"), "pending");
  EXPECT_THAT(stale_list(), ElementsAre(id));
  EXPECT_EQ(send("GET", path(id)).status, 404);
}

TEST_F(StaleReadTest, EachObjectIsOneChangeBehindNotTheWholeAccount) {
  const std::int64_t first = book();
  const std::int64_t second = book();
  EXPECT_EQ(send("PATCH", path(first), R"({"status":"confirmed"})").status, 200);
  EXPECT_THAT(stale_list(), ElementsAre(first));
  EXPECT_EQ(stale(path(second)), 404);
}

TEST_F(StaleReadTest, CustomersServicesAndSlotsToo) {
  const std::int64_t id = book();
  EXPECT_EQ(send("PATCH", path(id) + "/customer", R"({"name":"Jane"})").status, 200);
  EXPECT_EQ(stale(path(id) + "/customer").at("name"), "");
  EXPECT_EQ(send("PATCH", "/v1/services/123", R"({"name":"Checkup"})").status, 200);
  EXPECT_EQ(stale("/v1/services/123").at("name"), "Consultation");
  EXPECT_EQ(send("DELETE", "/v1/services/123").status, 200);
  EXPECT_EQ(stale("/v1/services/123").at("name"), "Checkup");
  EXPECT_EQ(stale("/v1/services/123/time-slots").size(), 1U);
  EXPECT_EQ(stale("/v1/services").at("services").size(), 1U);
}

TEST_F(StaleReadTest, AWriteMeanwhileSeesThePresent) {
  const std::int64_t id = book();
  arm(R"({"response":{"fault":"STALE_READ"}})");
  EXPECT_EQ(send("GET", path(id)).status, 404);
  EXPECT_EQ(send("PATCH", path(id), R"({"status":"confirmed"})").status, 200);
}

}  // namespace
}  // namespace rkmock::mockserver
