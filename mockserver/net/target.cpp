#include "mockserver/net/target.hpp"

#include <algorithm>
#include <utility>

namespace rkmock::net {

namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int high = text[at] == '%' && at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
    const int low = high >= 0 ? hex_value(text[at + 2]) : -1;
    if (low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      at += 2;
    } else {
      decoded += text[at] == '+' && plus_is_space ? ' ' : text[at];
    }
  }
  return decoded;
}

/// Of an absolute URL what follows its authority.
std::string_view without_origin(std::string_view target) {
  if (target.front() != '/' && target != "*") {
    const std::size_t end = target.find_first_of("/?", target.find("//") + 2);
    target.remove_prefix(std::min(end, target.size()));
  }
  return target;
}

}  // namespace

Target read_target(std::string_view target) {
  target = without_origin(target);
  const std::size_t mark = std::min(target.find('?'), target.size());
  Target read{mark == 0 ? "/" : decode(target.substr(0, mark), false), {}};
  std::string_view rest = target.substr(std::min(mark + 1, target.size()));
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (!pair.empty()) {
      read.query.emplace(
          decode(pair.substr(0, equals), true),
          decode(pair.substr(std::min(equals + 1, pair.size())), true)
      );
    }
  }
  return read;
}

}  // namespace rkmock::net
