#pragma once
// Browsers and /v1: which pages may call it, and what a preflight is told. Pure; any thread.
#include <string>
#include <string_view>

#include "mockserver/net/message.hpp"

namespace rkmock::api {

/// Whether the request's Origin is of the domain that its key is bound to; see ApiSetup::domain.
[[nodiscard]] bool origin_fits(const net::Request& request, std::string_view domain);

/// Whether a key can be bound to it: a host without scheme or port, or a whole origin.
[[nodiscard]] bool is_domain(std::string_view text);

/// The answer to OPTIONS on a path with these methods: 204 with `Allow`, and to a browser's
/// preflight what it may send.
[[nodiscard]] net::Response options_response(const net::Request& request, std::string allow);

/// Lets a page of any origin read the answer. Nothing when the request names no origin.
void add_cors(const net::Request& request, net::Response& response);

}  // namespace rkmock::api
