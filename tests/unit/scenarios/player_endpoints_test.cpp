// The player and endpoints that are disabled, events that are discarded, redeliveries.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/player_fixture.hpp"

namespace rkmock::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using PlayerEndpoints = PlayerTest;

TEST_F(PlayerEndpoints, WhatWaitsForADisabledEndpointIsNotWaitedForAndDrained) {
  const History history =
      play_it(story("  - disable: endpoint\n  - create: jane\n  - wait: settled\n  - update: jane\n"
      ));
  EXPECT_THAT(errors(history), IsEmpty());
  EXPECT_THAT(control.endpoint_changes, ElementsAre("disable"));
  EXPECT_THAT(control.redelivered, ElementsAre("jane.create", "jane.update"));
  EXPECT_THAT(history.of<event::DrainFinished>().at(0)->unacknowledged, IsEmpty());
  EXPECT_TRUE(history.of<event::Settled>().at(0)->reached) << "what waits is no traffic";
}

TEST_F(PlayerEndpoints, AnEnabledEndpointsBacklogIsWaitedFor) {
  const History history = play_it(
      story("  - disable: endpoint\n  - create: jane\n  - enable: endpoint\n  - update: jane\n")
  );
  EXPECT_THAT(control.endpoint_changes, ElementsAre("disable", "enable"));
  EXPECT_THAT(control.redelivered, IsEmpty());
  const auto ends = history.of<event::DeliveryEnded>();
  ASSERT_EQ(ends.size(), 2U);
  EXPECT_EQ(ends[0]->event, "jane.create");
  EXPECT_LT(ends[0].seq, history.of<event::StepStarted>().back().seq);
}

TEST_F(PlayerEndpoints, ABacklogThatIsForgottenIsNotDrained) {
  const History history = play_it(
      story("  - disable: endpoint\n  - create: jane\n  - enable: endpoint\n    backlog: false\n")
  );
  EXPECT_THAT(control.endpoint_changes, ElementsAre("disable", "enable empty"));
  EXPECT_THAT(control.redelivered, IsEmpty());
  EXPECT_THAT(errors(history), IsEmpty());
}

TEST_F(PlayerEndpoints, WhatIsDiscardedIsNeitherWaitedForNorDrained) {
  const History history =
      play_it(story("  - hold: all\n  - create: jane\n  - discard: all\n  - update: jane\n"));
  EXPECT_THAT(control.redelivered, IsEmpty());
  EXPECT_THAT(history.of<event::DrainStarted>().at(0)->events, IsEmpty());
  EXPECT_THAT(errors(history), IsEmpty());
}

TEST_F(PlayerEndpoints, AReleaseSaysWhetherItIsABurst) {
  play_it(
      story("  - hold: all\n  - create: a\n  - release: { burst: true }\n"
            "  - hold: all\n  - update: a\n  - release: all\n")
  );
  EXPECT_THAT(control.paces, ElementsAre(ReleasePace::burst, ReleasePace::in_turn));
}

TEST_F(PlayerEndpoints, ARedeliveryIsOfTheEventsLastDelivery) {
  const History history =
      play_it(story("  - create: jane\n  - redeliver: jane.create\n"
                    "  - redeliver: jane.create\n    bytes: same\n"));
  EXPECT_THAT(control.by_hand, ElementsAre("fresh jane.create/1", "same jane.create/2"));
  EXPECT_THAT(
      steps(history),
      ElementsAre(
          "create jane", "redeliver jane.create", "redeliver jane.create with the same bytes"
      )
  );
}

TEST_F(PlayerEndpoints, ARedeliveryThatIsRefusedEndsTheStory) {
  control.redelivery_problem = "it is too long ago";
  const History history =
      play_it(story("  - create: jane\n  - redeliver: jane.create\n  - update: jane\n"));
  EXPECT_THAT(
      errors(history),
      ElementsAre(
          HasSubstr("step 2 of 3 (redeliver jane.create, line 4) was refused: it is too long ago")
      )
  );
  EXPECT_THAT(steps(history), ElementsAre("create jane", "redeliver jane.create"));
}

}  // namespace
}  // namespace rkmock::scenarios
