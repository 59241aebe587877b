#include "mockserver/api/cors.hpp"

#include <string>

#include "core/ascii.hpp"

namespace rkmock::api {

namespace {

/// `app.example.com` of `https://app.example.com:8443`; an IPv6 address keeps its brackets.
std::string_view host_of(std::string_view origin) {
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string_view::npos) {
    return {};
  }
  origin.remove_prefix(scheme + 3);
  const std::size_t bracket = origin.find(']');
  const std::size_t colon = origin.find(':', bracket == std::string_view::npos ? 0 : bracket);
  return origin.substr(0, colon);
}

bool is_made_of(std::string_view text, std::string_view letters) {
  return !text.empty() && text.find_first_not_of(letters) == std::string_view::npos;
}

constexpr std::string_view digits = "0123456789";
constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

bool is_host(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) {
    return is_made_of(text.substr(1, text.size() - 2), std::string(hex_digits) + ":.");
  }
  return is_made_of(text, std::string(letters) + std::string(digits) + ".-");
}

bool is_port(std::string_view text) {
  return text.size() <= 5 && is_made_of(text, digits);
}

}  // namespace

bool is_domain(std::string_view text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) {
    return is_host(text);
  }
  const std::string_view host = host_of(text);
  const std::string_view rest = text.substr(scheme + 3 + host.size());
  return is_made_of(text.substr(0, scheme), std::string(letters) + std::string(digits) + "+-.") &&
         is_host(host) && (rest.empty() || (rest.front() == ':' && is_port(rest.substr(1))));
}

bool origin_fits(const net::Request& request, std::string_view domain) {
  if (domain.empty()) {
    return true;
  }
  const std::string_view origin = request.header("Origin").value_or("");
  const bool whole = domain.find("://") != std::string_view::npos;
  return same_word(whole ? origin : host_of(origin), domain);
}

net::Response options_response(const net::Request& request, std::string allow) {
  net::Response response;
  response.status = 204;
  if (request.header("Access-Control-Request-Method")) {
    response.headers.emplace_back("Access-Control-Allow-Methods", allow);
    response.headers.emplace_back("Access-Control-Allow-Headers", "Authorization, Content-Type");
    response.headers.emplace_back("Access-Control-Max-Age", "600");
  }
  response.headers.emplace_back("Allow", std::move(allow));
  return response;
}

void add_cors(const net::Request& request, net::Response& response) {
  const auto origin = request.header("Origin");
  if (!origin) {
    return;
  }
  response.headers.emplace_back("Access-Control-Allow-Origin", *origin);
  response.headers.emplace_back("Vary", "Origin");
  response.headers.emplace_back(
      "Access-Control-Expose-Headers",
      "Allow, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"
  );
}

}  // namespace rkmock::api
