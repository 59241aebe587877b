// `request`: which requests a fault is for.
#include "mockserver/api/routes.hpp"
#include "mockserver/api_faults/decode_parts.hpp"

namespace rkmock::api_faults {

namespace {

constexpr std::size_t longest_target = 8000;

/// Its three ways to name a path, WireMock's words.
const Fields::Words path_keys = {"url", "urlPath", "urlPathTemplate"};

Fields::Words known_paths() {
  Fields::Words paths;
  for (const api::Route& route : api::routes()) {
    if (paths.empty() || paths.back() != route.path) {
      paths.emplace_back(route.path);
    }
  }
  return paths;
}

/// A path that the template fits: `/v1/bookings/1` of `/v1/bookings/{id}`.
std::string example_of(const std::string& path) {
  std::string example;
  for (std::size_t at = 0; at < path.size(); ++at) {
    const std::size_t end = path[at] == '{' ? path.find('}', at) : std::string::npos;
    if (end == std::string::npos) {
      example += path[at];
    } else {
      example += '1';
      at = end;
    }
  }
  return example;
}

void check_route(const Fields& request, const std::string& path_key, const std::string& path) {
  const auto method = request.text("method", longest_target).value_or("ANY");
  const std::string example = example_of(path.substr(0, path.find('?')));
  const std::string methods = api::methods_of(example);
  if (methods.empty()) {
    const Fields::Words known = known_paths();
    request.refuse(
        path_key,
        "no request to this path is ever answered by /v1",
        "a path of the API, such as /v1/bookings or /v1/bookings/{id}",
        did_you_mean(path, known)
    );
  } else if (method != "ANY" && api::find_route(method, example).route == nullptr) {
    request.refuse(
        "method", "`" + path + "` is never asked with this method", "ANY, or of " + methods
    );
  }
}

}  // namespace

void decode_request(const Fields& request, RequestMatch& match) {
  request.allow_only({"method", "url", "urlPath", "urlPathTemplate"});
  const auto method = request.word("method", {"ANY", "GET", "HEAD", "POST", "PATCH", "DELETE"});
  match.method = method.value_or("ANY") == "ANY" ? "" : *method;
  std::string first;
  for (const std::string& key : path_keys) {
    const auto path = request.text(key, longest_target);
    if (!path) {
      continue;
    }
    if (!first.empty()) {
      request.refuse(key, "there is `" + first + "` already", "one of the two");
      continue;
    }
    first = key;
    (key == "url" ? match.target : match.path) = *path;
    if (key == "urlPath" && path->find('{') != std::string::npos) {
      request.refuse(
          key, "`urlPath` is taken as written", "`urlPathTemplate` for a path with `{id}`"
      );
    } else if (!request.has("method") || method) {
      check_route(request, key, *path);
    }
  }
}

}  // namespace rkmock::api_faults
