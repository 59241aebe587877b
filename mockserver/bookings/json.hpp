#pragma once
// How the objects look on the wire: dialect `docs`, members in the documented order.
//
// Pure; any thread. The one place for it: /v1 and webhook payloads both render from here.
// Text that is absent (message, description, a customer's fields) is an empty string: the
// vendor's tables give these members the type string.
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/json_text.hpp"
#include "mockserver/bookings/model.hpp"

namespace rkmock::bookings {

/// Adds the members to an object that may have more of them. What dialects write differently comes
/// from outside.
void add_members(JsonObject& object, const Service& service);
void add_members(
    JsonObject& object, const TimeSlot& slot, std::string_view start, std::string_view end
);
void add_members(JsonObject& object, const Customer& customer);
/// `cancel_reason` only when cancelled.
void add_members(JsonObject& object, const Booking& booking, std::string_view date);

[[nodiscard]] std::string to_json(const Booking& booking);

/// Compact. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string to_text(const nlohmann::ordered_json& json);

}  // namespace rkmock::bookings
