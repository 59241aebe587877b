// Endpoints that are disabled and enabled, by hand and by the sender; order; redeliveries.
#include <atomic>

#include "mockserver/webhooks/profiles.hpp"
#include "unit/webhooks/engine_fixture.hpp"

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing_support::answer;
using testing_support::ClosedPort;
using testing_support::FriendlyReceiver;
using testing_support::HoldingReceiver;
using testing_support::Peer;
using testing_support::RawReceiver;
using testing_support::Signal;

class EngineEndpoints : public EngineTest {
 protected:
  void set_endpoint(bool active, bool backlog = true) {
    loop.call([&] { engine->set_endpoint("webhook-1", active, "by hand", backlog); });
  }

  /// An engine whose endpoint is disabled before anything is sent.
  void disable_from_the_start() {
    loop.call([&] {
      engine = std::make_unique<Engine>(loop, journal, system_clock(), profile, Dice(seed));
    });
    set_endpoint(false);
  }

  [[nodiscard]] std::vector<std::string> started() const {
    std::vector<std::string> ids;
    for (const auto& attempt : all<event::AttemptStarted>()) {
      ids.push_back(attempt.delivery);
    }
    return ids;
  }

  [[nodiscard]] std::vector<std::string> endings() const {
    std::vector<std::string> words;
    for (const auto& ended : all<event::DeliveryEnded>()) {
      words.push_back(ended.delivery + " " + ended.result);
    }
    return words;
  }
};

Dispatch once(Dispatch dispatch, const std::string& purpose, int number) {
  dispatch.purpose = purpose;
  dispatch.first_delivery = number;
  return dispatch;
}

/// Answers with these statuses in turn, with the last one from then on.
class Statuses {
 public:
  explicit Statuses(std::vector<int> statuses)
      : statuses_(std::move(statuses)), receiver_([this](Peer& peer) {
          while (!peer.read_request().empty()) {
            const std::size_t request = requests_++;
            peer.write(answer(statuses_[std::min(request, statuses_.size() - 1)]));
          }
        }) {}

  [[nodiscard]] std::string url() const { return receiver_.url(); }

 private:
  std::vector<int> statuses_;
  std::atomic<std::size_t> requests_ = 0;
  RawReceiver receiver_;
};

TEST_F(EngineEndpoints, NothingIsSentToADisabledOneAndItsBacklogGoesOutInOrder) {
  FriendlyReceiver receiver;
  profile.max_connections = 1;
  disable_from_the_start();
  Signal told;
  for (const std::string event : {"c.create", "a.create", "b.create"}) {
    send(dispatch_to(receiver.url(), {}, event), [&] { told.set(); });
  }
  EXPECT_TRUE(told.wait()) << "nobody waits for what is parked";
  pass_the_loop();
  EXPECT_THAT(started(), IsEmpty());
  EXPECT_EQ(open(), 3U);
  set_endpoint(true);
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(3));
  EXPECT_THAT(started(), ElementsAre("c.create/1", "a.create/1", "b.create/1"));
  const auto changes = all<event::EndpointChanged>();
  EXPECT_THAT(
      changes,
      ElementsAre(
          event::EndpointChanged{"webhook-1", false, "by hand", true, 0},
          event::EndpointChanged{"webhook-1", true, "by hand", true, 3}
      )
  );
}

