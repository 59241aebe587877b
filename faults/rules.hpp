#pragma once
// Rules: faults for every webhook event that fits, whoever caused it; a scenario's
// `given.webhook_faults`.
//
// Rules is a resource of the loop thread: it counts. Shares are drawn by rule and by the count of
// its own events, so that events it is not for change nothing.
#include <cstdint>
#include <string>
#include <vector>

#include "rkmock/fault.hpp"

#include "faults/occurrence.hpp"

namespace rkmock::faults {

/// `{ id, event: { type, booking }, when: { nth, from, to, every, times, share }, deliver }`
struct Rule {
  std::string id;
  std::string type{};     ///< `bookings.update`; empty: any
  std::string booking{};  ///< nickname; empty: any
  Occurrence when{};
  std::vector<FaultPointer> faults{};
};

class Rules final {
 public:
  explicit Rules(Dice dice) : dice_(dice) {}

  Rules(const Rules&) = delete;
  Rules& operator=(const Rules&) = delete;

  /// Adds one that is written as JSON; answers what is wrong with it, and then adds nothing.
  std::vector<ParameterError> add(const std::string& json);

  [[nodiscard]] bool empty() const { return rules_.empty(); }

  /// The faults of all rules that strike this event, in the order in which they were added. To be
  /// asked once for each event.
  [[nodiscard]] std::vector<FaultPointer> strike(const Exchange& exchange);

 private:
  struct Counted {
    Rule rule;
    std::int64_t events = 0;
    std::int64_t struck = 0;
  };

  Dice dice_;
  std::vector<Counted> rules_;
};

/// What is wrong with a rule; empty when nothing is.
[[nodiscard]] std::vector<ParameterError> problems_of_rule(const std::string& json);

}  // namespace rkmock::faults
