#include "mockserver/bookings/json.hpp"

#include "rkmock/clock.hpp"

namespace rkmock::bookings {

namespace {

void add_times(JsonObject& object, PayloadTime created_at, PayloadTime updated_at) {
  object.text("created_at", format_rfc3339(created_at));
  object.text("updated_at", format_rfc3339(updated_at));
}

}  // namespace

void add_members(JsonObject& object, const Service& service) {
  object.number("id", service.id);
  object.text("name", service.name);
  object.text("description", service.description);
  object.text("timezone", service.timezone);
  add_times(object, service.created_at, service.updated_at);
}

void add_members(
    JsonObject& object, const TimeSlot& slot, std::string_view start, std::string_view end
) {
  object.number("id", slot.id);
  object.number("service_id", slot.service_id);
  object.number("day_of_week", slot.day_of_week);
  object.text("start_time", start);
  object.text("end_time", end);
  object.number("max_bookings", slot.max_bookings);
  add_times(object, slot.created_at, slot.updated_at);
}

void add_members(JsonObject& object, const Customer& customer) {
  object.number("id", customer.id);
  object.text("name", customer.name);
  object.text("email", customer.email);
  object.text("phone", customer.phone);
  add_times(object, customer.created_at, customer.updated_at);
}

void add_members(JsonObject& object, const Booking& booking, std::string_view date) {
  object.number("id", booking.id);
  object.number("service_id", booking.service_id);
  object.text("date", date);
  object.number("time_slot_id", booking.time_slot_id);
  object.text("status", to_string(booking.status));
  if (booking.status == Status::cancelled && booking.cancel_reason) {
    object.text("cancel_reason", *booking.cancel_reason);
  }
  object.text("message", booking.message);
  add_times(object, booking.created_at, booking.updated_at);
  JsonObject customer(object.member("customer"));
  add_members(customer, booking.customer);
  customer.close();
}

std::string to_json(const Booking& booking) {
  std::string text;
  text.reserve(512);  // most are shorter
  JsonObject object(text);
  add_members(object, booking, booking.date);
  object.close();
  return text;
}

std::string to_text(const nlohmann::ordered_json& json) {
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace rkmock::bookings
