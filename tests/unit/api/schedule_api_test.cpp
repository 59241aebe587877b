#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rkmock/version.hpp"

#include "unit/api/call.hpp"

namespace rkmock::api {
namespace {

class ScheduleApiTest : public testing::Test, public ApiFixture {};

constexpr const char* sample_text =
    R"({"id":123,"name":"Consultation","description":"30-minute initial consultation",)"
    R"("timezone":"America/New_York","created_at":"2023-06-20T09:15:00Z",)"
    R"("updated_at":"2023-06-20T09:15:00Z"})";

std::string slot_text(
    int id, int day, const char* start, const char* end, int max, const char* updated
) {
  return R"({"id":)" + std::to_string(id) + R"(,"service_id":123,"day_of_week":)" +
         std::to_string(day) + R"(,"start_time":"2023-01-01 )" + start +
         R"(","end_time":"2023-01-01 )" + end + R"(","max_bookings":)" + std::to_string(max) +
         R"(,"created_at":"2023-06-20T09:15:00Z","updated_at":")" + updated + R"("})";
}

const std::string slot_456 = slot_text(456, 0, "09:00:00", "17:00:00", 2, "2023-06-20T09:15:00Z");
const std::string slot_457 = slot_text(457, 2, "10:00:00", "15:00:00", 1, "2023-06-20T09:15:00Z");

TEST_F(ScheduleApiTest, HealthSaysStatusEnvironmentAndVersion) {
  EXPECT_EQ(
      send("GET", "/v1/health").text,
      R"({"data":{"status":"ok","env":"mock","version":")" + std::string(version()) + R"("}})"
  );
}

TEST_F(ScheduleApiTest, CreatesAServiceWithItsSlots) {
  const Reply reply = send(
      "POST",
      "/v1/services",
      R"({"name":"Follow-up","timezone":"UTC","time_slots":[{"day_of_week":1,)"
      R"("start_time":"2023-01-01 09:00:00","end_time":"2023-01-01T17:00:00Z","max_bookings":8}]})"
  );
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.response.content_type, "application/json");
  EXPECT_EQ(
      reply.text,
      R"({"data":{"id":124,"name":"Follow-up","description":"","timezone":"UTC",)"
      R"("created_at":"2023-06-20T09:15:01Z","updated_at":"2023-06-20T09:15:01Z"}})"
  );
  EXPECT_TRUE(reply.changes.empty());
  const Reply slots = send("GET", "/v1/services/124/time-slots");
  EXPECT_EQ(slots.json["data"][0]["id"], 458);
  EXPECT_EQ(slots.json["data"][0]["start_time"], "2023-01-01 09:00:00");
  EXPECT_EQ(slots.json["data"][0]["end_time"], "2023-01-01 17:00:00");
}

TEST_F(ScheduleApiTest, ACallerCannotChooseIds) {
  const Reply reply = send(
      "POST",
      "/v1/services",
      R"({"id":7,"name":"A","timezone":"UTC","unheard_of":true,"time_slots":[{"id":456,)"
      R"("day_of_week":1,"start_time":"2023-01-01 09:00:00",)"
      R"("end_time":"2023-01-01 10:00:00","max_bookings":1}]})"
  );
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.json["data"]["id"], 124);
  EXPECT_EQ(send("GET", "/v1/services/124/time-slots").json["data"][0]["id"], 458);
}

TEST_F(ScheduleApiTest, AServiceWithBadFieldsNamesThemAll) {
  const Reply reply = send(
      "POST",
      "/v1/services",
      R"({"name":5,"description":null,"time_slots":[7,{"day_of_week":9,"start_time":"09:00",)"
      R"("end_time":"2023-01-01 10:00:00"}]})"
  );
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(reply.code(), "validation_failed");
  const nlohmann::ordered_json expected = {
      {"name", "must be a string"},
      {"time_slots[0]", "must be an object"},
      {"time_slots[1].day_of_week", "must be between 0 and 6"},
      {"time_slots[1].max_bookings", "is required"},
      {"time_slots[1].start_time", "must be in format YYYY-MM-DD HH:MM:SS"},
      {"timezone", "is required"},
  };
  EXPECT_EQ(reply.json["error"]["details"], expected) << reply.text;
  EXPECT_EQ(send("GET", "/v1/services").json["data"]["pagination"]["total_count"], 1);
}

