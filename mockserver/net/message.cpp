#include "mockserver/net/message.hpp"

#include "core/ascii.hpp"

namespace rkmock::net {

std::optional<std::string_view> Request::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (same_word(key, name)) {
      return value;
    }
  }
  return std::nullopt;
}

std::optional<std::string_view> Request::parameter(const std::string& name) const {
  const auto found = query.find(name);
  if (found == query.end()) {
    return std::nullopt;
  }
  return found->second;
}

}  // namespace rkmock::net
