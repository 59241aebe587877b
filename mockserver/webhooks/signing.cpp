#include "mockserver/webhooks/signing.hpp"

#include <array>

#include "rkmock/error.hpp"

#include "core/hash.hpp"

namespace rkmock::webhooks {

namespace {

struct Scheme {
  std::string_view name;
  Headers (*sign)(const Signing& signing, std::string_view body);
};

constexpr std::array<Scheme, 2> schemes = {{
    {"hmac-sha256-hex",
     [](const Signing& signing, std::string_view body) {
       return Headers{{signing.header, hmac_sha256_hex(signing.secret, body)}};
     }},
    {"none", [](const Signing& /*signing*/, std::string_view /*body*/) { return Headers{}; }},
}};

}  // namespace

Headers sign(const Signing& signing, std::string_view body) {
  for (const Scheme& scheme : schemes) {
    if (scheme.name == signing.scheme) {
      return scheme.sign(signing, body);
    }
  }
  fail_invariant("scheme", __FILE__, __LINE__, "unknown signing scheme " + signing.scheme);
}

std::vector<std::string> signing_schemes() {
  std::vector<std::string> names;
  names.reserve(schemes.size());
  for (const Scheme& scheme : schemes) {
    names.emplace_back(scheme.name);
  }
  return names;
}

}  // namespace rkmock::webhooks
