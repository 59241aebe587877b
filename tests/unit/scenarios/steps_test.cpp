#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/catalog.hpp"

namespace rkmock::scenarios {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(StepsTest, AStepDoesOneThing) {
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n    update: jane\n  - with: { message: hi }\n"
                          "  - jane\n  - wait: 1s\n    deliver: { copies: 2 }\n")),
      ElementsAre(
          "4:5 steps[0].update: a step does one thing, and this one is a `create` already",
          "5:5 steps[1]: the step does not say what to do",
          "6:5 steps[2]: `steps[2]` is not a map",
          "8:5 steps[3].deliver: a `wait` takes no `deliver`"
      )
  );
}

TEST(StepsTest, OnlyBookingsThatAreThereCanBeChanged) {
  EXPECT_THAT(
      problems(with_steps("  - update: jane\n  - create: jane\n  - cancel: jan\n"
                          "  - create: jane\n  - delete: jane\n  - update: jane\n")),
      ElementsAre(
          "3:13 steps[0].update: there is no booking `jane` to update yet",
          "5:13 steps[2].cancel: there is no booking `jan` to cancel",
          "6:13 steps[3].create: `jane` was created before",
          "8:13 steps[5].update: `jane` is deleted and cannot be changed any more"
      )
  );
}

TEST(StepsTest, ACancelledBookingKeepsItsStatusButTakesAMessage) {
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n  - cancel: jane\n"
                          "  - update: jane\n    with: { message: sorry }\n"
                          "  - update: jane\n    with: { status: confirmed }\n"
                          "  - cancel: jane\n  - delete: jane\n")),
      ElementsAre(
          "8:21 steps[3].with.status: `jane` is cancelled and keeps that status",
          "9:13 steps[4].cancel: `jane` is cancelled and keeps that status"
      )
  );
}

TEST(StepsTest, AStatusOfCancelledNeedsAReasonAndAReasonThatStatus) {
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n"
                          "  - update: jane\n    with: { cancel_reason: Ill }\n"
                          "  - update: jane\n    with: { status: cancelled }\n"
                          "  - create: joe\n"
                          "  - update: joe\n    with: { status: cancelled, cancel_reason: Ill }\n")
      ),
      ElementsAre(
          "5:28 steps[1].with.cancel_reason: only a cancelled booking has a `cancel_reason`",
          "7:21 steps[2].with.status: a booking is not cancelled without a reason"
      )
  );
}

TEST(StepsTest, FieldsAreThoseOfTheChange) {
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n    with: { status: confirmed }\n"
                          "  - update: jane\n    with: { customer_name: J }\n"
                          "  - cancel: jane\n    with: { message: hi }\n"
                          "  - update: jane\n    with: hi\n")),
      ElementsAre(
          "4:13 steps[0].with.status: `status` is not a key of `with` of a create",
          "6:13 steps[1].with.customer_name: `customer_name` is not a key of `with` of an update",
          "8:13 steps[2].with.message: `message` is not a key of `with` of a cancel or delete",
          "10:11 steps[3].with: `with` is not a map"
      )
  );
}

TEST(StepsTest, FieldsHaveTheirTypes) {
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n"
                          "    with: { date: 2030-02-30, time_slot_id: \"456\", message: [a] }\n"
                          "  - create: joe\n    with: { date: tomorrow, time_slot_id: 457 }\n"
                          "  - update: joe\n    with: { status: confirmd, message: }\n")),
      ElementsAre(
          "4:19 steps[0].with.date: `date` is a day that no calendar has",
          "4:45 steps[0].with.time_slot_id: `time_slot_id` is not a whole number",
          "4:61 steps[0].with.message: `message` is not a text",
          "6:19 steps[1].with.date: `date` is not a date",
          "6:43 steps[1].with.time_slot_id: there is no time slot 457",
          "8:21 steps[2].with.status: there is no status `confirmd`",
          ::testing::HasSubstr("steps[2].with.message: `message` is not a text")
      )
  );
}

