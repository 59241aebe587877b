#include "mockserver/webhooks/signing.hpp"

#include <array>

#include "rkmock/error.hpp"

#include "core/base64.hpp"
#include "core/hash.hpp"

namespace rkmock::webhooks {

namespace {

using Secrets = std::vector<std::string>;

struct Scheme {
  std::string_view name;
  std::string_view header;  ///< unless another one is asked for
  Headers (*sign)(const std::string& header, const Secrets& secrets, const Signed& message);
  std::string_view version{};                                   ///< what stands before a signature
  bool has_time = false;                                        ///< a timestamp is signed
  std::string (*problem)(const std::string& secret) = nullptr;  ///< null: any secret will do
};

/// Of every secret, the newest first: `one SEPARATOR another`.
template <class Signature>
std::string of_all(const Secrets& secrets, char separator, Signature signature) {
  std::string list;
  for (const std::string& secret : secrets) {
    list += list.empty() ? "" : std::string(1, separator);
    list += signature(secret);
  }
  return list;
}

Headers sign_hex(const std::string& header, const Secrets& secrets, const Signed& message) {
  return {{header, hmac_sha256_hex(secrets[0], message.body)}};
}

/// Shopify's. Source: shopify.dev, webhooks over HTTPS.
Headers sign_base64(const std::string& header, const Secrets& secrets, const Signed& message) {
  return {{header, to_base64(hmac_sha256(secrets[0], message.body))}};
}

/// Source: GitHub's documentation, validating webhook deliveries.
Headers sign_github(const std::string& header, const Secrets& secrets, const Signed& message) {
  return {{header, "sha256=" + hmac_sha256_hex(secrets[0], message.body)}};
}

/// Square signs where it sends to as well. Source: developer.squareup.com, webhooks.
Headers sign_square(const std::string& header, const Secrets& secrets, const Signed& message) {
  const std::string content = std::string(message.url) + std::string(message.body);
  return {{header, to_base64(hmac_sha256(secrets[0], content))}};
}

/// Source: Stripe's documentation, webhook signatures.
Headers sign_stripe(const std::string& header, const Secrets& secrets, const Signed& message) {
  const std::string time = std::to_string(message.timestamp);
  const std::string content = time + "." + std::string(message.body);
  const auto signature = [&](const std::string& secret) {
    return "v1=" + hmac_sha256_hex(secret, content);
  };
  return {{header, "t=" + time + "," + of_all(secrets, ',', signature)}};
}

constexpr std::string_view standard_prefix = "whsec_";
constexpr std::string_view standard_suffix = "-signature";

std::string_view without_prefix(std::string_view secret) {
  return secret.starts_with(standard_prefix) ? secret.substr(standard_prefix.size()) : secret;
}

/// Source: the Standard Webhooks specification. Svix, where it comes from, calls the same headers
/// svix-id, svix-timestamp and svix-signature.
Headers sign_standard(const std::string& header, const Secrets& secrets, const Signed& message) {
  const std::string stem = header.substr(0, header.size() - standard_suffix.size());
  const std::string time = std::to_string(message.timestamp);
  const std::string content =
      std::string(message.id) + "." + time + "." + std::string(message.body);
  const auto signature = [&](const std::string& secret) {
    const std::string key = from_base64(without_prefix(secret)).value();
    return "v1," + to_base64(hmac_sha256(key, content));
  };
  return {
      {stem + "-id", std::string(message.id)},
      {stem + "-timestamp", time},
      {header, of_all(secrets, ' ', signature)}};
}

std::string standard_problem(const std::string& secret) {
  const std::string_view key = without_prefix(secret);
  return !key.empty() && from_base64(key)
             ? ""
             : "its secret must be base64, usually with whsec_ before it";
}

Headers sign_not(
    const std::string& /*header*/, const Secrets& /*secrets*/, const Signed& /*message*/
) {
  return {};
}

constexpr std::array<Scheme, 7> schemes = {{
    {"hmac-sha256-hex", "X-Webhook-Signature", sign_hex},
    {"hmac-sha256-base64", "X-Webhook-Signature", sign_base64},
    {"standard-webhooks", "webhook-signature", sign_standard, "v1,", true, standard_problem},
    {"stripe", "Stripe-Signature", sign_stripe, "v1=", true},
    {"github", "X-Hub-Signature-256", sign_github, "sha256="},
    {"square", "x-square-hmacsha256-signature", sign_square},
    {"none", "", sign_not},
}};

const Scheme* find_scheme(std::string_view name) {
  for (const Scheme& scheme : schemes) {
    if (scheme.name == name) {
      return &scheme;
    }
  }
  return nullptr;
}

Secrets secrets_of(const Signing& signing) {
  Secrets secrets = {signing.secret};
  secrets.insert(secrets.end(), signing.old_secrets.begin(), signing.old_secrets.end());
  return secrets;
}

}  // namespace

std::string signature_header(const Signing& signing) {
  const Scheme* const scheme = find_scheme(signing.scheme);
  RKMOCK_ASSERT(scheme != nullptr, "unknown signing scheme " + signing.scheme);
  return signing.header.empty() || scheme->header.empty() ? std::string(scheme->header)
                                                          : signing.header;
}

bool signature_has_time(const Signing& signing) {
  const Scheme* const scheme = find_scheme(signing.scheme);
  RKMOCK_ASSERT(scheme != nullptr, "unknown signing scheme " + signing.scheme);
  return scheme->has_time;
}

std::string_view signature_version(const Signing& signing) {
  const Scheme* const scheme = find_scheme(signing.scheme);
  RKMOCK_ASSERT(scheme != nullptr, "unknown signing scheme " + signing.scheme);
  return scheme->version;
}

Headers sign(const Signing& signing, const Signed& message) {
  const Scheme* const scheme = find_scheme(signing.scheme);
  RKMOCK_ASSERT(scheme != nullptr, "unknown signing scheme " + signing.scheme);
  return scheme->sign(signature_header(signing), secrets_of(signing), message);
}

bool signs_message_id(const Signing& signing) {
  const Scheme* const scheme = find_scheme(signing.scheme);
  return scheme != nullptr && scheme->sign == sign_standard;
}

std::vector<std::string> signing_schemes() {
  std::vector<std::string> names;
  names.reserve(schemes.size());
  for (const Scheme& scheme : schemes) {
    names.emplace_back(scheme.name);
  }
  return names;
}

std::string signing_problem(const Signing& signing) {
  const Scheme* const scheme = find_scheme(signing.scheme);
  if (scheme == nullptr) {
    return "there is no signing scheme `" + signing.scheme + "`";
  }
  const std::string where = "signing scheme `" + signing.scheme + "`: ";
  if (scheme->problem != nullptr) {
    for (const std::string& secret : secrets_of(signing)) {
      if (const std::string problem = scheme->problem(secret); !problem.empty()) {
        return where + problem;
      }
    }
  }
  if (scheme->sign == sign_standard && !signature_header(signing).ends_with(standard_suffix)) {
    return where + "its header must end with -signature: the other two are named after it";
  }
  return {};
}

}  // namespace rkmock::webhooks
