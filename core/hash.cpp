#include "core/hash.hpp"

#include <array>
#include <memory>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

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
  // A null pointer means "reuse the last key" to EVP_MAC_init().
  static constexpr unsigned char none = 0;
  return bytes.empty() ? &none : reinterpret_cast<const unsigned char*>(bytes.data());
}

template <auto free>
struct FreedBy {
  template <class Resource>
  void operator()(Resource* resource) const {
    free(resource);
  }
};

template <class Resource, auto free>
using Owned = std::unique_ptr<Resource, FreedBy<free>>;

// OpenSSL 3 looks an algorithm up by name, under locks, each time that it is asked for one: that
// takes longer than hashing a webhook. So each is looked up once (each thread has its own context,
// which a call begins anew).

const EVP_MD* sha256() {
  static const Owned<EVP_MD, EVP_MD_free> algorithm(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  RKMOCK_ASSERT(algorithm != nullptr, "OpenSSL has no SHA-256");
  return algorithm.get();
}

EVP_MAC_CTX* hmac_context() {
  thread_local const Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> context([] {
    const Owned<EVP_MAC, EVP_MAC_free> algorithm(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    EVP_MAC_CTX* const made = algorithm ? EVP_MAC_CTX_new(algorithm.get()) : nullptr;
    char digest[] = "SHA256";
    const std::array<OSSL_PARAM, 2> parameters = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
        OSSL_PARAM_construct_end()};
    RKMOCK_ASSERT(
        made != nullptr && EVP_MAC_CTX_set_params(made, parameters.data()) == 1,
        "OpenSSL has no HMAC-SHA-256"
    );
    return made;
  }());
  return context.get();
}

Digest hmac(std::string_view key, std::string_view bytes) {
  Digest digest{};
  std::size_t size = 0;
  EVP_MAC_CTX* const context = hmac_context();
  const bool done = EVP_MAC_init(context, as_bytes(key), key.size(), nullptr) == 1 &&
                    EVP_MAC_update(context, as_bytes(bytes), bytes.size()) == 1 &&
                    EVP_MAC_final(context, digest.data(), &size, digest.size()) == 1;
  RKMOCK_ASSERT(done && size == digest.size(), "OpenSSL does not make an HMAC-SHA-256");
  return digest;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  Digest digest{};
  const int done =
      EVP_Digest(as_bytes(bytes), bytes.size(), digest.data(), nullptr, sha256(), nullptr);
  RKMOCK_ASSERT(done == 1, "OpenSSL does not make a SHA-256");
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
