#include "mockserver/webhooks/forgery.hpp"

#include <algorithm>
#include <array>

#include "rkmock/error.hpp"

#include "core/ascii.hpp"
#include "core/base64.hpp"
#include "core/hash.hpp"

namespace rkmock::webhooks {

namespace {

std::string& value_of(Headers& headers, const std::string& name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& header) {
    return same_word(header.first, name);
  });
  RKMOCK_ASSERT(found != headers.end(), "the signature's header is among those of its scheme");
  return found->second;
}

/// Where the signature itself begins, after `t=…,v1=`, `v1,` or `sha256=`.
std::size_t begin_of_signature(const std::string& value, std::string_view version) {
  const std::size_t at = version.empty() ? 0 : value.find(version);
  return at == std::string::npos ? 0 : at + version.size();
}

/// One of the right form that nobody has. Base64, for the schemes whose secrets are.
std::string another_secret(const std::string& secret) {
  return to_base64(hmac_sha256(secret, "another secret"));
}

struct Forger {
  const Signing& signing;
  const Signed& message;
  std::string header = signature_header(signing);
  std::string_view version = signature_version(signing);

  [[nodiscard]] Headers missing() const {
    Headers headers = sign(signing, message);
    std::erase_if(headers, [&](const auto& one) { return same_word(one.first, header); });
    return headers;
  }

  [[nodiscard]] Headers empty() const {
    Headers headers = sign(signing, message);
    std::string& value = value_of(headers, header);
    value.resize(begin_of_signature(value, version));
    return headers;
  }

  [[nodiscard]] Headers wrong() const {
    Signing with = signing;
    with.secret = another_secret(signing.secret);
    with.old_secrets.clear();
    return sign(with, message);
  }

  [[nodiscard]] Headers truncated() const {
    constexpr std::size_t cut = 8;
    Headers headers = sign(only(signing.secret), message);
    std::string& value = value_of(headers, header);
    value.resize(value.size() - cut);
    return headers;
  }

  [[nodiscard]] Headers foreign_body() const {
    const std::string body = std::string(message.body) + " ";
    return sign(signing, {message.id, message.timestamp, message.url, body});
  }

  [[nodiscard]] Headers unknown_version() const {
    Headers headers = sign(only(signing.secret), message);
    std::string& value = value_of(headers, header);
    if (version.empty()) {
      value.insert(0, "v9=");
    } else {
      // `v1,` becomes `v9,` and `sha256=` `sha259=`: the letter before the separator is the digit.
      value[begin_of_signature(value, version) - 2] = '9';
    }
    return headers;
  }

  [[nodiscard]] Signing only(const std::string& secret) const {
    Signing with = signing;
    with.secret = secret;
    with.old_secrets.clear();
    return with;
  }
};

}  // namespace

std::optional<Headers> forge(const std::string& as, const Signing& signing, const Signed& message) {
  const Forger forger{signing, message};
  if (forger.header.empty()) {
    return std::nullopt;
  }
  if (as == "old_secret" || as == "new_secret") {
    if (signing.old_secrets.empty()) {
      return std::nullopt;
    }
    const bool old = as == "old_secret";
    return sign(forger.only(old ? signing.old_secrets.front() : signing.secret), message);
  }

  struct Way {
    std::string_view name;
    Headers (Forger::*forge)() const;
  };

  static constexpr std::array<Way, 6> ways = {{
      {"missing", &Forger::missing},
      {"empty", &Forger::empty},
      {"wrong", &Forger::wrong},
      {"truncated", &Forger::truncated},
      {"foreign_body", &Forger::foreign_body},
      {"unknown_version", &Forger::unknown_version},
  }};
  const auto* const way =
      std::find_if(ways.begin(), ways.end(), [&](const Way& one) { return one.name == as; });
  RKMOCK_ASSERT(way != ways.end(), "unknown forgery: " + as);
  return (forger.*(way->forge))();
}

}  // namespace rkmock::webhooks
