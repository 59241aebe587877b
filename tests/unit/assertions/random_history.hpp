#pragma once
// Random histories for properties: stories that a mock could have told, and plain nonsense.
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "unit/assertions/history_builder.hpp"

namespace rkmock::assertions {

/// One change of a booking, how it was delivered, and what the receiver did. Any numbers will do.
struct Deed {
  unsigned booking = 0;
  unsigned change = 0;
  unsigned delivery = 0;
  unsigned effects = 1;
  bool named = true;  ///< effects name the version
  bool rest = false;  ///< the receiver comes to rest after it
};

void showValue(const Deed& deed, std::ostream& out);  // NOLINT: RapidCheck's name

/// Plays the deeds. Without `effects_as_told` the receiver is right: one effect for each event
/// that was acknowledged. Returns the events that were acknowledged.
std::vector<std::string> play(
    HistoryBuilder& run, const std::vector<Deed>& deeds, bool effects_as_told
);

/// Makes and plays a booking of its own, faultlessly.
void play_stranger(HistoryBuilder& run);

/// A history made of the numbers: every kind of event, names from a small pool so that some fit
/// together, instants and counts of any size.
[[nodiscard]] std::vector<EventPointer> nonsense(const std::vector<std::uint64_t>& numbers);

}  // namespace rkmock::assertions
