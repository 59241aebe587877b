// Whatever comes in, /v1 answers with one of its envelopes, or its document, and never with a bug.
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "mockserver/api/routes.hpp"
#include "unit/api/call.hpp"

namespace rkmock::api {
namespace {

rc::Gen<nlohmann::json> any_value() {
  return rc::gen::oneOf(
      rc::gen::just(nlohmann::json(nullptr)),
      rc::gen::map(rc::gen::inRange(-2, 800), [](int value) { return nlohmann::json(value); }),
      rc::gen::map(
          rc::gen::arbitrary<std::int64_t>(),
          [](std::int64_t value) { return nlohmann::json(value); }
      ),
      rc::gen::map(
          rc::gen::element<std::string>(
              "2023-07-10",
              "pending",
              "confirmed",
              "cancelled",
              "a@b.de",
              "+4912",
              "",
              "UTC",
              "2023-01-01 09:00:00",
              "2023-01-01 10:00:00"
          ),
          [](const std::string& value) { return nlohmann::json(value); }
      ),
      rc::gen::just(nlohmann::json::array({nlohmann::json::object(), 1})),
      rc::gen::just(nlohmann::json::object({{"id", 456}}))
  );
}

rc::Gen<std::string> any_body() {
  const auto members = rc::gen::container<std::map<std::string, nlohmann::json>>(
      rc::gen::element<std::string>(
          "date",
          "time_slot_id",
          "status",
          "message",
          "cancel_reason",
          "customer_email",
          "customer_phone",
          "name",
          "timezone",
          "time_slots",
          "service_id",
          "email",
          "phone"
      ),
      any_value()
  );
  return rc::gen::oneOf(
      rc::gen::map(members, [](const auto& map) { return nlohmann::json(map).dump(); }),
      rc::gen::arbitrary<std::string>()
  );
}

RC_GTEST_PROP(RobustnessTest, AnyRequestIsAnsweredInAnEnvelope, ()) {
  const std::set<int> statuses = {200, 201, 400, 404, 405, 422};
  ApiFixture api;
  api.book_jane();
  const int count = *rc::gen::inRange(1, 20);
  for (int i = 0; i < count; ++i) {
    const auto route = *rc::gen::inRange<std::size_t>(0, routes().size());
    std::string path(routes()[route].path);
    if (const std::size_t id = path.find("{id}"); id != std::string::npos) {
      path.replace(id, 4, std::to_string(*rc::gen::element(123, 456, 457, 789, 791, 0)));
    }
    const auto query = *rc::gen::element<std::string>(
        "", "?service_id=123", "?service_id=123&day_of_week=0", "?page=x", "?service_id="
    );
    const net::Request made =
        request(std::string(routes()[route].method), path + query, *any_body());
    const ApiAnswer answer = handle(made, Dialect::docs, api.store);
    RC_ASSERT(answer.bug.empty());
    RC_ASSERT(statuses.contains(answer.response.status));
    if (path == "/v1/openapi.json") {
      continue;  // no envelope, and too large to be read again and again
    }
    const auto json = nlohmann::json::parse(answer.response.body);
    RC_ASSERT(json.contains("data") == (answer.response.status < 300));
    RC_ASSERT(json.contains("error") == (answer.response.status >= 400));
    RC_ASSERT(answer.response.status < 300 || answer.changes.empty());
  }
}

RC_GTEST_PROP(
    RobustnessTest, AnyPathAndMethodIsAnswered, (const std::string& method, const std::string& path)
) {
  net::Request made;
  made.method = method;
  made.path = path;
  const auto answer = answer_without_account(made, Dialect::docs);
  RC_ASSERT(answer.has_value());
  RC_ASSERT(answer->status == 404 || answer->status == 405);
}

}  // namespace
}  // namespace rkmock::api
