#pragma once
// Which time zone names there are. Pure; any thread.
#include <string_view>

namespace rkmock::bookings {

/// Whether `name` is a zone or link of the IANA time zone database; case matters.
[[nodiscard]] bool is_timezone(std::string_view name);

}  // namespace rkmock::bookings