TEST_F(ScheduleApiTest, GetsAndListsServices) {
  EXPECT_EQ(send("GET", "/v1/services/123").text, std::string(R"({"data":)") + sample_text + "}");
  EXPECT_EQ(
      send("GET", "/v1/services").text,
      std::string(R"({"data":{"services":[)") + sample_text +
          R"(],"pagination":{"current_page":1,"total_pages":1,"total_count":1,"page_size":10}}})"
  );
  EXPECT_EQ(
      send("GET", "/v1/services?page=2&page_size=5").text,
      R"({"data":{"services":[],"pagination":{"current_page":2,"total_pages":1,)"
      R"("total_count":1,"page_size":5}}})"
  );
  EXPECT_EQ(
      send("GET", "/v1/services/7").text,
      R"({"error":{"code":"service_not_found","message":"Service with ID 7 not found"}})"
  );
}

TEST_F(ScheduleApiTest, UpdatesAService) {
  const Reply reply =
      send("PATCH", "/v1/services/123", R"({"name":"Premium Consultation","description":""})");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(
      reply.text,
      R"({"data":{"id":123,"name":"Premium Consultation","description":"",)"
      R"("timezone":"America/New_York","created_at":"2023-06-20T09:15:00Z",)"
      R"("updated_at":"2023-06-20T09:15:01Z"}})"
  );
  EXPECT_EQ(send("PATCH", "/v1/services/7", R"({"name":"x"})").status, 404);
  const Reply refused =
      send("PATCH", "/v1/services/123", R"({"name":"","timezone":"Mars/Olympus"})");
  EXPECT_EQ(refused.code(), "validation_failed");
  EXPECT_EQ(refused.json["error"]["details"].size(), 2U);
}

TEST_F(ScheduleApiTest, DeletingAServiceYieldsADeleteForEachBooking) {
  book_jane();
  send("POST", "/v1/bookings", R"({"date":"2023-07-10","time_slot_id":457})");
  const Reply reply = send("DELETE", "/v1/services/123");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.text, R"({"data":"ok"})");
  ASSERT_EQ(reply.changes.size(), 2U);
  EXPECT_EQ(reply.changes[0].kind, bookings::BookingChange::Kind::remove);
  EXPECT_EQ(reply.changes[0].after.id, 789);
  EXPECT_EQ(reply.changes[1].after.status, bookings::Status::cancelled);
  EXPECT_EQ(send("GET", "/v1/services/123").status, 404);
  EXPECT_EQ(send("GET", "/v1/bookings/789").status, 404);
  EXPECT_EQ(send("DELETE", "/v1/services/123").code(), "service_not_found");
}

TEST_F(ScheduleApiTest, TimeSlotsOfAServiceAreABareArray) {
  EXPECT_EQ(
      send("GET", "/v1/services/123/time-slots").text,
      R"({"data":[)" + slot_456 + "," + slot_457 + "]}"
  );
  EXPECT_EQ(send("GET", "/v1/services/7/time-slots").code(), "service_not_found");
}

TEST_F(ScheduleApiTest, TimeSlotsAreListedInPages) {
  EXPECT_EQ(
      send("GET", "/v1/time-slots?service_id=123&page=2&page_size=1").text,
      R"({"data":{"time_slots":[)" + slot_457 +
          R"(],"pagination":{"current_page":2,"total_pages":2,"total_count":2,"page_size":1}}})"
  );
  EXPECT_EQ(send("GET", "/v1/time-slots?service_id=7").code(), "service_not_found");
  EXPECT_EQ(send("GET", "/v1/time-slots?service_id=7&no_pagination=true").status, 404);
}

TEST_F(ScheduleApiTest, WithoutPaginationItIsNull) {
  for (const char* flag : {"true", "1"}) {
    EXPECT_EQ(
        send("GET", std::string("/v1/time-slots?service_id=123&no_pagination=") + flag).text,
        R"({"data":{"time_slots":[)" + slot_456 + "," + slot_457 + R"(],"pagination":null}})"
    );
  }
  const Reply paged = send("GET", "/v1/time-slots?service_id=123&no_pagination=false");
  EXPECT_EQ(paged.json["data"]["pagination"]["total_count"], 2);
}

TEST_F(ScheduleApiTest, BadQueryParametersAreNamedAllAtOnce) {
  const Reply reply = send("GET", "/v1/time-slots?page=0&page_size=101&no_pagination=maybe");
  EXPECT_EQ(reply.status, 400);
  const nlohmann::ordered_json expected = {
      {"no_pagination", "must be true or false"},
      {"page", "must be between 1 and 1000000000"},
      {"page_size", "must be between 1 and 100"},
      {"service_id", "is required"},
  };
  EXPECT_EQ(reply.json["error"]["details"], expected);
  for (const char* value : {"x", "1.5", "99999999999999999999", "-1", "0"}) {
    EXPECT_EQ(send("GET", std::string("/v1/services?page_size=") + value).status, 400) << value;
  }
  EXPECT_EQ(send("GET", "/v1/services?page_size=100").status, 200);
  EXPECT_EQ(send("GET", "/v1/services?page_size=").status, 200);
}

