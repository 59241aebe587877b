#pragma once
// The table of routes: what /v1 answers to, and who answers.
//
// Values; any thread. The one list: routing, 405's Allow and documents made from it read it here.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

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

struct Route {
  std::string_view method;
  std::string_view path;  ///< `{id}` stands for one segment, an integer
  std::variant<AccountHandler, OpenHandler> handler;
  std::string_view summary;
};

[[nodiscard]] std::span<const Route> routes();

/// Which route a request is for.
struct Match {
  const Route* route = nullptr;  ///< null when no path fits, or only with other methods
  std::string allow;  ///< the methods of the path, `GET, HEAD, PATCH, OPTIONS`; empty: unknown path
  std::string id;     ///< the text that stood for {id}
};

/// HEAD is for whom GET is for. OPTIONS has no route: every path that is known answers to it.
[[nodiscard]] Match find_route(std::string_view method, std::string_view path);

}  // namespace rkmock::api
