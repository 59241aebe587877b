// Faults on the wire: copies, delay, drop and lost acks, as the receiver meets them.
#include <algorithm>

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

class EngineFaults : public EngineTest {
 protected:
  static faults::Plan copies(int count, bool together, Nanos gap = {}) {
    faults::Plan plan;
    plan.copies = count;
    plan.together = together;
    plan.gap = gap;
    plan.actions = {action::Copies{count, together, gap}};
    return plan;
  }

  static faults::Plan lose_acks(int attempts) {
    faults::Plan plan;
    plan.actions = {action::LoseAck{{attempts}}};
    return plan;
  }

  /// `started jane.create/1`, `finished jane.create/1` … in the order of the journal.
  [[nodiscard]] std::vector<std::string> attempts_in_order() const {
    std::vector<std::string> words;
    for (const EventPointer& event : journal.since()) {
      if (const auto* started = std::get_if<event::AttemptStarted>(&event->body)) {
        words.push_back("started " + started->delivery);
      } else if (const auto* ended = std::get_if<event::AttemptFinished>(&event->body)) {
        words.push_back("finished " + ended->delivery);
      }
    }
    return words;
  }

  /// When the last of the connections stood, and when the first request was begun.
  [[nodiscard]] std::pair<Nanos, Nanos> last_connected_and_first_write() const {
    Nanos connected{};
    Nanos written = Nanos::max();
    for (const auto& attempt : all<event::AttemptFinished>()) {
      connected = std::max(connected, attempt.phases.connected.value());
      written = std::min(written, attempt.phases.write_started.value());
    }
    return {connected, written};
  }
};

TEST_F(EngineFaults, CopiesGoOneAfterAnotherWithTheGapBetweenThem) {
  FriendlyReceiver receiver;
  const auto ids = send(dispatch_to(receiver.url(), copies(3, false, 30ms)));
  EXPECT_THAT(ids, ElementsAre("jane.create/1", "jane.create/2", "jane.create/3"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(3));
  EXPECT_THAT(
      attempts_in_order(),
      ElementsAre(
          "started jane.create/1",
          "finished jane.create/1",
          "started jane.create/2",
          "finished jane.create/2",
          "started jane.create/3",
          "finished jane.create/3"
      )
  );
  const auto attempts = all<event::AttemptFinished>();
  for (std::size_t i = 1; i < attempts.size(); ++i) {
    EXPECT_GE(attempts[i].phases.scheduled, *attempts[i - 1].phases.finished + 30ms);
    EXPECT_GE(attempts[i].phases.started, attempts[i].phases.scheduled);
    EXPECT_FALSE(attempts[i].faulted);
  }
  const auto requests = receiver.requests();
  ASSERT_THAT(requests, SizeIs(3));
  EXPECT_THAT(requests, Each(requests[0])) << "the bytes are equal";
}

TEST_F(EngineFaults, CopiesArePlannedBeforeAnyIsSent) {
  FriendlyReceiver receiver;
  faults::Plan plan = copies(2, false, 1s);
  plan.delay = 1h;
  send(dispatch_to(receiver.url(), plan));
  const auto planned = all<event::DeliveryPlanned>();
  ASSERT_THAT(planned, SizeIs(2));
  for (int copy = 1; copy <= 2; ++copy) {
    const auto& one = planned[static_cast<std::size_t>(copy) - 1];
    EXPECT_EQ(one.delivery, "jane.create/" + std::to_string(copy));
    EXPECT_EQ(one.subscription, "webhook-1");
    EXPECT_EQ(one.copy, copy);
    EXPECT_EQ(one.copies, 2);
    EXPECT_THAT(one.actions, ElementsAre(action::Copies{2, false, 1s}));
    EXPECT_EQ(one.delay, 1h + (copy - 1) * 1s);
    EXPECT_EQ(one.purpose, "scenario");
  }
}

TEST_F(EngineFaults, TheNextCopyWaitsForAnAttemptNotForRetries) {
  profile.retry_waits = {1h};
  profile.time_scale = 1;
  RawReceiver receiver([](Peer& peer) {
    while (!peer.read_request().empty()) {
      peer.write(answer(503));
    }
  });
  Signal over;
  send(dispatch_to(receiver.url(), copies(2, false)), [&] { over.set(); });
  ASSERT_TRUE(over.wait());
  EXPECT_THAT(all<event::AttemptFinished>(), SizeIs(2));
  EXPECT_EQ(open(), 2U);
}

TEST_F(EngineFaults, CopiesTogetherAreAllUnderWayAtOnceOnWarmConnections) {
  profile.max_connections = 2;  // racing copies get what they need all the same
  HoldingReceiver receiver;
  Signal over;
  send(dispatch_to(receiver.url(), copies(5, true)), [&] { over.set(); });
  ASSERT_TRUE(receiver.wait_for_requests(5)) << "none is answered before all are there";
  EXPECT_EQ(receiver.connections(), 5);
  EXPECT_THAT(all<event::AttemptFinished>(), IsEmpty());
  receiver.let_go();
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(5));
  EXPECT_THAT(results(), Each("acknowledged"));
  EXPECT_TRUE(over.wait());
  const auto [connected, written] = last_connected_and_first_write();
  EXPECT_LE(connected, written);
  for (const auto& attempt : all<event::AttemptFinished>()) {
    expect_in_order(attempt.phases);
  }
}

