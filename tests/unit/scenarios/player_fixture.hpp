#pragma once
// Plays scenarios of a few steps against a control and a receiver that a test steers.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "rkmock/history.hpp"

#include "scenarios/player.hpp"
#include "unit/scenarios/catalog.hpp"
#include "unit/scenarios/fake_control.hpp"
#include "unit/scenarios/fake_http.hpp"

namespace rkmock::scenarios {

/// A scenario of these steps whose receiver rests at once.
inline Scenario story(const std::string& steps) {
  Scenario scenario = decoded(with_steps(steps));
  scenario.receiver.quiet = std::chrono::milliseconds(1);
  return scenario;
}

class PlayerTest : public ::testing::Test {
 protected:
  PlayerTest() {
    options.grace = std::chrono::seconds(100);
    options.sender.time_scale = 0;
    options.on_progress = [this](const std::string& doing) {
      said.push_back(doing);
      if (on_saying) {
        on_saying(doing);
      }
    };
  }

  History play_it(const Scenario& scenario) {
    const std::shared_ptr<Journal> journal = play(scenario, control, http, system_clock(), options);
    return History(*journal);
  }

  /// The kinds of events, those of deliveries and probes aside.
  static std::vector<std::string> outline(const History& history) {
    std::vector<std::string> kinds;
    for (const EventPointer& event : history.events()) {
      const std::string kind(type_name(event->body));
      if (kind.find("delivery") == kind.npos && kind.find("attempt") == kind.npos &&
          kind != "state_probed" && kind != "booking_changed") {
        kinds.push_back(kind);
      }
    }
    return kinds;
  }

  static std::vector<std::string> errors(const History& history) {
    std::vector<std::string> texts;
    for (const auto& line : history.of<event::HarnessError>()) {
      texts.push_back(line->what);
    }
    return texts;
  }

  static std::vector<std::string> steps(const History& history) {
    std::vector<std::string> texts;
    for (const auto& line : history.of<event::StepStarted>()) {
      texts.push_back(line->text);
    }
    return texts;
  }

  FakeControl control;
  FakeHttp http;
  PlayOptions options;
  std::vector<std::string> said;
  std::function<void(const std::string& doing)> on_saying;
};

}  // namespace rkmock::scenarios
