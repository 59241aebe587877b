#pragma once
// Requests and answers for tests of /v1.
#include <string>

#include <nlohmann/json.hpp>

#include "mockserver/api/api.hpp"
#include "unit/bookings/store_fixture.hpp"

namespace rkmock::api {

/// `target` is a path with an optional query of plain `name=value` pairs.
inline net::Request request(
    const std::string& method, const std::string& target, const std::string& body = {}
) {
  net::Request made;
  made.method = method;
  made.target = target;
  const std::size_t mark = target.find('?');
  made.path = target.substr(0, mark);
  std::string query = mark == std::string::npos ? "" : target.substr(mark + 1) + "&";
  while (!query.empty()) {
    const std::string pair = query.substr(0, query.find('&'));
    query.erase(0, pair.size() + 1);
    const std::size_t equals = pair.find('=');
    made.query.emplace(
        pair.substr(0, equals), equals == std::string::npos ? "" : pair.substr(equals + 1)
    );
  }
  if (!body.empty()) {
    made.headers.emplace_back("Content-Type", "application/json");
    made.body = body;
  }
  return made;
}

struct Reply {
  int status = 0;
  nlohmann::ordered_json json;
  std::string text;
  net::Response response;
  std::vector<bookings::BookingChange> changes;

  [[nodiscard]] std::string code() const {
    return json.contains("error") ? json["error"].value("code", "") : std::string();
  }
};

struct ApiFixture : bookings::StoreFixture {
  Dialect dialect = Dialect::docs;

  ApiFixture() { with_service(); }

  Reply send(const net::Request& made) {
    ApiAnswer answer = handle(made, dialect, store);
    Reply reply;
    reply.status = answer.response.status;
    reply.text = answer.response.body;
    reply.json = nlohmann::ordered_json::parse(answer.response.body);
    reply.response = std::move(answer.response);
    reply.changes = std::move(answer.changes);
    return reply;
  }

  Reply send(const std::string& method, const std::string& target, const std::string& body = {}) {
    return send(request(method, target, body));
  }

  /// Books slot 456 on 2023-07-10 for the vendor's Jane Doe; id 789, customer 790.
  Reply book_jane() {
    return send(
        "POST",
        "/v1/bookings",
        R"({"date":"2023-07-10","time_slot_id":456,"customer_name":"Jane Doe",)"
        R"("customer_email":"jane.doe@example.com","customer_phone":"+12025550185",)"
        R"("message":"First-time client consultation"})"
    );
  }
};

}  // namespace rkmock::api
