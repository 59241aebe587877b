#pragma once
// An absolute http URL in its parts. Value; any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rkmock {

struct Url {
  std::string scheme;  ///< `http` or `https`
  std::string host;    ///< without brackets
  std::uint16_t port = 80;
  std::string target;  ///< path and query, at least `/`

  /// `host:port`, the port left out when it is the scheme's own; IPv6 in brackets.
  [[nodiscard]] std::string authority() const;
  /// `http://host:port`, the port left out when it is the scheme's own.
  [[nodiscard]] std::string origin() const;
  bool operator==(const Url&) const = default;
};

/// Empty for anything but an absolute http or https URL with a host. Credentials (`user:pass@`)
/// and fragments are refused.
[[nodiscard]] std::optional<Url> parse_url(std::string_view text);

}  // namespace rkmock
