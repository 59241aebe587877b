#include "rkmock/random.hpp"

#include <array>

namespace rkmock {
namespace {

// Frozen: tests/unit/core/random_test.cpp holds this to values written down.
constexpr std::uint64_t fnv_offset = 0xCBF29CE484222325U;
constexpr std::uint64_t fnv_prime = 0x100000001B3U;

std::uint64_t add_byte(std::uint64_t hash, std::uint64_t byte) {
  return (hash ^ (byte & 0xFF)) * fnv_prime;
}

/// What add_byte() multiplies by in so many calls.
constexpr std::array<std::uint64_t, 9> powers = [] {
  std::array<std::uint64_t, 9> table{1};
  for (std::size_t i = 1; i < table.size(); ++i) {
    table.at(i) = table.at(i - 1) * fnv_prime;
  }
  return table;
}();

/// All eight bytes, the lowest first. Numbers here are small: the zero bytes at their end, which
/// only multiply, are added in one go.
std::uint64_t add_number(std::uint64_t hash, std::uint64_t number) {
  std::size_t left = 8;
  for (; number != 0; number >>= 8) {
    hash = add_byte(hash, number);
    --left;
  }
  return hash * powers.at(left);
}

/// The length goes in too, so that ("ab", "c") and ("a", "bc") are different keys.
std::uint64_t add_text(std::uint64_t hash, std::string_view text) {
  hash = add_number(hash, text.size());
  for (const char c : text) {
    hash = add_byte(hash, static_cast<unsigned char>(c));
  }
  return hash;
}

std::uint64_t splitmix64(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

}  // namespace

std::uint64_t Dice::draw(std::string_view rule, std::string_view exchange, std::string_view purpose)
    const {
  std::uint64_t hash = add_number(fnv_offset, seed_);
  hash = add_text(hash, rule);
  hash = add_text(hash, exchange);
  hash = add_text(hash, purpose);
  return splitmix64(hash);
}

double Dice::fraction(std::string_view rule, std::string_view exchange, std::string_view purpose)
    const {
  constexpr double two_to_minus_53 = 1.0 / 9007199254740992.0;
  return static_cast<double>(draw(rule, exchange, purpose) >> 11) * two_to_minus_53;
}

}  // namespace rkmock
