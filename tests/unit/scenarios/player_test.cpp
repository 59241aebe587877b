#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/player_fixture.hpp"

namespace rkmock::scenarios {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Fate = FakeControl::Fate;

TEST_F(PlayerTest, TellsTheWholeStoryInOrder) {
  const History history = play_it(story("  - create: jane\n  - update: jane\n"));
  EXPECT_THAT(
      outline(history),
      ElementsAre(
          "run_started",
          "step_started",
          "event_raised",
          "step_started",
          "event_raised",
          "drain_started",
          "drain_finished",
          "settled",
          "run_finished"
      )
  );
  EXPECT_TRUE(history.complete());
  EXPECT_THAT(history.gaps(), IsEmpty());
  EXPECT_THAT(control.closed, ElementsAre("scenario-1"));
}

TEST_F(PlayerTest, OpensTheAccountAndStartsTheJournalWithWhatJudgesNeed) {
  Scenario scenario = decoded(
      "scenario: Title\nseed: 7\n"
      "given: { clock: 2023-06-20T09:15:00Z, api_faults: [{response: {status: 500}}] }\n"
      "steps: [{create: jane}]\nexpect: [converges]\n"
  );
  scenario.receiver.quiet = milliseconds(1);
  options.tool = "rkmock test";
  options.sender.name = "a profile";
  const History history = play_it(scenario);
  ASSERT_THAT(control.opened, SizeIs(1));
  const AccountSetup& setup = control.opened[0];
  EXPECT_EQ(setup.name, "scenario-1");
  EXPECT_EQ(setup.api_key, "sk_rsv_scenario_1");
  EXPECT_EQ(setup.seed, 7U);
  EXPECT_EQ(setup.services, scenario.services);
  EXPECT_THAT(setup.api_faults, ElementsAre(R"({"response":{"status":500}})"));
  EXPECT_EQ(setup.sender.name, "a profile");
  EXPECT_EQ(setup.payload_start, scenario.clock);
  ASSERT_THAT(setup.subscriptions, SizeIs(1));
  EXPECT_EQ(setup.subscriptions[0].url, test_url);
  EXPECT_EQ(history.header().tool, "rkmock test");
  EXPECT_EQ(history.header().scenario, "Title");
  EXPECT_EQ(history.header().scenario_file, "test.yaml");
  EXPECT_EQ(history.header().scenario_hash, scenario.hash);
  EXPECT_EQ(history.header().seed, 7U);
  ASSERT_NE(history.run(), nullptr);
  EXPECT_EQ(history.run()->receiver, test_url);
  EXPECT_TRUE(history.run()->has_state_probe);
  EXPECT_EQ(history.run()->effects, scenario.receiver.effects);
  EXPECT_EQ(history.run()->expectations, scenario.expectations);
}

TEST_F(PlayerTest, AStepWaitsForItsDeliveries) {
  control.fate = [](const std::string&, int) { return Fate::still_open; };
  on_saying = [this](const std::string& doing) {
    if (doing == "waiting for jane.create to be acknowledged") {
      control.end_delivery("jane.create/1");
    } else if (doing == "waiting for jane.update to be acknowledged") {
      control.end_delivery("jane.update/1");
    }
  };
  const History history = play_it(story("  - create: jane\n  - update: jane\n"));
  const auto ends = history.of<event::DeliveryEnded>();
  const auto starts = history.of<event::StepStarted>();
  ASSERT_THAT(ends, SizeIs(2));
  ASSERT_THAT(starts, SizeIs(2));
  EXPECT_LT(ends[0].seq, starts[1].seq);
  EXPECT_THAT(errors(history), IsEmpty());
}

TEST_F(PlayerTest, ADeliveryThatStandsStillBecomesAHarnessErrorAndTheStoryGoesOn) {
  options.grace = milliseconds(1);
  options.sender.timeout = milliseconds(1);
  control.fate = [](const std::string& event, int number) {
    return event == "jane.create" && number == 1 ? Fate::still_open : Fate::acknowledged;
  };
  Scenario scenario = story("  - create: jane\n  - update: jane\n");
  scenario.receiver.drain = milliseconds(20);
  scenario.receiver.settle = milliseconds(20);
  const History history = play_it(scenario);
  EXPECT_THAT(errors(history), ElementsAre(HasSubstr("deliveries of jane.create")));
  EXPECT_THAT(steps(history), ElementsAre("create jane", "update jane"));
  EXPECT_TRUE(history.complete());
}

TEST_F(PlayerTest, AReceiverThatNeverAnswersEndsTheSteps) {
  control.fate = [](const std::string&, int) { return Fate::unanswered; };
  Scenario scenario = story("  - create: jane\n  - update: jane\n  - cancel: jane\n");
  scenario.receiver.drain = milliseconds(1);
  const History history = play_it(scenario);
  EXPECT_THAT(steps(history), ElementsAre("create jane"));
  EXPECT_THAT(
      errors(history),
      ElementsAre("the receiver has not answered one request up to step 1 of 3 (create jane, "
                  "line 3); the steps after it were not played")
  );
  EXPECT_TRUE(history.complete());
}

TEST_F(PlayerTest, AReceiverThatRefusesHasAnsweredAndTheStoryGoesOn) {
  control.fate = [](const std::string&, int) { return Fate::refused; };
  Scenario scenario = story("  - create: jane\n  - update: jane\n");
  scenario.receiver.drain = milliseconds(1);
  EXPECT_THAT(steps(play_it(scenario)), ElementsAre("create jane", "update jane"));
}

TEST_F(PlayerTest, AReceiverThatFallsSilentLaterIsPlayedToTheEnd) {
  control.fate = [](const std::string& event, int) {
    return event == "jane.create" ? Fate::acknowledged : Fate::unanswered;
  };
  Scenario scenario = story("  - create: jane\n  - update: jane\n  - cancel: jane\n");
  scenario.receiver.drain = milliseconds(1);
  EXPECT_THAT(steps(play_it(scenario)), SizeIs(3));
}

TEST_F(PlayerTest, HeldEventsAreNotWaitedForUntilTheyAreReleased) {
  const History history =
      play_it(story("  - hold: all\n  - create: jane\n  - update: jane\n"
                    "  - release: { order: [jane.update, jane.create] }\n"));
  EXPECT_THAT(control.releases, ElementsAre(ElementsAre("jane.update", "jane.create")));
  const auto planned = history.of<event::DeliveryPlanned>();
  ASSERT_THAT(planned, SizeIs(2));
  EXPECT_EQ(planned[0]->event, "jane.update");
  EXPECT_THAT(errors(history), IsEmpty());
}

TEST_F(PlayerTest, AReleaseWaitsForAllItLetGo) {
  control.fate = [](const std::string& event, int) {
    return event == "joe.create" ? Fate::still_open : Fate::acknowledged;
  };
  on_saying = [this](const std::string& doing) {
    if (doing == "waiting for joe.create to be acknowledged") {
      control.end_delivery("joe.create/1");
    }
  };
  const History history = play_it(
      story("  - hold: all\n  - create: jane\n  - create: joe\n  - release: all\n  - delete: joe\n")
  );
  const auto starts = history.of<event::StepStarted>();
  const auto ends = history.of<event::DeliveryEnded>();
  ASSERT_THAT(ends, SizeIs(3));
  EXPECT_EQ(ends[1]->event, "joe.create");
  EXPECT_LT(ends[1].seq, starts.back().seq);
}

TEST_F(PlayerTest, OrdersByWordAreResolvedFromWhatIsHeld) {
  play_it(
      story("  - hold: all\n  - create: a\n  - create: b\n  - create: c\n  - release: { order: "
            "reversed }\n"
            "  - hold: all\n  - update: a\n  - release: all\n")
  );
  EXPECT_THAT(
      control.releases, ElementsAre(ElementsAre("c.create", "b.create", "a.create"), IsEmpty())
  );
}

TEST_F(PlayerTest, AShuffleIsTheSameForTheSameSeedAndAnotherForAnother) {
  Scenario scenario = story(
      "  - hold: all\n  - create: a\n  - create: b\n  - create: c\n  - create: d\n  - create: e\n"
      "  - release: { order: shuffled }\n"
  );
  const auto order_with_seed = [&](std::uint64_t seed) {
    scenario.seed = seed;
    FakeControl fresh;
    play(scenario, fresh, http, system_clock(), options);
    return fresh.releases.at(0);
  };
  const auto order = order_with_seed(1);
  EXPECT_THAT(
      order,
      ::testing::UnorderedElementsAre("a.create", "b.create", "c.create", "d.create", "e.create")
  );
  EXPECT_EQ(order, order_with_seed(1));
  bool differs = false;
  for (std::uint64_t seed = 2; seed < 6; ++seed) {
    differs = differs || order_with_seed(seed) != order;
  }
  EXPECT_TRUE(differs);
}

TEST_F(PlayerTest, AWaitTakesAtLeastItsTime) {
  const History history = play_it(story("  - wait: 20ms\n  - create: a\n"));
  const auto starts = history.of<event::StepStarted>();
  ASSERT_THAT(starts, SizeIs(2));
  EXPECT_GE(starts[1].at - starts[0].at, milliseconds(20));
}

TEST_F(PlayerTest, ARefusedStepIsAHarnessErrorAndEndsTheSteps) {
  BookingAnswer refusal;
  refusal.status = 422;
  refusal.error_code = "invalid_status_transition";
  refusal.error_message = "Status cannot change";
  control.refusals["update jane"] = refusal;
  const History history = play_it(story("  - create: jane\n  - update: jane\n  - delete: jane\n"));
  EXPECT_THAT(
      errors(history),
      ElementsAre(AllOf(
          HasSubstr("step 2 of 3 (update jane, line 4)"),
          HasSubstr("422 invalid_status_transition: Status cannot change")
      ))
  );
  EXPECT_THAT(steps(history), ElementsAre("create jane", "update jane"));
  EXPECT_TRUE(history.complete());
  EXPECT_THAT(history.of<event::DrainFinished>(), SizeIs(1));
}

TEST_F(PlayerTest, TheDrainDeliversUntilAcknowledged) {
  control.fate = [](const std::string& event, int number) {
    return event == "jane.create" && number < 3 ? Fate::refused : Fate::acknowledged;
  };
  const History history = play_it(story("  - create: jane\n  - create: joe\n"));
  EXPECT_THAT(control.redelivered, ElementsAre("jane.create", "jane.create"));
  ASSERT_THAT(history.of<event::DrainStarted>(), SizeIs(1));
  EXPECT_THAT(history.of<event::DrainStarted>()[0]->events, ElementsAre("jane.create"));
  EXPECT_THAT(history.of<event::DrainFinished>()[0]->unacknowledged, IsEmpty());
}

TEST_F(PlayerTest, TheDrainLeavesDroppedEventsAlone) {
  control.fate = [](const std::string& event, int) {
    return event == "jane.update" ? Fate::dropped : Fate::acknowledged;
  };
  const History history = play_it(story("  - create: jane\n  - update: jane\n"));
  EXPECT_THAT(control.redelivered, IsEmpty());
  EXPECT_THAT(history.of<event::DrainStarted>()[0]->events, IsEmpty());
}

TEST_F(PlayerTest, TheDrainGivesUpWhenItsTimeIsOver) {
  control.fate = [](const std::string&, int) { return Fate::refused; };
  Scenario scenario = story("  - create: jane\n  - create: joe\n");
  scenario.receiver.drain = milliseconds(10);
  const History history = play_it(scenario);
  EXPECT_THAT(
      history.of<event::DrainFinished>()[0]->unacknowledged,
      ElementsAre("jane.create", "joe.create")
  );
  EXPECT_TRUE(history.complete());
}

TEST_F(PlayerTest, AnEventStillHeldAfterARefusedStepIsDrained) {
  BookingAnswer refusal;
  refusal.status = 400;
  control.refusals["update jane"] = refusal;
  play_it(story("  - hold: all\n  - create: jane\n  - update: jane\n  - release: all\n"));
  EXPECT_THAT(control.redelivered, ElementsAre("jane.create"));
}

TEST_F(PlayerTest, RestIsTwoEqualProbesWithoutTrafficBetween) {
  int probes = 0;
  http.answer = [&](const HttpRequest&) {
    ++probes;
    if (probes == 4) {
      control.journal->append(event::SinkHit{});
    }
    return HttpAnswer{200, {}, std::to_string(std::min(probes, 3)), ""};
  };
  const History history = play_it(story("  - create: jane\n"));
  const auto settled = history.of<event::Settled>();
  ASSERT_THAT(settled, SizeIs(1));
  EXPECT_TRUE(settled[0]->reached);
  EXPECT_THAT(settled[0]->waited_for, IsEmpty());
  // 1, 2, 3 differ; the 4th came with traffic, so it is compared anew with the 5th; then the last.
  EXPECT_EQ(probes, 6);
}

TEST_F(PlayerTest, ProbesThatKeepChangingAreNoRest) {
  int probes = 0;
  http.answer = [&](const HttpRequest&) {
    return HttpAnswer{200, {}, std::to_string(++probes), ""};
  };
  Scenario scenario = story("  - create: jane\n");
  scenario.receiver.settle = milliseconds(700);  // two probes fit, however slow they are
  const History history = play_it(scenario);
  const auto settled = history.of<event::Settled>();
  EXPECT_FALSE(settled[0]->reached);
  EXPECT_THAT(settled[0]->waited_for, HasSubstr("two equal probes"));
  EXPECT_GE(settled[0]->took, milliseconds(698)) << "probes get whole milliseconds";
}

TEST_F(PlayerTest, TrafficThatNeverEndsIsNoRest) {
  http.answer = [&](const HttpRequest&) { return HttpAnswer{200, {}, "{}", ""}; };
  Scenario scenario = story("  - create: jane\n");
  scenario.receiver.quiet = seconds(50);
  scenario.receiver.settle = milliseconds(20);
  const History history = play_it(scenario);
  EXPECT_FALSE(history.of<event::Settled>()[0]->reached);
  EXPECT_THAT(history.of<event::Settled>()[0]->waited_for, HasSubstr("50 s"));
}

TEST_F(PlayerTest, KeepsWaitingForWhatTheReceiverMustShow) {
  int asked = 0;
  options.satisfied = [&](const History& history, const auto&) {
    EXPECT_NE(history.run(), nullptr);
    if (++asked == 2) {
      control.journal->append(event::SinkHit{});
    }
    return asked > 2;
  };
  const History history = play_it(story("  - create: jane\n"));
  EXPECT_EQ(asked, 3);
  EXPECT_TRUE(history.of<event::Settled>()[0]->reached);
}

TEST_F(PlayerTest, AReceiverAtRestThatShowsTooLittleHasStillSettled) {
  options.satisfied = [](const History&, const auto&) { return false; };
  Scenario scenario = story("  - create: jane\n");
  scenario.receiver.settle = seconds(1);
  const History history = play_it(scenario);
  const auto settled = history.of<event::Settled>();
  EXPECT_TRUE(settled[0]->reached);
  EXPECT_GE(settled[0]->took, seconds(1));
}

TEST_F(PlayerTest, AProbeThatTheEndOfSettleCutsShortDoesNotDisturbTheRest) {
  options.satisfied = [](const History&, const auto&) { return false; };
  Scenario scenario = story("  - create: jane\n");
  scenario.receiver.settle = seconds(1);
  int probes = 0;
  http.answer = [&](const HttpRequest&) {
    if (++probes != 3) {
      return HttpAnswer{200, {}, "{}", ""};
    }
    const auto end = std::chrono::steady_clock::now() + http.timeouts.back();
    control.journal->wait([] { return false; }, end);
    return HttpAnswer{0, {}, "", "no answer within the time left"};
  };
  const History history = play_it(scenario);
  EXPECT_TRUE(history.of<event::Settled>()[0]->reached);
  EXPECT_THAT(history.of<event::Settled>()[0]->waited_for, IsEmpty());
  EXPECT_EQ(probes, 4);
}

TEST_F(PlayerTest, WaitSettledSettlesInTheMiddleWithoutAFinalProbe) {
  const History history = play_it(story("  - create: jane\n  - wait: settled\n  - update: jane\n"));
  const auto settled = history.of<event::Settled>();
  ASSERT_THAT(settled, SizeIs(2));
  for (const auto& probe : history.of<event::StateProbed>()) {
    EXPECT_EQ(probe->final_probe, probe.seq > settled[1].seq);
  }
}

TEST_F(PlayerTest, TheFinalProbeAsksForEveryBooking) {
  Scenario scenario = story("  - create: jane\n  - create: joe\n");
  scenario.receiver.state = StateProbe{"http://a/{{booking.id}}/{{booking.name}}"};
  http.answer = [](const HttpRequest& request) { return HttpAnswer{404, {}, request.url, ""}; };
  const History history = play_it(scenario);
  ASSERT_TRUE(history.final_state(1000).has_value());
  EXPECT_EQ((*history.final_state(1000))->status, 404);
  EXPECT_EQ((*history.final_state(1000))->body, "http://a/1000/jane");
  ASSERT_TRUE(history.final_state(1001).has_value());
  EXPECT_EQ((*history.final_state(1001))->booking, "joe");
  EXPECT_EQ(http.urls.back(), "GET http://a/1001/joe");
  EXPECT_LE(http.timeouts.back(), seconds(2));
}

TEST_F(PlayerTest, WithoutAProbeNothingIsAsked) {
  Scenario scenario = story("  - create: jane\n");
  scenario.receiver.state.reset();
  const History history = play_it(scenario);
  EXPECT_THAT(http.urls, IsEmpty());
  EXPECT_FALSE(history.run()->has_state_probe);
  EXPECT_TRUE(history.of<event::Settled>()[0]->reached);
}

TEST_F(PlayerTest, ADeadReceiverIsNotAskedAThousandTimes) {
  http.answer = [](const HttpRequest&) { return HttpAnswer{0, {}, "", "no answer within 2 s"}; };
  std::string steps;
  for (int i = 0; i < 20; ++i) {
    steps += "  - create: b" + std::to_string(i) + "\n";
  }
  const History history = play_it(story(steps));
  EXPECT_EQ(http.urls.size(), 9U);  // three rounds of three
  const auto last = history.final_state(1019);
  ASSERT_TRUE(last.has_value());
  EXPECT_EQ((*last)->status, 0);
  EXPECT_THAT((*last)->error, HasSubstr("not asked"));
  EXPECT_EQ((*history.final_state(1000))->error, "no answer within 2 s");
}

TEST_F(PlayerTest, LongAnswersAreCut) {
  http.answer = [](const HttpRequest&) {
    return HttpAnswer{200, {}, std::string(100'000, 'x'), ""};
  };
  const History history = play_it(story("  - create: jane\n"));
  EXPECT_EQ((*history.final_state(1000))->body.size(), 64U * 1024U);
}

TEST_F(PlayerTest, ACancelledPlayEndsSoonAndSaysWhere) {
  bool stop = false;
  options.cancelled = [&] { return stop; };
  control.fate = [](const std::string&, int) { return Fate::still_open; };
  on_saying = [&](const std::string& doing) {
    stop = stop || doing == "waiting for jane.update to be acknowledged";
    if (doing == "waiting for jane.create to be acknowledged") {
      control.end_delivery("jane.create/1");
    }
  };
  const auto started = std::chrono::steady_clock::now();
  const History history = play_it(story("  - create: jane\n  - update: jane\n  - wait: 1h\n"));
  EXPECT_LT(std::chrono::steady_clock::now() - started, seconds(30));
  EXPECT_THAT(errors(history), ElementsAre("interrupted at step 2 of 3 (update jane, line 4)"));
  EXPECT_FALSE(history.complete());
  EXPECT_THAT(control.closed, ElementsAre("scenario-1"));
}

TEST_F(PlayerTest, ALongWaitCanBeCancelled) {
  bool stop = false;
  options.cancelled = [&] { return stop; };
  on_saying = [&](const std::string& doing) { stop = stop || doing.rfind("waiting", 0) == 0; };
  const History history = play_it(story("  - wait: 1h\n  - create: jane\n"));
  EXPECT_THAT(errors(history), SizeIs(1));
}

TEST_F(PlayerTest, ABugOfOursIsJournalledAndTheAccountClosed) {
  control.before_change = [](const BookingCommand&) { throw InvariantError("it broke"); };
  const History history = play_it(story("  - create: jane\n"));
  EXPECT_THAT(errors(history), ElementsAre("step 1 of 1 (create jane, line 3): it broke"));
  EXPECT_THAT(control.closed, SizeIs(1));
}

TEST_F(PlayerTest, AnEnvironmentErrorLeavesThePlayAndTheAccountIsClosed) {
  control.before_change = [](const BookingCommand&) { throw EnvironmentError("disk full"); };
  EXPECT_THROW(play_it(story("  - create: jane\n")), EnvironmentError);
  EXPECT_THAT(control.closed, SizeIs(1));
}

TEST_F(PlayerTest, AFullJournalEndsTheStepsInsteadOfWaitingBlindly) {
  options.journal.max_events = 6;
  Scenario scenario = story("  - create: jane\n  - update: jane\n  - update: jane\n");
  scenario.receiver.drain = milliseconds(10);
  scenario.receiver.settle = milliseconds(10);
  const History history = play_it(scenario);
  EXPECT_THAT(history.of<event::EventsDropped>(), SizeIs(1));
  EXPECT_THAT(history.of<event::StepStarted>(), SizeIs(1));
}

TEST_F(PlayerTest, SaysWhatItIsDoing) {
  play_it(story("  - create: jane\n  - wait: 1ms\n"));
  EXPECT_THAT(
      said,
      ElementsAre(
          "create jane",
          "wait 1ms",
          "waiting 1 ms",
          "waiting for the open deliveries to end",
          "waiting for the receiver to come to rest",
          "asking the receiver for jane",
          "waiting for the receiver to come to rest",
          "asking the receiver for jane",
          "asking the receiver for its final state",
          "asking the receiver for jane"
      )
  );
}

}  // namespace
}  // namespace rkmock::scenarios
