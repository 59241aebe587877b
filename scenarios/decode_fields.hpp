#pragma once
// The fields of bookings, by what is done with them. One decode; one thread. Defaults are filled
// in, so that `create: jane` alone is a booking.
#include <optional>
#include <string>

#include "scenarios/reader.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/story.hpp"

namespace rkmock::scenarios {

void decode_create_fields(
    Reader& reader,
    const std::optional<Cursor>& with,
    const std::string& nickname,
    const Scenario& scenario,
    BookingFields& fields
);

/// Requires: the story has the booking.
void decode_update_fields(
    Reader& reader,
    const std::optional<Cursor>& with,
    Story& story,
    const std::string& nickname,
    BookingFields& fields
);

/// Whether it can be the name of a booking; notes it when not.
bool check_nickname(Reader& reader, const Cursor& at);

/// `with` of a booking that is there before the first step: fields of a create, and a status.
void decode_given_fields(
    Reader& reader, const Cursor& at, const Scenario& scenario, GivenBooking& booking
);

/// Of a cancel and of a delete.
void decode_cancel_fields(Reader& reader, const std::optional<Cursor>& with, BookingFields& fields);

}  // namespace rkmock::scenarios
