#include "mockserver/api_faults/answer.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "mockserver/api/api.hpp"

namespace rkmock::api_faults {

namespace {

/// What the vendor documents for the status, or ours where it documents nothing.
bookings::ApiError error_of(const Reply& reply, int status) {
  bookings::ApiError error{status, "", "An error made by a fault that is armed at this mock", {}};
  const auto table = bookings::error_table();
  const auto row = std::find_if(table.begin(), table.end(), [&](const bookings::ErrorRow& entry) {
    return entry.status == status;
  });
  if (row != table.end()) {
    error.code = row->name;
    error.message = row->message;
  }
  error.retry_after = reply.retry_after;
  return error;
}

/// Replaces what the fault gives. A later answer of the same name takes the place of the earlier.
void replace(const Reply& reply, Dialect dialect, net::Response& response) {
  if (reply.status) {
    const int status = *reply.status;
    response = {};
    if (status >= 400 && !reply.body) {
      response = api::to_response(error_of(reply, status), dialect);
    } else if (reply.retry_after) {
      response.headers.emplace_back("Retry-After", std::to_string(*reply.retry_after));
    }
    response.status = status;
  }
  if (reply.body) {
    response.body = *reply.body;
    response.content_type = reply.content_type;
  }
  for (const auto& header : reply.headers) {
    std::erase_if(response.headers, [&](const auto& own) { return own.first == header.first; });
    response.headers.push_back(header);
  }
}

std::vector<std::string> actions_of(const Reply& reply, Nanos delay) {
  std::vector<std::string> actions;
  const auto add = [&](bool done, std::string_view name) {
    if (done) {
      actions.emplace_back(name);
    }
  };
  add(delay > Nanos{}, "delay");
  add(reply.status.has_value(), "status");
  add(reply.body.has_value(), "body");
  add(!reply.headers.empty(), "headers");
  add(reply.dribble.has_value(), "dribble");
  add(reply.kind.has_value(), reply.kind ? row_of(*reply.kind).name : "");
  return actions;
}

}  // namespace

StruckAnswer answer(
    const Strike& strike, Dialect dialect, const std::function<net::Response(State state)>& ask
) {
  const ApiFault& fault = *strike.fault;
  const Reply& reply = fault.reply;
  StruckAnswer struck;
  struck.made = fault.processed || reply.status || reply.body;
  if (fault.processed) {
    const bool stale = reply.kind == Kind::stale_read;
    struck.response = ask(stale ? State::before_last_changes : State::present);
  }
  replace(reply, dialect, struck.response);
  net::Transmission transmission{strike.delay, net::ending::Whole{}};
  if (reply.kind) {
    const auto act = row_of(*reply.kind).strike;
    transmission.ending = act(reply.settings, strike.seed, struck.response);
  }
  if (reply.dribble) {
    transmission.ending = *reply.dribble;
  }
  if (transmission != net::Transmission{}) {
    struck.response.transmission = std::make_shared<const net::Transmission>(transmission);
  }
  struck.applied = {fault.id, actions_of(reply, strike.delay), strike.delay, fault.processed};
  return struck;
}

}  // namespace rkmock::api_faults
