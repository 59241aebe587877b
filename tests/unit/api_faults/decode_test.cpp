// What a fault's text means, and every mistake in it at once.
#include "mockserver/api_faults/decode.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace rkmock::api_faults {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using testing::SizeIs;

ApiFault decoded(const std::string& json) {
  std::vector<ParameterError> problems;
  const auto fault = decode(json, problems);
  EXPECT_THAT(problems, IsEmpty()) << problems.at(0).pointer << ": " << problems[0].message;
  return fault.value_or(ApiFault{});
}

std::vector<std::string> pointers(const std::string& json) {
  std::vector<std::string> pointers;
  for (const ParameterError& problem : problems_of(json)) {
    EXPECT_FALSE(problem.message.empty());
    EXPECT_FALSE(problem.expected.empty()) << problem.pointer;
    pointers.push_back(problem.pointer);
  }
  return pointers;
}

ParameterError only_problem(const std::string& json) {
  const auto problems = problems_of(json);
  EXPECT_THAT(problems, SizeIs(1)) << json;
  return problems.empty() ? ParameterError{} : problems[0];
}

TEST(DecodeApiFaultTest, ReadsWhatAWireMockUserWrites) {
  const ApiFault fault = decoded(R"({
    "id": "slow",
    "name": "creates are slow and fail",
    "request": { "method": "POST", "urlPath": "/v1/bookings" },
    "response": {
      "status": 503,
      "jsonBody": { "error": { "code": "unavailable" } },
      "headers": { "Retry-After": "3", "Content-Type": "application/problem+json" },
      "fixedDelayMilliseconds": 200,
      "delayDistribution": { "type": "lognormal", "median": 80, "sigma": 0.4, "maxValue": 500 },
      "chunkedDribbleDelay": { "numberOfChunks": 5, "totalDuration": 1000 } } })");
  EXPECT_EQ(fault.id, "slow");
  EXPECT_EQ(fault.request, (RequestMatch{"POST", "/v1/bookings", ""}));
  EXPECT_EQ(fault.reply.status, 503);
  EXPECT_EQ(fault.reply.body, R"({"error":{"code":"unavailable"}})");
  EXPECT_EQ(fault.reply.content_type, "application/problem+json");
  EXPECT_THAT(fault.reply.headers, ElementsAre(Pair("Retry-After", "3")));
  EXPECT_EQ(fault.reply.delay, milliseconds(200));
  EXPECT_EQ(
      fault.reply.further_delay,
      Distribution(distribution::Lognormal{milliseconds(80), 0.4, milliseconds(500)})
  );
  EXPECT_EQ(fault.reply.dribble, (net::ending::Dribbled{5, seconds(1)}));
  EXPECT_FALSE(fault.processed);
}

TEST(DecodeApiFaultTest, ReadsEveryDistribution) {
  const auto distribution = [](const std::string& json) {
    return decoded(R"({"response":{"delayDistribution":)" + json + "}}").reply.further_delay;
  };
  EXPECT_EQ(
      distribution(R"({"type":"fixed","milliseconds":1.5})"),
      Distribution(distribution::Fixed{std::chrono::microseconds(1500)})
  );
  EXPECT_EQ(
      distribution(R"({"type":"uniform","lower":10,"upper":20})"),
      Distribution(distribution::Uniform{milliseconds(10), milliseconds(20)})
  );
  EXPECT_EQ(
      distribution(R"({"type":"normal","mean":10,"deviation":2})"),
      Distribution(distribution::Normal{milliseconds(10), milliseconds(2), hours(1)})
  );
  EXPECT_EQ(
      distribution(R"({"type":"lognormal","median":10,"sigma":2})"),
      Distribution(distribution::Lognormal{milliseconds(10), 2, hours(1)})
  );
}

