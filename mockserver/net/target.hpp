#pragma once
// A request's target read: its path and its query, decoded. Pure; any thread.
#include <map>
#include <string>
#include <string_view>

namespace rkmock::net {

struct Target {
  std::string path;                               ///< percent-decoded; `/` when there is none
  std::multimap<std::string, std::string> query;  ///< in their order where names are equal
};

/// `/path?query`, `http://host/path?query` or `*`, as framing lets them through. Everything can be
/// read: a `%` that is no escape stands for itself, a name without a value has an empty one, and
/// further `?` and `=` are parts of the value. In a query `+` is a space.
[[nodiscard]] Target read_target(std::string_view target);

}  // namespace rkmock::net
