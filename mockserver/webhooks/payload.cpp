#include "mockserver/webhooks/payload.hpp"

#include "rkmock/clock.hpp"

#include "mockserver/bookings/json.hpp"

namespace rkmock::webhooks {

std::string event_type(bookings::BookingChange::Kind kind) {
  switch (kind) {
    case bookings::BookingChange::Kind::create:
      return "bookings.create";
    case bookings::BookingChange::Kind::update:
    case bookings::BookingChange::Kind::cancel:
      return "bookings.update";
    case bookings::BookingChange::Kind::remove:
      break;
  }
  return "bookings.delete";
}

std::string payload(const bookings::BookingChange& change) {
  return payload(change, booking_json(change.after));
}

/// Event types and times need no escaping.
std::string payload(const bookings::BookingChange& change, std::string_view booking) {
  std::string text = R"({"event_type":")";
  text += event_type(change.kind);
  text += R"(","bookings":[)";
  text += booking;
  text += R"(],"timestamp":")";
  text += format_rfc3339(change.after.updated_at);
  text += R"("})";
  return text;
}

std::string booking_json(const bookings::Booking& booking) {
  return bookings::to_json(booking);
}

}  // namespace rkmock::webhooks
