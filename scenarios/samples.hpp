#pragma once
// ReserveKit's own sample payloads, as its Developer Portal sends them for tests. Pure; any thread.
// Source: the webhooks page of ReserveKit's documentation, "Webhook Payload Format".
#include <string>
#include <string_view>
#include <vector>

namespace rkmock::scenarios {

/// `bookings.create`, `bookings.update`, `bookings.delete`
[[nodiscard]] const std::vector<std::string>& event_types();

/// Of one of these types: always booking 789, in June 2023.
[[nodiscard]] std::string sample_payload(std::string_view event_type);

}  // namespace rkmock::scenarios
