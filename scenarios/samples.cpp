#include "scenarios/samples.hpp"

#include <nlohmann/json.hpp>

namespace rkmock::scenarios {

namespace {

using nlohmann::ordered_json;

constexpr const char* created_at = "2023-06-20T09:15:00Z";
constexpr const char* updated_at = "2023-06-22T14:30:00Z";
constexpr const char* deleted_at = "2023-06-23T11:45:00Z";

/// The three samples tell one story: booked, confirmed by phone, deleted.
ordered_json sample_booking(std::string_view event_type) {
  const bool created = event_type == "bookings.create";
  const bool deleted = event_type == "bookings.delete";
  ordered_json booking;
  booking["id"] = 789;
  booking["service_id"] = 123;
  booking["date"] = "2023-07-10";
  booking["time_slot_id"] = 456;
  booking["status"] = created ? "pending" : (deleted ? "cancelled" : "confirmed");
  if (deleted) {
    booking["cancel_reason"] = "Customer requested cancellation";
  }
  booking["message"] = created ? "First-time client consultation"
                               : "First-time client consultation - confirmed by phone";
  booking["created_at"] = created_at;
  booking["updated_at"] = created ? created_at : (deleted ? deleted_at : updated_at);
  booking["customer"] = {
      {"id", 321},
      {"name", "Jane Doe"},
      {"email", "jane.doe@example.com"},
      {"phone", "+12025550185"},
      {"created_at", created_at},
      {"updated_at", created_at}};
  return booking;
}

}  // namespace

const std::vector<std::string>& event_types() {
  static const std::vector<std::string> types = {
      "bookings.create", "bookings.update", "bookings.delete"};
  return types;
}

std::string sample_payload(std::string_view event_type) {
  const ordered_json booking = sample_booking(event_type);
  ordered_json payload;
  payload["event_type"] = event_type;
  payload["bookings"] = ordered_json::array({booking});
  payload["timestamp"] = booking["updated_at"];
  return payload.dump();
}

}  // namespace rkmock::scenarios