TEST_F(EngineFaults, CopiesTogetherUseKeptConnectionsToo) {
  FriendlyReceiver receiver;
  faults::Plan racing = copies(2, true);
  send(dispatch_to(receiver.url()), [&] {
    engine->send(dispatch_to(receiver.url(), racing, "jane.update"));
  });
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(3));
  EXPECT_THAT(results(), Each("acknowledged"));
  EXPECT_EQ(receiver.connections(), 2);
}

TEST_F(EngineFaults, CopiesTogetherWaitUntilAllTheirConnectionsMayBeOpen) {
  profile.max_connections = 2;
  HoldingReceiver receiver;
  send(dispatch_to(receiver.url(), {}, "jane.create"));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  send(dispatch_to(receiver.url(), copies(2, true), "jane.update"));
  send(dispatch_to(receiver.url(), {}, "jane.delete"));
  pass_the_loop();
  EXPECT_THAT(attempts_in_order(), ElementsAre("started jane.create/1"));
  receiver.let_go();
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(4));
  EXPECT_THAT(attempts_in_order()[2], "started jane.update/1");
  EXPECT_THAT(attempts_in_order()[3], "started jane.update/2");
}

TEST_F(EngineFaults, WaitingForAConnectionComesAfterTheEngineHasNoticed) {
  profile.max_connections = 1;
  HoldingReceiver receiver;
  send(dispatch_to(receiver.url(), {}, "jane.create"));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  send(dispatch_to(receiver.url(), {}, "jane.update"));
  pass_the_loop();
  receiver.let_go();
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(2));
  const auto attempts = all<event::AttemptFinished>();
  const Phases& first = attempts.front().phases;
  const Phases& second = attempts.back().phases;
  expect_in_order(first);
  expect_in_order(second);
  ASSERT_TRUE(second.woken.has_value());
  EXPECT_LT(*second.woken, *first.first_byte) << "it was due and known while the first was open";
  EXPECT_GT(second.started, *first.first_byte);
}

TEST_F(EngineFaults, RacingCopiesThatAreRefusedAreRetriedEachOnItsOwn) {
  profile.retry_waits = {5s};
  RawReceiver receiver([](Peer& peer) {
    peer.read_request();
    peer.write(answer(500));
    while (!peer.read_request().empty()) {  // a retry, on the connection that was kept
      peer.write(answer(200));
    }
  });
  send(dispatch_to(receiver.url(), copies(3, true)));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(3));
  EXPECT_THAT(results(), Each("acknowledged"));
  EXPECT_THAT(all<event::AttemptFinished>(), SizeIs(6));
}