TEST(StepsTest, NicknamesFitIntoEventIds) {
  for (const std::string name :
       {"Jane", "jane.doe", "1st", "\"\"", "jane/1", "a#2", "[a]", "{id: 1}"}) {
    EXPECT_THAT(problems(with_steps("  - create: " + name + "\n")), ::testing::SizeIs(1)) << name;
  }
  EXPECT_THAT(
      problems(with_steps("  - create: booking-7\n")),
      ElementsAre(
          "3:13 steps[0].create: names like `booking-7` are kept for bookings made through /v1"
      )
  );
  EXPECT_THAT(problems(with_steps("  - create: booking-a\n  - create: j_2-x\n")), IsEmpty());
}

TEST(StepsTest, OnlyEventsOfOneTypeAreMerged) {
  const auto merging = [](const std::string& order) {
    return problems(with_steps(
        "  - hold: all\n  - create: jane\n  - create: joe\n  - cancel: joe\n  - release: " + order +
        "\n  - release: all\n"
    ));
  };
  EXPECT_THAT(merging("{ order: [jane.create, joe.create], merged: true }"), IsEmpty());
  EXPECT_THAT(
      merging("{ order: [jane.create, joe.cancel], merged: true }"),
      Contains(HasSubstr("several types"))
  );
  EXPECT_THAT(merging("{ order: [jane.create], merged: true }"), Contains(HasSubstr("no events")));
}

TEST(StepsTest, FaultsAreRefusedWhereTheyStand) {
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n    deliver: { copis: 2, delay: 5 }\n"
                          "  - update: jane\n    deliver:\n      copies: many\n"
                          "  - update: jane\n    deliver: twice\n")),
      ElementsAre(
          "4:16 steps[0].deliver.copis: there is no fault or parameter `copis`",
          "4:33 steps[0].deliver.delay: `delay` is a duration",
          "7:15 steps[1].deliver.copies: `copies` is a number",
          "9:14 steps[2].deliver: `deliver` is a map of faults, or a list of such maps"
      )
  );
}

TEST(StepsTest, WaitsForATimeOrForRest) {
  EXPECT_THAT(
      problems(
          with_steps("  - create: a\n  - wait: 5\n  - wait: setled\n  - wait: 2h\n  - wait: [1s]\n")
      ),
      ElementsAre(
          "4:11 steps[1].wait: `wait` is not a duration",
          "5:11 steps[2].wait: there is nothing to wait for called `setled`",
          "6:11 steps[3].wait: `wait` is out of range",
          "7:11 steps[4].wait: `wait` is not a duration"
      )
  );
}

TEST(StepsTest, AHoldEndsAndDoesNotNest) {
  EXPECT_THAT(
      problems(with_steps("  - hold: all\n  - create: jane\n  - hold: all\n")),
      ElementsAre(
          "3:11 steps[0].hold: what is held here is never released",
          "5:11 steps[2].hold: events are held already"
      )
  );
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n  - release: all\n  - hold: some\n  - release: now\n")
      ),
      ElementsAre(
          "4:14 steps[1].release: nothing is held that could be released",
          "5:11 steps[2].hold: `hold` holds all events or none",
          "6:14 steps[3].release: `release` does not say what to release"
      )
  );
}

TEST(StepsTest, AReleaseNamesEventsThatAreHeld) {
  EXPECT_THAT(
      problems(with_steps(
          "  - create: jane\n  - hold: all\n  - update: jane\n  - create: joe\n"
          "  - release: { order: [joe.craete, jane.create, jane.update, jane.update] }\n"
      )),
      ElementsAre(
          "7:24 steps[4].release.order[0]: there is no event `joe.craete` up to here",
          "7:36 steps[4].release.order[1]: `jane.create` is not held",
          "7:62 steps[4].release.order[3]: `jane.update` is released twice"
      )
  );
}

TEST(StepsTest, AReleaseThatForgetsAnEventIsRefused) {
  EXPECT_THAT(
      problems(with_steps("  - hold: all\n  - create: jane\n  - create: joe\n"
                          "  - release: { order: [joe.create] }\n")),
      ElementsAre("6:23 steps[3].release.order: `jane.create` stays held for ever")
  );
}

