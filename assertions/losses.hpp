#pragma once
// Which webhook events left no trace in the receiver.
//
// Value over a History and its attributions, which must outlive it; any thread.
#include <string>
#include <vector>

#include "rkmock/history.hpp"

#include "assertions/effects.hpp"
#include "assertions/states.hpp"

namespace rkmock::assertions {

/// An acknowledged event of which something is missing.
struct Loss {
  const WebhookEvent* event = nullptr;
  const event::BookingVersion* booking = nullptr;
  std::string missing;   ///< `effect "email"`, or what is wrong with the state
  std::string effect{};  ///< the name of the effect; empty when seen by the state
};

/// What became of the events of a run.
struct Losses {
  std::vector<const WebhookEvent*> unacknowledged;
  std::vector<const WebhookEvent*> unsent;
  std::vector<Loss> losses;
  std::size_t shown = 0;       ///< acknowledged, and its effect or state was seen
  std::size_t superseded = 0;  ///< acknowledged, and made obsolete by a newer one
  std::size_t unknown = 0;     ///< acknowledged, but the channels do not say
  std::size_t drops = 0;
};

/// By the given effects; by the receiver's state when there are none.
[[nodiscard]] Losses find_losses(
    const History& history, const std::vector<Attribution>& attributions, Probes probes
);

}  // namespace rkmock::assertions
