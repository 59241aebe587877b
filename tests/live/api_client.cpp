#include "live/api_client.hpp"

#include "mockserver/net/blocking_client.hpp"

namespace rkmock::testing_support {

HttpAnswer ApiClient::send(
    const std::string& method, const std::string& target, const std::string& body
) const {
  net::BlockingClient http;
  const Headers headers = {
      {"Authorization", "Bearer " + key_}, {"Content-Type", "application/json"}};
  return http.send({method, url_ + target, headers, body}, std::chrono::minutes(1));
}

std::int64_t ApiClient::book() const {
  const HttpAnswer answer =
      send("POST", "/v1/bookings", R"({"date":"2030-01-07","time_slot_id":456})");
  return nlohmann::json::parse(answer.body).at("data").at("id").get<std::int64_t>();
}

}  // namespace rkmock::testing_support
