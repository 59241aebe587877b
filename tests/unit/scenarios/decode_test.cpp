#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/hash.hpp"
#include "unit/scenarios/catalog.hpp"

namespace rkmock::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const step::Change& change(const Scenario& scenario, std::size_t index) {
  return std::get<step::Change>(scenario.steps.at(index).body);
}

TEST(DecodeTest, ASmallScenarioNeedsNothingButTitleAndSteps) {
  const std::string text = "scenario: Small\nsteps:\n  - create: jane\n";
  const Scenario scenario = decoded(text);
  EXPECT_EQ(scenario.title, "Small");
  EXPECT_EQ(scenario.file, "test.yaml");
  EXPECT_EQ(scenario.hash, "sha256:" + sha256_hex(text));
  EXPECT_EQ(scenario.seed, 1U);
  EXPECT_EQ(scenario.sender.profile, "reservekit");
  EXPECT_EQ(scenario.receiver.url, test_url);
  EXPECT_EQ(scenario.receiver.state->get, "http://127.0.0.1:3000/bookings/{{booking.id}}");
  EXPECT_THAT(scenario.receiver.effects, ElementsAre(EffectRule{}));
  EXPECT_EQ(scenario.receiver.signing, SigningChoice{});
  EXPECT_THAT(scenario.expectations, IsEmpty());
  ASSERT_THAT(scenario.services, SizeIs(1));
  EXPECT_EQ(scenario.services[0].id, 123);
  ASSERT_THAT(scenario.services[0].time_slots, SizeIs(1));
  EXPECT_EQ(scenario.services[0].time_slots[0].id, 456);
  EXPECT_EQ(scenario.services[0].time_slots[0].max_bookings, 100);
}

TEST(DecodeTest, ACreateAloneIsABookingOfACustomerOfItsOwn) {
  const Scenario scenario = decoded(with_steps("  - create: jane\n  - create: joe_2\n"));
  const BookingFields& jane = change(scenario, 0).command.fields;
  EXPECT_EQ(jane.date, "2030-01-07");
  EXPECT_EQ(jane.time_slot_id, 456);
  EXPECT_EQ(jane.customer_name, "Jane");
  EXPECT_EQ(jane.customer_email, "jane@example.com");
  EXPECT_EQ(jane.message, std::nullopt);
  EXPECT_EQ(change(scenario, 1).command.fields.customer_email, "joe_2@example.com");
}

