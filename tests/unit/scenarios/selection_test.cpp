// `tags`, `exclusive` and `needs`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/catalog.hpp"

namespace rkmock::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(SelectionTest, AreReadAsTheyStand) {
  const Scenario scenario = decoded(
      "scenario: S\n"
      "tags: [smoke, slow-2, \"2nd\", a.b_c]\n"
      "exclusive: true\n"
      "needs: [CLIENT_BOOK, RECEIVER_URL]\n"
      "steps: [{create: a}]\n"
  );
  EXPECT_THAT(scenario.tags, ElementsAre("smoke", "slow-2", "2nd", "a.b_c"));
  EXPECT_TRUE(scenario.exclusive);
  EXPECT_THAT(scenario.needs, ElementsAre("CLIENT_BOOK", "RECEIVER_URL"));
  EXPECT_THAT(scenario.unmet, ElementsAre("CLIENT_BOOK"));
}

TEST(SelectionTest, NothingIsSaidUnlessItIsWritten) {
  const Scenario scenario = decoded("scenario: S\nsteps: [{create: a}]\n");
  EXPECT_THAT(scenario.tags, IsEmpty());
  EXPECT_FALSE(scenario.exclusive);
  EXPECT_THAT(scenario.needs, IsEmpty());
  EXPECT_THAT(scenario.unmet, IsEmpty());
}

TEST(SelectionTest, AnEmptyVariableIsAsGoodAsNone) {
  DecodeOptions options = test_options();
  options.variables["CLIENT_BOOK"] = "";
  const std::string text = "scenario: S\nneeds: [CLIENT_BOOK]\nsteps: [{create: a}]\n";
  EXPECT_THAT(decoded(text, options).unmet, ElementsAre("CLIENT_BOOK"));
  options.variables["CLIENT_BOOK"] = "http://127.0.0.1:1/book";
  EXPECT_THAT(decoded(text, options).unmet, IsEmpty());
}

TEST(SelectionTest, WhatIsNeededAndUnsetIsNoMistakeWhereItIsUsed) {
  const Scenario scenario = decoded(
      "scenario: S\n"
      "needs: [SEED, MESSAGE, COPIES, OTHER]\n"
      "seed: ${SEED}\n"
      "steps:\n"
      "  - create: a\n"
      "    with: { message: \"${MESSAGE} and ${OTHER:-its default}\" }\n"
      "    deliver: { copies: \"${COPIES}\" }\n"
  );
  EXPECT_THAT(scenario.unmet, ElementsAre("SEED", "MESSAGE", "COPIES", "OTHER"));
}

TEST(SelectionTest, WhatIsWrongBesideItIsFoundAllTheSame) {
  EXPECT_THAT(
      problems(
          "scenario: S\n"
          "needs: [SEED]\n"
          "seed: ${SEED}\n"
          "steps:\n"
          "  - create: a\n"
          "    with: { message: \"${NOPE}\" }\n"
          "    deliver: { copies: many }\n"
      ),
      ElementsAre(
          "6:22 steps[0].with.message: the variable `NOPE` is not set",
          testing::StartsWith("7:24 steps[0].deliver.copies: ")
      )
  );
}

TEST(SelectionTest, TheReceiverMayBeWhatIsNeeded) {
  const std::string text = "scenario: S\nneeds: [RECEIVER_URL, RECEIVER_BASE]\nsteps: [{create: a}]";
  DecodeOptions nothing;
  EXPECT_THAT(decoded(text, nothing).unmet, ElementsAre("RECEIVER_URL"));
  DecodeOptions flag;
  flag.receiver_url = test_url;
  EXPECT_THAT(decoded(text, flag).unmet, IsEmpty());
}

}  // namespace
}  // namespace rkmock::scenarios
