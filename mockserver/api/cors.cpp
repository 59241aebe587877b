#include "mockserver/api/cors.hpp"

#include <algorithm>

namespace rkmock::api {

namespace {

bool same_word(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) {
    return lower(x) == lower(y);
  });
}

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

}  // namespace

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
