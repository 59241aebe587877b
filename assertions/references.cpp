#include "assertions/references.hpp"

#include <optional>

#include <nlohmann/json.hpp>

#include "assertions/parameters.hpp"
#include "core/references.hpp"

namespace rkmock::assertions {

namespace {

using nlohmann::json;

/// The newest state of the booking of that nickname; null when there is none.
const event::BookingChanged* find_booking(const History& history, const std::string& name) {
  for (const auto& [id, change] : history.bookings()) {
    if (change->booking == name) {
      return change.body;
    }
  }
  return nullptr;
}

std::optional<json> value_of(const History& history, const std::string& name) {
  const std::size_t dot = name.find('.');
  const event::BookingChanged* booking = find_booking(history, name.substr(0, dot));
  if (dot == std::string::npos || booking == nullptr) {
    return std::nullopt;
  }
  const std::string field = name.substr(dot + 1);
  if (field == "name" || field == "id") {
    return field == "name" ? json(booking->booking) : json(booking->booking_id);
  }
  json value = booking_field(booking->state, field);
  return value.is_null() ? std::nullopt : std::optional(std::move(value));
}

}  // namespace

Filled fill_references(const std::string& parameters, const History& history) {
  const json value = parse_parameters(parameters);
  if (value.is_discarded() || !references_in(parameters).has_value() ||
      references_in(parameters)->empty()) {
    return {parameters, {}};
  }
  Filled filled;
  const json result = fill_references_in(value, [&](const std::string& name) -> json {
    if (auto found = value_of(history, name)) {
      return *std::move(found);
    }
    if (!name.starts_with("booking.")) {
      filled.unresolved.push_back("{{" + name + "}}");
    }
    return "{{" + name + "}}";
  });
  filled.parameters = result.dump(-1, ' ', false, json::error_handler_t::replace);
  return filled;
}

}  // namespace rkmock::assertions
