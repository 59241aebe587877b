#include "faults/occurrence.hpp"

#include <string>

namespace rkmock::faults {

bool Occurrence::strikes(
    std::int64_t call, std::int64_t applied, const Dice& dice, std::string_view rule
) const {
  return call >= from && call <= to && call % every == 0 && applied < times &&
         (share >= 1 || dice.fraction(rule, std::to_string(call), "share") < share);
}

}  // namespace rkmock::faults
