#pragma once
// How the objects look on the wire: dialect `docs`, members in the documented order.
//
// Pure; any thread. The one place for it: /v1 and webhook payloads both render from here.
// Text that is absent (message, description, a customer's fields) is an empty string: the
// vendor's tables give these members the type string.
#include <string>

#include <nlohmann/json.hpp>

#include "mockserver/bookings/model.hpp"

namespace rkmock::bookings {

[[nodiscard]] nlohmann::ordered_json to_json(const Service& service);
[[nodiscard]] nlohmann::ordered_json to_json(const TimeSlot& slot);
[[nodiscard]] nlohmann::ordered_json to_json(const Customer& customer);
/// `cancel_reason` only when cancelled.
[[nodiscard]] nlohmann::ordered_json to_json(const Booking& booking);

/// Compact. Bytes that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string to_text(const nlohmann::ordered_json& json);

}  // namespace rkmock::bookings
