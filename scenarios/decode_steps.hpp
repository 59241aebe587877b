#pragma once
// `with` of a step, by verb. One decode; one thread. Defaults are filled in, so that
// `create: jane` alone is a booking.
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

/// Of a cancel and of a delete.
void decode_cancel_fields(Reader& reader, const std::optional<Cursor>& with, BookingFields& fields);

}  // namespace rkmock::scenarios
