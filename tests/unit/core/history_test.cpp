#include "rkmock/history.hpp"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

/// Builds a history event by event.
class Story {
 public:
  Story& add(EventBody body) {
    const std::uint64_t seq = events_.size() + 1;
    events_.push_back(std::make_shared<const Event>(Event{
        seq, Nanos(static_cast<Nanos::rep>(10 * seq)), std::move(body)}));
    return *this;
  }

  Story& raise(const std::string& event) {
    return add(event::EventRaised{event, "bookings.create", {}, "{}"});
  }

  Story& plan(const std::string& event, const std::string& delivery) {
    event::DeliveryPlanned planned;
    planned.event = event;
    planned.delivery = delivery;
    return add(planned);
  }

  Story& start(const std::string& delivery, int attempt = 1) {
    event::AttemptStarted started;
    started.delivery = delivery;
    started.attempt = attempt;
    return add(started);
  }

  Story& finish(const std::string& delivery, Outcome outcome, int attempt = 1) {
    event::AttemptFinished finished;
    finished.delivery = delivery;
    finished.attempt = attempt;
    finished.outcome = outcome;
    return add(finished);
  }

  Story& end(const std::string& delivery, const std::string& result) {
    return add(event::DeliveryEnded{"", delivery, result});
  }

  [[nodiscard]] History history() const { return {JournalHeader{}, events_}; }

 private:
  std::vector<EventPointer> events_;
};

TEST(HistoryTest, PutsDeliveriesAndAttemptsOfAnEventTogether) {
  const History history = Story()
                              .raise("jane.create")
                              .raise("joe.create")
                              .plan("joe.create", "joe.create/1")
                              .plan("jane.create", "jane.create/1")
                              .plan("jane.create", "jane.create/2")
                              .start("jane.create/2")
                              .start("jane.create/1")
                              .finish("jane.create/1", Outcome::refused)
                              .start("jane.create/1", 2)
                              .finish("jane.create/2", Outcome::acknowledged)
                              .finish("jane.create/1", Outcome::unknown, 2)
                              .end("jane.create/1", "given_up")
                              .history();
  ASSERT_THAT(history.webhook_events(), SizeIs(2));
  EXPECT_EQ(history.webhook_events()[1].raised->event, "joe.create");
  const WebhookEvent& jane = *history.webhook_event("jane.create");
  EXPECT_EQ(jane.raised.seq, 1U);
  EXPECT_EQ(jane.raised.at, Nanos(10));
  ASSERT_THAT(jane.deliveries, SizeIs(2));
  EXPECT_EQ(jane.deliveries[0].planned.seq, 4U);
  ASSERT_THAT(jane.deliveries[0].attempts, SizeIs(2));
  EXPECT_EQ(jane.deliveries[0].attempts[0].started.seq, 7U);
  EXPECT_EQ(jane.deliveries[0].attempts[0].finished->seq, 8U);
  EXPECT_EQ(jane.deliveries[0].attempts[1].finished->seq, 11U);
  EXPECT_EQ((*jane.deliveries[0].ended)->result, "given_up");
  EXPECT_FALSE(jane.deliveries[1].ended);
  EXPECT_EQ(history.webhook_event("nobody.create"), nullptr);
}

TEST(HistoryTest, AnEndWithoutItsBeginningIsLeftOut) {
  const History history = Story()
                              .plan("gone.create", "gone.create/1")
                              .start("gone.create/1")
                              .finish("gone.create/1", Outcome::acknowledged)
                              .end("gone.create/1", "acknowledged")
                              .raise("jane.create")
                              .plan("jane.create", "jane.create/1")
                              .finish("jane.create/1", Outcome::acknowledged)
                              .history();
  ASSERT_THAT(history.webhook_events(), SizeIs(1));
  EXPECT_THAT(history.webhook_events()[0].deliveries[0].attempts, IsEmpty());
  EXPECT_EQ(history.webhook_events()[0].first_acknowledgement(), nullptr);
  EXPECT_THAT(history.events(), SizeIs(7));
}

TEST(HistoryTest, TheFirstAcknowledgementIsTheOneThatCameFirst) {
  const History history = Story()
                              .raise("e")
                              .plan("e", "e/1")
                              .plan("e", "e/2")
                              .start("e/1")
                              .start("e/2")
                              .finish("e/2", Outcome::acknowledged)
                              .finish("e/1", Outcome::acknowledged)
                              .history();
  const Attempt* first = history.webhook_events()[0].first_acknowledgement();
  ASSERT_NE(first, nullptr);
  EXPECT_EQ(first->started->delivery, "e/2");
  EXPECT_EQ(first->finished->seq, 6U);
}

TEST(HistoryTest, OnlyACompleteTwoHundredAcknowledges) {
  for (const Outcome outcome : {Outcome::refused, Outcome::impossible, Outcome::unknown}) {
    const History history =
        Story().raise("e").plan("e", "e/1").start("e/1").finish("e/1", outcome).history();
    EXPECT_EQ(history.webhook_events()[0].first_acknowledgement(), nullptr) << to_string(outcome);
  }
}

TEST(HistoryTest, OnlyAnImpossibleAttemptCannotHaveHadAnEffect) {
  const auto possibly = [](Outcome outcome) {
    return Story()
        .raise("e")
        .plan("e", "e/1")
        .start("e/1")
        .finish("e/1", outcome)
        .history()
        .webhook_events()[0]
        .possibly_received();
  };
  EXPECT_TRUE(possibly(Outcome::acknowledged));
  EXPECT_TRUE(possibly(Outcome::refused));
  EXPECT_TRUE(possibly(Outcome::unknown));
  EXPECT_FALSE(possibly(Outcome::impossible));
}

