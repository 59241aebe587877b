// Stopping with everything that can be under way: nothing hangs, everything is journalled.
#include "unit/webhooks/engine_fixture.hpp"

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using testing_support::answer;
using testing_support::ClosedPort;
using testing_support::FriendlyReceiver;
using testing_support::FullPort;
using testing_support::HoldingReceiver;
using testing_support::Peer;
using testing_support::RawReceiver;
using testing_support::Signal;

using EngineStop = EngineTest;

faults::Plan racing(int count) {
  faults::Plan plan;
  plan.copies = count;
  plan.together = true;
  return plan;
}

TEST_F(EngineStop, AnAttemptThatWaitsForItsAnswerIsUnknown) {
  profile.retry_waits = {5s};
  HoldingReceiver receiver;
  send(dispatch_to(receiver.url()));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  stop();
  const auto attempts = all<event::AttemptFinished>();
  ASSERT_THAT(attempts, SizeIs(1));
  EXPECT_EQ(attempts[0].outcome, Outcome::unknown);
  EXPECT_EQ(attempts[0].reason, "stopped");
  EXPECT_FALSE(attempts[0].faulted);
  expect_in_order(attempts[0].phases);
  EXPECT_THAT(results(), ElementsAre("stopped"));
  EXPECT_EQ(kinds().back(), "delivery_ended");
  EXPECT_EQ(open(), 0U);
}

TEST_F(EngineStop, NothingHappensAfterIt) {
  profile.retry_waits = {5s};
  Signal arrived;
  Signal closed;
  RawReceiver receiver([&](Peer& peer) {
    peer.read_request();
    arrived.set();
    peer.wait_for_end();
    closed.set();
  });
  bool told = false;
  send(dispatch_to(receiver.url()), [&] { told = true; });
  ASSERT_TRUE(arrived.wait());
  stop();
  const auto before = kinds();
  EXPECT_THAT(send(dispatch_to(receiver.url(), {}, "joe.create")), IsEmpty());
  stop();
  EXPECT_TRUE(closed.wait());
  pass_the_loop();
  EXPECT_EQ(kinds(), before);
  loop.call([&] { EXPECT_FALSE(told); });
}

TEST_F(EngineStop, AConnectionUnderWayIsImpossible) {
  const FullPort full;
  send(dispatch_to(full.url()));
  ASSERT_TRUE(wait_for<event::AttemptStarted>(1));
  stop();
  const auto attempts = all<event::AttemptFinished>();
  ASSERT_THAT(attempts, SizeIs(1));
  EXPECT_EQ(attempts[0].outcome, Outcome::impossible) << "nothing was written";
  EXPECT_EQ(attempts[0].reason, "stopped");
  EXPECT_THAT(results(), ElementsAre("stopped"));
}

TEST_F(EngineStop, ARequestHalfWrittenIsImpossible) {
  Signal half;
  RawReceiver receiver(
      [&](Peer& peer) {
        peer.read_some();
        half.set();
        EXPECT_TRUE(wait_for<event::DeliveryEnded>(1));
      },
      4096
  );
  Dispatch dispatch = dispatch_to(receiver.url());
  dispatch.body.assign(16 << 20, 'x');
  send(std::move(dispatch));
  ASSERT_TRUE(half.wait());
  stop();
  const auto attempts = all<event::AttemptFinished>();
  ASSERT_THAT(attempts, SizeIs(1));
  EXPECT_EQ(attempts[0].outcome, Outcome::impossible);
  EXPECT_TRUE(attempts[0].phases.write_started);
}

TEST_F(EngineStop, RacingCopiesThatWaitForEachOtherAreNotLetLoose) {
  const FullPort room_for_one(1);
  send(dispatch_to(room_for_one.url(), racing(2)));
  ASSERT_TRUE(wait_for<event::AttemptStarted>(2));
  stop();
  const auto attempts = all<event::AttemptFinished>();
  ASSERT_THAT(attempts, SizeIs(2));
  for (const auto& attempt : attempts) {
    EXPECT_EQ(attempt.outcome, Outcome::impossible);
    EXPECT_FALSE(attempt.phases.write_started);
  }
  EXPECT_THAT(results(), ElementsAre("stopped", "stopped"));
}

