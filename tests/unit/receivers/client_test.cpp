// The reference's client side against a real mock whose answers go wrong.
#include <algorithm>

#include <gmock/gmock.h>
#include <httplib.h>

#include "rkmock/history.hpp"

#include "mockserver/mock_server.hpp"
#include "unit/mockserver/sample_account.hpp"
#include "unit/receivers/reference_fixture.hpp"

namespace rkmock::receivers {
namespace {

using nlohmann::json;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ClientTest : public ReferenceTest {
 protected:
  ClientTest() { journal_ = mock_.open_account(mockserver::sample_account("a", 2)); }

  void start_with(std::optional<Flaw> flaw) {
    if (flaw) {
      options_.flaws.add(*flaw);
    }
    start(sink_.url());
  }

  void arm(const std::string& fault) {
    EXPECT_THAT(mock_.arm_api_fault("a", fault).problems, IsEmpty());
  }

  Reply ask(const std::string& path, const std::string& body = "{}") {
    httplib::Client client("127.0.0.1", receiver().port());
    client.set_read_timeout(std::chrono::seconds(60));
    const auto answer = client.Post(
        path,
        {{"X-ReserveKit-Url", mock_.url()}, {"X-ReserveKit-Key", "sk_rsv_a"}},
        body,
        "application/json"
    );
    return answer ? Reply{answer->status, answer->body} : Reply{};
  }

  Reply book(const std::string& name = "jane") {
    const json wish = {
        {"date", "2030-01-07"},
        {"time_slot_id", 456},
        {"customer_name", name},
        {"customer_email", name + "@example.com"}};
    return ask("/book", wish.dump());
  }

  std::size_t calls(const std::string& method, const std::string& path) {
    const History history(*journal_);
    const auto all = history.of<event::ApiRequest>();
    return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const auto& call) {
      return call->method == method && call->target.rfind(path, 0) == 0;
    }));
  }

  std::size_t bookings() { return History(*journal_).bookings().size(); }

  Sink sink_;
  mockserver::MockServer mock_{system_clock(), {}};
  std::shared_ptr<Journal> journal_;
};

constexpr const char* lost_answer =
    R"({"request":{"method":"POST","urlPath":"/v1/bookings"},"when":{"nth":1},
        "response":{"fault":"CONNECTION_RESET_BY_PEER"}})";
constexpr const char* rate_limited =
    R"({"request":{"method":"POST","urlPath":"/v1/bookings"},"when":{"nth":1},
        "response":{"status":429,"headers":{"Retry-After":"1"}}})";

TEST_F(ClientTest, BooksAndSaysWhich) {
  start_with(std::nullopt);
  const Reply reply = book();
  EXPECT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(json::parse(reply.body).at("id"), History(*journal_).bookings().begin()->first);
  EXPECT_EQ(book().status, 409) << "the same customer twice";
  EXPECT_EQ(book("joe").status, 201);
  EXPECT_EQ(book("max").status, 409) << "full";
  EXPECT_EQ(ask("/book", "[]").status, 400);
}

TEST_F(ClientTest, LooksAfterALostAnswerBeforeItBooksAgain) {
  start_with(std::nullopt);
  arm(lost_answer);
  const Reply reply = book();
  EXPECT_EQ(reply.status, 201) << reply.body;
  EXPECT_EQ(calls("POST", "/v1/bookings"), 1U);
  EXPECT_EQ(bookings(), 1U);
}

TEST_F(ClientTest, client_retries_blindly) {
  start_with(Flaw::client_retries_blindly);
  arm(lost_answer);
  EXPECT_EQ(book().status, 409) << "its own booking is in the way";
  EXPECT_EQ(calls("POST", "/v1/bookings"), 2U);
}

TEST_F(ClientTest, WaitsAsLongAsItIsAskedTo) {
  start_with(std::nullopt);
  arm(rate_limited);
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(book().status, 201);
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::seconds(1));
}

TEST_F(ClientTest, client_ignores_429) {
  start_with(Flaw::client_ignores_429);
  arm(R"({"request":{"method":"POST","urlPath":"/v1/bookings"},
          "response":{"status":429,"headers":{"Retry-After":"30"}}})");
  EXPECT_EQ(book().status, 502) << "without waiting 30 s";
  EXPECT_EQ(calls("POST", "/v1/bookings"), 6U);
}

