#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/api/call.hpp"

namespace rkmock::api {
namespace {

using bookings::BookingChange;
using bookings::Status;

class BookingApiTest : public testing::Test, public ApiFixture {};

constexpr const char* jane_customer =
    R"("customer":{"id":790,"name":"Jane Doe","email":"jane.doe@example.com",)"
    R"("phone":"+12025550185","created_at":"2023-06-20T09:15:01Z",)"
    R"("updated_at":"2023-06-20T09:15:01Z"})";

const std::string jane_text =
    std::string(
        R"({"id":789,"service_id":123,"date":"2023-07-10","time_slot_id":456,"status":"pending",)"
        R"("message":"First-time client consultation","created_at":"2023-06-20T09:15:01Z",)"
        R"("updated_at":"2023-06-20T09:15:01Z",)"
    ) +
    jane_customer + "}";

TEST_F(BookingApiTest, CreatesABookingInTheDocumentedForm) {
  const Reply reply = book_jane();
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.text, R"({"data":)" + jane_text + "}");
  ASSERT_EQ(reply.changes.size(), 1U);
  EXPECT_EQ(reply.changes[0].kind, BookingChange::Kind::create);
  EXPECT_EQ(reply.changes[0].after.id, 789);
}

TEST_F(BookingApiTest, TakesWhatTheOfficialClientsSend) {
  // reservekitjs: the service in the query, a JavaScript Date, nulls for what is not known.
  const Reply js = send(
      "POST",
      "/v1/bookings?service_id=123",
      R"({"customer_name":null,"customer_email":null,"date":"2024-01-01T00:00:00.000Z",)"
      R"("time_slot_id":456})"
  );
  EXPECT_EQ(js.status, 201) << js.text;
  EXPECT_EQ(js.json["data"]["date"], "2024-01-01");
  EXPECT_EQ(js.json["data"]["customer"]["name"], "");
  EXPECT_EQ(js.json["data"]["message"], "");
  // reservekit-go: a time.Time.
  const Reply go = send(
      "POST",
      "/v1/bookings?service_id=123",
      R"({"date":"2024-01-02T00:00:00Z","time_slot_id":456,"unknown":{"deep":[1]}})"
  );
  EXPECT_EQ(go.status, 201) << go.text;
}

struct Refusal {
  const char* name;
  const char* target;
  const char* body;
  int status;
  const char* code;
  const char* details;  ///< the JSON of `details`; empty when there are none
};

class CreateRefusalTest : public testing::TestWithParam<Refusal>, public ApiFixture {};

TEST_P(CreateRefusalTest, IsAnsweredAsDocumentedAndChangesNothing) {
  const Reply reply = send("POST", GetParam().target, GetParam().body);
  EXPECT_EQ(reply.status, GetParam().status) << reply.text;
  EXPECT_EQ(reply.code(), GetParam().code);
  const auto& error = reply.json["error"];
  EXPECT_EQ(error.contains("details") ? error["details"].dump() : "", GetParam().details);
  EXPECT_FALSE(error["message"].get<std::string>().empty());
  EXPECT_FALSE(reply.json.contains("data"));
  EXPECT_TRUE(reply.changes.empty());
  EXPECT_EQ(
      send("GET", "/v1/bookings?service_id=123").json["data"]["pagination"]["total_count"], 0
  );
}

INSTANTIATE_TEST_SUITE_P(
    All,
    CreateRefusalTest,
    testing::Values(
        Refusal{
            "empty_object",
            "/v1/bookings",
            "{}",
            400,
            "validation_failed",
            R"({"date":"is required","time_slot_id":"is required"})"},
        Refusal{
            "null_is_absent",
            "/v1/bookings",
            R"({"date":null,"time_slot_id":456})",
            400,
            "missing_required_field",
            R"({"date":"is required"})"},
        Refusal{
            "documented_validation_sample",
            "/v1/bookings",
            R"({"date":"10/07/2023","time_slot_id":456,"customer_email":"jane"})",
            400,
            "validation_failed",
            R"({"customer_email":"must be a valid email address",)"
            R"("date":"must be in format YYYY-MM-DD"})"},
        Refusal{
            "wrong_types",
            "/v1/bookings?service_id=x",
            R"({"date":20230710,"time_slot_id":"456","customer_name":[],"message":{}})",
            400,
            "validation_failed",
            R"({"customer_name":"must be a string","date":"must be a string",)"
            R"("message":"must be a string","service_id":"must be an integer",)"
            R"("time_slot_id":"must be an integer"})"},
        Refusal{
            "integer_too_large",
            "/v1/bookings",
            R"({"date":"2023-07-10","time_slot_id":9223372036854775808})",
            400,
            "invalid_field_format",
            R"({"time_slot_id":"must be an integer"})"},
        Refusal{
            "fraction",
            "/v1/bookings",
            R"({"date":"2023-07-10","time_slot_id":456.0})",
            400,
            "invalid_field_format",
            R"({"time_slot_id":"must be an integer"})"},
        Refusal{
            "unknown_slot",
            "/v1/bookings",
            R"({"date":"2023-07-10","time_slot_id":-1})",
            404,
            "time_slot_not_found",
            ""},
        Refusal{
            "unknown_service",
            "/v1/bookings?service_id=7",
            R"({"date":"2023-07-10","time_slot_id":456})",
            404,
            "service_not_found",
            ""},
        Refusal{"no_body", "/v1/bookings", "", 400, "invalid_request", ""},
        Refusal{"no_json", "/v1/bookings", "{date:1}", 400, "invalid_request", ""},
        Refusal{"cut_off", "/v1/bookings", R"({"date":"2023-)", 400, "invalid_request", ""},
        Refusal{"two_values", "/v1/bookings", "{} {}", 400, "invalid_request", ""},
        Refusal{"not_utf8", "/v1/bookings", "{\"date\":\"\xff\"}", 400, "invalid_request", ""},
        Refusal{"a_list", "/v1/bookings", "[]", 400, "invalid_request", ""},
        Refusal{"null", "/v1/bookings", "null", 400, "invalid_request", ""}
    ),
    [](const auto& test) { return std::string(test.param.name); }
);

TEST_F(BookingApiTest, AFullSlotAndADuplicateAreRefusedInTheVendorsWords) {
  book_jane();
  EXPECT_EQ(
      book_jane().text, R"({"error":{"code":"duplicate_booking","message":"duplicate booking"}})"
  );
  const char* const other = R"({"date":"2023-07-10","time_slot_id":456})";
  EXPECT_EQ(send("POST", "/v1/bookings", other).status, 201);
  const Reply full = send("POST", "/v1/bookings", other);
  EXPECT_EQ(full.status, 400);
  EXPECT_EQ(full.text, R"({"error":{"code":"time_slot_full","message":"time slot is full"}})");
}

TEST_F(BookingApiTest, OneBadFieldIsNamedInTheMessage) {
  const Reply reply = send(
      "POST", "/v1/bookings", R"({"date":"2023-07-10","time_slot_id":456,"customer_email":"jane"})"
  );
  EXPECT_EQ(
      reply.text,
      R"({"error":{"code":"invalid_field_format",)"
      R"("message":"The customer_email field must be a valid email address",)"
      R"("details":{"customer_email":"must be a valid email address"}}})"
  );
}

TEST_F(BookingApiTest, TheContentTypeMustBeJson) {
  net::Request made = request("POST", "/v1/bookings");
  made.body = R"({"date":"2023-07-10","time_slot_id":456})";
  for (const char* type : {"application/x-www-form-urlencoded", "text/plain", "text/json", ""}) {
    made.headers = {{"content-type", type}};
    const Reply reply = send(made);
    EXPECT_EQ(reply.status, 415) << type;
    EXPECT_EQ(reply.code(), "unsupported_media_type");
  }
  for (const char* type : {"application/json", "Application/JSON; charset=utf-8"}) {
    made.headers = {{"content-type", type}};
    EXPECT_EQ(send(made).status, 201) << type;
  }
}

TEST_F(BookingApiTest, ABodyWithoutATypeIsTakenAsJson) {
  net::Request made = request("POST", "/v1/bookings");
  made.body = R"({"date":"2023-07-10","time_slot_id":456})";
  EXPECT_EQ(send(made).status, 201);
}

TEST_F(BookingApiTest, DeepNestingIsRefusedBeforeItIsBuilt) {
  const Reply reply = send("POST", "/v1/bookings", R"({"x":)" + std::string(500'000, '[') + "}");
  EXPECT_EQ(reply.code(), "invalid_request");
  EXPECT_EQ(reply.json["error"]["message"], "The request body is nested too deeply");
  // Brackets inside of strings nest nothing.
  const std::string harmless =
      R"({"date":"2023-07-10","time_slot_id":456,"message":")" + std::string(100, '[') + R"(\"{"})";
  EXPECT_EQ(send("POST", "/v1/bookings", harmless).status, 201);
}

TEST_F(BookingApiTest, ListsByServiceInPages) {
  book_jane();
  const std::string expected =
      R"({"data":{"bookings":[)" + jane_text +
      R"(],"pagination":{"current_page":1,"total_pages":1,"total_count":1,"page_size":10}}})";
  EXPECT_EQ(send("GET", "/v1/bookings?service_id=123&page=1&page_size=10").text, expected);
  EXPECT_EQ(send("GET", "/v1/services/123/bookings").text, expected);
  EXPECT_EQ(send("GET", "/v1/bookings").code(), "missing_required_field");
  EXPECT_EQ(send("GET", "/v1/bookings?service_id=7").code(), "service_not_found");
  EXPECT_EQ(send("GET", "/v1/services/7/bookings").code(), "service_not_found");
  EXPECT_EQ(send("GET", "/v1/services/123/bookings?page=0").code(), "invalid_field_format");
  EXPECT_EQ(
      send("GET", "/v1/services/123/bookings?page=2&page_size=1").json["data"]["bookings"].size(),
      0U
  );
}

TEST_F(BookingApiTest, GetsABooking) {
  book_jane();
  EXPECT_EQ(send("GET", "/v1/bookings/789").text, R"({"data":)" + jane_text + "}");
  const Reply missing = send("GET", "/v1/bookings/1");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(
      missing.text,
      R"({"error":{"code":"booking_not_found","message":"Booking with ID 1 not found"}})"
  );
}

TEST_F(BookingApiTest, UpdatesABooking) {
  book_jane();
  const Reply reply = send(
      "PATCH",
      "/v1/bookings/789",
      R"({"status":"confirmed","message":"confirmed by phone","time_slot_id":457})"
  );
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(
      reply.text,
      std::string(R"({"data":{"id":789,"service_id":123,"date":"2023-07-10","time_slot_id":456,)"
                  R"("status":"confirmed","message":"confirmed by phone",)"
                  R"("created_at":"2023-06-20T09:15:01Z","updated_at":"2023-06-20T09:15:02Z",)") +
          jane_customer + "}}"
  );
  ASSERT_EQ(reply.changes.size(), 1U);
  EXPECT_EQ(reply.changes[0].kind, BookingChange::Kind::update);
  EXPECT_EQ(reply.changes[0].after.version, 2);
}

TEST_F(BookingApiTest, CancelsByUpdateWithAReason) {
  book_jane();
  const Reply refused = send("PATCH", "/v1/bookings/789", R"({"status":"cancelled","date":5})");
  EXPECT_EQ(refused.code(), "validation_failed");
  EXPECT_EQ(
      refused.json["error"]["details"].dump(),
      R"({"cancel_reason":"is required","date":"must be a string"})"
  );
  const Reply reply = send(
      "PATCH",
      "/v1/bookings/789",
      R"({"status":"cancelled","cancel_reason":"Customer requested cancellation"})"
  );
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(
      reply.text,
      testing::HasSubstr(
          R"("status":"cancelled","cancel_reason":"Customer requested cancellation","message":)"
      )
  );
  ASSERT_EQ(reply.changes.size(), 1U);
  EXPECT_EQ(reply.changes[0].kind, BookingChange::Kind::update);

  const Reply back = send("PATCH", "/v1/bookings/789", R"({"status":"confirmed"})");
  EXPECT_EQ(back.status, 422);
  EXPECT_EQ(
      back.text,
      R"({"error":{"code":"invalid_status_transition",)"
      R"("message":"Status cannot change from cancelled to confirmed"}})"
  );
  EXPECT_TRUE(back.changes.empty());
}

TEST_F(BookingApiTest, CancelsByItsOwnRouteWithAndWithoutBody) {
  book_jane();
  net::Request bare = request("POST", "/v1/bookings/789/cancel");
  bare.headers.emplace_back("Content-Type", "application/json");
  const Reply reply = send(bare);
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.json["data"]["status"], "cancelled");
  EXPECT_EQ(reply.json["data"]["cancel_reason"], "Booking cancelled");
  ASSERT_EQ(reply.changes.size(), 1U);
  EXPECT_EQ(reply.changes[0].kind, BookingChange::Kind::cancel);
  EXPECT_EQ(send(bare).status, 422);

  const auto id = book_jane().json["data"]["id"].get<int>();
  const std::string target = "/v1/bookings/" + std::to_string(id) + "/cancel";
  EXPECT_EQ(send("POST", target, "[]").code(), "invalid_request");
  EXPECT_EQ(send("POST", target, R"({"cancel_reason":7})").code(), "invalid_field_format");
  const Reply reasoned =
      send("POST", target, R"({"cancel_reason":"ill","message":"sorry","date":"2023-07-17"})");
  EXPECT_EQ(reasoned.json["data"]["cancel_reason"], "ill");
  EXPECT_EQ(reasoned.json["data"]["message"], "sorry");
  EXPECT_EQ(reasoned.json["data"]["date"], "2023-07-10");
  EXPECT_EQ(send("POST", "/v1/bookings/1/cancel").code(), "booking_not_found");
}

TEST_F(BookingApiTest, UpdateErrorsAreAnsweredInOrder) {
  const struct {
    const char* target;
    const char* body;
    int status;
    const char* code;
  } cases[] = {
      {"/v1/bookings/1", "junk", 404, "booking_not_found"},
      {"/v1/bookings/789", "", 400, "invalid_request"},
      {"/v1/bookings/789", "junk", 400, "invalid_request"},
      {"/v1/bookings/789", R"({"status":"done"})", 400, "invalid_field_format"},
      {"/v1/bookings/789", R"({"cancel_reason":"ill"})", 400, "invalid_field_format"},
      {"/v1/bookings/789", R"({"status":1,"date":2})", 400, "validation_failed"},
  };

  book_jane();
  for (const auto& [target, body, status, code] : cases) {
    const Reply reply = send("PATCH", target, body);
    EXPECT_EQ(reply.status, status) << body;
    EXPECT_EQ(reply.code(), code) << body;
    EXPECT_TRUE(reply.changes.empty());
  }
  EXPECT_EQ(send("GET", "/v1/bookings/789").text, R"({"data":)" + jane_text + "}");
}

TEST_F(BookingApiTest, MovingToAFullDateIsRefused) {
  send("POST", "/v1/bookings", R"({"date":"2023-07-17","time_slot_id":457})");
  const Reply made = send("POST", "/v1/bookings", R"({"date":"2023-07-10","time_slot_id":457})");
  const std::string target = "/v1/bookings/" + made.json["data"]["id"].dump();
  EXPECT_EQ(send("PATCH", target, R"({"date":"2023-07-17"})").code(), "time_slot_full");
  EXPECT_EQ(
      send("PATCH", target, R"({"date":"2023-07-24T00:00:00Z"})").json["data"]["date"], "2023-07-24"
  );
}

TEST_F(BookingApiTest, DeletesABooking) {
  book_jane();
  const Reply reply = send("DELETE", "/v1/bookings/789");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.text, R"({"data":"ok"})");
  ASSERT_EQ(reply.changes.size(), 1U);
  EXPECT_EQ(reply.changes[0].kind, BookingChange::Kind::remove);
  EXPECT_EQ(reply.changes[0].after.status, Status::cancelled);
  EXPECT_EQ(reply.changes[0].after.cancel_reason, "Booking deleted");
  EXPECT_EQ(send("DELETE", "/v1/bookings/789").code(), "booking_not_found");
  EXPECT_EQ(book_jane().status, 201);
}