TEST_F(EngineEndpoints, WithoutItsBacklogWhatWasTriedIsGivenUpAndTheRestDropped) {
  profile.retry_waits = {1h};
  profile.time_scale = 1;
  Statuses receiver({500, 200});
  std::vector<std::string> told;
  Dispatch tried = dispatch_to(receiver.url(), {}, "tried.create");
  tried.ended = [&](const std::string& result) { told.push_back("tried " + result); };
  send(std::move(tried));
  ASSERT_TRUE(wait_for<event::AttemptFinished>(1));
  set_endpoint(false);
  faults::Plan twice;
  twice.copies = 2;
  Dispatch fresh = dispatch_to(receiver.url(), twice, "new.create");
  fresh.ended = [&](const std::string& result) { told.push_back("new " + result); };
  send(std::move(fresh));
  set_endpoint(true, false);
  EXPECT_THAT(
      endings(),
      ElementsAre("tried.create/1 given_up", "new.create/1 dropped", "new.create/2 dropped")
  );
  EXPECT_EQ(all<event::DeliveryEnded>()[0].why, "the endpoint was enabled without its backlog");
  EXPECT_THAT(told, ElementsAre("tried given_up", "new dropped", "new dropped"));
  EXPECT_EQ(open(), 0U);
  send(dispatch_to(receiver.url(), {}, "later.create"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(4));
  EXPECT_THAT(results().back(), "acknowledged");
  EXPECT_THAT(started(), ElementsAre("tried.create/1", "later.create/1"));
}

TEST_F(EngineEndpoints, WhatIsUnderWayEndsAndItsRetryWaits) {
  profile.retry_waits = {5s};
  HoldingReceiver receiver;
  send(dispatch_to(receiver.url()));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  set_endpoint(false);
  receiver.let_go();
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_THAT(results(), ElementsAre("acknowledged"));

  Statuses refusing({500, 200});
  set_endpoint(true);
  send(dispatch_to(refusing.url(), {}, "joe.create"), [&] {
    engine->set_endpoint("webhook-1", false, "by hand", false);
  });
  ASSERT_TRUE(wait_for<event::EndpointChanged>(3));
  set_endpoint(true);
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(2));
  EXPECT_THAT(results().back(), "acknowledged");
}

TEST_F(EngineEndpoints, ADelayIsKeptThoughTheEndpointIsEnabledBeforeItIsOver) {
  FriendlyReceiver receiver;
  faults::Plan late;
  late.delay = 30ms;
  disable_from_the_start();
  send(dispatch_to(receiver.url(), late));
  set_endpoint(true);
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  const auto attempt = all<event::AttemptFinished>().at(0);
  EXPECT_GE(attempt.phases.started, attempt.phases.scheduled);
  Nanos planned{};
  for (const EventPointer& event : journal.since()) {
    if (std::holds_alternative<event::DeliveryPlanned>(event->body)) {
      planned = event->at;
    }
  }
  EXPECT_GE(attempt.phases.started, planned + 30ms);
}

TEST_F(EngineEndpoints, TheDrainAndRedeliveriesGoToADisabledOneAllTheSame) {
  FriendlyReceiver receiver;
  disable_from_the_start();
  send(dispatch_to(receiver.url()));
  send(once(dispatch_to(receiver.url()), "drain", 2));
  send(once(dispatch_to(receiver.url()), "redelivery", 3));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(2));
  EXPECT_THAT(results(), ElementsAre("acknowledged", "acknowledged"));
  loop.call([&] { engine->give_up_parked("jane.create", "webhook-1"); });
  EXPECT_THAT(endings().back(), "jane.create/1 given_up");
  EXPECT_EQ(open(), 0U);
}

TEST_F(EngineEndpoints, GoneDisablesAndSaysSoInTheJournal) {
  profile.gone_disables = true;
  profile.retry_waits = {5s};
  Statuses receiver({410});
  send(dispatch_to(receiver.url()));
  ASSERT_TRUE(wait_for<event::EndpointChanged>(1));
  EXPECT_THAT(
      all<event::EndpointChanged>(),
      ElementsAre(event::EndpointChanged{"webhook-1", false, "410 Gone", false, 0})
  );
  EXPECT_EQ(all<event::AttemptFinished>().at(0).next, "given up: 410 Gone disables the endpoint");
  const auto ended = all<event::DeliveryEnded>().at(0);
  EXPECT_EQ(ended.result, "given_up");
  EXPECT_EQ(ended.why, "410 Gone disables the endpoint");
}

TEST_F(EngineEndpoints, StraightFailuresDisableAndTheRetryThatIsLeftWaits) {
  profile = find_profile("shopify").value();
  profile.time_scale = 0;
  Statuses receiver({500, 500, 500, 500, 500, 500, 500, 500, 200});
  send(dispatch_to(receiver.url()));
  ASSERT_TRUE(wait_for<event::EndpointChanged>(1));
  EXPECT_EQ(all<event::EndpointChanged>().at(0).reason, "8 failed attempts in a row");
  EXPECT_EQ(all<event::EndpointChanged>().at(0).waiting, 1U);
  EXPECT_THAT(
      all<event::AttemptFinished>().at(7).next,
      testing::AllOf(HasSubstr("retry 8 of 8"), HasSubstr(", once the endpoint is enabled"))
  );
  pass_the_loop();
  EXPECT_THAT(started(), SizeIs(8));
  set_endpoint(true);
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_THAT(results(), ElementsAre("acknowledged"));
}

