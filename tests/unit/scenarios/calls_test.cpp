// Decoding of parallel, repeat, references and what a subscription takes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/catalog.hpp"

namespace rkmock::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(RepeatTest, RoundsAreUnrolledWithTheirNumber) {
  const Scenario scenario = decoded(with_steps(
      "  - repeat: 2\n    index: i\n    steps:\n      - repeat: 2\n        steps:\n"
      "          - create: \"guest-{{i}}-{{index}}\"\n            with: { message: \"{{i}}\" }\n"
  ));
  ASSERT_THAT(scenario.steps, SizeIs(4));
  EXPECT_EQ(scenario.steps[0].text, "create guest-1-1");
  EXPECT_EQ(scenario.steps[3].text, "create guest-2-2");
  EXPECT_EQ(scenario.steps[3].number, 4);
  EXPECT_EQ(std::get<step::Change>(scenario.steps[2].body).command.fields.message, "2");
}

TEST(RepeatTest, ANumberThatIsNothingButTheIndexIsANumber) {
  const Scenario scenario = decoded(
      with_steps("  - repeat: 2\n    steps:\n      - call: POST /v1/bookings\n"
                 "        body: { n: \"{{index}}\", t: \"x{{index}}\", other: \"{{mock.url}}\" }\n")
  );
  EXPECT_EQ(
      std::get<step::Call>(scenario.steps[1].body).body->text,
      R"({"n":2,"other":"{{mock.url}}","t":"x2"})"
  );
}

TEST(RepeatTest, AMistakeInARoundIsToldOnce) {
  EXPECT_THAT(problems(with_steps("  - repeat: 3\n    steps:\n      - update: jane\n")), SizeIs(1));
}

TEST(ParallelTest, BranchesAreNumberedThrough) {
  const Scenario scenario = decoded(
      with_steps("  - parallel:\n      - create: jane\n      - [ {create: joe}, {update: joe} ]\n"
                 "  - update: jane\n")
  );
  const auto& branches = std::get<step::Parallel>(scenario.steps[0].body).branches;
  ASSERT_THAT(branches, SizeIs(2));
  EXPECT_EQ(branches[1][1].number, 4);
  EXPECT_EQ(scenario.steps[1].number, 5);
}

TEST(ParallelTest, ABookingBelongsToOneBranchUntilTheyHaveJoined) {
  EXPECT_THAT(
      problems(with_steps("  - create: jane\n  - parallel:\n      - update: jane\n"
                          "      - cancel: jane\n      - create: joe\n      - update: joe\n"
                          "  - update: joe\n")),
      ElementsAre(
          "6:17 steps[1].parallel[1].cancel: another branch changes `jane` at the same time",
          "8:17 steps[1].parallel[3].update: another branch changes `joe` at the same time"
      )
  );
}

TEST(ReferenceTest, OnlyWhatIsThereAtThatPointCanBeNamed) {
  EXPECT_THAT(
      problems("scenario: s\ngiven: { bookings: { old: {} } }\nsteps:\n"
               "  - call: GET /v1/bookings/{{old.id}}\n    save: { mail: /data/customer/email }\n"
               "  - call: GET /v1/bookings/{{jane.id}}\n"
               "  - create: jane\n"
               "  - call: PUT /v1/{{jane.customer.email}}/{{saved.mail}}/{{account.key}}\n"
               "  - run: \"book {{jane.nmae}}\"\n"),
      ElementsAre(
          "6:11 steps[1].call: there is no booking `jane` at this point",
          "9:10 steps[4].run: a booking has no `nmae`"
      )
  );
}

TEST(ReferenceTest, WhatAnotherBranchSavesOrRaisesIsNotThereYet) {
  EXPECT_THAT(
      problems(with_steps("  - parallel:\n"
                          "      - call: GET /v1/services\n        save: { first: /data/0/id }\n"
                          "      - call: GET /v1/services/{{saved.first}}\n"
                          "      - create: jane\n      - redeliver: jane.create\n"
                          "  - call: GET /v1/services/{{saved.first}}\n"
                          "  - redeliver: jane.create\n")),
      ElementsAre(
          HasSubstr("no call before this saves `first`"),
          HasSubstr("there is no event `jane.create` up to here")
      )
  );
}

TEST(ReferenceTest, AChecksParametersKnowBookingsAlone) {
  EXPECT_THAT(
      problems(with_steps("  - call: GET /v1/services\n    save: { first: /data/0/id }\n"
                          "expect:\n  - ack: [\"{{saved.first}}\"]\n")),
      testing::Contains(HasSubstr("a check knows no `{{saved.first}}`"))
  );
}

TEST(GivenAccountsTest, EachHasAKeyOfItsOwn) {
  EXPECT_THAT(
      problems("scenario: s\ngiven:\n  api_key: a\n  accounts:\n    one: { api_key: b }\n"
               "    two: { api_key: b }\n    three: { api_key: a }\nsteps:\n  - wait: 1s\n"),
      ElementsAre(
          HasSubstr("6:21 given.accounts.two.api_key: another account has this key"),
          HasSubstr("7:23 given.accounts.three.api_key: another account has this key")
      )
  );
}

TEST(RepeatTest, WhatIsKeptOfAllRoundsIsBounded) {
  std::string list = "[";
  for (int i = 0; i < 2000; ++i) {
    list += "1, ";
  }
  EXPECT_THAT(
      problems(with_steps("  - repeat: 1000\n    steps:\n      - send: " + list + "1]\n")),
      ElementsAre(HasSubstr("the rounds have more than 500,000 values"))
  );
}

TEST(SubscriptionTest, EventsThatNobodyTakesCannotBeNamed) {
  EXPECT_THAT(
      problems("scenario: s\nreceiver: { events: [bookings.create] }\nsteps:\n  - create: jane\n"
               "  - update: jane\n    deliver: { copies: 2 }\n"
               "  - wait_until: { acknowledged: [jane.create, jane.update] }\n"),
      ElementsAre(
          HasSubstr("no webhook tells of this change"),
          HasSubstr("there is no event `jane.update` up to here")
      )
  );
}

TEST(StoryTest, CallsOfBookingsByTheirNamesRaiseTheirEvents) {
  EXPECT_THAT(
      problems(
          with_steps("  - call: POST /v1/bookings\n    as: jane\n    body: {}\n"
                     "  - call: PATCH /v1/bookings/{{jane.id}}\n    body: { status: confirmed }\n"
                     "  - call: POST /v1/bookings/{{jane.id}}/cancel\n    answer: { status: 409 }\n"
                     "  - wait_until: { acknowledged: [jane.create, jane.update] }\n"
                     "  - wait_until: { acknowledged: jane.cancel }\n")
      ),
      ElementsAre(HasSubstr("there is no event `jane.cancel` up to here"))
  );
}

TEST(GivenBookingsTest, AreThereFromTheBeginningWithoutAnEvent) {
  const std::string given = "scenario: s\ngiven: { bookings: { old: { status: confirmed } } }\n";
  EXPECT_THAT(problems(given + "steps:\n  - update: old\n    with: { message: hi }\n"), IsEmpty());
  EXPECT_THAT(
      problems(given + "steps:\n  - create: old\n  - redeliver: old.create\n"),
      ElementsAre(
          HasSubstr("`old` was created before"), HasSubstr("there is no event `old.create`")
      )
  );
}

}  // namespace
}  // namespace rkmock::scenarios
