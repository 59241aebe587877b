#pragma once
// Plays one `deliver` against a receiver that writes down what it saw.
#include <string>
#include <vector>

#include "unit/webhooks/engine_fixture.hpp"
#include "unit/webhooks/recording_receiver.hpp"

namespace rkmock::webhooks {

class FaultsOnTheWire : public EngineTest {
 protected:
  using Conversation = testing_support::Conversation;
  using Ending = testing_support::Peer::Ending;
  using RecordingReceiver = testing_support::RecordingReceiver;

  FaultsOnTheWire() { profile.retry_waits = {std::chrono::seconds(5), std::chrono::seconds(5)}; }

  static inline const std::string payload =
      R"({"event_type":"bookings.create","bookings":[{"id":7,"status":"pending",)"
      R"("customer":{"name":"Zoë"}}],"timestamp":"2030-01-07T09:00:00Z"})";

  /// Sends the payload so, until no delivery of it is open, and ends the engine, so that every
  /// connection has an end.
  void play(RecordingReceiver& receiver, const std::string& deliver) {
    send(dispatch_of(receiver.url(), deliver));
    const auto planned = all<event::DeliveryPlanned>().size();
    EXPECT_TRUE(wait_for<event::DeliveryEnded>(planned));
    stop();
  }

  Dispatch dispatch_of(const std::string& url, const std::string& deliver) const {
    std::vector<ParameterError> problems;
    const auto faults = faults::decode(deliver, problems);
    EXPECT_TRUE(problems.empty()) << deliver << ": " << problems.front().message;
    const Exchange exchange{"jane.create", "bookings.create", "jane", "webhook-1"};
    Dispatch dispatch = dispatch_to(url, faults::make_plan(exchange, faults, Dice(seed)));
    dispatch.body = payload;
    return dispatch;
  }

  [[nodiscard]] std::vector<Outcome> outcomes() const {
    std::vector<Outcome> list;
    for (const auto& attempt : all<event::AttemptFinished>()) {
      list.push_back(attempt.outcome);
    }
    return list;
  }

  /// What was done to the nth attempt, request and exchange.
  [[nodiscard]] std::vector<std::string> faults_on(std::size_t attempt) const {
    std::vector<std::string> words = all<event::AttemptStarted>().at(attempt - 1).faults;
    const auto done = all<event::AttemptFinished>().at(attempt - 1).faults;
    words.insert(words.end(), done.begin(), done.end());
    return words;
  }
};

}  // namespace rkmock::webhooks
