#include "core/size.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace rkmock {
namespace {

struct Unit {
  std::string_view name;
  std::uint64_t bytes;
};

constexpr std::array<Unit, 5> units{{
    {"", 1},
    {"B", 1},
    {"KB", 1ULL << 10},
    {"MB", 1ULL << 20},
    {"GB", 1ULL << 30},
}};

constexpr std::uint64_t largest = 1ULL << 40;

bool same_unit(std::string_view written, std::string_view name) {
  return std::equal(
      written.begin(),
      written.end(),
      name.begin(),
      name.end(),
      [](char have, char want) { return have == want || have == want - 'A' + 'a'; }
  );
}

}  // namespace

std::optional<std::size_t> parse_size(std::string_view text) {
  std::uint64_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, count);
  if (error != std::errc()) {
    return std::nullopt;
  }
  for (const Unit& unit : units) {
    if (same_unit({rest, end}, unit.name)) {
      return count <= largest / unit.bytes ? std::optional<std::size_t>(count * unit.bytes)
                                           : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace rkmock
