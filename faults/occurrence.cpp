#include "faults/occurrence.hpp"

#include <string>

namespace rkmock::faults {

bool Occurrence::strikes(
    std::int64_t call, std::int64_t applied, const Dice& dice, std::string_view rule
) const {
  return call >= from && call <= to && call % every == 0 && applied < times &&
         (share >= 1 || dice.fraction(rule, std::to_string(call), "share") < share);
}

void decode_occurrence(const Fields& when, Occurrence& occurrence) {
  constexpr std::int64_t most = 1'000'000'000;
  const auto nth = when.whole("nth", 1, most);
  occurrence.from = nth.value_or(when.whole("from", 1, most).value_or(1));
  occurrence.to = nth.value_or(when.whole("to", 1, most).value_or(Occurrence::no_end));
  for (const char* key : {"from", "to"}) {
    if (nth && when.has(key)) {
      when.refuse(key, "`nth` is one call and no window", "either `nth` or `from` and `to`");
    }
  }
  if (occurrence.to < occurrence.from) {
    when.refuse("to", "`to` is before `from`", "at least `from`");
  }
  occurrence.every = when.whole("every", 1, most).value_or(1);
  occurrence.times = when.whole("times", 1, most).value_or(Occurrence::no_end);
  occurrence.share = when.number("share", 0, 1).value_or(1);
  if (occurrence.share == 0) {
    when.refuse("share", "a share of 0 never strikes", "a number above 0, such as 0.2");
  }
}

}  // namespace rkmock::faults
