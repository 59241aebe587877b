#pragma once
// The bytes of a delivery: an HTTP POST, headers in a fixed order, and what faults change in it.
// Pure; any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/event.hpp"
#include "rkmock/sender.hpp"

#include "core/url.hpp"

namespace rkmock::webhooks {

/// What one attempt tells. References must outlive it.
struct Message {
  std::string_view id;            ///< equal in every copy and attempt, see message_id()
  std::string_view type;          ///< `bookings.create`
  int attempt = 1;                ///< from 1
  std::int64_t timestamp = 0;     ///< Unix seconds, of this attempt or (restamp off) of the first
  std::int64_t first_sent = 0;    ///< Unix seconds, of the first attempt
  std::int64_t first_of_all = 0;  ///< Unix seconds, of the first attempt of the first copy
  std::string_view url;           ///< as subscribed
  std::string_view body;
  const Headers* headers = nullptr;  ///< more of them, or others of the same name; null: none
  bool is_signed = true;
};

struct WireRequest {
  std::string bytes;
  std::size_t head_bytes = 0;  ///< of them, up to the empty line's end
  Headers headers;             ///< as they stand in `bytes`
  /// What was changed, as to_text() words it; actions that made no difference are not here.
  std::vector<std::string> changes;
  bool spoiled = false;             ///< one of them spoils()
  std::optional<std::string> body;  ///< before it was framed; nothing when it is the message's
};

/// `msg_` and 24 hex digits, a function of its arguments: another subscription or another body is
/// another message, the same one sent again is the same.
[[nodiscard]] std::string message_id(
    std::string_view event, std::string_view subscription, std::string_view body
);

/// Whether requests carry their message's id at all. It is a hash of the whole message.
[[nodiscard]] bool tells_message_id(const SenderProfile& profile);

/// Requires: unsendable() is empty. Actions that are not about the request's bytes are left out.
[[nodiscard]] WireRequest build_request(
    const Url& url,
    const SenderProfile& profile,
    const Message& message,
    const std::vector<Action>& actions = {}
);

/// Why no request can be written from these: another scheme than http and https, a line break in a
/// header or a URL, a secret that is none. In words, empty when one can.
[[nodiscard]] std::string unsendable(const Url& url, const SenderProfile& profile);

/// Why it is no template of a header's value: a `{{word}}` that stands for nothing. In words, empty
/// when all is well.
[[nodiscard]] std::string template_problem(std::string_view value);

}  // namespace rkmock::webhooks
