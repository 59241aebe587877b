#pragma once
// What a scenario may call its bookings. Pure; any thread.
#include <string_view>

namespace rkmock::scenarios {

/// Nicknames become part of event ids (`jane.update#2`), e-mail addresses and URLs.
[[nodiscard]] bool is_nickname(std::string_view text);

/// `booking-7` is what bookings made through /v1 are called; the words that references begin with,
/// such as `mock` and `saved`, would hide a booking.
[[nodiscard]] bool is_reserved(std::string_view nickname);

}  // namespace rkmock::scenarios