TEST_F(ClientTest, TakesAnAnswerWithoutSenseForALostOne) {
  start_with(std::nullopt);
  for (const std::string fault : {"MALFORMED_JSON", "EMPTY_RESPONSE"}) {
    arm(R"({"request":{"method":"POST","urlPath":"/v1/bookings"},"when":{"nth":1},
            "response":{"fault":")" +
        fault + R"("}})");
    const Reply reply = book(fault);
    EXPECT_EQ(reply.status, 201) << fault << ": " << reply.body;
  }
  EXPECT_EQ(calls("POST", "/v1/bookings"), 2U) << "none was booked twice";
}

TEST_F(ClientTest, LooksAgainWhenAnAnswerHangs) {
  start_with(std::nullopt);
  arm(R"({"request":{"method":"POST","urlPath":"/v1/bookings"},"when":{"nth":1},
          "response":{"fault":"HANG"}})");
  EXPECT_EQ(book().status, 201);
}

TEST_F(ClientTest, MakesGoodWhatWasNeverSent) {
  start_with(std::nullopt);
  ASSERT_EQ(book("jane").status, 201);
  const std::int64_t id = History(*journal_).bookings().begin()->first;
  EXPECT_EQ(get("/bookings/" + std::to_string(id)).status, 404) << "no webhook is subscribed";
  EXPECT_EQ(ask("/reconcile").status, 200);
  EXPECT_EQ(state(std::to_string(id)).at("status"), "pending");
  EXPECT_EQ(ask("/reconcile").status, 200);
  ASSERT_TRUE(sink_.wait_for_requests(1));
  EXPECT_THAT(sink_.effects(), SizeIs(1));
}

TEST_F(ClientTest, NoticesADeletedBooking) {
  start_with(std::nullopt);
  ASSERT_EQ(book("jane").status, 201);
  const std::string id = std::to_string(History(*journal_).bookings().begin()->first);
  EXPECT_EQ(ask("/reconcile").status, 200);
  httplib::Client api(mock_.url());
  const auto answer = api.Delete("/v1/bookings/" + id, {{"Authorization", "Bearer sk_rsv_a"}});
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer->status, 200);
  EXPECT_EQ(ask("/reconcile").status, 200);
  EXPECT_EQ(state(id).at("deleted"), true);
  EXPECT_TRUE(sink_.wait_for_requests(2));
}

TEST_F(ClientTest, client_trusts_stale) {
  start_with(Flaw::client_trusts_stale);
  ASSERT_EQ(book("jane").status, 201);
  const std::int64_t id = History(*journal_).bookings().begin()->first;
  EXPECT_EQ(update(id, "2999-01-01T00:00:00Z").status, 200);
  EXPECT_EQ(ask("/reconcile").status, 200);
  EXPECT_EQ(state(std::to_string(id)).at("status"), "pending") << "which is older";
}

TEST_F(ClientTest, KeepsWhatIsNewerThanWhatTheApiSays) {
  start_with(std::nullopt);
  ASSERT_EQ(book("jane").status, 201);
  const std::int64_t id = History(*journal_).bookings().begin()->first;
  EXPECT_EQ(update(id, "2999-01-01T00:00:00Z").status, 200);
  EXPECT_EQ(ask("/reconcile").status, 200);
  EXPECT_EQ(state(std::to_string(id)).at("status"), "confirmed");
}

TEST_F(ClientTest, client_no_timeout) {
  start_with(Flaw::client_no_timeout);
  arm(R"({"request":{"method":"POST","urlPath":"/v1/bookings"},
          "response":{"fault":"HANG"}})");
  httplib::Client client("127.0.0.1", receiver().port());
  client.set_read_timeout(std::chrono::seconds(4));
  const auto answer = client.Post(
      "/book",
      {{"X-ReserveKit-Url", mock_.url()}, {"X-ReserveKit-Key", "sk_rsv_a"}},
      R"({"date":"2030-01-07","time_slot_id":456})",
      "application/json"
  );
  EXPECT_FALSE(answer) << "a right client has looked and answered by then";
  EXPECT_EQ(calls("GET", "/v1"), 0U);
}

TEST_F(ClientTest, NeedsToKnowWhereTheApiIs) {
  start_with(std::nullopt);
  httplib::Client client("127.0.0.1", receiver().port());
  const auto answer = client.Post("/reconcile");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 400);
}

}  // namespace
}  // namespace rkmock::receivers
