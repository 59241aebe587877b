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
  bool together = false;     ///< copies are released at a barrier
  bool overlapping = false;  ///< each copy is due when the one before it has been written
  Nanos gap{};               ///< between the end of one copy and the start of the next
  Nanos late{};              ///< the same on the sending clock
  Nanos delay{};             ///< before the first is due
  bool drop = false;
  std::vector<Action> actions;  ///< what it was composed of, for the journal
  bool operator==(const Plan&) const = default;
};

/// Asks each fault in order and composes what they answer.
[[nodiscard]] Plan make_plan(
    const Exchange& exchange, const std::vector<FaultPointer>& faults, const Dice& dice
);

/// The actions on one attempt of one copy, in the order of the plan.
[[nodiscard]] std::vector<Action> actions_on(const Plan& plan, int copy, int attempt);

/// The waits before attempt 2, 3 …: the profile's, with jitter drawn for this delivery.
[[nodiscard]] std::vector<Nanos> retry_waits(
    const SenderProfile& profile, const std::string& delivery, const Dice& dice
);

/// Every fault there is, in the order in which they are asked.
[[nodiscard]] FaultTable table();

/// Decodes a scenario's `deliver`: a map, or a list of maps (JSON text). Unknown keys and bad
/// values become problems.
[[nodiscard]] std::vector<FaultPointer> decode(
    const std::string& deliver, std::vector<ParameterError>& problems
);

}  // namespace rkmock::faults
