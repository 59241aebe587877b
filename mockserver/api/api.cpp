#include "mockserver/api/api.hpp"

#include <algorithm>
#include <exception>

#include "mockserver/api/cors.hpp"
#include "mockserver/api/input.hpp"
#include "mockserver/api/routes.hpp"

namespace rkmock::api {

namespace {

using bookings::ErrorCode;
using bookings::make_error;

net::Response unmatched(const net::Request& request, Dialect dialect) {
  std::string allow = methods_of(request.path);
  if (allow.empty()) {
    return to_response(make_error(ErrorCode::resource_not_found), dialect);
  }
  if (request.method == "OPTIONS") {
    return options_response(request, std::move(allow));
  }
  net::Response response = to_response(make_error(ErrorCode::method_not_allowed), dialect);
  response.headers.emplace_back("Allow", std::move(allow));
  return response;
}

/// The call, or why the path's {id} is none.
std::variant<Call, bookings::ApiError> call_of(
    const net::Request& request, Dialect dialect, const Match& match
) {
  if (match.id.empty()) {
    return Call{request, dialect, 0};
  }
  const auto id = parse_integer(match.id);
  if (!id) {
    bookings::FieldProblems problems;
    problems.bad("id", "must be an integer");
    return problems.to_error();
  }
  return Call{request, dialect, *id};
}

ApiAnswer dispatch(const net::Request& request, Dialect dialect, bookings::Store& store) {
  const Match match = find_route(request.method, request.path);
  if (match.route == nullptr) {
    return {unmatched(request, dialect), {}, {}};
  }
  const auto call = call_of(request, dialect, match);
  if (const auto* error = std::get_if<bookings::ApiError>(&call)) {
    return {to_response(*error, dialect), {}, {}};
  }
  if (const auto* open = std::get_if<OpenHandler>(&match.route->handler)) {
    return {(*open)(std::get<Call>(call)), {}, {}};
  }
  return std::get<AccountHandler>(match.route->handler)(std::get<Call>(call), store);
}

bool is_bearer(std::string_view scheme) {
  constexpr std::string_view bearer = "bearer";
  return std::equal(
      scheme.begin(),
      scheme.end(),
      bearer.begin(),
      bearer.end(),
      [](char have, char want) { return have == want || have == want - 'a' + 'A'; }
  );
}

}  // namespace

std::optional<net::Response> answer_without_account(const net::Request& request, Dialect dialect) {
  const Match match = find_route(request.method, request.path);
  if (match.route == nullptr) {
    return unmatched(request, dialect);
  }
  const auto* const open = std::get_if<OpenHandler>(&match.route->handler);
  return open == nullptr ? std::nullopt : std::optional((*open)(Call{request, dialect, 0}));
}

ApiAnswer handle(const net::Request& request, Dialect dialect, bookings::Store& store) {
  std::string bug = "an exception of an unknown type";
  try {
    return dispatch(request, dialect, store);
  } catch (const std::exception& error) {
    bug = error.what();
  } catch (...) {  // NOLINT(bugprone-empty-catch): `bug` says so already
  }
  ApiAnswer answer{to_response(make_error(ErrorCode::internal_error), dialect), {}, {}};
  answer.bug = request.method + " " + request.path + ": " + bug;
  return answer;
}

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view("-._~+/=").find(c) != std::string_view::npos;
  });
}

std::variant<std::string, bookings::ApiError> authenticate(const net::Request& request) {
  const auto header = request.header("Authorization");
  if (!header) {
    return make_error(ErrorCode::authentication_required);
  }
  const std::size_t space = header->find(' ');
  const std::string_view scheme = header->substr(0, space);
  const std::size_t start = header->find_first_not_of(' ', scheme.size());
  const std::string_view token =
      start == std::string_view::npos ? std::string_view() : header->substr(start);
  if (!is_bearer(scheme) || !is_token(token)) {
    return make_error(ErrorCode::authorization_header_malformed);
  }
  return std::string(token);
}

}  // namespace rkmock::api
