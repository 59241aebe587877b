#pragma once
// Rest: has the receiver done all it will do? Probes of its state, and waiting for quiescence.
//
// Resource of one play, and of each branch of a `parallel`; one thread.
#include <optional>
#include <string>
#include <vector>

#include "scenarios/stage.hpp"

namespace rkmock::scenarios {

class Rest {
 public:
  explicit Rest(Stage& stage) : stage_(stage) {}

  /// Waits for rest and for what the receiver must show (by these expectations, else by the run's),
  /// no longer than the receiver's `settle`, and records Settled.
  void settle(const std::vector<Expectation>& expectations = {});

  /// A probe of every booking, for judgement: at the end, and at each inline `expect`.
  void probe_finally();

  /// Asks once. Requires: the receiver has a state probe.
  event::StateProbed probe(const Watch::Booking& booking, std::chrono::milliseconds timeout);

 private:
  /// What the receiver answered, booking by booking.
  using Answers = std::vector<std::string>;

  /// Empty when the deadline came first.
  std::optional<Answers> probe_all(bool final_probe, Stage::Time deadline);
  /// No delivery under way, and no request of the receiver for `quiet`, counted from `from` on.
  bool wait_for_quiet(Nanos from, Stage::Time deadline);
  bool satisfied(const std::vector<Expectation>& expectations);

  Stage& stage_;
};

}  // namespace rkmock::scenarios
