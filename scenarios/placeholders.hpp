#pragma once
// `{{booking.id}}` and the like, filled in while a scenario is played. Pure; any thread.
#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/reader.hpp"

namespace rkmock::scenarios {

/// `booking.id`, `booking.name`
[[nodiscard]] const std::vector<std::string>& placeholder_names();

/// What is wrong with the placeholders of a text that must name a booking; empty when nothing.
[[nodiscard]] std::vector<Problem> check_placeholders(const std::string& text);

/// Requires: check_placeholders(text) is empty. Names are percent-encoded.
[[nodiscard]] std::string fill_placeholders(
    const std::string& text, std::int64_t booking_id, const std::string& booking
);

}  // namespace rkmock::scenarios
