#pragma once
// The bytes of a delivery: an HTTP/1.1 POST, headers in a fixed order. Pure; any thread.
#include <string>
#include <string_view>

#include "rkmock/event.hpp"
#include "rkmock/sender.hpp"

#include "core/url.hpp"

namespace rkmock::webhooks {

struct WireRequest {
  std::string bytes;
  Headers headers;  ///< as they stand in `bytes`
};

/// Requires: unsendable() is empty.
[[nodiscard]] WireRequest build_request(
    const Url& url, const SenderProfile& profile, std::string_view body
);

/// Why no request can be written from these: another scheme than http, a line break in a header
/// or a URL. In words, empty when one can.
[[nodiscard]] std::string unsendable(const Url& url, const SenderProfile& profile);

}  // namespace rkmock::webhooks
