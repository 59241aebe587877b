#pragma once
// An engine on a loop of its own, and the questions tests ask of its journal.
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rkmock/history.hpp"
#include "rkmock/journal.hpp"

#include "mockserver/net/loop.hpp"
#include "mockserver/webhooks/engine.hpp"
#include "unit/webhooks/raw_receiver.hpp"

namespace rkmock::webhooks {

class EngineTest : public testing::Test {
 protected:
  EngineTest() {
    profile.timeout = std::chrono::seconds(10);
    profile.time_scale = 0;
    profile.user_agent = "rkmock";
  }

  ~EngineTest() override {
    loop.call([this] { engine.reset(); });
    loop.stop();
  }

  static Dispatch dispatch_to(
      const std::string& url, faults::Plan plan = {}, const std::string& event = "jane.create"
  ) {
    Dispatch dispatch;
    dispatch.event = event;
    dispatch.type = "bookings.create";
    dispatch.subscription = "webhook-1";
    dispatch.url = url;
    dispatch.body = R"({"event_type":"bookings.create"})";
    dispatch.plan = std::move(plan);
    return dispatch;
  }

  std::vector<std::string> send(Dispatch dispatch, std::function<void()> over = {}) {
    std::vector<std::string> ids;
    loop.call([&] {
      if (!engine) {
        engine = std::make_unique<Engine>(loop, journal, system_clock(), profile, Dice(seed));
      }
      ids = engine->send(std::move(dispatch), std::move(over));
    });
    return ids;
  }

  void stop() {
    loop.call([this] { engine->stop(); });
  }

  [[nodiscard]] std::size_t open() {
    std::size_t count = 0;
    loop.call([&] { count = engine->open(); });
    return count;
  }

  template <class Body>
  [[nodiscard]] std::vector<Body> all() const {
    std::vector<Body> bodies;
    for (const EventPointer& event : journal.since()) {
      if (const auto* body = std::get_if<Body>(&event->body)) {
        bodies.push_back(*body);
      }
    }
    return bodies;
  }

  /// Waits until the journal holds so many events of a kind.
  template <class Body>
  [[nodiscard]] bool wait_for(std::size_t count) const {
    return journal.wait(
        [&] { return all<Body>().size() >= count; },
        std::chrono::steady_clock::now() + std::chrono::seconds(20)
    );
  }

  /// Sends, waits until one delivery has ended, and returns its only attempt.
  event::AttemptFinished only_attempt(Dispatch dispatch) {
    send(std::move(dispatch));
    EXPECT_TRUE(wait_for<event::DeliveryEnded>(1));
    const auto attempts = all<event::AttemptFinished>();
    EXPECT_EQ(attempts.size(), 1U);
    return attempts.empty() ? event::AttemptFinished{} : attempts.front();
  }

  /// Waits until all that was posted to the loop so far has run.
  void pass_the_loop() {
    loop.call([] {});
  }

  /// Type names of the whole journal, in order.
  [[nodiscard]] std::vector<std::string> kinds() const {
    std::vector<std::string> names;
    for (const EventPointer& event : journal.since()) {
      names.emplace_back(type_name(event->body));
    }
    return names;
  }

  [[nodiscard]] std::vector<std::string> results() const {
    std::vector<std::string> words;
    for (const auto& ended : all<event::DeliveryEnded>()) {
      words.push_back(ended.result);
    }
    return words;
  }

  std::uint64_t seed = 42;
  SenderProfile profile;
  Journal journal{system_clock(), JournalHeader{}};
  net::Loop loop{[](const std::string& what) { ADD_FAILURE() << "on the loop: " << what; }};
  std::unique_ptr<Engine> engine;
};

/// Reached phases follow one another.
inline void expect_in_order(const Phases& phases) {
  Nanos last = phases.scheduled;
  const auto reach = [&last](std::optional<Nanos> at, const char* name) {
    if (at) {
      EXPECT_GE(*at, last) << name;
      last = *at;
    }
  };
  reach(phases.woken, "woken");
  reach(phases.started, "started");
  reach(phases.connected, "connected");
  reach(phases.write_started, "write_started");
  reach(phases.written, "written");
  reach(phases.first_byte, "first_byte");
  reach(phases.headers, "headers");
  reach(phases.finished, "finished");
}

}  // namespace rkmock::webhooks
