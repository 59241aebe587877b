#pragma once
// Webhook payloads exactly as the vendor's webhooks page shows them. Pure; any thread.
#include <string>
#include <string_view>

#include "mockserver/bookings/model.hpp"

namespace rkmock::webhooks {

/// create → `bookings.create`; update and cancel → `bookings.update` (a cancellation by PATCH is
/// an update: the vendor's bookings page); remove → `bookings.delete`.
[[nodiscard]] std::string event_type(bookings::BookingChange::Kind kind);

/// The body's bytes, members in the documented order. `timestamp` is the change's updated_at.
[[nodiscard]] std::string payload(const bookings::BookingChange& change);

/// The same when booking_json() of the booking is at hand.
[[nodiscard]] std::string payload(const bookings::BookingChange& change, std::string_view booking);

/// Of several bookings: `bookings` is their JSON, with commas between them.
[[nodiscard]] std::string payload(
    std::string_view event_type, std::string_view bookings, std::string_view timestamp
);

/// The booking alone, as it stands in a payload; the form journals keep as its state.
[[nodiscard]] std::string booking_json(const bookings::Booking& booking);

}  // namespace rkmock::webhooks