TEST_F(EngineStop, RacingCopiesUnderWayAreUnknown) {
  HoldingReceiver receiver;
  send(dispatch_to(receiver.url(), racing(3)));
  ASSERT_TRUE(receiver.wait_for_requests(3));
  stop();
  const auto attempts = all<event::AttemptFinished>();
  ASSERT_THAT(attempts, SizeIs(3));
  for (const auto& attempt : attempts) {
    EXPECT_EQ(attempt.outcome, Outcome::unknown);
  }
}

TEST_F(EngineStop, WhatWaitsForATimerOrAConnectionIsListedAsStopped) {
  profile.max_connections = 1;
  profile.retry_waits = {1h};
  profile.time_scale = 1;
  HoldingReceiver busy;
  const ClosedPort nobody;
  faults::Plan late;
  late.delay = 1h;
  faults::Plan twice;
  twice.copies = 2;
  send(dispatch_to(nobody.url(), {}, "retry.create"));
  ASSERT_TRUE(wait_for<event::AttemptFinished>(1));
  send(dispatch_to(busy.url(), twice, "copies.create"));
  ASSERT_TRUE(busy.wait_for_requests(1));
  send(dispatch_to(busy.url(), {}, "queued.create"));
  send(dispatch_to(busy.url(), late, "late.create"));
  EXPECT_EQ(open(), 5U);
  stop();
  std::vector<std::string> ended;
  for (const auto& delivery : all<event::DeliveryEnded>()) {
    ended.push_back(delivery.delivery + " " + delivery.result);
  }
  EXPECT_THAT(
      ended,
      ElementsAre(
          "retry.create/1 stopped",
          "copies.create/1 stopped",
          "copies.create/2 stopped",
          "queued.create/1 stopped",
          "late.create/1 stopped"
      )
  );
  EXPECT_THAT(all<event::AttemptStarted>(), SizeIs(2));
  EXPECT_THAT(all<event::AttemptFinished>(), SizeIs(2));
}

TEST_F(EngineStop, IdleConnectionsAreClosed) {
  Signal closed;
  RawReceiver receiver([&](Peer& peer) {
    peer.read_request();
    peer.write(answer(200));
    EXPECT_EQ(peer.wait_for_end(), Peer::Ending::eof);
    closed.set();
  });
  send(dispatch_to(receiver.url()));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  loop.call([this] { engine.reset(); });  // with it goes the timer that would close them later
  EXPECT_TRUE(closed.wait());
  EXPECT_THAT(results(), ElementsAre("acknowledged"));
}

TEST_F(EngineStop, AnEndedDeliveryIsNotEndedAgain) {
  FriendlyReceiver receiver;
  only_attempt(dispatch_to(receiver.url()));
  const auto before = kinds();
  stop();
  EXPECT_EQ(kinds(), before);
}

TEST_F(EngineStop, DestructionStops) {
  HoldingReceiver receiver;
  send(dispatch_to(receiver.url(), racing(2)));
  ASSERT_TRUE(receiver.wait_for_requests(2));
  loop.call([this] { engine.reset(); });
  EXPECT_THAT(results(), ElementsAre("stopped", "stopped"));
}

TEST_F(EngineStop, AnEngineMayOutliveTheLoopsThread) {
  HoldingReceiver receiver;
  const FullPort full;
  send(dispatch_to(receiver.url(), racing(2)));
  ASSERT_TRUE(receiver.wait_for_requests(2));
  send(dispatch_to(full.url(), {}, "joe.create"));
  ASSERT_TRUE(wait_for<event::AttemptStarted>(3));
  loop.stop();
  engine.reset();
  EXPECT_THAT(results(), ElementsAre("stopped", "stopped", "stopped"));
}

TEST_F(EngineStop, EveryAttemptThatStartedHasEnded) {
  profile.retry_waits = std::vector<Nanos>(50, 5s);
  RawReceiver receiver([](Peer& peer) {
    while (!peer.read_request().empty()) {
      peer.write(answer(500));
    }
  });
  for (int i = 0; i < 20; ++i) {
    send(dispatch_to(receiver.url(), racing(2), "event-" + std::to_string(i)));
  }
  ASSERT_TRUE(wait_for<event::AttemptFinished>(50));
  stop();
  EXPECT_EQ(all<event::AttemptStarted>().size(), all<event::AttemptFinished>().size());
  EXPECT_EQ(all<event::DeliveryPlanned>().size(), all<event::DeliveryEnded>().size());
}

}  // namespace
}  // namespace rkmock::webhooks
