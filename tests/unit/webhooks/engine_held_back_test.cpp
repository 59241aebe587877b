// Events that a fault holds back until others have gone past them.
#include "unit/webhooks/faults_fixture.hpp"

namespace rkmock::webhooks {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class EngineHeldBack : public FaultsOnTheWire {
 protected:
  void send_event(const std::string& url, const std::string& event, const std::string& deliver) {
    Dispatch dispatch = dispatch_of(url, deliver);
    dispatch.event = event;
    send(std::move(dispatch));
  }

  /// The events whose attempts began, in order.
  [[nodiscard]] std::vector<std::string> order() const {
    std::vector<std::string> events;
    for (const auto& started : all<event::AttemptStarted>()) {
      events.push_back(started.event);
    }
    return events;
  }
};

TEST_F(EngineHeldBack, SoManyOthersGoFirst) {
  RecordingReceiver receiver;
  send_event(receiver.url(), "a", R"({"held_back": 2})");
  ASSERT_TRUE(wait_for<event::EventHeld>(1));
  EXPECT_EQ(all<event::EventHeld>().at(0), (event::EventHeld{"a", 2}));
  send_event(receiver.url(), "b", "{}");
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  pass_the_loop();
  EXPECT_THAT(order(), ElementsAre("b")) << "one is not enough";
  send_event(receiver.url(), "c", "{}");
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(3));
  EXPECT_THAT(order(), ElementsAre("b", "c", "a"));
  EXPECT_THAT(all<event::AttemptStarted>().at(2).faults, ElementsAre("held_back 2"));
}

TEST_F(EngineHeldBack, ARetryMayBeHeldBackToo) {
  RecordingReceiver receiver;
  send_event(
      receiver.url(), "a", R"([{"unreachable": "refused"}, {"held_back": 1, "attempts": [2, 2]}])"
  );
  ASSERT_TRUE(wait_for<event::EventHeld>(1));
  EXPECT_THAT(order(), ElementsAre("a"));
  send_event(receiver.url(), "b", "{}");
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(2));
  EXPECT_THAT(order(), ElementsAre("a", "b", "a"));
  EXPECT_THAT(results(), ElementsAre("acknowledged", "acknowledged"));
}

TEST_F(EngineHeldBack, WhatNobodyOvertookGoesInTheEndAndDoesNotClaimThatItWas) {
  RecordingReceiver receiver;
  send_event(receiver.url(), "a", R"({"held_back": 5})");
  ASSERT_TRUE(wait_for<event::EventHeld>(1));
  loop.call([this] { engine->release_held_back(); });
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_THAT(results(), ElementsAre("acknowledged"));
  EXPECT_THAT(all<event::AttemptStarted>().at(0).faults, IsEmpty());
}

TEST_F(EngineHeldBack, WhatIsHeldBackAtAStopIsListed) {
  RecordingReceiver receiver;
  send_event(receiver.url(), "a", R"({"held_back": 1})");
  ASSERT_TRUE(wait_for<event::EventHeld>(1));
  stop();
  EXPECT_THAT(results(), ElementsAre("stopped"));
  loop.call([this] { EXPECT_THAT(engine->unsent(), ElementsAre("a/1")); });
}

}  // namespace
}  // namespace rkmock::webhooks
