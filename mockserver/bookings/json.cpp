#include "mockserver/bookings/json.hpp"

#include "rkmock/clock.hpp"

// Members are set one by one: a list of pairs is copied twice on its way into the JSON, and an
// answer is little else than its members.
namespace rkmock::bookings {

namespace {

/// Slots recur weekly; the date before the time is a placeholder (the vendor's time slots page).
std::string with_placeholder_date(const std::string& time) {
  return "2023-01-01 " + time;
}

}  // namespace

nlohmann::ordered_json to_json(const Service& service) {
  nlohmann::ordered_json json;
  json["id"] = service.id;
  json["name"] = service.name;
  json["description"] = service.description;
  json["timezone"] = service.timezone;
  json["created_at"] = format_rfc3339(service.created_at);
  json["updated_at"] = format_rfc3339(service.updated_at);
  return json;
}

nlohmann::ordered_json to_json(const TimeSlot& slot) {
  nlohmann::ordered_json json;
  json["id"] = slot.id;
  json["service_id"] = slot.service_id;
  json["day_of_week"] = slot.day_of_week;
  json["start_time"] = with_placeholder_date(slot.start_time);
  json["end_time"] = with_placeholder_date(slot.end_time);
  json["max_bookings"] = slot.max_bookings;
  json["created_at"] = format_rfc3339(slot.created_at);
  json["updated_at"] = format_rfc3339(slot.updated_at);
  return json;
}

nlohmann::ordered_json to_json(const Customer& customer) {
  nlohmann::ordered_json json;
  json["id"] = customer.id;
  json["name"] = customer.name;
  json["email"] = customer.email;
  json["phone"] = customer.phone;
  json["created_at"] = format_rfc3339(customer.created_at);
  json["updated_at"] = format_rfc3339(customer.updated_at);
  return json;
}

nlohmann::ordered_json to_json(const Booking& booking) {
  nlohmann::ordered_json json;
  json["id"] = booking.id;
  json["service_id"] = booking.service_id;
  json["date"] = booking.date;
  json["time_slot_id"] = booking.time_slot_id;
  json["status"] = std::string(to_string(booking.status));
  if (booking.status == Status::cancelled && booking.cancel_reason) {
    json["cancel_reason"] = *booking.cancel_reason;
  }
  json["message"] = booking.message;
  json["created_at"] = format_rfc3339(booking.created_at);
  json["updated_at"] = format_rfc3339(booking.updated_at);
  json["customer"] = to_json(booking.customer);
  return json;
}

std::string to_text(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace rkmock::bookings