TEST(DecodeTest, ReadsEveryKindOfStep) {
  const Scenario scenario = decoded(with_steps(R"(
  - create: jane
    with: { date: 2023-07-10, time_slot_id: 456, customer_name: no, customer_phone: +12025550185 }
    deliver: { copies: 3, together: true }
  - update: jane
    with: { status: confirmed, date: 2023-07-11, message: "09:00" }
  - wait: 200ms
  - hold: all
  - cancel: jane
    with: { cancel_reason: Ill }
  - create: joe
  - release: { order: [joe.create, jane.cancel] }
  - wait: settled
  - hold: all
  - delete: jane
  - release: all
  - hold: all
  - release: { order: reversed }
  - hold: all
  - release: { order: shuffled }
)"));
  ASSERT_THAT(scenario.steps, SizeIs(15));
  const BookingCommand& create = change(scenario, 0).command;
  EXPECT_EQ(create.change, "create");
  EXPECT_EQ(create.booking, "jane");
  EXPECT_EQ(create.fields.customer_name, "no");
  EXPECT_EQ(create.fields.customer_phone, "+12025550185");
  EXPECT_EQ(
      nlohmann::json::parse(create.deliver),
      nlohmann::json::parse(R"({"copies":3,"together":true})")
  );
  EXPECT_EQ(change(scenario, 1).command.fields.status, "confirmed");
  EXPECT_EQ(change(scenario, 1).command.fields.message, "09:00");
  EXPECT_EQ(change(scenario, 1).command.deliver, "{}");
  EXPECT_EQ(std::get<step::Wait>(scenario.steps[2].body).duration, std::chrono::milliseconds(200));
  EXPECT_TRUE(std::holds_alternative<step::Hold>(scenario.steps[3].body));
  EXPECT_EQ(change(scenario, 4).command.fields.cancel_reason, "Ill");
  const auto& release = std::get<step::Release>(scenario.steps[6].body);
  EXPECT_EQ(release.order, step::Release::Order::given);
  EXPECT_THAT(release.events, ElementsAre("joe.create", "jane.cancel"));
  EXPECT_TRUE(std::holds_alternative<step::WaitSettled>(scenario.steps[7].body));
  const auto order = [&](std::size_t i) {
    return std::get<step::Release>(scenario.steps[i].body).order;
  };
  EXPECT_EQ(order(10), step::Release::Order::as_raised);
  EXPECT_EQ(order(12), step::Release::Order::reversed);
  EXPECT_EQ(order(14), step::Release::Order::shuffled);
}

TEST(DecodeTest, StepsSayWhatTheyDoAndWhereTheyStand) {
  const Scenario scenario =
      decoded(with_steps("  - create: jane\n  - wait: 200ms\n  - hold: all\n  - delete: jane\n"
                         "  - release: { order: [jane.delete] }\n"));
  std::vector<std::string> texts;
  for (const Step& step : scenario.steps) {
    texts.push_back(std::to_string(step.at.line) + " " + step.text);
  }
  EXPECT_THAT(
      texts,
      ElementsAre(
          "3 create jane", "4 wait 200ms", "5 hold all", "6 delete jane", "7 release jane.delete"
      )
  );
}

TEST(DecodeTest, JsonGivesTheSameScenario) {
  const Scenario yaml =
      decoded("scenario: S\nseed: 7\nsteps: [{create: jane}]\nexpect: [{ack: ['max<5s']}]\n");
  const Scenario json = decoded(
      R"({"scenario": "S", "seed": 7, "steps": [{"create": "jane"}],
          "expect": [{"ack": ["max<5s"]}]})"
  );
  EXPECT_EQ(yaml.seed, json.seed);
  EXPECT_EQ(yaml.title, json.title);
  EXPECT_EQ(yaml.expectations, json.expectations);
  EXPECT_EQ(change(yaml, 0).command.fields, change(json, 0).command.fields);
}

TEST(DecodeTest, ReadsTheHead) {
  const Scenario scenario = decoded(
      "scenario: S\ndescription: Why\nversion: 1\nseed: 18446744073709551615\n"
      "sender: reservekit\nsteps: [{create: a}]\n"
  );
  EXPECT_EQ(scenario.description, "Why");
  EXPECT_EQ(scenario.seed, 18446744073709551615U);
}

TEST(DecodeTest, TheCommandLinesSeedWins) {
  DecodeOptions options = test_options();
  options.seed = 9;
  EXPECT_EQ(decoded("scenario: S\nseed: ${UNSET}\nsteps: [{create: a}]\n", options).seed, 9U);
}

TEST(DecodeTest, ReadsExpectationsWithAndWithoutParameters) {
  const Scenario scenario = decoded(
      "scenario: S\nsteps: [{create: a}]\n"
      "expect:\n  - ack: [\"max<5s\", \"p95<500ms\"]\n  - no_lost_event\n  - converges:\n"
  );
  EXPECT_THAT(
      scenario.expectations,
      ElementsAre(
          Expectation{"ack", R"(["max<5s","p95<500ms"])"},
          Expectation{"no_lost_event", "null"},
          Expectation{"converges", "null"}
      )
  );
}

TEST(DecodeTest, AnExpectationThatIsNoneIsRefusedWhereItStands) {
  EXPECT_THAT(
      problems("scenario: S\nsteps: [{create: a}]\n"
               "expect:\n  - no_lost_evnt\n  - ack: [\"max<5s\", fast]\n  - [ack]\n"
               "  - { ack: [], converges: }\n  - no_lost_event: 3\n"),
      ElementsAre(
          "4:5 expect[0]: there is no check `no_lost_evnt`",
          "5:21 expect[1].ack[1]: this is no threshold",
          "6:5 expect[2]: `expect[2]` is not a check",
          "7:5 expect[3]: `expect[3]` is not a check",
          "8:20 expect[4].no_lost_event: this check takes no parameters"
      )
  );
}