TEST(DecodeApiFaultTest, ReadsWhenItStrikes) {
  const ApiFault fault = decoded(R"({
    "lease": "5m",
    "when": { "from": 3, "to": 9, "every": 2, "times": 4, "share": 0.25,
              "after": "10s", "until": "1m" },
    "response": { "fault": "HANG", "hangMilliseconds": 1500 } })");
  EXPECT_EQ(fault.when, (When{3, 9, 2, 4, 0.25, seconds(10), minutes(1)}));
  EXPECT_EQ(fault.lease, minutes(5));
  EXPECT_EQ(fault.reply.settings.hang, milliseconds(1500));
  const ApiFault nth = decoded(R"({"when":{"nth":2},"response":{"status":500}})");
  EXPECT_EQ(nth.when.from, 2);
  EXPECT_EQ(nth.when.to, 2);
}

TEST(DecodeApiFaultTest, WithoutMoreItIsForEveryRequestAlways) {
  const ApiFault fault = decoded(R"({"response":{"status":500}})");
  EXPECT_EQ(fault.request, RequestMatch{});
  EXPECT_EQ(fault.when, When{});
  EXPECT_FALSE(fault.lease);
  EXPECT_EQ(
      decoded(R"({"request":{"method":"ANY"},"response":{"status":500}})").request.method, ""
  );
}

TEST(DecodeApiFaultTest, KnowsEveryKindByItsName) {
  for (const KindRow& row : kind_table()) {
    const std::string json = R"({"response":{"fault":")" + std::string(row.name) + R"("}})";
    EXPECT_EQ(decoded(json).reply.kind, row.kind) << row.name;
  }
}

TEST(DecodeApiFaultTest, OnlyAnAnswerThatIsReplacedMeansNotProcessed) {
  const auto processed = [](const std::string& json) { return decoded(json).processed; };
  EXPECT_FALSE(processed(R"({"response":{"status":429}})"));
  EXPECT_FALSE(processed(R"({"response":{"body":"<html>"}})"));
  EXPECT_TRUE(processed(R"({"response":{"fault":"CONNECTION_RESET_BY_PEER"}})"));
  EXPECT_TRUE(processed(R"({"response":{"fault":"TRUNCATED_BODY"}})"));
  EXPECT_TRUE(processed(R"({"response":{"fixedDelayMilliseconds":5}})"));
  EXPECT_TRUE(processed(R"({"response":{"headers":{"X-A":"1"}}})"));
  EXPECT_TRUE(processed(R"({"processed":true,"response":{"status":500}})"));
  EXPECT_FALSE(processed(R"({"processed":false,"response":{"fault":"EMPTY_RESPONSE"}})"));
}

TEST(DecodeApiFaultTest, AStaleReadIsForGetAlone) {
  EXPECT_EQ(decoded(R"({"response":{"fault":"STALE_READ"}})").request.method, "GET");
  EXPECT_EQ(
      decoded(R"({"request":{"method":"GET"},"response":{"fault":"STALE_READ"}})").request.method,
      "GET"
  );
  EXPECT_EQ(
      only_problem(R"({"request":{"method":"POST"},"response":{"fault":"STALE_READ"}})").pointer,
      "/request/method"
  );
  EXPECT_EQ(
      only_problem(R"({"request":{"method":"ANY"},"response":{"fault":"STALE_READ"}})").pointer,
      "/request/method"
  );
}

TEST(DecodeApiFaultTest, ReportsEveryMistakeAtOnceWithItsPlace) {
  EXPECT_THAT(
      pointers(R"({
        "request": { "method": "PUSH", "urlpath": "/v1/bookings" },
        "when": { "nth": 0, "share": 2, "after": 5 },
        "lease": "forever",
        "response": { "status": 999, "headers": { "X A": "1", "X-B": "a\nb" },
                      "delayDistribution": { "type": "uniform", "lower": 20, "upper": 10 },
                      "fault": "CONNECTION_RESET" },
        "extra/key": 1 })"),
      testing::UnorderedElementsAre(
          "/request/method",
          "/request/urlpath",
          "/when/nth",
          "/when/share",
          "/when/after",
          "/lease",
          "/response/status",
          "/response/headers/X A",
          "/response/headers/X-B",
          "/response/delayDistribution/upper",
          "/response/fault",
          "/extra~1key"
      )
  );
}

