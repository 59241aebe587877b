#include "mockserver/webhooks/wire.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "rkmock/clock.hpp"

#include "core/hash.hpp"
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

/// The message's id in the form of a UUID, for senders whose ids look so.
std::string uuid_of(std::string_view id) {
  const std::string hex = sha256_hex(id);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20, 12);
}

std::string time_of(std::int64_t unix_seconds) {
  return format_rfc3339(PayloadTime(std::chrono::seconds(unix_seconds)));
}

struct Placeholder {
  std::string_view word;
  std::string (*text)(const Message& message);
};

constexpr std::array<Placeholder, 6> placeholders = {{
    {"id", [](const Message& message) { return std::string(message.id); }},
    {"uuid", [](const Message& message) { return uuid_of(message.id); }},
    {"type", [](const Message& message) { return std::string(message.type); }},
    // Empty in the first attempt, so that its header is not sent.
    {"retry",
     [](const Message& message) {
       return message.attempt > 1 ? std::to_string(message.attempt - 1) : std::string();
     }},
    {"timestamp", [](const Message& message) { return std::to_string(message.timestamp); }},
    {"first_sent", [](const Message& message) { return time_of(message.first_sent); }},
}};

const Placeholder* find_placeholder(std::string_view word) {
  const auto* const found =
      std::find_if(placeholders.begin(), placeholders.end(), [&](const Placeholder& one) {
        return one.word == word;
      });
  return found == placeholders.end() ? nullptr : found;
}

/// Calls `literal` and `placeholder` for the parts of a template, in order.
template <class Literal, class Word>
void for_each_part(std::string_view text, Literal literal, Word word) {
  while (!text.empty()) {
    const std::size_t open = text.find("{{");
    const std::size_t close = text.find("}}", std::min(open, text.size()));
    literal(text.substr(0, close == std::string_view::npos ? text.size() : open));
    if (close == std::string_view::npos) {
      return;
    }
    word(text.substr(open + 2, close - open - 2));
    text.remove_prefix(close + 2);
  }
}

std::string fill(std::string_view value, const Message& message) {
  std::string filled;
  for_each_part(
      value,
      [&](std::string_view literal) { filled += literal; },
      [&](std::string_view word) { filled += find_placeholder(word)->text(message); }
  );
  return filled;
}

}  // namespace

std::string message_id(
    std::string_view event, std::string_view subscription, std::string_view body
) {
  std::string content(event);
  content.append(1, '\n').append(subscription).append(1, '\n').append(body);
  return "msg_" + sha256_hex(content).substr(0, 24);
}

WireRequest build_request(const Url& url, const SenderProfile& profile, const Message& message) {
  WireRequest request;
  request.headers.emplace_back("Host", url.authority());
  if (!profile.user_agent.empty()) {
    request.headers.emplace_back("User-Agent", profile.user_agent);
  }
  request.headers.emplace_back("Content-Type", "application/json");
  request.headers.emplace_back("Content-Length", std::to_string(message.body.size()));
  request.headers.emplace_back("Connection", "keep-alive");
  for (const auto& [name, value] : profile.headers) {
    if (std::string filled = fill(value, message); !filled.empty()) {
      request.headers.emplace_back(name, std::move(filled));
    }
  }
  for (auto& header :
       sign(profile.signing, {message.id, message.timestamp, message.url, message.body})) {
    request.headers.push_back(std::move(header));
  }
  request.bytes = "POST " + url.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : request.headers) {
    request.bytes += name + ": " + value + "\r\n";
  }
  request.bytes += "\r\n";
  request.bytes += message.body;
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
  for (const auto& [name, value] : profile.headers) {
    if (!is_header_name(name) || has_control(value)) {
      return "the header `" + name + "` cannot be written";
    }
  }
  if (std::string problem = signing_problem(profile.signing); !problem.empty()) {
    return problem;
  }
  if (profile.signing.scheme != "none" && !is_header_name(signature_header(profile.signing))) {
    return "the signature's header is not a header name";
  }
  return {};
}

std::string template_problem(std::string_view value) {
  std::string problem;
  for_each_part(
      value,
      [](std::string_view /*literal*/) {},
      [&](std::string_view word) {
        if (find_placeholder(word) == nullptr && problem.empty()) {
          problem = "{{" + std::string(word) + "}} stands for nothing";
        }
      }
  );
  return problem;
}

}  // namespace rkmock::webhooks
