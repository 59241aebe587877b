#include "scenarios/nickname.hpp"

#include <algorithm>
#include <array>

namespace rkmock::scenarios {

namespace {

constexpr std::size_t longest_nickname = 40;

}  // namespace

bool is_nickname(std::string_view text) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const bool clean = std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  return clean && !text.empty() && text.size() <= longest_nickname && is_letter(text.front());
}

bool is_reserved(std::string_view nickname) {
  static constexpr std::array<std::string_view, 5> words = {
      "account", "booking", "index", "mock", "saved"};
  if (std::find(words.begin(), words.end(), nickname) != words.end()) {
    return true;
  }
  static constexpr std::string_view prefix = "booking-";
  return nickname.substr(0, prefix.size()) == prefix && nickname.size() > prefix.size() &&
         nickname.find_first_not_of("0123456789", prefix.size()) == std::string_view::npos;
}

}  // namespace rkmock::scenarios
