#include "assertions/reports/places.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/assertions/history_builder.hpp"

namespace rkmock::reports {
namespace {

using assertions::HistoryBuilder;
using testing::ElementsAre;

/// Where a result with this evidence goes back to.
Place place_of(const HistoryBuilder& run, std::uint64_t evidence) {
  assertions::Judgement judgement;
  judgement.results.resize(1);
  judgement.results[0].evidence = {{evidence, ""}};
  return places(run.history(), judgement).at(0);
}

const Place create_jane{"", 4, "create jane"};
const Place update_jane{"", 7, "update jane"};

/// Two steps, and a third that changes nothing.
class PlacesTest : public testing::Test {
 protected:
  PlacesTest() {
    begin(1, create_jane);
    created = run.create("jane");
    run.acknowledge(created);
    begin(2, update_jane);
    updated = run.update("jane");
    delivery = run.acknowledge(updated);
    begin(3, {"", 9, "wait 1s"});
  }

  void begin(int index, const Place& place) {
    run.add(event::StepStarted{index, place.line, place.step, place.file});
  }

  HistoryBuilder run;
  std::string created;
  std::string updated;
  std::string delivery;
};

TEST_F(PlacesTest, AnEffectGoesBackToTheStepThatChangedTheBooking) {
  EXPECT_EQ(place_of(run, run.effect(created)), create_jane);
  EXPECT_EQ(place_of(run, run.effect(updated)), update_jane);
}

TEST_F(PlacesTest, OneThatNamesNoVersionGoesBackToTheLastChange) {
  EXPECT_EQ(place_of(run, run.effect_without_version(created)), update_jane);
}

TEST_F(PlacesTest, OneThatNamesNoBookingGoesBackToTheStepDuringWhichItCame) {
  EXPECT_EQ(place_of(run, run.unattributed_effect()), (Place{"", 9, "wait 1s"}));
}

TEST_F(PlacesTest, AnAttemptGoesBackToTheChangeItTellsOf) {
  const std::string late = run.redeliver(created);  // of the drain
  for (const EventPointer& event : run.events()) {
    if (const auto* started = std::get_if<event::AttemptStarted>(&event->body)) {
      EXPECT_EQ(place_of(run, event->seq), started->event == created ? create_jane : update_jane)
          << started->delivery;
    }
  }
}

TEST_F(PlacesTest, WhatAStepRedeliversGoesBackToThatStep) {
  begin(4, {"", 11, "redeliver jane.create"});
  HistoryBuilder::Planned planned;
  planned.purpose = "redelivery";
  const std::string again = run.plan(created, planned);
  run.start(again);
  EXPECT_EQ(place_of(run, run.events().back()->seq), (Place{"", 11, "redeliver jane.create"}));
}

TEST_F(PlacesTest, AProbeGoesBackToTheLastChangeOfItsBooking) {
  EXPECT_EQ(place_of(run, run.probe("jane")), update_jane);
}

TEST_F(PlacesTest, AClaimAndACallGoBackToTheirStepEvenWhenOthersRun) {
  event::StepChecked checked;
  checked.index = 1;
  EXPECT_EQ(place_of(run, run.add(checked)), create_jane);
  event::ApiRequest request;
  request.step = 2;
  EXPECT_EQ(place_of(run, run.add(request)), update_jane);
}

TEST_F(PlacesTest, AnIncludedStepNamesItsFile) {
  begin(4, {"steps/more.yaml", 2, "create joe"});
  const std::string event = run.create("joe");
  EXPECT_EQ(place_of(run, run.effect(event)), (Place{"steps/more.yaml", 2, "create joe"}));
}

TEST_F(PlacesTest, WithoutEvidenceOnlyAnInlineExpectHasAPlace) {
  begin(4, {"", 12, "expect no_lost_event"});
  run.add(event::Checkpoint{4, 12, {{"no_lost_event"}}});
  assertions::Judgement judgement;
  judgement.results.resize(2);
  EXPECT_THAT(
      places(run.history(), judgement), ElementsAre(Place{"", 12, "expect no_lost_event"}, Place())
  );
}

TEST_F(PlacesTest, EvidenceBeforeTheFirstStepHasNone) {
  EXPECT_EQ(place_of(run, 1), Place());
  EXPECT_EQ(place_of(run, 9'999), Place());
}

TEST(PlaceTest, IsToldAsFileAndLineAndStep) {
  EXPECT_EQ(to_text(Place{"a.yaml", 14, "update jane"}), "a.yaml:14, update jane");
  EXPECT_EQ(to_text(Place{"a.yaml", 0, "update jane"}), "update jane");
  EXPECT_EQ(to_text(Place{"a.yaml", 0, ""}), "");
}

}  // namespace
}  // namespace rkmock::reports
