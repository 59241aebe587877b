#pragma once
// From a webhook event and its faults to the deliveries that will be made.
//
// Pure; any thread. Actions compose: a delayed, copied delivery that loses its first ack.
#include <string>
#include <vector>

#include "rkmock/fault.hpp"
#include "rkmock/sender.hpp"

namespace rkmock::faults {

/// What an event becomes at one subscription.
struct Plan {
  int copies = 1;
  bool together = false;  ///< copies are released at a barrier
  Nanos gap{};            ///< between the end of one copy and the start of the next
  Nanos delay{};          ///< before the first is due
  bool drop = false;
  int lose_acks = 0;            ///< on the first so many attempts of each copy
  std::vector<Action> actions;  ///< what it was composed of, for the journal
  bool operator==(const Plan&) const = default;
};

/// Asks each fault in order and composes what they answer.
[[nodiscard]] Plan make_plan(
    const Exchange& exchange, const std::vector<FaultPointer>& faults, const Dice& dice
);

/// The waits before attempt 2, 3 …: the profile's, with jitter drawn for this delivery.
[[nodiscard]] std::vector<Nanos> retry_waits(
    const SenderProfile& profile, const std::string& delivery, const Dice& dice
);

/// Every fault there is, in the order in which they are asked.
[[nodiscard]] FaultTable table();

/// Decodes a scenario's `deliver` map (JSON text). Unknown keys and bad values become problems.
[[nodiscard]] std::vector<FaultPointer> decode(
    const std::string& deliver, std::vector<ParameterError>& problems
);

}  // namespace rkmock::faults