TEST(DecodeApiFaultTest, SaysWhatWasMeant) {
  EXPECT_THAT(
      only_problem(R"({"respones":{},"response":{"status":500}})").hint, HasSubstr("response")
  );
  EXPECT_THAT(
      only_problem(R"({"response":{"fault":"EMPTY_RESPONS"}})").hint, HasSubstr("EMPTY_RESPONSE")
  );
  EXPECT_THAT(
      only_problem(R"({"request":{"urlPath":"/v1/booking"},"response":{"status":500}})").hint,
      HasSubstr("/v1/bookings")
  );
  EXPECT_THAT(
      only_problem(R"({"request":{"urlPathPattern":"/v1/.*"},"response":{"status":500}})").hint,
      HasSubstr("urlPathTemplate")
  );
  EXPECT_THAT(only_problem(R"({"lease":30,"response":{"status":500}})").hint, HasSubstr("\"30s\""));
  EXPECT_THAT(only_problem(R"({"lease":30,"response":{"status":500}})").found, HasSubstr("30"));
}

TEST(DecodeApiFaultTest, RefusesRequestsThatTheApiNeverGets) {
  const auto request = [](const std::string& json) {
    return only_problem(R"({"request":)" + json + R"(,"response":{"status":500}})").pointer;
  };
  EXPECT_EQ(request(R"({"urlPath":"/bookings"})"), "/request/urlPath");
  EXPECT_EQ(
      request(R"({"urlPathTemplate":"/v1/bookings/{id}/{x}/{y}"})"), "/request/urlPathTemplate"
  );
  EXPECT_EQ(request(R"({"method":"DELETE","urlPath":"/v1/bookings"})"), "/request/method");
  EXPECT_EQ(request(R"({"urlPath":"/v1/bookings/{id}"})"), "/request/urlPath");
  EXPECT_EQ(request(R"({"urlPath":"/v1/bookings","url":"/v1/bookings"})"), "/request/urlPath");
  EXPECT_EQ(
      decoded(R"({"request":{"url":"/v1/bookings?service_id=123"},"response":{"status":500}})")
          .request.target,
      "/v1/bookings?service_id=123"
  );
  EXPECT_EQ(
      decoded(R"({"request":{"method":"PATCH","urlPathTemplate":"/v1/bookings/{id}/customer"},
                  "response":{"status":500}})")
          .request.path,
      "/v1/bookings/{id}/customer"
  );
}

TEST(DecodeApiFaultTest, RefusesWhatHasNoEffect) {
  const auto response = [](const std::string& json) {
    return only_problem(R"({"response":)" + json + "}").pointer;
  };
  EXPECT_EQ(response("{}"), "/response");
  EXPECT_EQ(only_problem("{}").pointer, "");
  EXPECT_EQ(response(R"({"fault":"EMPTY_RESPONSE","status":500})"), "/response/status");
  EXPECT_EQ(response(R"({"fault":"STALE_READ","headers":{"X-A":"1"}})"), "/response/headers");
  EXPECT_EQ(response(R"({"fault":"EMPTY_RESPONSE","bodyBytes":3})"), "/response/bodyBytes");
  EXPECT_EQ(response(R"({"status":500,"hangMilliseconds":3})"), "/response/hangMilliseconds");
  EXPECT_EQ(response(R"({"retryAfter":3})"), "/response/retryAfter");
  EXPECT_EQ(
      response(R"({"fault":"TRUNCATED_BODY",
                   "chunkedDribbleDelay":{"numberOfChunks":2,"totalDuration":1}})"),
      "/response/chunkedDribbleDelay"
  );
  EXPECT_EQ(response(R"({"body":"a","jsonBody":{}})"), "/response/jsonBody");
  EXPECT_EQ(
      response(R"({"status":500,"headers":{"content-length":"3"}})"),
      "/response/headers/content-length"
  );
  EXPECT_EQ(
      only_problem(R"({"processed":false,"response":{"fixedDelayMilliseconds":5}})").pointer,
      "/processed"
  );
  EXPECT_EQ(
      only_problem(R"({"when":{"nth":1,"to":2},"response":{"status":500}})").pointer, "/when/to"
  );
  EXPECT_EQ(
      only_problem(R"({"when":{"from":3,"to":2},"response":{"status":500}})").pointer, "/when/to"
  );
  EXPECT_EQ(
      only_problem(R"({"when":{"share":0},"response":{"status":500}})").pointer, "/when/share"
  );
  EXPECT_EQ(
      only_problem(R"({"when":{"after":"2s","until":"2s"},"response":{"status":500}})").pointer,
      "/when/until"
  );
}