TEST(DecodeTest, FindsAllMistakesAtOnceInTheOrderOfTheFile) {
  EXPECT_THAT(
      problems("scenario: []\nsede: 42\nseed: -1\nsender: stripe2\nversion: 2\n"
               "steps:\n  - craete: jane\nexpect: all\n"),
      ElementsAre(
          "1:11 scenario: `scenario` is not a text",
          "2:1 sede: `sede` is not a key of a scenario",
          "3:7 seed: `seed` is not a whole number",
          "4:9 sender: there is no sender profile `stripe2`",
          "5:10 version: `version` is not one that this rkmock reads",
          "7:5 steps[0].craete: `craete` is not a key of a step",
          "8:9 expect: `expect` is not a list"
      )
  );
}

TEST(DecodeTest, KeysOfLaterCapabilitiesAreUnknown) {
  for (const std::string step : {"restart: receiver", "wait_until: x", "call: x", "parallel: []"}) {
    EXPECT_THAT(problems(with_steps("  - create: a\n  - " + step + "\n")), SizeIs(1)) << step;
  }
}

TEST(DecodeTest, ASenderIsAProfileWithSingleFieldsChanged) {
  const Scenario scenario = decoded(
      "scenario: S\n"
      "sender: { profile: reservekit, timeout: 200ms, retry_waits: [1s, 0s], max_connections: 2 }\n"
      "receiver: { signing: { secret: s3cret } }\n"
      "steps: [{create: a}]\n"
  );
  SenderProfile profile;
  profile.jitter = 0.25;
  profile = sender_of(scenario, profile);
  EXPECT_EQ(profile.timeout, std::chrono::milliseconds(200));
  EXPECT_THAT(profile.retry_waits, ElementsAre(std::chrono::seconds(1), Nanos{}));
  EXPECT_EQ(profile.max_connections, 2);
  EXPECT_EQ(profile.jitter, 0.25);
  EXPECT_EQ(profile.signing.secret, "s3cret");
}

TEST(DecodeTest, WhatTheSenderDoesAfterAFailureMayBeSet) {
  const Scenario scenario = decoded(
      "scenario: S\n"
      "sender: { redirects: followed, retry_after: clamped, instant_resend: true,\n"
      "  gone_disables: true, disable_after_failures: 8, disable_after: 5d, ordered: true }\n"
      "steps: [{create: a}]\n"
  );
  const SenderProfile profile = sender_of(scenario, {});
  EXPECT_EQ(profile.redirects, Redirects::followed);
  EXPECT_EQ(profile.retry_after, RetryAfter::clamped);
  EXPECT_TRUE(profile.instant_resend);
  EXPECT_TRUE(profile.gone_disables);
  EXPECT_EQ(profile.disable_after_failures, 8);
  EXPECT_EQ(profile.disable_after, std::chrono::hours(120));
  EXPECT_TRUE(profile.ordered);
  EXPECT_THAT(
      problems("scenario: S\nsender:\n  redirects: follow\n  ordered: 1\n"
               "  disable_after: 2000d\n  disable_after_failures: -1\nsteps: [{create: a}]\n"),
      ElementsAre(
          "3:14 sender.redirects: there is no choice of redirects `follow`",
          "4:12 sender.ordered: `ordered` is neither true nor false",
          "5:18 sender.disable_after: `disable_after` is out of range",
          "6:27 sender.disable_after_failures: `disable_after_failures` is out of range"
      )
  );
}

