#pragma once
// A control and a receiver in memory, for tests of the player. Single-threaded: everything
// happens at once, in the call that causes it, unless a test says otherwise.
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "rkmock/control.hpp"
#include "rkmock/error.hpp"
#include "rkmock/http.hpp"

namespace rkmock::scenarios {

class FakeControl final : public Control {
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

  std::vector<AccountSetup> opened;
  std::vector<std::string> closed;
  std::vector<std::vector<std::string>> releases;
  std::vector<std::string> redelivered;
  std::vector<ArmedApiFault> armed;
  std::shared_ptr<Journal> journal;

  [[nodiscard]] std::string url() const override { return "http://127.0.0.1:1"; }

  std::shared_ptr<Journal> open_account(const AccountSetup& setup) override {
    opened.push_back(setup);
    journal = std::make_shared<Journal>(system_clock(), setup.journal_header, setup.journal);
    return journal;
  }

  void close_account(const std::string& account) override { closed.push_back(account); }

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

  void release(const std::string& /*account*/, const std::vector<std::string>& order) override {
    releases.push_back(order);
    const std::vector<std::string> events = order.empty() ? held_ : order;
    holding_ = false;
    journal->append(event::EventsReleased{events});
    for (const std::string& event : events) {
      std::erase(held_, event);
      deliver(event);
    }
  }

  std::vector<std::string> redeliver(const std::string& /*account*/, const std::string& event)
      override {
    redelivered.push_back(event);
    return {deliver(event)};
  }

  ArmAnswer arm_api_fault(const std::string& /*account*/, const std::string& fault) override {
    armed.push_back({"fault-" + std::to_string(armed.size() + 1), fault, 0, 0, {}});
    return {armed.back().id, {}};
  }

  std::vector<ArmedApiFault> api_faults(const std::string& /*account*/) override { return armed; }

  bool disarm_api_fault(const std::string& /*account*/, const std::string& id) override {
    return std::erase_if(armed, [&](const ArmedApiFault& fault) { return fault.id == id; }) > 0;
  }

  void record(const std::string& /*account*/, EventBody body) override {
    journal->append(std::move(body));
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
  std::string deliver(const std::string& event) {
    const int number = ++deliveries_[event];
    const std::string delivery = event + "/" + std::to_string(number);
    event::DeliveryPlanned planned;
    planned.event = event;
    planned.delivery = delivery;
    planned.subscription = "webhook-1";
    journal->append(planned);
    const Fate fate_of_it = fate(event, number);
    if (fate_of_it != Fate::still_open) {
      end_delivery(delivery, fate_of_it);
    }
    return delivery;
  }

  std::map<std::string, std::int64_t> ids_;
  std::map<std::string, int> raised_;
  std::map<std::string, int> deliveries_;
  std::vector<std::string> held_;
  bool holding_ = false;
};

/// Answers probes; 200 and `{}` unless a test says otherwise.
class FakeHttp final : public HttpClient {
 public:
  std::function<HttpAnswer(const HttpRequest&)> answer = [](const HttpRequest&) {
    return HttpAnswer{200, {}, "{}", ""};
  };
  std::vector<std::string> urls;
  std::vector<std::chrono::milliseconds> timeouts;

  HttpAnswer send(const HttpRequest& request, std::chrono::milliseconds timeout) override {
    urls.push_back(request.method + " " + request.url);
    timeouts.push_back(timeout);
    return answer(request);
  }
};

}  // namespace rkmock::scenarios
