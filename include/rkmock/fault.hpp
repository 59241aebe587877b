#pragma once
// Faults: policies that look at one webhook event and say what should happen to it.
//
// A fault never touches a socket, never sleeps and never draws from a shared generator: it
// returns an Action, and one mechanism (faults/plan.cpp for what to send, the delivery engine
// for what happens on the wire) carries actions out. Nothing outside may ask which fault it was.
// Faults are immutable; call decide() from any thread. One file each, listed in faults/table.cpp.
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/action.hpp"
#include "rkmock/check.hpp"
#include "rkmock/random.hpp"

namespace rkmock {

/// What a fault may look at.
struct Exchange {
  std::string event;         ///< logical id: `jane.create`
  std::string type;          ///< `bookings.create`
  std::string booking;       ///< nickname of the first booking
  std::string subscription;  ///< `webhook-1`
};

class Fault {
 public:
  virtual ~Fault() = default;

  /// Equal inputs give equal answers.
  [[nodiscard]] virtual Action decide(const Exchange& exchange, const Dice& dice) const = 0;
};

using FaultPointer = std::shared_ptr<const Fault>;

/// One line of the table of faults. A scenario's `deliver` is a map; a fault owns some keys.
struct FaultDescriptor {
  std::string_view name;                   ///< its key, file, doc heading and test: `lost_ack`
  std::span<const std::string_view> keys;  ///< further keys that shape it: `together`, `gap`
  std::string_view summary;                ///< one sentence for --help and editors
  /// `deliver` is the whole map as JSON text. Appends problems with its own keys.
  FaultPointer (*decode)(const std::string& deliver, std::vector<ParameterError>& problems);
};

using FaultTable = std::span<const FaultDescriptor>;

}  // namespace rkmock
