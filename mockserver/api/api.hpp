#pragma once
// The /v1 API as one pure function: request × store → answer and changes.
//
// Loop thread only (it changes the store). No sockets, no journal: the caller appends and sends.
#include <string>
#include <vector>

#include "mockserver/bookings/store.hpp"
#include "mockserver/net/message.hpp"

namespace rkmock::api {

struct ApiAnswer {
  net::Response response;
  std::vector<bookings::BookingChange> changes;  ///< in order; each raises a webhook event
};

/// Answers one request to /v1 for an account that the caller has found by its key. Never throws.
[[nodiscard]] ApiAnswer handle(const net::Request& request, bookings::Store& store);

/// The bearer token of a request, or the documented 401.
[[nodiscard]] std::variant<std::string, bookings::ApiError> authenticate(const net::Request& request
);

/// An ApiError in the dialect's envelope.
[[nodiscard]] net::Response to_response(const bookings::ApiError& error);

}  // namespace rkmock::api
