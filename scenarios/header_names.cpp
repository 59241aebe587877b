#include "scenarios/header_names.hpp"

#include <algorithm>
#include <array>

#include "core/ascii.hpp"

namespace rkmock::scenarios {

bool is_free_header(std::string_view name) {
  constexpr std::size_t longest = 100;
  static constexpr std::array<std::string_view, 5> framing = {
      "connection", "content-length", "expect", "host", "transfer-encoding"};
  static constexpr std::string_view token =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~";
  const bool frames = std::any_of(framing.begin(), framing.end(), [&](std::string_view one) {
    return same_word(one, name);
  });
  return !name.empty() && name.size() <= longest && !frames &&
         name.find_first_not_of(token) == std::string_view::npos;
}

}  // namespace rkmock::scenarios
