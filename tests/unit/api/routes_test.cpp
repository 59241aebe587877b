#include "mockserver/api/routes.hpp"

#include <set>

#include <gtest/gtest.h>

#include "unit/api/call.hpp"

namespace rkmock::api {
namespace {

TEST(RoutesTest, TheTableHasEveryDocumentedRouteOnce) {
  std::multiset<std::string> found;
  for (const Route& route : routes()) {
    found.insert(std::string(route.method) + " " + std::string(route.path));
    EXPECT_FALSE(route.summary.empty()) << route.path;
  }
  const std::multiset<std::string> expected = {
      "GET /v1/health",
      "GET /v1/openapi.json",
      "POST /v1/services",
      "GET /v1/services",
      "GET /v1/services/{id}",
      "PATCH /v1/services/{id}",
      "DELETE /v1/services/{id}",
      "GET /v1/services/{id}/time-slots",
      "GET /v1/services/{id}/bookings",
      "GET /v1/time-slots",
      "PATCH /v1/time-slots",
      "DELETE /v1/time-slots",
      "DELETE /v1/time-slots/{id}",
      "POST /v1/bookings",
      "GET /v1/bookings",
      "GET /v1/bookings/{id}",
      "PATCH /v1/bookings/{id}",
      "DELETE /v1/bookings/{id}",
      "POST /v1/bookings/{id}/cancel",
      "GET /v1/bookings/{id}/customer",
      "PATCH /v1/bookings/{id}/customer",
  };
  EXPECT_EQ(found, expected);
}

TEST(RoutesTest, EveryRouteOfTheTableIsFound) {
  for (const Route& route : routes()) {
    std::string path(route.path);
    const std::size_t id = path.find("{id}");
    if (id != std::string::npos) {
      path.replace(id, 4, "42");
    }
    const Match match = find_route(route.method, path);
    EXPECT_EQ(match.route, &route) << path;
    EXPECT_EQ(match.id, id == std::string::npos ? "" : "42");
  }
}

TEST(RoutesTest, AnUnknownPathIs404ForAnybody) {
  for (const char* path :
       {"/",
        "",
        "/v1",
        "/v1/",
        "/v1/nothing",
        "/v1/services/",
        "/v1/services/1/",
        "/v1/services//",
        "/v1/services/1/time-slots/2",
        "/v1/bookings/1/customer/name",
        "/v2/services",
        "/v1/Services",
        "/v1/webhooks",
        "v1/services",
        "/v1/services/1/bookings/"}) {
    const auto answer = answer_without_account(request("GET", path), Dialect::docs);
    ASSERT_TRUE(answer.has_value()) << path;
    EXPECT_EQ(answer->status, 404) << path;
    EXPECT_EQ(
        answer->body,
        R"({"error":{"code":"resource_not_found",)"
        R"("message":"The requested resource doesn't exist"}})"
    );
  }
}

struct WrongMethod {
  const char* method;
  const char* path;
  const char* allow;
};

class WrongMethodTest : public testing::TestWithParam<WrongMethod> {};

TEST_P(WrongMethodTest, Is405WithAllow) {
  const auto answer =
      answer_without_account(request(GetParam().method, GetParam().path), Dialect::docs);
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(answer->status, 405);
  const Headers expected = {{"Allow", GetParam().allow}};
  EXPECT_EQ(answer->headers, expected);
  const auto json = nlohmann::json::parse(answer->body);
  EXPECT_EQ(json["error"]["code"], "method_not_allowed");
}

INSTANTIATE_TEST_SUITE_P(
    All,
    WrongMethodTest,
    testing::Values(
        WrongMethod{"POST", "/v1/health", "GET, HEAD, OPTIONS"},
        WrongMethod{"PUT", "/v1/services", "POST, GET, HEAD, OPTIONS"},
        WrongMethod{"POST", "/v1/services/1", "GET, HEAD, PATCH, DELETE, OPTIONS"},
        WrongMethod{"DELETE", "/v1/services/1/time-slots", "GET, HEAD, OPTIONS"},
        WrongMethod{"POST", "/v1/services/1/bookings", "GET, HEAD, OPTIONS"},
        WrongMethod{"PUT", "/v1/time-slots", "GET, HEAD, PATCH, DELETE, OPTIONS"},
        WrongMethod{"GET", "/v1/time-slots/1", "DELETE, OPTIONS"},
        WrongMethod{"DELETE", "/v1/bookings", "POST, GET, HEAD, OPTIONS"},
        WrongMethod{"PUT", "/v1/bookings/1", "GET, HEAD, PATCH, DELETE, OPTIONS"},
        WrongMethod{"GET", "/v1/bookings/1/cancel", "POST, OPTIONS"},
        WrongMethod{"DELETE", "/v1/bookings/1/customer", "GET, HEAD, PATCH, OPTIONS"},
        WrongMethod{"get", "/v1/health", "GET, HEAD, OPTIONS"},
        WrongMethod{"", "/v1/health", "GET, HEAD, OPTIONS"}
    )
);

TEST(RoutesTest, HealthAndTheDocumentAreAnsweredToAnybodyAccountsOnlyWithOne) {
  const auto health = answer_without_account(request("GET", "/v1/health"), Dialect::docs);
  ASSERT_TRUE(health.has_value());
  EXPECT_EQ(health->status, 200);
  for (const Route& route : routes()) {
    const bool open = answer_without_account(
                          request(std::string(route.method), std::string(route.path)), Dialect::docs
    )
                          .has_value();
    EXPECT_EQ(open, route.path == "/v1/health" || route.path == "/v1/openapi.json") << route.path;
  }
}

TEST(RoutesTest, HandleSaysTheSameAsWithoutAnAccount) {
  ApiFixture api;
  EXPECT_EQ(api.send("GET", "/v1/nothing").status, 404);
  EXPECT_EQ(api.send("PUT", "/v1/bookings").status, 405);
  EXPECT_EQ(api.send("GET", "/v1/health").status, 200);
}

TEST(RoutesTest, AnIdThatIsNoIntegerIs400) {
  ApiFixture api;
  for (const char* id : {"abc", "1x", "1.5", "0x10", " 1", "99999999999999999999", "{id}"}) {
    const Reply reply = api.send("GET", std::string("/v1/bookings/") + id);
    EXPECT_EQ(reply.status, 400) << id;
    EXPECT_EQ(reply.code(), "invalid_field_format");
    EXPECT_EQ(reply.json["error"]["details"]["id"], "must be an integer");
  }
  EXPECT_EQ(api.send("GET", "/v1/bookings/-1").code(), "booking_not_found");
  EXPECT_EQ(api.send("GET", "/v1/services/0").code(), "service_not_found");
}

}  // namespace
}  // namespace rkmock::api
