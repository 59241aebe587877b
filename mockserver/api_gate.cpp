#include "mockserver/api_gate.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <variant>

#include "core/ascii.hpp"
#include "mockserver/api/api.hpp"
#include "mockserver/api/cors.hpp"

namespace rkmock::mockserver {

namespace {

using bookings::ApiError;
using bookings::ErrorCode;
using bookings::make_error;

constexpr std::size_t max_journalled_body = 4 * 1024;

/// The scenario's step that a request says it comes from; 0 when it says none.
int step_of(const net::Request& request) {
  const std::string_view word = request.header("X-Rkmock-Step").value_or("");
  int step = 0;
  const char* const end = word.data() + word.size();
  const auto [stopped, problem] = std::from_chars(word.data(), end, step);
  return problem == std::errc() && stopped == end ? std::max(step, 0) : 0;
}

std::string header_of(const net::Response& response, std::string_view name) {
  const auto found =
      std::find_if(response.headers.begin(), response.headers.end(), [&](const auto& header) {
        return same_word(header.first, name);
      });
  return found == response.headers.end() ? std::string() : found->second;
}

/// `store`: the account's own, or what it was.
net::Response ask_api(
    const net::Request& request, Dialect dialect, Account& account, bookings::Store& store
) {
  api::ApiAnswer answered = api::handle(request, dialect, store);
  if (!answered.bug.empty()) {
    account.journal()->append(event::HarnessError{answered.bug});
  }
  const auto name = request.header("X-Rkmock-Booking");
  for (const bookings::BookingChange& change : answered.changes) {
    if (name && change.kind == bookings::BookingChange::Kind::create) {
      account.name_booking(change.after.id, std::string(*name));
    }
    account.apply(change);
  }
  return std::move(answered.response);
}

}  // namespace

ApiGate::Caller ApiGate::identify(const net::Request& request) {
  auto token = api::authenticate(request);
  if (auto* error = std::get_if<ApiError>(&token)) {
    return {nullptr, std::move(*error)};
  }
  Account* const account = accounts_.find_by_key(std::get<std::string>(token), request.path);
  if (account == nullptr) {
    return {nullptr, make_error(ErrorCode::invalid_api_key)};
  }
  const ApiSetup& setup = account->setup().api;
  if (setup.revoked) {
    return {account, make_error(ErrorCode::invalid_api_key, "API key revoked")};
  }
  if (!api::origin_fits(request, setup.domain)) {
    return {account, make_error(ErrorCode::origin_not_allowed)};
  }
  return {account, std::nullopt};
}

ApiGate::Caller ApiGate::admit(const net::Request& request) {
  Caller caller = identify(request);
  const bool counts = caller.account != nullptr && !caller.account->setup().api.revoked &&
                      request.method != "OPTIONS";
  if (counts) {
    caller.rate = caller.account->rate_limiter().ask(clock_.monotonic_now(), clock_.wall_now());
  }
  if (caller.rate && caller.rate->refused) {
    caller.refused = caller.rate->refused;
  }
  return caller;
}

Dialect ApiGate::dialect_for(const Caller& caller) {
  const Account* const account =
      caller.account != nullptr ? caller.account : accounts_.fallback("");
  return account != nullptr ? account->setup().api.dialect : dialect_;
}

net::Response ApiGate::refuse(int status, const std::string& code, const std::string& message) {
  return api::to_response({status, code, message, {}}, dialect_for({}));
}

net::Response ApiGate::answer(const net::Request& request, const Caller& caller) {
  const Dialect dialect = dialect_for(caller);
  if (caller.rate && caller.rate->refused) {
    return api::to_response(*caller.rate->refused, dialect);
  }
  if (auto open = api::answer_without_account(request, dialect)) {
    return std::move(*open);
  }
  if (caller.refused) {
    return api::to_response(*caller.refused, dialect);
  }
  return ask_api(request, dialect, *caller.account, caller.account->store());
}

api_faults::StruckAnswer ApiGate::answer_through_faults(
    const net::Request& request, const Caller& caller, const api_faults::Strike& strike
) {
  const Dialect dialect = dialect_for(caller);
  return api_faults::answer(strike, dialect, [&](api_faults::State state) {
    return state == api_faults::State::present ? answer(request, caller)
                                               : ask_api(
                                                     request,
                                                     dialect,
                                                     *caller.account,
                                                     *caller.account->store().before_last_changes()
                                                 );
  });
}

net::Response ApiGate::answer(const net::Request& request) {
  const Caller caller = admit(request);
  if (caller.account == nullptr) {
    net::Response response = answer(request, caller);
    api::add_cors(request, response);
    return response;
  }
  Journal& journal = *caller.account->journal();
  const Nanos started = journal.now();
  event::ApiRequest said{
      request.method, request.target, 0, request.body.substr(0, max_journalled_body), "", {}};
  said.step = step_of(request);
  bool made = true;
  net::Response response;
  const auto strike =
      caller.refused ? std::nullopt : caller.account->api_faults().strike(request, started);
  if (strike) {
    auto struck = answer_through_faults(request, caller, *strike);
    response = std::move(struck.response);
    made = struck.made;
    said.fault = std::move(struck.applied);
  } else {
    response = answer(request, caller);
  }
  api::add_cors(request, response);
  if (caller.rate) {
    api::add_rate_headers(*caller.rate, response);
  }
  said.status = made ? response.status : 0;
  said.response_body = response.body.substr(0, max_journalled_body);
  said.retry_after = header_of(response, "Retry-After");
  said.took = journal.now() - started;
  journal.append(std::move(said));
  return response;
}

}  // namespace rkmock::mockserver