TEST_F(BookingApiTest, GetsAndUpdatesTheCustomer) {
  book_jane();
  EXPECT_EQ(
      send("GET", "/v1/bookings/789/customer").text,
      R"({"data":{"id":790,"name":"Jane Doe","email":"jane.doe@example.com",)"
      R"("phone":"+12025550185","created_at":"2023-06-20T09:15:01Z",)"
      R"("updated_at":"2023-06-20T09:15:01Z"}})"
  );
  const Reply reply = send(
      "PATCH",
      "/v1/bookings/789/customer",
      R"({"name":"Jane Smith","email":"jane.smith@example.com"})"
  );
  EXPECT_EQ(
      reply.text,
      R"({"data":{"id":790,"name":"Jane Smith","email":"jane.smith@example.com",)"
      R"("phone":"+12025550185","created_at":"2023-06-20T09:15:01Z",)"
      R"("updated_at":"2023-06-20T09:15:02Z"}})"
  );
  EXPECT_TRUE(reply.changes.empty());
  EXPECT_EQ(send("GET", "/v1/bookings/789").json["data"]["customer"]["name"], "Jane Smith");
  EXPECT_EQ(send("GET", "/v1/bookings/1/customer").code(), "booking_not_found");
  EXPECT_EQ(send("PATCH", "/v1/bookings/1/customer", "{}").code(), "booking_not_found");
  EXPECT_EQ(
      send("PATCH", "/v1/bookings/789/customer", R"({"email":"x","phone":"y","name":1})")
          .json["error"]["details"]
          .dump(),
      R"({"email":"must be a valid email address","name":"must be a string",)"
      R"("phone":"must be a phone number in E.164 format"})"
  );
}

TEST_F(BookingApiTest, ABugBehindTheApiIsA500ThatNamesItselfToTheHarnessOnly) {
  bookings::Store broken(bookings::PayloadClock(clock, std::nullopt), []() -> std::int64_t {
    throw std::runtime_error("out of ids");
  });
  std::get<bookings::Service>(broken.add_service(bookings::sample_service()));
  const ApiAnswer answer = handle(
      request("POST", "/v1/bookings", R"({"date":"2023-07-10","time_slot_id":456})"),
      Dialect::docs,
      broken
  );
  EXPECT_EQ(answer.response.status, 500);
  EXPECT_EQ(answer.bug, "POST /v1/bookings: out of ids");
  EXPECT_THAT(answer.response.body, testing::Not(testing::HasSubstr("out of ids")));
  EXPECT_TRUE(answer.changes.empty());
}

}  // namespace
}  // namespace rkmock::api
