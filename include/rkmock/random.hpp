#pragma once
// Dice keyed by what they decide, not drawn in turn: threads may interleave, decisions stay.
//
// Values; any thread. The algorithm is ours (FNV-1a over the key, then the SplitMix64 finaliser)
// and is frozen: standard distributions differ between libraries, and the same seed must give
// the same delivery plan on every machine and in every later version.
#include <cstdint>
#include <string_view>

namespace rkmock {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : seed_(seed) {}

  [[nodiscard]] std::uint64_t seed() const { return seed_; }

  /// 64 even bits. Equal arguments give equal bits. `rule` is who asks (a fault's name),
  /// `exchange` what it decides on (a delivery id), `purpose` which question ("jitter").
  [[nodiscard]] std::uint64_t draw(
      std::string_view rule, std::string_view exchange, std::string_view purpose
  ) const;

  /// Even in [0, 1), 53 bits.
  [[nodiscard]] double fraction(
      std::string_view rule, std::string_view exchange, std::string_view purpose
  ) const;

 private:
  std::uint64_t seed_;
};

}  // namespace rkmock