TEST_F(EngineFaults, RacingCopiesToNobodyAreAllImpossible) {
  const ClosedPort nobody;
  Signal over;
  send(dispatch_to(nobody.url(), copies(3, true)), [&] { over.set(); });
  ASSERT_TRUE(over.wait());
  const auto attempts = all<event::AttemptFinished>();
  ASSERT_THAT(attempts, SizeIs(3));
  for (const auto& attempt : attempts) {
    EXPECT_EQ(attempt.outcome, Outcome::impossible);
  }
  EXPECT_EQ(open(), 0U);
}

TEST_F(EngineFaults, ARacingCopyThatCannotConnectDoesNotHoldTheOtherForEver) {
  profile.timeout = 300ms;
  const FullPort room_for_one(1);
  send(dispatch_to(room_for_one.url(), copies(2, true)));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(2));
  const auto attempts = all<event::AttemptFinished>();
  ASSERT_THAT(attempts, SizeIs(2));
  EXPECT_EQ(attempts[0].outcome, Outcome::impossible);
  EXPECT_EQ(attempts[0].reason, "not connected within 300 ms");
  EXPECT_EQ(attempts[1].outcome, Outcome::unknown);
  EXPECT_EQ(attempts[1].reason, "no answer within 300 ms") << "its time begins at the release";
  EXPECT_GE(*attempts[1].phases.write_started, *attempts[0].phases.finished);
}

TEST_F(EngineFaults, ADelayedDeliveryIsNotSentBeforeItIsDue) {
  FriendlyReceiver receiver;
  faults::Plan plan;
  plan.delay = 50ms;
  const auto attempt = only_attempt(dispatch_to(receiver.url(), plan));
  const Nanos planned = journal.since().front()->at;
  EXPECT_GE(attempt.phases.scheduled, planned + 50ms);
  EXPECT_GE(attempt.phases.started, attempt.phases.scheduled);
  EXPECT_EQ(all<event::DeliveryPlanned>().at(0).delay, 50ms);
  EXPECT_EQ(all<event::AttemptStarted>().at(0).sending_clock, 50ms);
}

TEST_F(EngineFaults, DelaysAreRealWhateverTheTimeScale) {
  profile.time_scale = 1'000'000;
  FriendlyReceiver receiver;
  faults::Plan plan;
  plan.delay = 50ms;
  const auto attempt = only_attempt(dispatch_to(receiver.url(), plan));
  EXPECT_GE(attempt.phases.scheduled, journal.since().front()->at + 50ms);
}

