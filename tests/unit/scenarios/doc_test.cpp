// Holds docs/scenario-format.md to the decoder: its keys, both ways, and its full examples.
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/keys.hpp"
#include "scenarios/references.hpp"
#include "unit/scenarios/catalog.hpp"

namespace rkmock::scenarios {
namespace {

using ::testing::ContainerEq;
using ::testing::HasSubstr;

std::vector<std::string> manual() {
  std::ifstream file(RKMOCK_SOURCE_DIR "/docs/scenario-format.md");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// The first column of the table that is marked as this group's.
std::set<std::string> described(std::string_view group) {
  const std::string mark = "<!-- keys: " + std::string(group) + " -->";
  std::set<std::string> keys;
  bool within = false;
  for (const std::string& line : manual()) {
    if (line == mark) {
      within = true;
    } else if (within && line.empty()) {
      break;
    } else if (within && line.rfind("| `", 0) == 0) {
      keys.insert(line.substr(3, line.find('`', 3) - 3));
    }
  }
  return keys;
}

/// The code blocks that are marked as full examples.
std::vector<std::string> full_examples() {
  std::vector<std::string> examples;
  bool marked = false;
  bool within = false;
  for (const std::string& line : manual()) {
    if (line == "<!-- full example -->") {
      marked = true;
    } else if (marked && line.rfind("```", 0) == 0) {
      if (!within) {
        examples.emplace_back();
      }
      marked = !within;  // the closing fence ends it
      within = !within;
    } else if (within) {
      examples.back() += line + "\n";
    }
  }
  return examples;
}

TEST(ScenarioDocTest, DescribesEveryKeyAndNoOther) {
  for (const KeyGroup* group : key_groups()) {
    if (group == &keys::verbs) {
      continue;  // a part of the keys of a step
    }
    const std::set<std::string> known(group->keys.begin(), group->keys.end());
    EXPECT_THAT(described(group->where), ContainerEq(known)) << group->where;
  }
}

TEST(ScenarioDocTest, ItsFullExamplesDecode) {
  const std::vector<std::string> examples = full_examples();
  EXPECT_GE(examples.size(), 4U);
  for (const std::string& example : examples) {
    const auto result = decode(example, "example", test_catalog(), test_options());
    EXPECT_TRUE(result) << example << to_text(result.error());
  }
}

TEST(ScenarioDocTest, NamesThePlaceholdersAndTheManualsOfFaultsAndChecks) {
  std::string text;
  for (const std::string& line : manual()) {
    text += line + "\n";
  }
  for (const char* const name : {"booking.id", "booking.name", "jane.id", "mock.url"}) {
    EXPECT_THAT(text, HasSubstr("`{{" + std::string(name) + "}}`"));
  }
  EXPECT_THAT(text, HasSubstr("(faults.md)"));
  EXPECT_THAT(text, HasSubstr("(checks.md)"));
}

TEST(ScenarioDocTest, ItsDefaultsAreThoseOfTheDecoder) {
  // A file that writes every default out decodes as one that leaves them away.
  const Scenario written = decoded(R"(
scenario: S
version: 1
seed: 1
sender: reservekit
receiver:
  url: "${RECEIVER_URL}"
  signing: { scheme: hmac-sha256-hex, header: X-Webhook-Signature, secret: test }
  state: { get: "${RECEIVER_BASE}/bookings/{{booking.id}}" }
  effects:
    effects: { path: /sink/effects, booking: /booking_id, event_type: /event_type,
               updated_at: /updated_at }
  quiet: 250ms
  settle: 5s
  drain: 10s
given:
  api: { dialect: docs, week_start: monday, check_weekday: false, changes_per_second: 1,
         cascade_events: true }
  services:
    - id: 123
      name: Consultation
      timezone: UTC
      time_slots:
        - { id: 456, day_of_week: 0, start_time: "09:00", end_time: "17:00", max_bookings: 100 }
steps:
  - create: jane
    with:
      { date: 2030-01-07, time_slot_id: 456, customer_name: Jane, customer_email: jane@example.com }
)");
  const Scenario bare = decoded("scenario: S\nsteps:\n  - create: jane\n");
  EXPECT_EQ(written.seed, bare.seed);
  EXPECT_EQ(written.sender.profile, bare.sender.profile);
  EXPECT_EQ(written.receiver.url, bare.receiver.url);
  SenderProfile reservekit;
  reservekit.signing.header = "X-Webhook-Signature";
  EXPECT_EQ(sender_of(written, reservekit), sender_of(bare, reservekit));
  EXPECT_EQ(written.receiver.state->get, bare.receiver.state->get);
  EXPECT_EQ(written.receiver.effects, bare.receiver.effects);
  EXPECT_EQ(written.receiver.quiet, bare.receiver.quiet);
  EXPECT_EQ(written.receiver.settle, bare.receiver.settle);
  EXPECT_EQ(written.receiver.drain, bare.receiver.drain);
  EXPECT_EQ(written.api, bare.api);
  EXPECT_EQ(written.services, bare.services);
  const auto fields = [](const Scenario& scenario) {
    return std::get<step::Change>(scenario.steps.at(0).body).command.fields;
  };
  EXPECT_EQ(fields(written), fields(bare));
}

}  // namespace
}  // namespace rkmock::scenarios
