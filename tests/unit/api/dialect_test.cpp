// The dialect `openapi`, byte for byte: what the vendor's Swagger file and its clients read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/api/call.hpp"

namespace rkmock::api {
namespace {

struct OpenapiFixture : ApiFixture {
  OpenapiFixture() { dialect = Dialect::openapi; }
};

constexpr const char* slot_456 =
    R"({"id":456,"service_id":123,"day_of_week":0,)"
    R"("start_time":"2023-01-01T09:00:00Z","end_time":"2023-01-01T17:00:00Z","max_bookings":2,)"
    R"("created_at":"2023-06-20T09:15:00Z","updated_at":"2023-06-20T09:15:00Z"})";

constexpr const char* service_123 =
    R"({"id":123,"name":"Consultation","description":"30-minute initial consultation",)"
    R"("timezone":"America/New_York","created_at":"2023-06-20T09:15:00Z",)"
    R"("updated_at":"2023-06-20T09:15:00Z","provider_id":"provider-1","version":1})";

TEST(DialectTest, AServiceNamesItsProviderAndVersion) {
  OpenapiFixture api;
  EXPECT_EQ(
      api.send("GET", "/v1/services/123").text,
      R"({"data":)" + std::string(service_123) + R"(,"error":null})"
  );
}

TEST(DialectTest, ABookingCarriesItsSlotCustomerIdUserAndVersion) {
  OpenapiFixture api;
  const Reply made = api.book_jane();
  EXPECT_EQ(made.status, 201);
  EXPECT_EQ(
      made.text,
      R"({"data":{"id":789,"service_id":123,"date":"2023-07-10T00:00:00Z","time_slot_id":456,)"
      R"("status":"pending","message":"First-time client consultation",)"
      R"("created_at":"2023-06-20T09:15:01Z","updated_at":"2023-06-20T09:15:01Z",)"
      R"("customer":{"id":790,"name":"Jane Doe","email":"jane.doe@example.com",)"
      R"("phone":"+12025550185","created_at":"2023-06-20T09:15:01Z",)"
      R"("updated_at":"2023-06-20T09:15:01Z"},"customer_id":790,"time_slot":)" +
          std::string(slot_456) + R"(,"user_id":"provider-1","version":1},"error":null})"
  );
  EXPECT_EQ(api.send("PATCH", "/v1/bookings/789", "{}").json["data"]["version"], 2);
}

TEST(DialectTest, ABookingWhoseSlotIsGoneHasNone) {
  OpenapiFixture api;
  api.book_jane();
  EXPECT_EQ(api.send("DELETE", "/v1/time-slots/456").text, R"({"data":"ok","error":null})");
  const Reply booking = api.send("GET", "/v1/bookings/789");
  EXPECT_EQ(booking.status, 200);
  EXPECT_FALSE(booking.json["data"].contains("time_slot"));
  EXPECT_EQ(booking.json["data"]["time_slot_id"], 456);
}

TEST(DialectTest, PagesCountAsTheSwaggerFileSays) {
  OpenapiFixture api;
  EXPECT_EQ(
      api.send("GET", "/v1/services?page=1&page_size=5").text,
      R"({"data":{"services":[)" + std::string(service_123) +
          R"(],"pagination":{"page":1,"page_size":5,"total_items":1,"total_pages":1}},)"
          R"("error":null})"
  );
  EXPECT_EQ(
      api.send("GET", "/v1/time-slots?service_id=123&page_size=1").text,
      R"({"data":{"time_slots":[)" + std::string(slot_456) +
          R"(],"pagination":{"page":1,"page_size":1,"total_items":2,"total_pages":2}},)"
          R"("error":null})"
  );
  EXPECT_FALSE(api.send("GET", "/v1/time-slots?service_id=123&no_pagination=true")
                   .json["data"]
                   .contains("pagination"));
}

TEST(DialectTest, AnErrorSpeaksToAllThreeClients) {
  OpenapiFixture api;
  EXPECT_EQ(
      api.send("GET", "/v1/bookings/9").text,
      R"({"data":null,"error":"Booking with ID 9 not found","status":404,)"
      R"("message":"Booking with ID 9 not found","code":"booking_not_found"})"
  );
  const Reply invalid = api.send("POST", "/v1/bookings", R"({"date":"soon"})");
  EXPECT_EQ(invalid.status, 400);
  EXPECT_EQ(invalid.json["code"], "validation_failed");
  EXPECT_EQ(invalid.json["error"], invalid.json["message"]);
  EXPECT_THAT(invalid.json["details"], testing::SizeIs(2));
}

TEST(DialectTest, PathsAndMethodsThatAreWrongAreToldInItToo) {
  const auto unknown = answer_without_account(request("GET", "/v1/nothing"), Dialect::openapi);
  ASSERT_TRUE(unknown.has_value());
  EXPECT_EQ(nlohmann::json::parse(unknown->body)["status"], 404);
  const auto health = answer_without_account(request("GET", "/v1/health"), Dialect::openapi);
  ASSERT_TRUE(health.has_value());
  EXPECT_TRUE(nlohmann::json::parse(health->body)["error"].is_null());
}

/// A client may send back what it read.
TEST(DialectTest, WhatItWritesItAlsoReads) {
  OpenapiFixture api;
  const Reply slots = api.send("GET", "/v1/services/123/time-slots");
  const nlohmann::ordered_json batch = {{"service_id", 123}, {"time_slots", slots.json["data"]}};
  const Reply again = api.send("PATCH", "/v1/time-slots", batch.dump());
  EXPECT_EQ(again.status, 200) << again.text;
  EXPECT_EQ(again.json["data"][0]["start_time"], "2023-01-01T09:00:00Z");
  const Reply made = api.book_jane();
  const nlohmann::ordered_json move = {{"date", made.json["data"]["date"]}};
  EXPECT_EQ(api.send("PATCH", "/v1/bookings/789", move.dump()).status, 200);
}

TEST(DialectTest, A429SaysWhenToComeAgainInBoth) {
  bookings::ApiError error{429, "rate_limit_exceeded", "Rate limit exceeded", {}, 3};
  const auto docs = to_response(error, Dialect::docs);
  EXPECT_EQ(
      docs.body,
      R"({"error":{"code":"rate_limit_exceeded","message":"Rate limit exceeded","retry_after":3}})"
  );
  const Headers expected = {{"Retry-After", "3"}};
  EXPECT_EQ(docs.headers, expected);
  const auto openapi = nlohmann::json::parse(to_response(error, Dialect::openapi).body);
  EXPECT_EQ(openapi["retry_after"], 3);
}

}  // namespace
}  // namespace rkmock::api
