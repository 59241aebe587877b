#pragma once
// A control in memory, for tests of the player. Single-threaded: everything
// happens at once, in the call that causes it, unless a test says otherwise.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rkmock/error.hpp"

#include "unit/scenarios/fake_aside.hpp"

namespace rkmock::scenarios {

class FakeControl final : public FakeAside {
 public:
  /// How a delivery of an event ends. Called with the event and the delivery's number from 1.
  /// `still_open` leaves it so until end_delivery().
  enum class Fate { acknowledged, refused, unanswered, dropped, still_open };
  std::function<Fate(const std::string& event, int number)> fate = [](const std::string&, int) {
    return Fate::acknowledged;
  };
  /// Called after each acknowledged delivery.
  std::function<void(const std::string& event)> on_acknowledged;
  /// Called before each change; may throw.
  std::function<void(const BookingCommand&)> before_change;
  /// A change that is refused: its answer, by `update jane`.
  std::map<std::string, BookingAnswer> refusals;

  std::vector<std::vector<std::string>> releases;
  std::vector<ReleasePace> paces;
  std::vector<std::string> redelivered;  ///< by the drain
  std::vector<std::string> by_hand;      ///< `same jane.create/1`
  std::string redelivery_problem;        ///< what every redelivery by hand is refused with
  std::vector<std::string> endpoint_changes;

  BookingAnswer change_booking(const std::string& /*account*/, const BookingCommand& command)
      override {
    if (before_change) {
      before_change(command);
    }
    const std::string& name = command.booking;
    const auto refusal = refusals.find(command.change + " " + name);
    if (refusal != refusals.end()) {
      return refusal->second;
    }
    const std::int64_t id = ids_.emplace(name, 1000 + ids_.size()).first->second;
    std::string event = name + "." + command.change;
    const int count = ++raised_[event];
    if (count > 1) {
      event += "#" + std::to_string(count);
    }
    journal->append(event::BookingChanged{name, id, command.change, count, "", "{}"});
    journal->append(event::EventRaised{event, "bookings." + command.change, {}, "{}"});
    if (holding_) {
      held_.push_back(event);
      journal->append(event::EventHeld{event});
    } else {
      deliver(event);
    }
    return {200, "", "", id, event, "{}"};
  }

  void hold(const std::string& /*account*/) override { holding_ = true; }

  void release(
      const std::string& /*account*/, const std::vector<std::string>& order, ReleasePace pace
  ) override {
    releases.push_back(order);
    paces.push_back(pace);
    const std::vector<std::string> events = order.empty() ? held_ : order;
    holding_ = false;
    journal->append(event::EventsReleased{events});
    for (const std::string& event : events) {
      std::erase(held_, event);
      deliver(event);
    }
  }

  void discard(const std::string& /*account*/) override {
    holding_ = false;
    journal->append(event::EventsReleased{held_, "discarded"});
    for (const std::string& event : std::exchange(held_, {})) {
      end_delivery(plan(event, "scenario"), Fate::dropped);
    }
  }

  /// Nothing of the scenario is sent to it while it is disabled.
  void release_held_back(const std::string& /*account*/) override {}

  void set_endpoint(
      const std::string& /*account*/, const std::string& subscription, bool active, bool backlog
  ) override {
    endpoint_changes.push_back(
        (active ? "enable" : "disable") + subscription + (active && !backlog ? " empty" : "")
    );
    journal->append(event::EndpointChanged{"webhook-1", active, "by hand", backlog, 0});
    active_ = active;
    for (const std::string& delivery : active ? std::exchange(parked_, {}) : Names{}) {
      end_delivery(delivery, backlog ? Fate::acknowledged : Fate::dropped);
    }
  }

  std::vector<std::string> deliver_unacknowledged(
      const std::string& /*account*/, const std::string& event
  ) override {
    redelivered.push_back(event);
    return {deliver(event, "drain")};
  }

  RedeliveryAnswer redeliver(
      const std::string& /*account*/, const std::string& delivery, RedeliveryBytes bytes
  ) override {
    if (!redelivery_problem.empty()) {
      return {"", redelivery_problem};
    }
    by_hand.push_back((bytes == RedeliveryBytes::same ? "same " : "fresh ") + delivery);
    return {deliver(delivery.substr(0, delivery.rfind('/')), "redelivery"), ""};
  }

  std::string send_raw(const std::string& account, const RawWebhook& webhook) override {
    const std::string name = FakeAside::send_raw(account, webhook);
    deliver(name, "raw");
    return name;
  }

  /// `jane.create/1`
  void end_delivery(const std::string& delivery, Fate fate_of_it = Fate::acknowledged) {
    const std::string event = delivery.substr(0, delivery.rfind('/'));
    const bool ok = fate_of_it == Fate::acknowledged;
    if (fate_of_it != Fate::dropped) {
      event::AttemptFinished finished;
      finished.event = event;
      finished.delivery = delivery;
      const bool mute = fate_of_it == Fate::unanswered;
      finished.outcome = ok ? Outcome::acknowledged : mute ? Outcome::unknown : Outcome::refused;
      finished.status = ok ? 200 : mute ? 0 : 500;
      journal->append(finished);
    }
    journal->append(event::DeliveryEnded{
        event,
        delivery,
        ok ? "acknowledged" : (fate_of_it == Fate::dropped ? "dropped" : "given_up")});
    if (ok && on_acknowledged) {
      on_acknowledged(event);
    }
  }

 private:
  using Names = std::vector<std::string>;

  std::string plan(const std::string& event, const std::string& purpose) {
    std::string delivery = event + "/" + std::to_string(++deliveries_[event]);
    event::DeliveryPlanned planned;
    planned.event = event;
    planned.delivery = delivery;
    planned.subscription = "webhook-1";
    planned.purpose = purpose;
    journal->append(planned);
    return delivery;
  }

  std::string deliver(const std::string& event, const std::string& purpose = "scenario") {
    std::string delivery = plan(event, purpose);
    if (!active_ && purpose == "scenario") {
      parked_.push_back(delivery);
      return delivery;
    }
    const Fate fate_of_it = fate(event, deliveries_[event]);
    if (fate_of_it != Fate::still_open) {
      end_delivery(delivery, fate_of_it);
    }
    return delivery;
  }

  bool active_ = true;
  Names parked_;

  std::map<std::string, std::int64_t> ids_;
  std::map<std::string, int> raised_;
  std::map<std::string, int> deliveries_;
  std::vector<std::string> held_;
  bool holding_ = false;
};

}  // namespace rkmock::scenarios
