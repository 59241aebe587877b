#pragma once
// The table of routes: what /v1 answers to, who answers, and what is published about it.
//
// Values; any thread. The one list: routing, 405's Allow and the OpenAPI document read it here.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "mockserver/api/api.hpp"

namespace rkmock::api {

/// A request that a route claimed.
struct Call {
  const net::Request& request;
  Dialect dialect = Dialect::docs;
  std::int64_t id = 0;  ///< what stood for {id} in the path; 0 in a path without
};

using AccountHandler = ApiAnswer (*)(const Call& call, bookings::Store& store);
/// Needs neither a key nor a store.
using OpenHandler = net::Response (*)(const Call& call);

/// What the OpenAPI document says of a route. Names of schemas and parameters are those of
/// openapi_schemas.cpp.
struct Description {
  std::string_view operation;           ///< operationId
  std::vector<std::string_view> query;  ///< parameters, `!` behind one that is required
  std::string_view body;    ///< schema, `?` behind it where none is needed; empty: not looked at
  int status = 200;         ///< of a success
  std::string_view answer;  ///< schema of its `data`, `[]` behind it for an array
  std::vector<bookings::ErrorCode> errors;  ///< beside those that follow from all of the above
};

struct Route {
  std::string_view method;
  std::string_view path;  ///< `{id}` stands for one segment, an integer
  std::variant<AccountHandler, OpenHandler> handler;
  std::string_view summary;
  Description description;
};

[[nodiscard]] std::span<const Route> routes();

/// Which route a request is for.
struct Match {
  const Route* route = nullptr;  ///< null when no path fits, or only with other methods
  std::string id;                ///< the text that stood for {id}
};

/// HEAD is for whom GET is for. OPTIONS has no route: every path that is known answers to it.
[[nodiscard]] Match find_route(std::string_view method, std::string_view path);

/// The methods that the path answers to, `GET, HEAD, PATCH, OPTIONS`; empty: an unknown path.
[[nodiscard]] std::string methods_of(std::string_view path);

}  // namespace rkmock::api