TEST(DecodeApiFaultTest, EveryNumberIsBounded) {
  const auto response = [](const std::string& json) {
    return only_problem(R"({"response":)" + json + "}").message;
  };
  const std::string hour_and_more = "3600001";
  EXPECT_THAT(
      response(R"({"fixedDelayMilliseconds":)" + hour_and_more + "}"), HasSubstr("out of bounds")
  );
  EXPECT_THAT(response(R"({"fixedDelayMilliseconds":-1})"), HasSubstr("out of bounds"));
  EXPECT_THAT(
      response(R"({"chunkedDribbleDelay":{"numberOfChunks":100001,"totalDuration":1}})"),
      HasSubstr("out of bounds")
  );
  EXPECT_THAT(response(R"({"status":18446744073709551615})"), HasSubstr("out of bounds"));
  EXPECT_THAT(response(R"({"status":199})"), HasSubstr("out of bounds"));
  EXPECT_THAT(response(R"({"status":500.5})"), HasSubstr("whole number"));
  EXPECT_THAT(
      only_problem(R"({"lease":"25h","response":{"status":500}})").message,
      HasSubstr("out of bounds")
  );
  EXPECT_THAT(
      response(R"({"body":")" + std::string(longest_body + 1, 'x') + "\"}"), HasSubstr("too long")
  );
}

TEST(DecodeApiFaultTest, WhatIsNoMapIsRefusedWithoutReadingOn) {
  for (const std::string json : {"", "[]", "null", "{", "3", "\"x\"", "{\"a\":"}) {
    EXPECT_EQ(only_problem(json).pointer, "") << json;
  }
  EXPECT_THAT(only_problem(std::string(longest_fault + 1, ' ')).message, HasSubstr("too large"));
  const std::string deep = std::string(1000, '[') + std::string(1000, ']');
  EXPECT_THAT(
      only_problem(R"({"response":{"jsonBody":)" + deep + "}}").message, HasSubstr("too large")
  );
}

TEST(DecodeApiFaultTest, AWrongTypeIsAProblemAtThatPlaceWhateverTheType) {
  const auto right = nlohmann::json::parse(R"({
    "id": "x", "name": "n", "lease": "1s", "processed": true,
    "request": { "method": "GET", "urlPathTemplate": "/v1/bookings/{id}" },
    "when": { "from": 1, "to": 2, "every": 1, "times": 1, "share": 0.5, "after": "1s",
              "until": "2s" },
    "response": { "status": 500, "body": "x", "headers": { "X-A": "1" }, "retryAfter": 1,
                  "fixedDelayMilliseconds": 1,
                  "delayDistribution": { "type": "fixed", "milliseconds": 1 },
                  "fault": "TRUNCATED_BODY", "bodyBytes": 1 } })");
  ASSERT_THAT(problems_of(right.dump()), IsEmpty());
  const std::vector<nlohmann::json> wrongs = {nullptr, nlohmann::json::array({1})};
  const auto leaves = right.flatten();
  for (const auto& [pointer, value] : leaves.items()) {
    for (const auto& wrong : wrongs) {
      nlohmann::json changed = right;
      changed[nlohmann::json::json_pointer(pointer)] = wrong;
      EXPECT_THAT(pointers(changed.dump()), testing::Contains(pointer)) << wrong;
    }
  }
}

}  // namespace
}  // namespace rkmock::api_faults
