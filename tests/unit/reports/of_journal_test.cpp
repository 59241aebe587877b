#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assertions/reports/report.hpp"
#include "unit/assertions/history_builder.hpp"

namespace rkmock::reports {
namespace {

using assertions::HistoryBuilder;

JournalHeader header() {
  JournalHeader header;
  header.scenario = "A retry has no second effect";
  header.scenario_file = "a/lost_ack.yaml";
  header.seed = 7;
  header.started = "2026-01-02T03:04:05Z";
  header.replay = "rkmock run a/lost_ack.yaml --seed 7";
  header.round = 2;
  header.rounds = 3;
  return header;
}

TEST(OfJournalTest, TakesWhatTheHeaderSays) {
  HistoryBuilder run;
  run.effect(run.create("jane"));
  run.finish_run();
  const ScenarioReport report = of_journal(History(header(), run.events()), "j/01.jsonl");
  EXPECT_EQ(report.name, "round 2/3: A retry has no second effect");
  EXPECT_EQ(report.file, "a/lost_ack.yaml");
  EXPECT_EQ(report.journal_file, "j/01.jsonl");
  EXPECT_EQ(report.seed, 7U);
  EXPECT_EQ(report.started, "2026-01-02T03:04:05Z");
  EXPECT_EQ(report.replay, "rkmock run a/lost_ack.yaml --seed 7");
  EXPECT_EQ(report.round, 2);
  EXPECT_EQ(report.took, run.events().back()->at);
  EXPECT_EQ(report.places.size(), report.judgement.results.size());
}

TEST(OfJournalTest, WhatComesAfterTheRunsEndDoesNotCount) {
  HistoryBuilder run;
  run.expect("no_duplicate_effect");
  const std::string event = run.create("jane");
  run.acknowledge(event);
  run.effect(event);
  run.finish_run();
  const ScenarioReport before = of_journal(run.history(), "");
  EXPECT_EQ(before.judgement.verdict, Verdict::pass);
  run.effect(event);
  const ScenarioReport after = of_journal(run.history(), "");
  EXPECT_EQ(after.judgement.verdict, Verdict::pass);
  EXPECT_EQ(after.judgement.results, before.judgement.results);
  EXPECT_EQ(after.took, before.took);
}

TEST(OfJournalTest, AServersJournalHasNoEndAndIsReportedUnderItsOwnName) {
  HistoryBuilder run;
  JournalHeader served;
  served.scenario = "serve";
  const ScenarioReport report = of_journal(History(served, run.events()), "me.jsonl");
  EXPECT_EQ(report.name, "serve");
  EXPECT_EQ(report.file, "me.jsonl");
  EXPECT_EQ(report.judgement.verdict, Verdict::inconclusive);
}

}  // namespace
}  // namespace rkmock::reports