TEST_F(EngineEndpoints, DaysWithoutASuccessDisableThoughTheyPassInNoTime) {
  profile = find_profile("svix").value();
  profile.time_scale = 0;
  Statuses receiver({500});
  std::size_t events = 0;
  while (events < 10 && all<event::EndpointChanged>().empty()) {
    send(dispatch_to(receiver.url(), {}, "b" + std::to_string(++events) + ".create"));
    ASSERT_TRUE(journal.wait(
        [&] {
          return all<event::DeliveryEnded>().size() >= events ||
                 !all<event::EndpointChanged>().empty();
        },
        std::chrono::steady_clock::now() + 20s
    ));
  }
  // Each takes 27.6 h of the sending clock, ± 20 %.
  EXPECT_GE(events, 4U);
  EXPECT_LE(events, 6U);
  ASSERT_THAT(all<event::EndpointChanged>(), SizeIs(1));
  EXPECT_THAT(all<event::EndpointChanged>()[0].reason, HasSubstr("no success for 5"));
}

TEST_F(EngineEndpoints, AnOrderedSenderLetsNothingOvertakeAFailingEvent) {
  profile.ordered = true;
  profile.retry_waits = {5s, 5s};
  Statuses receiver({500, 500, 200});
  FriendlyReceiver other;
  for (const std::string event : {"a.create", "b.create", "c.create"}) {
    send(dispatch_to(receiver.url(), {}, event));
  }
  Dispatch elsewhere = dispatch_to(other.url(), {}, "d.create");
  elsewhere.subscription = "webhook-2";
  send(std::move(elsewhere));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(4));
  auto order = started();
  EXPECT_EQ(std::erase(order, "d.create/1"), 1U);
  EXPECT_THAT(
      order, ElementsAre("a.create/1", "a.create/1", "a.create/1", "b.create/1", "c.create/1")
  );
}

TEST_F(EngineEndpoints, AnOrderedSenderGoesOnAfterWhatItGaveUp) {
  profile.ordered = true;
  Statuses receiver({500, 200});
  faults::Plan twice;
  twice.copies = 2;
  send(dispatch_to(receiver.url(), twice, "a.create"));
  send(dispatch_to(receiver.url(), {}, "b.create"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(3));
  EXPECT_THAT(
      endings(),
      ElementsAre("a.create/1 given_up", "a.create/2 acknowledged", "b.create/1 acknowledged")
  );
}

TEST_F(EngineEndpoints, AnOrderedSendersBacklogKeepsItsOrderAndMayBeForgotten) {
  profile.ordered = true;
  FriendlyReceiver receiver;
  disable_from_the_start();
  for (const std::string event : {"a.create", "b.create", "c.create"}) {
    send(dispatch_to(receiver.url(), {}, event));
  }
  set_endpoint(true);
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(3));
  EXPECT_THAT(started(), ElementsAre("a.create/1", "b.create/1", "c.create/1"));
  set_endpoint(false);
  send(dispatch_to(receiver.url(), {}, "d.create"));
  send(dispatch_to(receiver.url(), {}, "e.create"));
  set_endpoint(true, false);
  send(dispatch_to(receiver.url(), {}, "f.create"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(6));
  EXPECT_THAT(started(), ElementsAre("a.create/1", "b.create/1", "c.create/1", "f.create/1"));
}

TEST_F(EngineEndpoints, AStopListsWhatWaitsForADisabledOne) {
  profile.ordered = true;
  FriendlyReceiver receiver;
  disable_from_the_start();
  send(dispatch_to(receiver.url(), {}, "a.create"));
  send(dispatch_to(receiver.url(), {}, "b.create"));
  stop();
  EXPECT_THAT(endings(), ElementsAre("a.create/1 stopped", "b.create/1 stopped"));
  EXPECT_EQ(all<event::DeliveryEnded>().at(0).why, "the account was closed");
}

TEST_F(EngineEndpoints, AReplaySendsTheCapturedBytesAndSaysWhatItRepeats) {
  FriendlyReceiver receiver;
  profile = find_profile("stripe").value();
  send(dispatch_to(receiver.url()));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  std::string captured;
  loop.call([&] { captured = engine->log().find("jane.create/1")->attempts.at(0).request; });
  EXPECT_EQ(captured, receiver.requests().at(0));
  const std::size_t time = captured.find("t=") + 2;
  captured[time] = '0';  // as if it were of long ago
  Dispatch replay = once(dispatch_to(receiver.url()), "redelivery", 2);
  replay.redelivers = "jane.create/1";
  replay.replay = std::make_shared<const std::string>(captured);
  send(std::move(replay));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(2));
  EXPECT_EQ(receiver.requests().at(1), captured);
  const auto planned = all<event::DeliveryPlanned>().back();
  EXPECT_EQ(planned.purpose, "redelivery");
  EXPECT_EQ(planned.redelivers, "jane.create/1");
  EXPECT_TRUE(planned.same_bytes);
  EXPECT_EQ(
      all<event::AttemptStarted>().at(0).headers.size(),
      all<event::AttemptStarted>().at(1).headers.size()
  );
}

