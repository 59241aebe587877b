#pragma once
// How ReserveKit's API reads a customer's e-mail address and telephone number. Pure; any thread.
#include <cstddef>
#include <string_view>

namespace rkmock {

inline constexpr std::size_t max_email = 254;  ///< RFC 5321's longest path, bare

/// At most max_email bytes, something before one `@`, and a domain with a dot after it.
[[nodiscard]] bool is_email(std::string_view text);

/// As in E.164: `+` and up to 15 digits, not beginning with 0.
[[nodiscard]] bool is_phone(std::string_view text);

}  // namespace rkmock
