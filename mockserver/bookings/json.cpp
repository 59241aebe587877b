#include "mockserver/bookings/json.hpp"

#include "rkmock/clock.hpp"

namespace rkmock::bookings {

namespace {

/// Slots recur weekly; the date before the time is a placeholder (the vendor's time slots page).
std::string with_placeholder_date(const std::string& time) {
  return "2023-01-01 " + time;
}

}  // namespace

nlohmann::ordered_json to_json(const Service& service) {
  return {
      {"id", service.id},
      {"name", service.name},
      {"description", service.description},
      {"timezone", service.timezone},
      {"created_at", format_rfc3339(service.created_at)},
      {"updated_at", format_rfc3339(service.updated_at)},
  };
}

nlohmann::ordered_json to_json(const TimeSlot& slot) {
  return {
      {"id", slot.id},
      {"service_id", slot.service_id},
      {"day_of_week", slot.day_of_week},
      {"start_time", with_placeholder_date(slot.start_time)},
      {"end_time", with_placeholder_date(slot.end_time)},
      {"max_bookings", slot.max_bookings},
      {"created_at", format_rfc3339(slot.created_at)},
      {"updated_at", format_rfc3339(slot.updated_at)},
  };
}

nlohmann::ordered_json to_json(const Customer& customer) {
  return {
      {"id", customer.id},
      {"name", customer.name},
      {"email", customer.email},
      {"phone", customer.phone},
      {"created_at", format_rfc3339(customer.created_at)},
      {"updated_at", format_rfc3339(customer.updated_at)},
  };
}

nlohmann::ordered_json to_json(const Booking& booking) {
  nlohmann::ordered_json json = {
      {"id", booking.id},
      {"service_id", booking.service_id},
      {"date", booking.date},
      {"time_slot_id", booking.time_slot_id},
      {"status", std::string(to_string(booking.status))},
  };
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