TEST_F(EngineFaults, ADelayedDeliveryIsOvertaken) {
  FriendlyReceiver receiver;
  faults::Plan plan;
  plan.delay = 1h;
  send(dispatch_to(receiver.url(), plan, "jane.create"));
  send(dispatch_to(receiver.url(), {}, "jane.update"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_EQ(all<event::DeliveryEnded>().at(0).event, "jane.update");
  EXPECT_EQ(open(), 1U);
}

TEST_F(EngineFaults, ADroppedDeliveryIsPlannedAndNeverSent) {
  FriendlyReceiver receiver;
  faults::Plan plan = copies(3, false);
  plan.drop = true;
  plan.actions = {action::Drop{}};
  Signal over;
  EXPECT_THAT(
      send(dispatch_to(receiver.url(), plan), [&] { over.set(); }), ElementsAre("jane.create/1")
  );
  EXPECT_TRUE(over.wait()) << "nobody waits for it";
  EXPECT_THAT(kinds(), ElementsAre("delivery_planned", "delivery_ended"));
  EXPECT_THAT(results(), ElementsAre("dropped"));
  EXPECT_THAT(all<event::DeliveryPlanned>().at(0).actions, ElementsAre(action::Drop{}));
  EXPECT_EQ(open(), 0U);
  EXPECT_EQ(receiver.connections(), 0);
}

TEST_F(EngineFaults, ALostAckIsAResetAfterTheAnswerBeganAndIsRetried) {
  profile.retry_waits = {5s, 5s};
  Signal reset;
  RawReceiver receiver([&](Peer& peer) {
    EXPECT_FALSE(peer.read_request().empty()) << "the request is whole";
    if (peer.number() > 1) {
      peer.write(answer(200));
      return;
    }
    peer.write("HTTP/1.1 200");
    EXPECT_EQ(peer.wait_for_end(), Peer::Ending::reset);
    reset.set();
  });
  send(dispatch_to(receiver.url(), lose_acks(1)));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_TRUE(reset.wait());
  EXPECT_THAT(results(), ElementsAre("acknowledged"));
  const auto attempts = all<event::AttemptFinished>();
  ASSERT_THAT(attempts, SizeIs(2));
  EXPECT_EQ(attempts[0].outcome, Outcome::unknown);
  EXPECT_EQ(attempts[0].status, 0);
  EXPECT_EQ(attempts[0].reason, "ack lost on purpose");
  EXPECT_TRUE(attempts[0].faulted);
  EXPECT_TRUE(attempts[0].phases.written);
  EXPECT_TRUE(attempts[0].phases.first_byte);
  EXPECT_FALSE(attempts[0].phases.headers);
  EXPECT_FALSE(attempts[1].faulted);
  EXPECT_FALSE(attempts[1].phases.reused) << "a reset connection is not kept";
}

TEST_F(EngineFaults, AWholeAnswerIsLostToo) {
  FriendlyReceiver receiver;
  const auto attempt = only_attempt(dispatch_to(receiver.url(), lose_acks(1)));
  EXPECT_EQ(attempt.outcome, Outcome::unknown);
  EXPECT_TRUE(attempt.faulted);
  EXPECT_THAT(results(), ElementsAre("given_up"));
}

TEST_F(EngineFaults, AsManyAcksAreLostAsAsked) {
  profile.retry_waits = {5s, 5s, 5s};
  FriendlyReceiver receiver;
  send(dispatch_to(receiver.url(), lose_acks(2)));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  std::vector<std::pair<Outcome, bool>> attempts;
  for (const auto& attempt : all<event::AttemptFinished>()) {
    attempts.emplace_back(attempt.outcome, attempt.faulted);
  }
  EXPECT_THAT(
      attempts,
      ElementsAre(
          std::pair(Outcome::unknown, true),
          std::pair(Outcome::unknown, true),
          std::pair(Outcome::acknowledged, false)
      )
  );
  EXPECT_THAT(receiver.requests(), SizeIs(3));
}

TEST_F(EngineFaults, AnAckThatNeverCameIsNotLostOnPurpose) {
  RawReceiver receiver([](Peer& peer) { peer.read_request(); });
  const auto attempt = only_attempt(dispatch_to(receiver.url(), lose_acks(1)));
  EXPECT_EQ(attempt.outcome, Outcome::unknown);
  EXPECT_EQ(attempt.reason, "connection closed without an answer");
  EXPECT_FALSE(attempt.faulted) << "no fault took place: it is the receiver's doing";
}

TEST_F(EngineFaults, EachRacingCopyLosesItsAck) {
  profile.retry_waits = {5s};
  HoldingReceiver receiver;
  faults::Plan plan = copies(3, true);
  plan.actions.emplace_back(action::LoseAck{});
  send(dispatch_to(receiver.url(), plan));
  ASSERT_TRUE(receiver.wait_for_requests(3));
  receiver.let_go();
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(3));
  EXPECT_THAT(results(), Each("acknowledged"));
  const auto attempts = all<event::AttemptFinished>();
  ASSERT_THAT(attempts, SizeIs(6));
  EXPECT_EQ(
      std::count_if(
          attempts.begin(), attempts.end(), [](const auto& attempt) { return attempt.faulted; }
      ),
      3
  );
}

}  // namespace
}  // namespace rkmock::webhooks
