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

std::string payload(const bookings::BookingChange& change, std::string_view booking) {
  return payload(event_type(change.kind), booking, format_rfc3339(change.after.updated_at));
}

/// Event types and times need no escaping.
std::string payload(
    std::string_view event_type, std::string_view bookings, std::string_view timestamp
) {
  std::string text = R"({"event_type":")";
  text += event_type;
  text += R"(","bookings":[)";
  text += bookings;
  text += R"(],"timestamp":")";
  text += timestamp;
  text += R"("})";
  return text;
}

std::string booking_json(const bookings::Booking& booking) {
  return bookings::to_json(booking);
}

}  // namespace rkmock::webhooks
