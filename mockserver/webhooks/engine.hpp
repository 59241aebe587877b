#pragma once
// The delivery engine: carries delivery plans out on the wire and journals what happened.
//
// Resource of the loop thread; every call and callback is made there. Append, then act: a plan
// and an attempt are in the journal before the first byte leaves.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rkmock/clock.hpp"
#include "rkmock/journal.hpp"
#include "rkmock/sender.hpp"

#include "faults/plan.hpp"
#include "mockserver/net/loop.hpp"

namespace rkmock::webhooks {

/// One webhook event for one subscription, ready to go.
struct Dispatch {
  std::string event;         ///< `jane.create`
  std::string type;          ///< `bookings.create`
  std::string subscription;  ///< `webhook-1`
  std::string url;           ///< checked: http, host allowed
  std::string body;
  faults::Plan plan;
  std::string purpose = "scenario";         ///< or `drain`: one attempt, no retry
  int first_delivery = 1;                   ///< deliveries are called EVENT/N from here on
  std::function<void()> acknowledged = {};  ///< called for each acknowledged delivery
};

class Engine final {
 public:
  /// `clock` is asked for the wall time that signatures carry.
  Engine(net::Loop& loop, Journal& journal, const Clock& clock, SenderProfile profile, Dice dice);
  ~Engine();  ///< stop()
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Appends a DeliveryPlanned for each copy and starts them when due. `first_attempts_over` is
  /// called once, when every copy has ended its first attempt (or was dropped).
  /// Returns the deliveries' ids.
  std::vector<std::string> send(Dispatch dispatch, std::function<void()> first_attempts_over = {});

  /// Deliveries that are not ended yet.
  [[nodiscard]] std::size_t open() const;

  /// The deliveries that ended as `stopped`: by stop(), or because too many were open.
  [[nodiscard]] const std::vector<std::string>& unsent() const;

  /// Cancels timers, closes connections; attempts under way are journalled as unknown (impossible
  /// when their request was not whole), and every delivery not ended as `stopped`. Idempotent.
  void stop() noexcept;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace rkmock::webhooks
