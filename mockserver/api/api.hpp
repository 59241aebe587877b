#pragma once
// The /v1 API as one pure function: request × store → answer and changes.
//
// Loop thread only (it changes the store). No sockets, no journal: the caller appends and sends.
// The server asks in this order, so that nobody needs a key to learn that a path is wrong:
//
//   if (auto answer = answer_without_account(request, …)) { send(*answer); }
//   else if (auto key = authenticate(request) …)          { find the account, then handle() }
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rkmock/api_setup.hpp"

#include "mockserver/bookings/store.hpp"
#include "mockserver/net/message.hpp"

namespace rkmock::api {

struct ApiAnswer {
  net::Response response;
  std::vector<bookings::BookingChange> changes;  ///< in order; each raises a webhook event
  std::string bug;  ///< a bug of ours behind a 500, to be journalled; empty when there was none
};

/// What is answered to anybody: health, OPTIONS, unknown paths (404), wrong methods (405). Empty
/// for a request that needs an account. Never throws.
[[nodiscard]] std::optional<net::Response> answer_without_account(
    const net::Request& request, Dialect dialect
);

/// Answers one request to /v1 for an account that the caller has found by its key, also what
/// answer_without_account() would. Never throws.
[[nodiscard]] ApiAnswer handle(
    const net::Request& request, Dialect dialect, bookings::Store& store
);

/// RFC 6750's token alphabet, in which keys are written; the vendor's are within it.
[[nodiscard]] bool is_token(std::string_view text);

/// The bearer token of a request, or the documented 401. Whether the token is a key that exists
/// is for the caller: if not, ErrorCode::invalid_api_key.
[[nodiscard]] std::variant<std::string, bookings::ApiError> authenticate(const net::Request& request
);

/// An ApiError in the dialect's envelope.
[[nodiscard]] net::Response to_response(const bookings::ApiError& error, Dialect dialect);

}  // namespace rkmock::api
