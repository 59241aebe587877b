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
  return bookings::to_text({
      {"event_type", event_type(change.kind)},
      {"bookings", nlohmann::ordered_json::array({bookings::to_json(change.after)})},
      {"timestamp", format_rfc3339(change.after.updated_at)},
  });
}

std::string booking_json(const bookings::Booking& booking) {
  return bookings::to_text(bookings::to_json(booking));
}

}  // namespace rkmock::webhooks
