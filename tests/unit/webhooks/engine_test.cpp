// Plain deliveries over real sockets: what arrives, what is journalled and in which order,
// retries on schedule, connections kept and bounded, plans equal for equal seeds.
#include <atomic>
#include <numeric>

#include "core/hash.hpp"
#include "mockserver/webhooks/profiles.hpp"
#include "unit/webhooks/engine_fixture.hpp"

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing_support::answer;
using testing_support::ClosedPort;
using testing_support::FriendlyReceiver;
using testing_support::HoldingReceiver;
using testing_support::Peer;
using testing_support::RawReceiver;
using testing_support::Signal;

std::string body_of(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

TEST_F(EngineTest, AWebhookArrivesWholeAndIsAcknowledged) {
  FriendlyReceiver receiver;
  const auto attempt = only_attempt(dispatch_to(receiver.url()));
  EXPECT_EQ(attempt.event, "jane.create");
  EXPECT_EQ(attempt.delivery, "jane.create/1");
  EXPECT_EQ(attempt.attempt, 1);
  EXPECT_EQ(attempt.outcome, Outcome::acknowledged);
  EXPECT_EQ(attempt.status, 200);
  EXPECT_EQ(attempt.reason, "200 Text");
  EXPECT_EQ(attempt.answer_body, "ok");
  EXPECT_FALSE(attempt.faulted);
  EXPECT_THAT(results(), ElementsAre("acknowledged"));
  EXPECT_EQ(open(), 0U);
  const auto requests = receiver.requests();
  ASSERT_THAT(requests, SizeIs(1));
  EXPECT_THAT(requests[0], testing::StartsWith("POST /webhooks/reservekit HTTP/1.1\r\n"));
  EXPECT_EQ(body_of(requests[0]), R"({"event_type":"bookings.create"})");
}

TEST_F(EngineTest, EveryPhaseIsReachedInOrder) {
  FriendlyReceiver receiver;
  const auto [outcome, phases] = [&] {
    const auto attempt = only_attempt(dispatch_to(receiver.url()));
    return std::pair(attempt.outcome, attempt.phases);
  }();
  ASSERT_EQ(outcome, Outcome::acknowledged);
  EXPECT_FALSE(phases.reused);
  EXPECT_TRUE(phases.connected && phases.write_started && phases.written);
  EXPECT_TRUE(phases.first_byte && phases.headers && phases.finished);
  expect_in_order(phases);
}

TEST_F(EngineTest, TheJournalHoldsTheHeadersAsTheyWereSentAndNoSecret) {
  FriendlyReceiver receiver;
  profile.signing.secret = "do-not-tell-anyone";
  only_attempt(dispatch_to(receiver.url()));
  const auto requests = receiver.requests();
  const auto started = all<event::AttemptStarted>();
  ASSERT_THAT(requests, SizeIs(1));
  ASSERT_THAT(started, SizeIs(1));
  EXPECT_EQ(started[0].url, receiver.url());
  EXPECT_EQ(started[0].body_bytes, body_of(requests[0]).size());
  std::string head = "POST /webhooks/reservekit HTTP/1.1\r\n";
  for (const auto& [name, value] : started[0].headers) {
    head += name + ": " + value + "\r\n";
  }
  EXPECT_EQ(requests[0], head + "\r\n" + body_of(requests[0]));
  EXPECT_THAT(
      started[0].headers,
      Contains(testing::Pair(
          "X-Webhook-Signature", hmac_sha256_hex("do-not-tell-anyone", body_of(requests[0]))
      ))
  );
  for (const EventPointer& event : journal.since()) {
    EXPECT_THAT(to_json_line(*event), Not(HasSubstr("do-not-tell-anyone")));
  }
}

TEST_F(EngineTest, PlanAndAttemptAreInTheJournalBeforeTheReceiverIsEvenConnected) {
  std::vector<std::string> before;
  Signal seen;
  RawReceiver receiver([&](Peer& peer) {
    before = kinds();
    seen.set();
    peer.read_request();
    peer.write(answer(200));
  });
  send(dispatch_to(receiver.url()));
  EXPECT_THAT(kinds(), Contains("delivery_planned")) << "when send() returns";
  ASSERT_TRUE(seen.wait());
  EXPECT_THAT(before, ElementsAre("delivery_planned", "attempt_started"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_THAT(
      kinds(),
      ElementsAre("delivery_planned", "attempt_started", "attempt_finished", "delivery_ended")
  );
}

TEST_F(EngineTest, ALargeBodyArrivesByteForByte) {
  std::string received;
  Signal seen;
  RawReceiver receiver(
      [&](Peer& peer) {
        received = peer.read_request();
        seen.set();
        peer.write(answer(200));
      },
      4096
  );
  Dispatch dispatch = dispatch_to(receiver.url());
  dispatch.body.resize(8 << 20);
  std::iota(dispatch.body.begin(), dispatch.body.end(), '\0');
  const std::string sent = dispatch.body;
  const auto attempt = only_attempt(std::move(dispatch));
  EXPECT_EQ(attempt.outcome, Outcome::acknowledged);
  expect_in_order(attempt.phases);
  ASSERT_TRUE(seen.wait());
  EXPECT_TRUE(body_of(received) == sent) << "the bytes differ";
  EXPECT_EQ(all<event::AttemptStarted>().at(0).body_bytes, sent.size());
}

TEST_F(EngineTest, ANameIsResolved) {
  FriendlyReceiver receiver;
  const std::string port = receiver.url().substr(receiver.url().rfind(':'));
  const auto attempt = only_attempt(dispatch_to("http://localhost" + port));
  EXPECT_EQ(attempt.outcome, Outcome::acknowledged);
  ASSERT_THAT(receiver.requests(), SizeIs(1));
  EXPECT_THAT(receiver.requests()[0], HasSubstr("\r\nHost: localhost:"));
}

TEST_F(EngineTest, DeliveriesAreNumberedFromTheFirst) {
  FriendlyReceiver receiver;
  Dispatch dispatch = dispatch_to(receiver.url());
  dispatch.first_delivery = 3;
  dispatch.plan.copies = 2;
  EXPECT_THAT(send(std::move(dispatch)), ElementsAre("jane.create/3", "jane.create/4"));
}

TEST_F(EngineTest, TheCallerIsToldOnceTheFirstAttemptIsOver) {
  HoldingReceiver receiver;
  int calls = 0;
  Signal called;
  send(dispatch_to(receiver.url()), [&] {
    ++calls;
    called.set();
  });
  ASSERT_TRUE(receiver.wait_for_requests(1));
  loop.call([&] { EXPECT_EQ(calls, 0) << "before the answer"; });
  receiver.let_go();
  EXPECT_TRUE(called.wait());
  loop.call([&] { EXPECT_EQ(calls, 1); });
}

TEST_F(EngineTest, TheCallerDoesNotWaitForTheRetries) {
  profile.retry_waits = {1h};
  profile.time_scale = 1;
  RawReceiver receiver([](Peer& peer) {
    peer.read_request();
    peer.write(answer(500));
  });
  Signal called;
  send(dispatch_to(receiver.url()), [&] { called.set(); });
  EXPECT_TRUE(called.wait());
  EXPECT_EQ(open(), 1U) << "the retry is still to come";
}

TEST_F(EngineTest, ARefusedDeliveryIsRetriedOnScheduleUntilItIsAcknowledged) {
  profile.retry_waits = {5s, 5min, 2h};
  std::atomic<int> requests = 0;
  RawReceiver receiver([&](Peer& peer) {
    while (!peer.read_request().empty()) {
      peer.write(answer(++requests < 3 ? 500 : 200));
    }
  });
  send(dispatch_to(receiver.url()));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_THAT(results(), ElementsAre("acknowledged"));
  std::vector<std::pair<int, Nanos>> started;
  for (const auto& attempt : all<event::AttemptStarted>()) {
    started.emplace_back(attempt.attempt, attempt.sending_clock);
  }
  EXPECT_THAT(
      started,
      ElementsAre(std::pair(1, Nanos(0s)), std::pair(2, Nanos(5s)), std::pair(3, Nanos(305s)))
  );
  std::vector<std::pair<Outcome, int>> ended;
  for (const auto& attempt : all<event::AttemptFinished>()) {
    ended.emplace_back(attempt.outcome, attempt.status);
    expect_in_order(attempt.phases);
  }
  EXPECT_THAT(
      ended,
      ElementsAre(
          std::pair(Outcome::refused, 500),
          std::pair(Outcome::refused, 500),
          std::pair(Outcome::acknowledged, 200)
      )
  );
  EXPECT_EQ(requests, 3) << "nothing is sent after the acknowledgement";
}

TEST_F(EngineTest, TheProfilesWholeScheduleOfDaysIsPlayedAtOnceAndThenGivenUp) {
  profile = find_profile("reservekit").value();
  profile.time_scale = 0;
  const ClosedPort nobody;
  send(dispatch_to(nobody.url()));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_THAT(results(), ElementsAre("given_up"));
  const auto attempts = all<event::AttemptStarted>();
  ASSERT_THAT(attempts, SizeIs(10));
  const auto waits = all<event::DeliveryPlanned>().at(0).retry_waits;
  EXPECT_EQ(attempts.back().sending_clock, std::accumulate(waits.begin(), waits.end(), Nanos{}));
  EXPECT_GT(attempts.back().sending_clock, 65h);
}

TEST_F(EngineTest, ARetryIsNotSentBeforeItsCompressedWaitIsOver) {
  profile.retry_waits = {60s};
  profile.time_scale = 1000;
  const ClosedPort nobody;
  send(dispatch_to(nobody.url()));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  const auto attempts = all<event::AttemptFinished>();
  ASSERT_THAT(attempts, SizeIs(2));
  EXPECT_GE(attempts[1].phases.scheduled, *attempts[0].phases.finished + 60ms);
  EXPECT_GE(attempts[1].phases.started, attempts[1].phases.scheduled);
}

TEST_F(EngineTest, ADrainTriesOnce) {
  profile.retry_waits = {5s, 5s};
  const ClosedPort nobody;
  Dispatch dispatch = dispatch_to(nobody.url());
  dispatch.purpose = "drain";
  only_attempt(std::move(dispatch));
  EXPECT_THAT(results(), ElementsAre("given_up"));
  const auto planned = all<event::DeliveryPlanned>().at(0);
  EXPECT_EQ(planned.purpose, "drain");
  EXPECT_THAT(planned.retry_waits, IsEmpty());
}

TEST_F(EngineTest, AConnectionIsUsedAgain) {
  profile.max_connections = 1;
  FriendlyReceiver receiver;
  for (const std::string event : {"jane.create", "jane.update", "jane.delete"}) {
    send(dispatch_to(receiver.url(), {}, event));
  }
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(3));
  EXPECT_EQ(receiver.connections(), 1);
  std::vector<bool> reused;
  for (const auto& attempt : all<event::AttemptFinished>()) {
    reused.push_back(attempt.phases.reused);
    expect_in_order(attempt.phases);
  }
  EXPECT_THAT(reused, ElementsAre(false, true, true));
}

TEST_F(EngineTest, AConnectionThatTheReceiverClosedIsNotUsedAgain) {
  Signal sender_closed_too;
  RawReceiver receiver([&](Peer& peer) {
    peer.read_request();
    peer.write(answer(200));
    if (peer.number() == 1) {
      peer.half_close();
      EXPECT_EQ(peer.wait_for_end(), Peer::Ending::eof);
      sender_closed_too.set();
    }
  });
  send(dispatch_to(receiver.url()));
  ASSERT_TRUE(sender_closed_too.wait());
  send(dispatch_to(receiver.url(), {}, "jane.update"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(2));
  EXPECT_THAT(results(), Each("acknowledged"));
  EXPECT_EQ(receiver.connections(), 2);
  EXPECT_FALSE(all<event::AttemptFinished>().at(1).phases.reused);
}

TEST_F(EngineTest, AnIdleConnectionIsClosedAfterAWhile) {
  Signal closed;
  RawReceiver receiver([&](Peer& peer) {
    peer.read_request();
    peer.write(answer(200));
    EXPECT_EQ(peer.wait_for_end(), Peer::Ending::eof);
    closed.set();
  });
  send(dispatch_to(receiver.url()));
  EXPECT_TRUE(closed.wait());
}

TEST_F(EngineTest, NoMoreConnectionsAreOpenThanAllowedAndTheRestQueues) {
  profile.max_connections = 2;
  HoldingReceiver receiver;
  for (const std::string event : {"a.create", "b.create", "c.create", "d.create"}) {
    send(dispatch_to(receiver.url(), {}, event));
  }
  ASSERT_TRUE(receiver.wait_for_requests(2));
  pass_the_loop();
  EXPECT_THAT(all<event::AttemptStarted>(), SizeIs(2)) << "while both are unanswered";
  EXPECT_EQ(receiver.connections(), 2);
  receiver.let_go();
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(4));
  std::vector<std::string> order;
  for (const auto& attempt : all<event::AttemptStarted>()) {
    order.push_back(attempt.event);
  }
  EXPECT_THAT(order, ElementsAre("a.create", "b.create", "c.create", "d.create"));
}

TEST_F(EngineTest, ABusyReceiverHoldsUpNoOther) {
  profile.max_connections = 1;
  HoldingReceiver busy;
  FriendlyReceiver other;
  send(dispatch_to(busy.url(), {}, "a.create"));
  ASSERT_TRUE(busy.wait_for_requests(1));
  send(dispatch_to(busy.url(), {}, "b.create"));
  send(dispatch_to(other.url(), {}, "c.create"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_EQ(all<event::DeliveryEnded>().at(0).event, "c.create");
}

/// The plans of a few dispatches as journal lines, without their place in it.
std::vector<std::string> plans(
    net::Loop& loop,
    const SenderProfile& profile,
    std::uint64_t seed,
    const std::vector<std::string>& events
) {
  Journal journal(system_clock(), JournalHeader{});
  loop.call([&] {
    Engine engine(loop, journal, system_clock(), profile, Dice(seed));
    for (const std::string& event : events) {
      Dispatch dispatch;
      dispatch.event = event;
      dispatch.type = "bookings.create";
      dispatch.subscription = "webhook-1";
      dispatch.url = "http://127.0.0.1:9/";
      dispatch.plan.copies = 3;
      dispatch.plan.gap = 1s;
      dispatch.plan.delay = 1h;
      engine.send(std::move(dispatch));
    }
  });
  std::vector<std::string> lines;
  for (const EventPointer& event : journal.since()) {
    if (std::holds_alternative<event::DeliveryPlanned>(event->body)) {
      lines.push_back(to_json_line(Event{0, {}, event->body}));
    }
  }
  return lines;
}

TEST_F(EngineTest, EqualSeedsPlanTheSameByteForByteAndOthersDoNot) {
  profile = find_profile("reservekit").value();
  ASSERT_GT(profile.jitter, 0);
  const auto first = plans(loop, profile, 42, {"jane.create", "joe.create"});
  EXPECT_THAT(first, SizeIs(6));
  EXPECT_EQ(first, plans(loop, profile, 42, {"jane.create", "joe.create"}));
  EXPECT_NE(first, plans(loop, profile, 43, {"jane.create", "joe.create"}));
  EXPECT_THAT(
      plans(loop, profile, 42, {"joe.create", "jane.create"}),
      testing::UnorderedElementsAreArray(first)
  ) << "what else is sent before changes nothing";
}

TEST_F(EngineTest, MoreOpenDeliveriesThanTheBoundAreNotSentAndTheJournalSaysSo) {
  FriendlyReceiver receiver;
  faults::Plan many;
  many.copies = 100'000;
  many.delay = 1h;
  send(dispatch_to(receiver.url(), many));
  EXPECT_THAT(all<event::HarnessError>(), IsEmpty());
  Signal called;
  send(dispatch_to(receiver.url(), {}, "joe.create"), [&] { called.set(); });
  send(dispatch_to(receiver.url(), {}, "jim.create"));
  EXPECT_TRUE(called.wait()) << "nobody waits for what is not sent";
  EXPECT_EQ(open(), 100'000U);
  const auto errors = all<event::HarnessError>();
  ASSERT_THAT(errors, SizeIs(1)) << "said once";
  EXPECT_THAT(errors[0].what, HasSubstr("100000"));
  EXPECT_THAT(results(), ElementsAre("stopped", "stopped"));
  EXPECT_THAT(receiver.requests(), IsEmpty());
}

}  // namespace
}  // namespace rkmock::webhooks
