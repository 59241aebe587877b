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
#include "mockserver/webhooks/delivery_log.hpp"

namespace rkmock::webhooks {

/// One webhook event for one subscription, ready to go.
struct Dispatch {
  std::string event;         ///< `jane.create`
  std::string type;          ///< `bookings.create`
  std::string subscription;  ///< `webhook-1`
  std::string url;           ///< checked: http, host allowed
  std::string body;
  faults::Plan plan;
  /// Or `drain`, `redelivery` or `raw`: one attempt, no retry, whatever the endpoint's state.
  std::string purpose = "scenario";
  Headers headers = {};    ///< beside the profile's; one of the same name takes its place
  bool is_signed = true;   ///< as the profile signs
  int first_delivery = 1;  ///< deliveries are called EVENT/N from here on
  std::string why_dropped = "a fault drops it";         ///< when the plan drops it
  std::string redelivers = {};                          ///< the delivery that this one repeats
  std::shared_ptr<const std::string> replay = nullptr;  ///< these bytes; null: built and signed
  bool replays_spoiled = false;                         ///< they are not the event, see spoils()
  /// Called for each delivery that was ended, with DeliveryEnded::result; `dropped` only when
  /// nothing of the event was tried. Not called by stop().
  std::function<void(const std::string& result)> ended = {};
};

class Engine final {
 public:
  /// `clock` is asked for the wall time that signatures carry; `log_bytes` bounds the delivery log.
  /// Throws EnvironmentError when the profile's file of authorities cannot be read.
  Engine(
      net::Loop& loop,
      Journal& journal,
      const Clock& clock,
      SenderProfile profile,
      Dice dice,
      std::size_t log_bytes = DeliveryLog::default_most_bytes
  );
  ~Engine();  ///< stop()
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  /// Appends a DeliveryPlanned for each copy and starts them when due. `first_attempts_over` is
  /// called once, when every copy has ended its first attempt (or was dropped).
  /// Returns the deliveries' ids.
  std::vector<std::string> send(Dispatch dispatch, std::function<void()> first_attempts_over = {});

  /// While an endpoint is disabled nothing of a scenario is sent to it: what is due waits. When it
  /// is enabled again with its backlog, that goes out in the order of being raised; without, what
  /// was never tried ends as `dropped` and the rest as `given_up`. Nothing when it is so already.
  void set_endpoint(
      const std::string& subscription, bool active, const std::string& reason, bool backlog
  );

  /// Lets every attempt go that a fault holds back until others have gone past it.
  void release_held_back();

  /// Ends what of the event waits for its disabled endpoint as `given_up`.
  void give_up_parked(const std::string& event, const std::string& subscription);

  [[nodiscard]] const DeliveryLog& log() const;

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
