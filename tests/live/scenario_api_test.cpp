// What a scenario says of the API is what its receiver meets when it calls back.
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/catalog.hpp"
#include "cli/run_scenario.hpp"
#include "mockserver/mock_server.hpp"
#include "mockserver/net/blocking_client.hpp"
#include "unit/webhooks/raw_receiver.hpp"

namespace rkmock {
namespace {

using testing::ElementsAre;
using testing::StartsWith;
using testing_support::answer;
using testing_support::Peer;
using testing_support::RawReceiver;

/// Asks `/v1/services/7`, which there is not, twice for each webhook.
class CallingBack {
 public:
  explicit CallingBack(std::string api)
      : api_(std::move(api)), receiver_([this](Peer& peer) {
          while (!peer.read_request().empty()) {
            ask();
            ask();
            peer.write(answer(200));
          }
        }) {}

  [[nodiscard]] std::string url() const { return receiver_.url(); }

  [[nodiscard]] std::vector<std::string> heard() {
    const std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  void ask() {
    net::BlockingClient http;
    const Headers headers = {{"Authorization", "Bearer sk_rsv_of_the_receiver"}};
    const HttpAnswer said =
        http.send({"GET", api_ + "/v1/services/7", headers, ""}, std::chrono::minutes(1));
    const std::lock_guard lock(mutex_);
    heard_.push_back(std::to_string(said.status) + " " + said.body);
  }

  std::string api_;
  std::mutex mutex_;
  std::vector<std::string> heard_;
  RawReceiver receiver_;  // last: its threads use what is above
};

std::vector<std::string> heard_in(const std::string& given_api) {
  mockserver::MockServer server(system_clock(), {});
  CallingBack receiver(server.url());
  scenarios::DecodeOptions options;
  options.receiver_url = receiver.url();
  const auto scenario = scenarios::decode(
      "scenario: The receiver calls back\nreceiver: { state: none, effects: none }\n" + given_api +
          "steps: [{ create: jane }]\n",
      "called_back.yaml",
      cli::catalog(),
      options
  );
  if (!scenario) {
    ADD_FAILURE() << to_text(scenario.error());
    return {};
  }
  net::BlockingClient http;
  (void)cli::run_scenario(*scenario, {1, 1}, server, http, {});
  return receiver.heard();
}

TEST(CallingBackTest, TheReceiverIsAnsweredInTheScenariosDialectAndWithinItsLimit) {
  EXPECT_THAT(
      heard_in(
          "given: { api: { dialect: openapi, rate_limit: { per_second: 1000, monthly: 1 } } }\n"
      ),
      ElementsAre(
          StartsWith(R"(404 {"data":null,"error":"Service with ID 7 not found")"),
          StartsWith(R"(429 {"data":null,"error":"Monthly API limit exceeded")")
      )
  );
}

TEST(CallingBackTest, WithoutAWordItIsTheGuidesDialectAndNoLimit) {
  const auto not_found = StartsWith(R"(404 {"error":{"code":"service_not_found")");
  EXPECT_THAT(heard_in(""), ElementsAre(not_found, not_found));
}

}  // namespace
}  // namespace rkmock
