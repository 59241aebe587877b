#include "core/url.hpp"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>

#include "core/ascii.hpp"

namespace rkmock {
namespace {

constexpr std::size_t longest_url = 8 * 1024;
constexpr std::size_t longest_host = 253;  // RFC 1035

std::uint16_t default_port(std::string_view scheme) {
  return scheme == "https" ? 443 : 80;
}

bool is_host_character(char c) {
  const char l = to_lower(c);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
}

bool is_name(std::string_view host) {
  return !host.empty() && host.size() <= longest_host && host.front() != '.' &&
         host.find("..") == std::string_view::npos &&
         std::all_of(host.begin(), host.end(), is_host_character);
}

bool is_ipv6(const std::string& host) {
  in6_addr address{};
  return inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  if (text.empty() || text.size() > 5 ||
      text.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  unsigned port = 0;
  std::from_chars(text.data(), text.data() + text.size(), port);
  return port >= 1 && port <= 65535 ? std::optional(static_cast<std::uint16_t>(port))
                                    : std::nullopt;
}

/// `host`, `host:port`, `[v6]`, `[v6]:port` into the URL.
bool read_authority(std::string_view authority, Url& url) {
  std::string_view port;
  if (!authority.empty() && authority.front() == '[') {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) {
      return false;
    }
    url.host = to_lower(authority.substr(1, close - 1));
    port = authority.substr(close + 1);
    if (!is_ipv6(url.host)) {
      return false;
    }
  } else {
    const std::size_t colon = authority.find(':');
    url.host = to_lower(authority.substr(0, colon));
    port = colon == std::string_view::npos ? std::string_view() : authority.substr(colon);
    if (!is_name(url.host)) {
      return false;
    }
  }
  url.port = default_port(url.scheme);
  if (port.empty()) {
    return true;
  }
  const std::optional<std::uint16_t> number =
      port.front() == ':' ? parse_port(port.substr(1)) : std::nullopt;
  url.port = number.value_or(0);
  return number.has_value();
}

}  // namespace

std::string Url::authority() const {
  std::string text = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (port != default_port(scheme)) {
    text += ":" + std::to_string(port);
  }
  return text;
}

std::string Url::origin() const {
  return scheme + "://" + authority();
}

std::optional<Url> parse_url(std::string_view text) {
  // Only visible ASCII: a space or a line break in a target would be a request of its own.
  const bool clean =
      std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
  if (!clean || text.size() > longest_url || text.find('#') != std::string_view::npos) {
    return std::nullopt;
  }
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  Url url;
  url.scheme = to_lower(text.substr(0, colon));
  if (url.scheme != "http" && url.scheme != "https") {
    return std::nullopt;
  }
  text.remove_prefix(colon + 3);
  const std::size_t end = std::min(text.find_first_of("/?\\"), text.size());
  const std::string_view rest = text.substr(end);
  if (!read_authority(text.substr(0, end), url)) {
    return std::nullopt;
  }
  if (!rest.empty() && rest.front() == '\\') {
    return std::nullopt;
  }
  url.target = rest.empty() || rest.front() != '/' ? "/" + std::string(rest) : std::string(rest);
  return url;
}

}  // namespace rkmock