TEST(DecodeTest, AnotherSigningSchemeBringsItsOwnHeader) {
  const Scenario scenario = decoded(
      "scenario: S\n"
      "receiver: { signing: { scheme: none, old_secrets: [a, b] } }\n"
      "steps: [{create: a}]\n"
  );
  SenderProfile profile;
  profile.signing.header = "X-Of-The-Profile";
  const Signing signing = sender_of(scenario, profile).signing;
  EXPECT_EQ(signing.scheme, "none");
  EXPECT_EQ(signing.header, "");
  EXPECT_EQ(signing.secret, profile.signing.secret);
  EXPECT_THAT(signing.old_secrets, ElementsAre("a", "b"));
}

TEST(DecodeTest, ASecretThatIsNoneForItsSchemeIsRefusedWhereItStands) {
  Catalog catalog = test_catalog();
  catalog.signing_problem = [](const Scenario& /*scenario*/) { return "a secret in base64"; };
  const auto refused = decode(
      "scenario: S\nreceiver: { url: 'http://127.0.0.1/', signing: { secret: '?' } }\n"
      "steps: [{create: a}]\n",
      "test.yaml",
      catalog,
      {}
  );
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error()[0].path, "receiver.signing");
  EXPECT_EQ(refused.error()[0].expected, "a secret in base64");
}

TEST(DecodeTest, AFieldTheScenarioLeavesAloneIsTheProfiles) {
  SenderProfile profile;
  profile.timeout = std::chrono::seconds(7);
  profile.retry_waits = {std::chrono::seconds(3)};
  const Scenario scenario = decoded("scenario: S\nsteps: [{create: a}]\n");
  EXPECT_EQ(sender_of(scenario, profile), profile);
}

TEST(DecodeTest, WhatIsWrongWithASenderHasAPlace) {
  EXPECT_THAT(
      problems("scenario: S\nsender:\n  profil: reservekit\n  timeout: 0s\n"
               "  retry_waits: [1s, soon]\n  max_connections: 0\nsteps: [{create: a}]\n"),
      ElementsAre(
          "3:3 sender.profil: `profil` is not a key of `sender`",
          "4:12 sender.timeout: `timeout` is out of range",
          "5:21 sender.retry_waits[1]: `retry_waits[1]` is not a duration",
          "6:20 sender.max_connections: `max_connections` is out of range"
      )
  );
}

TEST(DecodeTest, TitleAndStepsAreRequired) {
  EXPECT_THAT(
      problems("seed: 1\n"),
      ElementsAre("1:1 : the scenario has no title", "1:1 : the scenario has no steps")
  );
  EXPECT_THAT(problems("scenario: S\nsteps: []\n"), ElementsAre("2:8 steps: `steps` is empty"));
  EXPECT_THAT(problems("- create: jane\n"), ElementsAre("1:1 : this is not a scenario"));
}

TEST(DecodeTest, AThousandStepsAreTheMost) {
  std::string steps = "  - create: a\n";
  for (int i = 1; i < 1000; ++i) {
    steps += "  - update: a\n";
  }
  EXPECT_THAT(problems(with_steps(steps)), IsEmpty());
  EXPECT_THAT(
      problems(with_steps(steps + "  - update: a\n")),
      ElementsAre("3:3 steps: there are too many steps")
  );
}

TEST(DecodeTest, ReportsAtMostAHundredMistakes) {
  std::string text = "scenario: S\nsteps: [{create: a}]\n";
  for (int i = 0; i < 150; ++i) {
    text += "key_" + std::to_string(i) + ": 1\n";
  }
  const auto found = problems(text);
  ASSERT_THAT(found, SizeIs(101));
  EXPECT_EQ(found.back(), "0:0 : 50 more errors are not shown");
}

TEST(DecodeTest, WhatIsNoDocumentIsRefusedAsOne) {
  EXPECT_THAT(problems("scenario: [\n"), SizeIs(1));
  EXPECT_THAT(problems("scenario: a\nscenario: b\nsteps: [{create: a}]\n"), SizeIs(1));
  EXPECT_FALSE(problems("").empty());
}

}  // namespace
}  // namespace rkmock::scenarios
