// Includes and defaults.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/catalog.hpp"

namespace rkmock::scenarios {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

using Files = std::map<std::string, std::string>;

DecodeOptions with_files(const Files& files) {
  DecodeOptions options = test_options();
  options.read_file = [files](const std::string& name) -> Result<std::string> {
    const auto found = files.find(name);
    if (found == files.end()) {
      return Diagnostics{Diagnostic{{}, "", "cannot open the file", "", "", "", ""}};
    }
    return found->second;
  };
  return options;
}

std::vector<std::string> step_texts(const Scenario& scenario) {
  std::vector<std::string> texts;
  for (const Step& step : scenario.steps) {
    texts.push_back(step.text);
  }
  return texts;
}

TEST(IncludeTest, MapsAreJoinedAndTheIncludingFileWins) {
  const Scenario scenario = decoded(
      "scenario: s\ninclude: common.yaml\nseed: 1\nreceiver: { settle: 9s }\n"
      "expect: [converges]\nsteps:\n  - create: jane\n",
      with_files(
          {{"common.yaml",
            "seed: 2\nreceiver: { settle: 1m, drain: 3s, effects: { mail: {} } }\n"
            "expect: [ack: [\"max<5s\"], no_lost_event]\n"}}
      )
  );
  EXPECT_EQ(scenario.seed, 1U);
  EXPECT_EQ(scenario.receiver.settle, std::chrono::seconds(9));
  EXPECT_EQ(scenario.receiver.drain, std::chrono::seconds(3));
  EXPECT_EQ(scenario.receiver.effects.at(0).name, "mail");
  EXPECT_THAT(scenario.expectations, SizeIs(1)) << "lists are replaced";
}

TEST(IncludeTest, StepsOfIncludedFilesComeFirstInTheOrderOfTheFiles) {
  const Scenario scenario = decoded(
      "scenario: s\ninclude: [a.yaml, deep/b.yaml]\nsteps:\n  - update: jane\n",
      with_files(
          {{"a.yaml", "steps:\n  - create: jane\n"},
           {"deep/b.yaml", "include: c.yaml\nsteps:\n  - create: joe\n"},
           {"deep/c.yaml", "steps:\n  - create: ann\n"}}
      )
  );
  EXPECT_THAT(
      step_texts(scenario), ElementsAre("create jane", "create ann", "create joe", "update jane")
  );
}

TEST(IncludeTest, AMistakeIsShownInTheFileItIsIn) {
  const auto result = decode(
      "scenario: s\ninclude: common.yaml\nsteps:\n  - update: jane\n",
      "test.yaml",
      test_catalog(),
      with_files({{"common.yaml", "# shared\nreceiver: { setle: 9s }\n"}})
  );
  ASSERT_FALSE(result);
  EXPECT_THAT(
      to_text(result.error()),
      HasSubstr("common.yaml:2:13: error: `setle` is not a key of `receiver`\n"
                "   2 | receiver: { setle: 9s }\n")
  );
  EXPECT_THAT(to_text(result.error()), HasSubstr("test.yaml:4:13: error: there is no booking"));
}

TEST(IncludeTest, FilesOutsideOfTheFolderAndCirclesAreRefused) {
  EXPECT_THAT(
      problems(
          "scenario: s\ninclude: [../a.yaml, /a.yaml, a/../../b.yaml, x.yaml, self.yaml]\n"
          "steps:\n  - wait: 1s\n",
          with_files({{"self.yaml", "include: self.yaml\n"}, {"test.yaml", ""}})
      ),
      ElementsAre(
          HasSubstr("`self.yaml` includes itself"),
          HasSubstr("`../a.yaml` is not below the folder of this file"),
          HasSubstr("`/a.yaml` is not below the folder of this file"),
          HasSubstr("`a/../../b.yaml` is not below the folder of this file"),
          HasSubstr("`x.yaml` cannot be read")
      )
  );
}

TEST(IncludeTest, AnIncludedFileIsNoScenarioOfItsOwn) {
  EXPECT_THAT(
      problems(
          "scenario: s\ninclude: a.yaml\nsteps:\n  - wait: 1s\n",
          with_files({{"a.yaml", "scenario: other\nsteps: []\n"}})
      ),
      ElementsAre(HasSubstr("an included file has no `scenario`"))
  );
}

TEST(IncludeTest, TheHashIsOfAllTheFiles) {
  const std::string text = "scenario: s\ninclude: a.yaml\nsteps:\n  - wait: 1s\n";
  const std::string one = decoded(text, with_files({{"a.yaml", "seed: 1\n"}})).hash;
  const std::string other = decoded(text, with_files({{"a.yaml", "seed: 2\n"}})).hash;
  EXPECT_NE(one, other);
}

TEST(DefaultsTest, FieldsAreFilledInWhereACreateHasNone) {
  const Scenario scenario = decoded(
      "scenario: s\ndefaults:\n  with: { message: hi, customer_name: Ann }\n"
      "  deliver: { copies: 2 }\n  timeout: 3s\nsteps:\n"
      "  - create: jane\n    with: { message: own }\n"
      "  - parallel:\n      - create: joe\n        deliver: { copies: 3 }\n"
      "  - update: jane\n    with: { status: confirmed }\n"
      "  - call: GET /v1/bookings\n  - run: \"true\"\n    timeout: 4s\n"
  );
  const auto& jane = std::get<step::Change>(scenario.steps[0].body).command;
  EXPECT_EQ(jane.fields.message, "own");
  EXPECT_EQ(jane.fields.customer_name, "Ann");
  EXPECT_EQ(jane.deliver, R"({"copies":2})");
  const auto& branch = std::get<step::Parallel>(scenario.steps[1].body).branches[0];
  const auto& joe = std::get<step::Change>(branch[0].body).command;
  EXPECT_EQ(joe.fields.message, "hi");
  EXPECT_EQ(joe.deliver, R"({"copies":3})");
  const auto& update = std::get<step::Change>(scenario.steps[2].body).command;
  EXPECT_EQ(update.fields.message, std::nullopt) << "`with` is for creates";
  EXPECT_EQ(update.deliver, R"({"copies":2})");
  EXPECT_EQ(std::get<step::Call>(scenario.steps[3].body).timeout, std::chrono::seconds(3));
  EXPECT_EQ(std::get<step::Run>(scenario.steps[4].body).timeout, std::chrono::seconds(4));
}

}  // namespace
}  // namespace rkmock::scenarios