TEST_F(EngineEndpoints, TheLogSaysWhatCameBackAndWhy) {
  profile.retry_waits = {5s};
  Statuses receiver({503, 200});
  send(dispatch_to(receiver.url()));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  LoggedDelivery logged;
  loop.call([&] { logged = *engine->log().find("jane.create/1"); });
  EXPECT_EQ(logged.result, "acknowledged");
  EXPECT_EQ(logged.url, receiver.url());
  ASSERT_THAT(logged.attempts, SizeIs(2));
  EXPECT_EQ(logged.attempts[0].status, 503);
  EXPECT_EQ(logged.attempts[0].next, "retry 1 of 1 in 5 s");
  EXPECT_EQ(logged.attempts[1].outcome, Outcome::acknowledged);
  EXPECT_EQ(logged.attempts[1].next, "");
}

TEST_F(EngineEndpoints, EveryEndSaysWhy) {
  const ClosedPort nobody;
  faults::Plan drop;
  drop.drop = true;
  send(dispatch_to(nobody.url(), drop, "a.create"));
  send(dispatch_to(nobody.url(), {}, "b.create"));
  send(once(dispatch_to(nobody.url(), {}, "c.create"), "drain", 1));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(3));
  std::vector<std::string> whys;
  for (const auto& ended : all<event::DeliveryEnded>()) {
    whys.push_back(ended.why);
  }
  EXPECT_THAT(
      whys,
      testing::UnorderedElementsAre(
          "a fault drops it", "the sender does not retry", "it is tried once"
      )
  );
}

TEST_F(EngineEndpoints, SeventyFiveHoursPassWithoutAWait) {
  profile = find_profile("standard-webhooks").value();
  profile.time_scale = 0;
  Statuses receiver({500, 500, 500, 500, 500, 500, 500, 500, 500, 200});
  Dispatch dispatch = dispatch_to(receiver.url());
  const std::string body = dispatch.body;
  send(std::move(dispatch));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_THAT(results(), ElementsAre("acknowledged"));
  const auto attempts = all<event::AttemptStarted>();
  const auto ends = all<event::AttemptFinished>();
  ASSERT_THAT(attempts, SizeIs(10));
  Nanos sum{};
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    EXPECT_EQ(attempts[i].sending_clock, sum) << "attempt " << i + 1;
    EXPECT_EQ(attempts[i].body_bytes, body.size());
    sum += ends[i].next_wait;
    if (i > 0) {
      // Due when the one before was over: the clocks of both are in the journal.
      EXPECT_LE(ends[i].phases.scheduled - *ends[i - 1].phases.finished, 4min) << "no wait is real";
    }
  }
  EXPECT_GE(attempts.back().sending_clock, (75h + 35min + 5s) * 9 / 10);
  EXPECT_LE(attempts.back().sending_clock, (75h + 35min + 5s) * 11 / 10);
}

}  // namespace
}  // namespace rkmock::webhooks
