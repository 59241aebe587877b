// Holds docs/scenario-format.md to the schema and, with docs/scenario-guide.md, to the decoder: its
// tables of keys and their full examples. RKMOCK_RENEW_GOLDEN=1 writes the tables anew, and fails,
// so that nobody forgets to look at the difference.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/catalog.hpp"
#include "unit/scenarios/schema_tables.hpp"

namespace rkmock::scenarios {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string reference = RKMOCK_SOURCE_DIR "/docs/scenario-format.md";
const std::string guide = RKMOCK_SOURCE_DIR "/docs/scenario-guide.md";

std::string read(const std::string& file) {
  std::ostringstream bytes;
  bytes << std::ifstream(file, std::ios::binary).rdbuf();
  return bytes.str();
}

SchemaJson schema() {
  return SchemaJson::parse(read(RKMOCK_SOURCE_DIR "/scenarios/scenario.schema.json"));
}

/// The code blocks that are marked as full examples.
std::vector<std::string> full_examples(const std::string& document) {
  std::istringstream lines(document);
  std::vector<std::string> examples;
  bool marked = false;
  bool within = false;
  for (std::string line; std::getline(lines, line);) {
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

void expect_to_decode(const std::vector<std::string>& examples) {
  for (const std::string& example : examples) {
    const auto result = decode(example, "example", test_catalog(), test_options());
    EXPECT_TRUE(result) << example << to_text(result.error());
  }
}

TEST(ScenarioDocTest, ItsTablesAreThoseOfTheSchema) {
  const std::string written = read(reference);
  const std::string expected = with_schema_tables(written, schema());
  const bool renew = std::getenv("RKMOCK_RENEW_GOLDEN") != nullptr;
  if (renew && written != expected) {
    std::ofstream(reference, std::ios::binary) << expected;
  }
  EXPECT_FALSE(renew) << "the tables were written anew: look at the difference";
  EXPECT_EQ(written, expected) << "to renew the tables: RKMOCK_RENEW_GOLDEN=1";
}

TEST(ScenarioDocTest, HasATableForEveryKindOfMapThatTheLanguageHas) {
  const std::vector<std::string> tables = tables_in(read(reference));
  const std::vector<std::string> kinds = {"scenario",      "defaults",
                                          "sender",        "receiver",
                                          "signing",       "tls",
                                          "state",         "effect",
                                          "restart",       "given",
                                          "api",           "rate_limit",
                                          "service",       "time_slot",
                                          "given_booking", "account",
                                          "step.verbs",    "step.beside",
                                          "with_create",   "with_update",
                                          "with_cancel",   "release",
                                          "answer",        "wait_until",
                                          "until_state",   "until_attempts",
                                          "until_effect",  "until_api_call"};
  EXPECT_THAT(tables, ::testing::UnorderedElementsAreArray(kinds));
  for (const std::string& name : tables) {
    EXPECT_FALSE(schema_keys(schema(), name).empty()) << name;
  }
}

TEST(ScenarioDocTest, FullExamplesDecode) {
  const std::vector<std::string> of_reference = full_examples(read(reference));
  const std::vector<std::string> of_guide = full_examples(read(guide));
  EXPECT_GE(of_reference.size(), 8U);
  EXPECT_GE(of_guide.size(), 10U);
  expect_to_decode(of_reference);
  expect_to_decode(of_guide);
}

TEST(SchemaTablesTest, ARowSaysWhatAKeyIsAndShowsIt) {
  const auto little = SchemaJson::parse(R"({
    "definitions": { "shop": {
      "required": ["name"],
      "properties": {
        "name": { "description": "What it is called: a|b.", "examples": ["A, B"] },
        "open": { "description": "Its days.", "examples": [{ "days": [1, "2", "x y"] }] } } } } })"
  );
  EXPECT_EQ(
      schema_table(little, "shop"),
      "| Key | Value | Example |\n|---|---|---|\n"
      "| `name` | Required. What it is called: a\\|b. | `name: \"A, B\"` |\n"
      "| `open` | Its days. | `open: { days: [1, \"2\", x y] }` |\n"
  );
}

TEST(SchemaTablesTest, WhatStandsBetweenTheMarkersIsReplacedAndNothingElse) {
  const auto little = SchemaJson::parse(
      R"({ "definitions": { "shop": { "properties": { "name": { "description": "N." } } } } })"
  );
  const std::string old = "before\n<!-- schema: shop -->\nold\n<!-- end schema -->\nafter\n";
  const std::string renewed = with_schema_tables(old, little);
  EXPECT_EQ(
      renewed,
      "before\n<!-- schema: shop -->\n| Key | Value | Example |\n|---|---|---|\n"
      "| `name` | N. |  |\n<!-- end schema -->\nafter\n"
  );
  EXPECT_EQ(with_schema_tables(renewed, little), renewed);
  EXPECT_THAT(tables_in(renewed), ElementsAre("shop"));
}

TEST(SchemaTablesTest, AStepIsToldInTwoTables) {
  const std::vector<std::string> verbs = schema_keys(schema(), "step.verbs");
  const std::vector<std::string> beside = schema_keys(schema(), "step.beside");
  EXPECT_THAT(verbs, Contains("create"));
  EXPECT_THAT(beside, Contains("with"));
  EXPECT_EQ(verbs.size() + beside.size(), schema_keys(schema(), "step").size());
}

TEST(ScenarioDocTest, NamesTheReferencesAndTheManualsOfFaultsAndChecks) {
  const std::string text = read(reference);
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