TEST(StepsTest, RepeatedEventsAreCounted) {
  EXPECT_THAT(
      problems(
          with_steps("  - create: jane\n  - update: jane\n  - hold: all\n  - update: jane\n"
                     "  - update: jane\n  - release: { order: [jane.update#3, jane.update#2] }\n")
      ),
      IsEmpty()
  );
}

TEST(StepsTest, WhatOneReleaseLeavesTheNextMayTake) {
  EXPECT_THAT(
      problems(with_steps("  - hold: all\n  - create: jane\n  - create: joe\n"
                          "  - release: { order: [joe.create] }\n  - update: joe\n"
                          "  - release: all\n")),
      IsEmpty()
  );
}

TEST(StepsTest, WhatIsHeldMayBeDiscardedOrLetGoAtOnce) {
  EXPECT_THAT(
      problems(with_steps("  - hold: all\n  - create: jane\n  - discard: all\n  - hold: all\n"
                          "  - update: jane\n  - release: { burst: true }\n")),
      IsEmpty()
  );
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n  - discard: all\n  - hold: all\n"
                          "  - update: jane\n  - discard: jane.update\n")),
      ElementsAre(
          "4:14 steps[1].discard: nothing is held that could be discarded",
          "7:14 steps[4].discard: `discard` discards all that is held"
      )
  );
  EXPECT_THAT(
      problems(with_steps("  - hold: all\n  - create: jane\n  - release: { burst: soon }\n")),
      ElementsAre("5:23 steps[2].release.burst: `burst` is neither true nor false")
  );
}

TEST(StepsTest, AnEndpointIsDisabledAndEnabledInTurn) {
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n  - disable: endpoint\n  - enable: endpoint\n"
                          "    backlog: false\n  - disable: endpoint\n")),
      IsEmpty()
  ) << "it may stay disabled";
  EXPECT_THAT(
      problems(with_steps("  - enable: endpoint\n  - disable: endpoint\n  - disable: endpoint\n"
                          "    backlog: true\n  - enable: webhook-1\n    backlog: some\n")),
      ElementsAre(
          "3:13 steps[0].enable: the endpoint is not disabled",
          "5:14 steps[2].disable: the endpoint is disabled already",
          "6:5 steps[2].backlog: a `disable` takes no `backlog`",
          "7:13 steps[3].enable: `enable` is about the receiver's endpoint",
          "8:14 steps[3].backlog: `backlog` is neither true nor false"
      )
  );
}

TEST(StepsTest, OnlyWhatWasDeliveredIsRedelivered) {
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n  - redeliver: jane.create\n    bytes: same\n"
                          "  - hold: all\n  - update: jane\n  - discard: all\n"
                          "  - redeliver: jane.update\n")),
      IsEmpty()
  );
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n  - redeliver: jane.craete\n  - hold: all\n"
                          "  - update: jane\n  - redeliver: jane.update\n    bytes: old\n"
                          "  - release: all\n  - create: joe\n    bytes: same\n")),
      ElementsAre(
          "4:16 steps[1].redeliver: there is no event `jane.craete` up to here",
          "7:16 steps[4].redeliver: `jane.update` is held: nothing of it was delivered yet",
          "8:12 steps[4].bytes: there is no choice of bytes `old`",
          "11:5 steps[6].bytes: a `create` takes no `bytes`"
      )
  );
}

TEST(StepsTest, AnOrderIsAListOrAWord) {
  const std::string before = "  - hold: all\n  - create: jane\n  - release: ";
  for (const std::string wrong :
       {"{ order: revresed }", "{ order: [] }", "{ order: {} }", "{}", "{ oder: [] }"}) {
    EXPECT_THAT(problems(with_steps(before + wrong + "\n")), ::testing::SizeIs(1)) << wrong;
  }
}

}  // namespace
}  // namespace rkmock::scenarios