TEST_F(ScheduleApiTest, TimeSlotsAreUpdatedAndCreatedInOneRequest) {
  const Reply reply = send(
      "PATCH",
      "/v1/time-slots",
      R"({"service_id":123,"time_slots":[{"id":456,"day_of_week":1,)"
      R"("start_time":"2023-01-01 08:00:00","end_time":"2023-01-01 16:00:00","max_bookings":10},)"
      R"({"day_of_week":5,"start_time":"2023-01-01 09:00:00",)"
      R"("end_time":"2023-01-01 14:00:00","max_bookings":6}]})"
  );
  EXPECT_EQ(reply.status, 200);
  const Reply after = send("GET", "/v1/time-slots?service_id=123&no_pagination=true");
  const auto& slots = after.json["data"]["time_slots"];
  ASSERT_EQ(slots.size(), 3U);
  EXPECT_EQ(slots[0].dump(), slot_text(456, 1, "08:00:00", "16:00:00", 10, "2023-06-20T09:15:01Z"));
  EXPECT_EQ(slots[1].dump(), slot_457);
  EXPECT_EQ(reply.json["data"], nlohmann::ordered_json::array({slots[0], slots[2]}));
}

TEST_F(ScheduleApiTest, ABatchWithABadSlotChangesNothing) {
  const std::string good = R"({"id":456,"day_of_week":1,"start_time":"2023-01-01 08:00:00",)"
                           R"("end_time":"2023-01-01 16:00:00","max_bookings":10})";
  const auto batch = [&](const std::string& more) {
    return R"({"service_id":123,"time_slots":[)" + good + "," + more + "]}";
  };

  const struct {
    std::string body;
    const char* code;
  } cases[] = {
      {batch("{}"), "validation_failed"},
      {batch(good), "invalid_field_format"},
      {batch(R"({"id":999,"day_of_week":1,"start_time":"2023-01-01 08:00:00",)"
             R"("end_time":"2023-01-01 16:00:00","max_bookings":10})"),
       "time_slot_not_found"},
      {R"({"service_id":123})", "missing_required_field"},
      {R"({"service_id":123,"time_slots":{}})", "invalid_field_format"},
      {R"({"time_slots":[]})", "missing_required_field"},
      {R"({"service_id":7,"time_slots":[]})", "service_not_found"},
      {R"({"service_id":"123","time_slots":[]})", "invalid_field_format"},
  };

  for (const auto& [body, code] : cases) {
    EXPECT_EQ(send("PATCH", "/v1/time-slots", body).code(), code) << body;
  }
  EXPECT_EQ(
      send("GET", "/v1/services/123/time-slots").text,
      R"({"data":[)" + slot_456 + "," + slot_457 + "]}"
  );
}

TEST_F(ScheduleApiTest, TooManySlotsAreOneProblemAndNotThousands) {
  std::string body = R"({"service_id":123,"time_slots":[0)";
  for (int i = 0; i < 500; ++i) {
    body += ",0";
  }
  const Reply reply = send("PATCH", "/v1/time-slots", body + "]}");
  EXPECT_EQ(reply.code(), "invalid_field_format");
  EXPECT_EQ(reply.json["error"]["details"]["time_slots"], "must have at most 500 items");
}

TEST_F(ScheduleApiTest, DeletesOneSlotOrADaysSlots) {
  EXPECT_EQ(send("DELETE", "/v1/time-slots/456").text, R"({"data":"ok"})");
  EXPECT_EQ(send("DELETE", "/v1/time-slots/456").code(), "time_slot_not_found");
  EXPECT_EQ(send("DELETE", "/v1/time-slots?service_id=123&day_of_week=2").text, R"({"data":"ok"})");
  EXPECT_EQ(send("GET", "/v1/services/123/time-slots").text, R"({"data":[]})");
  EXPECT_EQ(send("DELETE", "/v1/time-slots?service_id=123&day_of_week=2").status, 200);
  EXPECT_EQ(
      send("DELETE", "/v1/time-slots?service_id=7&day_of_week=2").code(), "service_not_found"
  );
  EXPECT_EQ(send("DELETE", "/v1/time-slots").code(), "validation_failed");
  EXPECT_EQ(
      send("DELETE", "/v1/time-slots?service_id=123&day_of_week=7").code(), "invalid_field_format"
  );
}

}  // namespace
}  // namespace rkmock::api
