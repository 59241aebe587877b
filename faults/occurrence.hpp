#pragma once
// Which of the calls that a fault is for it strikes: the third, every fifth, a share of them.
//
// Value; any thread.
#include <cstdint>
#include <limits>
#include <string_view>

#include "rkmock/random.hpp"

#include "faults/fields.hpp"

namespace rkmock::faults {

/// Calls count from 1.
struct Occurrence {
  static constexpr std::int64_t no_end = std::numeric_limits<std::int64_t>::max();

  std::int64_t from = 1;  ///< the first call
  std::int64_t to = no_end;
  std::int64_t every = 1;  ///< only calls that it divides
  std::int64_t times = no_end;
  double share = 1;  ///< of the calls that are left, by dice; 0 … 1
  bool operator==(const Occurrence&) const = default;

  /// Whether it strikes this call, having struck `applied` before. `rule` keys the dice.
  [[nodiscard]] bool strikes(
      std::int64_t call, std::int64_t applied, const Dice& dice, std::string_view rule
  ) const;
};

/// `nth`, `from`, `to`, `every`, `times` and `share` of a `when`.
void decode_occurrence(const Fields& when, Occurrence& occurrence);

}  // namespace rkmock::faults
