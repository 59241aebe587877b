#include "mockserver/webhooks/payload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rkmock/clock.hpp"

namespace rkmock::webhooks {
namespace {

using bookings::Booking;
using bookings::BookingChange;
using bookings::Status;

PayloadTime at(const char* text) {
  return parse_rfc3339(text).value();
}

/// The booking of the vendor's three samples, as it was created.
Booking sample_booking() {
  Booking booking;
  booking.id = 789;
  booking.service_id = 123;
  booking.date = "2023-07-10";
  booking.time_slot_id = 456;
  booking.message = "First-time client consultation";
  booking.created_at = booking.updated_at = at("2023-06-20T09:15:00Z");
  booking.customer = {
      321,
      "Jane Doe",
      "jane.doe@example.com",
      "+12025550185",
      booking.created_at,
      booking.created_at};
  return booking;
}

constexpr const char* customer_text =
    R"("customer":{"id":321,"name":"Jane Doe","email":"jane.doe@example.com",)"
    R"("phone":"+12025550185","created_at":"2023-06-20T09:15:00Z",)"
    R"("updated_at":"2023-06-20T09:15:00Z"})";

TEST(PayloadTest, CreateIsTheDocumentedSampleByteForByte) {
  EXPECT_EQ(
      payload({BookingChange::Kind::create, sample_booking()}),
      std::string(
          R"({"event_type":"bookings.create","bookings":[{"id":789,"service_id":123,)"
          R"("date":"2023-07-10","time_slot_id":456,"status":"pending",)"
          R"("message":"First-time client consultation","created_at":"2023-06-20T09:15:00Z",)"
          R"("updated_at":"2023-06-20T09:15:00Z",)"
      ) + customer_text +
          R"(}],"timestamp":"2023-06-20T09:15:00Z"})"
  );
}

TEST(PayloadTest, UpdateIsTheDocumentedSampleByteForByte) {
  Booking booking = sample_booking();
  booking.status = Status::confirmed;
  booking.message = "First-time client consultation - confirmed by phone";
  booking.updated_at = at("2023-06-22T14:30:00Z");
  EXPECT_EQ(
      payload({BookingChange::Kind::update, booking}),
      std::string(R"({"event_type":"bookings.update","bookings":[{"id":789,"service_id":123,)"
                  R"("date":"2023-07-10","time_slot_id":456,"status":"confirmed",)"
                  R"("message":"First-time client consultation - confirmed by phone",)"
                  R"("created_at":"2023-06-20T09:15:00Z","updated_at":"2023-06-22T14:30:00Z",)") +
          customer_text + R"(}],"timestamp":"2023-06-22T14:30:00Z"})"
  );
}

TEST(PayloadTest, DeleteIsTheDocumentedSampleByteForByte) {
  Booking booking = sample_booking();
  booking.status = Status::cancelled;
  booking.cancel_reason = "Customer requested cancellation";
  booking.message = "First-time client consultation - confirmed by phone";
  booking.updated_at = at("2023-06-23T11:45:00Z");
  EXPECT_EQ(
      payload({BookingChange::Kind::remove, booking}),
      std::string(R"({"event_type":"bookings.delete","bookings":[{"id":789,"service_id":123,)"
                  R"("date":"2023-07-10","time_slot_id":456,"status":"cancelled",)"
                  R"("cancel_reason":"Customer requested cancellation",)"
                  R"("message":"First-time client consultation - confirmed by phone",)"
                  R"("created_at":"2023-06-20T09:15:00Z","updated_at":"2023-06-23T11:45:00Z",)") +
          customer_text + R"(}],"timestamp":"2023-06-23T11:45:00Z"})"
  );
}

TEST(PayloadTest, ACancellationIsAnUpdateEvent) {
  EXPECT_EQ(event_type(BookingChange::Kind::cancel), "bookings.update");
}

TEST(PayloadTest, TheBookingAloneIsWhatStandsInThePayload) {
  const Booking booking = sample_booking();
  EXPECT_THAT(
      payload({BookingChange::Kind::create, booking}), testing::HasSubstr(booking_json(booking))
  );
}

TEST(PayloadTest, AbsentTextsAreEmptyStrings) {
  Booking booking;
  booking.id = 1;
  EXPECT_THAT(booking_json(booking), testing::HasSubstr(R"("message":"",)"));
  EXPECT_THAT(booking_json(booking), testing::HasSubstr(R"("name":"","email":"","phone":"",)"));
  EXPECT_THAT(booking_json(booking), testing::Not(testing::HasSubstr("cancel_reason")));
}

TEST(PayloadTest, AReasonLeftOverIsNotShownUnlessCancelled) {
  Booking booking = sample_booking();
  booking.cancel_reason = "left over";
  EXPECT_THAT(booking_json(booking), testing::Not(testing::HasSubstr("cancel_reason")));
}

TEST(PayloadTest, TextIsSentAsUtf8AndEscapedOnlyWhereJsonMust) {
  Booking booking = sample_booking();
  booking.message = "Zoë said \"hi\"\n🙂";
  EXPECT_THAT(booking_json(booking), testing::HasSubstr(R"("message":"Zoë said \"hi\"\n🙂")"));
}

TEST(PayloadTest, BytesThatAreNotUtf8AreReplacedAndNeverThrow) {
  Booking booking = sample_booking();
  booking.message = "caf\xe9";
  EXPECT_THAT(booking_json(booking), testing::HasSubstr("caf\xEF\xBF\xBD"));
}

}  // namespace
}  // namespace rkmock::webhooks
