#include "mockserver/webhooks/wire.hpp"

#include <algorithm>

#include "mockserver/webhooks/signing.hpp"

namespace rkmock::webhooks {

namespace {

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

bool is_header_name(std::string_view text) {
  constexpr std::string_view separators = "()<>@,;:\\\"/[]?={} ";
  return !text.empty() && !has_control(text) &&
         text.find_first_of(separators) == std::string_view::npos;
}

}  // namespace

WireRequest build_request(const Url& url, const SenderProfile& profile, std::string_view body) {
  WireRequest request;
  request.headers.emplace_back("Host", url.authority());
  if (!profile.user_agent.empty()) {
    request.headers.emplace_back("User-Agent", profile.user_agent);
  }
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("Content-Length", std::to_string(body.size()));
  request.headers.emplace_back("Connection", "keep-alive");
  for (auto& header : sign(profile.signing, body)) {
    request.headers.push_back(std::move(header));
  }
  request.bytes = "POST " + url.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) {
    request.bytes += name + ": " + value + "\r\n";
  }
  request.bytes += "\r\n";
  request.bytes += body;
  return request;
}

std::string unsendable(const Url& url, const SenderProfile& profile) {
  if (url.scheme != "http") {
    return "webhooks are sent by http, not " + url.scheme;
  }
  if (has_control(url.target) || has_control(url.host) ||
      url.target.find(' ') != std::string::npos) {
    return "the URL holds a space or a control character";
  }
  if (has_control(profile.user_agent)) {
    return "the user agent holds a control character";
  }
  const auto schemes = signing_schemes();
  if (std::find(schemes.begin(), schemes.end(), profile.signing.scheme) == schemes.end()) {
    return "unknown signing scheme " + profile.signing.scheme;
  }
  if (profile.signing.scheme != "none" && !is_header_name(profile.signing.header)) {
    return "the signature's header is not a header name";
  }
  return {};
}

}  // namespace rkmock::webhooks