TEST(HistoryTest, AnAttemptThatIsStillOpenIsPossible) {
  Story story;
  story.raise("e").plan("e", "e/1");
  EXPECT_FALSE(story.history().webhook_events()[0].possibly_received());
  story.start("e/1");
  EXPECT_TRUE(story.history().webhook_events()[0].possibly_received());
  EXPECT_TRUE(story.history().webhook_events()[0].deliveries[0].attempts[0].possible());
  EXPECT_FALSE(story.history().webhook_events()[0].deliveries[0].attempts[0].acknowledged());
}

TEST(HistoryTest, GivesTheEventsOfOneKindInOrder) {
  const History history = Story()
                              .add(event::HarnessError{"a"})
                              .add(event::RunFinished{})
                              .add(event::HarnessError{"b"})
                              .history();
  const auto errors = history.of<event::HarnessError>();
  ASSERT_THAT(errors, SizeIs(2));
  EXPECT_EQ(errors[0]->what, "a");
  EXPECT_EQ(errors[1]->what, "b");
  EXPECT_EQ(errors[1].seq, 3U);
  EXPECT_EQ(errors[1].at, Nanos(30));
  EXPECT_THAT(history.of<event::Settled>(), IsEmpty());
}

TEST(HistoryTest, KnowsTheNewestChangeOfEachBooking) {
  const auto change = [](std::int64_t id, int version) {
    event::BookingChanged changed;
    changed.booking_id = id;
    changed.version = version;
    return changed;
  };
  const History history = Story().add(change(7, 1)).add(change(8, 1)).add(change(7, 2)).history();
  ASSERT_THAT(history.bookings(), SizeIs(2));
  EXPECT_EQ(history.bookings().at(7)->version, 2);
  EXPECT_EQ(history.bookings().at(7).seq, 3U);
  EXPECT_EQ(history.bookings().at(8)->version, 1);
}

TEST(HistoryTest, TheFinalStateIsTheLastFinalProbeOfTheBooking) {
  const auto probe = [](std::int64_t id, int status, bool final_probe) {
    event::StateProbed probed;
    probed.booking_id = id;
    probed.status = status;
    probed.final_probe = final_probe;
    return probed;
  };
  const History history = Story()
                              .add(probe(7, 200, true))
                              .add(probe(7, 404, true))
                              .add(probe(8, 500, true))
                              .add(probe(7, 503, false))
                              .history();
  EXPECT_EQ((*history.final_state(7))->status, 404);
  EXPECT_EQ(history.final_state(7)->seq, 2U);
  EXPECT_EQ((*history.final_state(8))->status, 500);
  EXPECT_FALSE(history.final_state(9));
}

TEST(HistoryTest, FiltersEffectsByTheirRule) {
  const auto hit = [](const std::string& effect) {
    event::SinkHit sink;
    sink.effect = effect;
    return sink;
  };
  const History history = Story().add(hit("email")).add(hit("")).add(hit("crm")).history();
  EXPECT_THAT(history.effects("email"), SizeIs(1));
  EXPECT_THAT(history.effects("none"), IsEmpty());
  // Of no name: every one that some rule claims.
  ASSERT_THAT(history.effects(), SizeIs(2));
  EXPECT_EQ(history.effects()[1]->effect, "crm");
}

TEST(HistoryTest, KnowsWhatTheRunBeganWith) {
  event::RunStarted started;
  started.receiver = "http://127.0.0.1:3000/";
  EXPECT_EQ(Story().add(started).history().run()->receiver, started.receiver);
  EXPECT_EQ(Story().history().run(), nullptr);
}

TEST(HistoryTest, ARunPlayedToItsEndHasNoGaps) {
  const History history = Story().raise("e").add(event::RunFinished{}).history();
  EXPECT_TRUE(history.complete());
  EXPECT_THAT(history.gaps(), IsEmpty());
}

TEST(HistoryTest, NamesEveryGap) {
  Story story;
  EXPECT_THAT(story.history().gaps(), ElementsAre("the run was not played to its end"));
  story.add(event::HarnessError{"first"}).add(event::EventsDropped{12});
  EXPECT_THAT(
      story.history().gaps(),
      ElementsAre(
          "the journal reached its bound and 12 events are missing",
          "an error in the harness: first",
          "the run was not played to its end"
      )
  );
  for (int i = 0; i < 5; ++i) {
    story.add(event::HarnessError{"more"});
  }
  story.add(event::RunFinished{});
  EXPECT_THAT(story.history().gaps(), SizeIs(5));
  EXPECT_EQ(story.history().gaps().back(), "3 more harness errors");
}

TEST(HistoryTest, CanBeBuiltFromARunningJournal) {
  JournalHeader header;
  header.scenario = "S";
  Journal journal(system_clock(), header);
  journal.append(event::RunFinished{});
  const History history(journal);
  journal.append(event::RunFinished{});
  EXPECT_EQ(history.header().scenario, "S");
  EXPECT_THAT(history.events(), SizeIs(1));
}

TEST(HistoryTest, OutlivesTheJournalItCameFrom) {
  std::optional<History> history;
  {
    Journal journal(system_clock(), {});
    journal.append(event::HarnessError{"still here"});
    history.emplace(journal);
  }
  EXPECT_EQ(history->of<event::HarnessError>()[0]->what, "still here");
}

}  // namespace
}  // namespace rkmock
