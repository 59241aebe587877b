#include "core/http_match.hpp"

#include <string>

namespace rkmock {

bool is_status(std::string_view text) {
  constexpr std::size_t length = 3;
  if (text.size() != length || text[0] < '1' || text[0] > '5') {
    return false;
  }
  const std::string_view rest = text.substr(1);
  return rest == "xx" || rest.find_first_not_of("0123456789") == std::string_view::npos;
}

bool fits_status(std::string_view wanted, int status) {
  const std::string is = std::to_string(status);
  return wanted == is || (status != 0 && wanted.substr(1) == "xx" && wanted[0] == is[0]);
}

bool fits_path(std::string_view pattern, std::string_view target) {
  if (pattern.find('?') == std::string_view::npos) {
    target = target.substr(0, target.find('?'));
  }
  if (pattern.ends_with('*')) {
    return target.starts_with(pattern.substr(0, pattern.size() - 1));
  }
  return pattern.empty() || pattern == target;
}

}  // namespace rkmock
