#pragma once
// Base64 as RFC 4648 has it, with padding. Pure; any thread.
#include <optional>
#include <string>
#include <string_view>

namespace rkmock {

[[nodiscard]] std::string to_base64(std::string_view bytes);

/// Empty when a character, the length or the padding is wrong. Padding may be missing altogether,
/// as people cut it off when they copy secrets.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace rkmock
