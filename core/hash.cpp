#include "core/hash.hpp"

#include <array>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "rkmock/error.hpp"

namespace rkmock {
namespace {

using Digest = std::array<unsigned char, 32>;

std::string to_hex(const Digest& digest) {
  static constexpr char digits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * digest.size());
  for (const unsigned char byte : digest) {
    hex += digits[byte >> 4];
    hex += digits[byte & 0xF];
  }
  return hex;
}

const unsigned char* as_bytes(std::string_view bytes) {
  // A null pointer means "reuse the last key" to HMAC().
  static constexpr unsigned char none = 0;
  return bytes.empty() ? &none : reinterpret_cast<const unsigned char*>(bytes.data());
}

Digest hmac(std::string_view key, std::string_view bytes) {
  Digest digest{};
  const unsigned char* done = HMAC(
      EVP_sha256(),
      as_bytes(key),
      static_cast<int>(key.size()),
      as_bytes(bytes),
      bytes.size(),
      digest.data(),
      nullptr
  );
  RKMOCK_ASSERT(done != nullptr, "OpenSSL has no HMAC-SHA-256");
  return digest;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  Digest digest{};
  const int done =
      EVP_Digest(as_bytes(bytes), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  RKMOCK_ASSERT(done == 1, "OpenSSL has no SHA-256");
  return to_hex(digest);
}

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  const Digest digest = hmac(key, bytes);
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string hmac_sha256_hex(std::string_view key, std::string_view bytes) {
  return to_hex(hmac(key, bytes));
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace rkmock
