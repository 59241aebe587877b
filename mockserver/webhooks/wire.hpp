#pragma once
// The bytes of a delivery: an HTTP/1.1 POST, headers in a fixed order. Pure; any thread.
#include <cstdint>
#include <string>
#include <string_view>

#include "rkmock/event.hpp"
#include "rkmock/sender.hpp"

#include "core/url.hpp"

namespace rkmock::webhooks {

/// What one attempt tells. References must outlive it.
struct Message {
  std::string_view id;          ///< equal in every copy and attempt, see message_id()
  std::string_view type;        ///< `bookings.create`
  int attempt = 1;              ///< from 1
  std::int64_t timestamp = 0;   ///< Unix seconds, of this attempt or (restamp off) of the first
  std::int64_t first_sent = 0;  ///< Unix seconds, of the first attempt
  std::string_view url;         ///< as subscribed
  std::string_view body;
};

struct WireRequest {
  std::string bytes;
  Headers headers;  ///< as they stand in `bytes`
};

/// `msg_` and 24 hex digits, a function of its arguments: another subscription or another body is
/// another message, the same one sent again is the same.
[[nodiscard]] std::string message_id(
    std::string_view event, std::string_view subscription, std::string_view body
);

/// Requires: unsendable() is empty.
[[nodiscard]] WireRequest build_request(
    const Url& url, const SenderProfile& profile, const Message& message
);

/// Why no request can be written from these: another scheme than http, a line break in a header
/// or a URL, a secret that is none. In words, empty when one can.
[[nodiscard]] std::string unsendable(const Url& url, const SenderProfile& profile);

/// Why it is no template of a header's value: a `{{word}}` that stands for nothing. In words, empty
/// when all is well.
[[nodiscard]] std::string template_problem(std::string_view value);

}  // namespace rkmock::webhooks
