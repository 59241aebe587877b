#pragma once
// SHA-256 and HMAC-SHA-256, by OpenSSL. Pure functions; any thread.
#include <string>
#include <string_view>

namespace rkmock {

/// 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);

/// 32 bytes.
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view bytes);

/// The same as 64 lower-case hex digits.
[[nodiscard]] std::string hmac_sha256_hex(std::string_view key, std::string_view bytes);

/// Takes the same time wherever the texts differ. Texts of different length are unequal.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace rkmock
