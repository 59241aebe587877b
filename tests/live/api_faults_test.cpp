// `rkmock serve --api-faults`: what an application's HTTP client makes of broken answers.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>
#include <nlohmann/json.hpp>

#include "live/process.hpp"

namespace rkmock {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_support::Ended;
using testing_support::Process;
using testing_support::ScratchFolder;

/// An application that calls a mock with these faults.
class ApiFaultsTest : public testing::Test {
 protected:
  void serve(const std::string& name, const std::string& faults) {
    mock.emplace(std::vector<std::string>{
        "serve", "--port", "0", "--api-faults", scratch.write(name, faults)});
    client.emplace(mock->wait_for_line("ready ").value_or(""));
    client->set_bearer_token_auth("sk_rsv_app");
    client->set_read_timeout(std::chrono::seconds(60));
  }

  httplib::Result book() {
    return client->Post(
        "/v1/bookings", R"({"date":"2030-01-07","time_slot_id":456})", "application/json"
    );
  }

  /// Requires: no fault strikes it.
  std::size_t count_bookings() {
    const auto answer = client->Get("/v1/bookings?service_id=123");
    return answer ? json::parse(answer->body).at("data").at("bookings").size() : 999;
  }

  const ScratchFolder scratch;
  std::optional<Process> mock;
  std::optional<httplib::Client> client;
};

TEST_F(ApiFaultsTest, AClientThatLosesTheAnswerFindsTheBookingMade) {
  serve("faults.yaml", R"(
- request: { method: POST, urlPath: /v1/bookings }
  when: { nth: 1 }
  response: { fault: CONNECTION_RESET_BY_PEER }
)");
  const auto lost = book();
  EXPECT_FALSE(lost);
  EXPECT_EQ(lost.error(), httplib::Error::Read);
  EXPECT_EQ(count_bookings(), 1U);
  const auto second = book();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->status, 201);
}

TEST_F(ApiFaultsTest, AClientSeesEachBrokenAnswerForWhatItIs) {
  serve("faults.json", R"({ "mappings": [
    { "when": { "nth": 1 }, "response": { "fault": "EMPTY_RESPONSE" } },
    { "when": { "nth": 2 }, "response": { "fault": "TRUNCATED_BODY" } },
    { "when": { "nth": 3 }, "response": { "fault": "MALFORMED_RESPONSE_CHUNK" } },
    { "when": { "nth": 4 }, "response": { "fault": "RANDOM_DATA_THEN_CLOSE" } },
    { "when": { "nth": 5 }, "response": { "fault": "MALFORMED_JSON" } },
    { "when": { "nth": 6 }, "response": { "status": 429, "retryAfter": 3 } },
    { "when": { "nth": 7 },
      "response": { "chunkedDribbleDelay": { "numberOfChunks": 5, "totalDuration": 50 } } },
    { "when": { "nth": 8 }, "response": { "fault": "HANG", "hangMilliseconds": 30 } } ] })");
  for (const char* fault : {"empty", "truncated", "malformed chunk", "garbage"}) {
    EXPECT_FALSE(client->Get("/v1/services")) << fault;
  }
  const auto malformed = client->Get("/v1/services");
  ASSERT_TRUE(malformed);
  EXPECT_EQ(malformed->status, 200);
  EXPECT_FALSE(json::accept(malformed->body));
  const auto limited = client->Get("/v1/services");
  ASSERT_TRUE(limited);
  EXPECT_EQ(limited->status, 429);
  EXPECT_EQ(limited->get_header_value("Retry-After"), "3");
  const auto dribbled = client->Get("/v1/services");
  ASSERT_TRUE(dribbled);
  EXPECT_TRUE(json::accept(dribbled->body));
  EXPECT_FALSE(client->Get("/v1/services")) << "hang";
  const auto plain = client->Get("/v1/services");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->body, dribbled->body);
}

TEST_F(ApiFaultsTest, EveryAccountHasItsOwn) {
  serve("faults.json", R"([{ "when": { "nth": 1 }, "response": { "status": 503 } }])");
  for (const char* key : {"sk_rsv_one", "sk_rsv_two"}) {
    client->set_bearer_token_auth(key);
    EXPECT_EQ(client->Get("/v1/services")->status, 503) << key;
    EXPECT_EQ(client->Get("/v1/services")->status, 200) << key;
  }
}

TEST_F(ApiFaultsTest, AMistakeIsShownWithItsPlaceAndNothingIsServed) {
  const std::string file = scratch.write("faults.yaml", "- response:\n    fault: RESET\n");
  Process wrong({"serve", "--port", "0", "--api-faults", file});
  const Ended ended = wrong.wait();
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.out, IsEmpty());
  EXPECT_THAT(
      ended.err, AllOf(HasSubstr(file + ":2:12: error:"), HasSubstr("CONNECTION_RESET_BY_PEER"))
  );
}

TEST_F(ApiFaultsTest, AFileThatIsNotThereIsAMistakeToo) {
  Process wrong({"serve", "--port", "0", "--api-faults", scratch.path("none.yaml")});
  const Ended ended = wrong.wait();
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("none.yaml"));
  EXPECT_THAT(ended.err, Not(HasSubstr("terminate")));
}

}  // namespace
}  // namespace rkmock
