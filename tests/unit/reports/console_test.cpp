#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assertions/reports/report.hpp"
#include "assertions/reports/text.hpp"
#include "unit/reports/samples.hpp"

namespace rkmock::reports {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// The text without our own colours.
std::string plain(std::string text) {
  for (const std::string code : {"0", "1", "2", "32", "1;31", "1;33"}) {
    const std::string escape = "\x1b[" + code + "m";
    for (std::size_t at = text.find(escape); at != std::string::npos; at = text.find(escape)) {
      text.erase(at, escape.size());
    }
  }
  return text;
}

ConsoleStyle wide(int width) {
  ConsoleStyle style;
  style.width = width;
  return style;
}

TEST(ConsoleTest, APassedScenarioIsOneLine) {
  const auto lines = lines_of(console(samples::passed_scenario(), {}));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(
      lines[0],
      AllOf(
          HasSubstr("✓ A booking is made, confirmed, cancelled and deleted"),
          HasSubstr("2 checks"),
          HasSubstr("64.2 ms")
      )
  );
}

TEST(ConsoleTest, APassedScenarioIsOneLineHoweverLongItsTitle) {
  ScenarioReport report = samples::passed_scenario();
  report.name = std::string(300, 'x') + " y";
  for (const int width : {40, 80, 120}) {
    const auto lines = lines_of(console(report, wide(width)));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_LE(columns(lines[0]), width);
    EXPECT_THAT(lines[0], AllOf(HasSubstr("…"), HasSubstr("2 checks")));
  }
}

TEST(ConsoleTest, VerboseShowsWhatPassed) {
  ConsoleStyle style;
  style.verbose = true;
  EXPECT_THAT(
      console(samples::passed_scenario(), style),
      AllOf(HasSubstr("✓ ack: max<5s"), HasSubstr("each of 4 acknowledged events had its effect"))
  );
  EXPECT_THAT(console(samples::failed_scenario(), style), HasSubstr("✓ ack: max<5s"));
  EXPECT_THAT(console(samples::failed_scenario(), {}), Not(HasSubstr("ack: max<5s")));
}

TEST(ConsoleTest, AFailedScenarioSaysAllAnEngineerNeeds) {
  const std::string text = console(samples::failed_scenario(), wide(120));
  for (const char* wanted :
       {"✗ Copies that race each other have one effect",
        "1 of 3 checks failed, 1 inconclusive",
        "1.23 s",
        "scenarios/library/racing_duplicates.yaml",
        "http://127.0.0.1:3000/webhooks/reservekit",
        "✗ no_duplicate_effect: effects",
        "? converges (inconclusive)",
        "booking 42 (jane) had the effect `effects` 2 times",
        "violations  1",
        "first       booking 42",
        "#15  4.587 ms  the first effect for jane.create",
        "cause       check-then-act",
        "next step   claim the event atomically",
        "receiver → sink",
        "journals/01-racing_duplicates.jsonl",
        "rkmock run scenarios/library/racing_duplicates.yaml --receiver "
        "http://127.0.0.1:3000/webhooks/reservekit --seed 42"}) {
    EXPECT_THAT(text, HasSubstr(wanted));
  }
}

TEST(ConsoleTest, SaysTheWorstOnlyWhenItIsNotTheFirst) {
  ScenarioReport report = samples::failed_scenario();
  EXPECT_THAT(console(report, {}), Not(HasSubstr("worst")));
  report.judgement.results[1].worst = "booking 44: 9 effects";
  EXPECT_THAT(console(report, {}), HasSubstr("worst       booking 44: 9 effects"));
}

TEST(ConsoleTest, KeepsToItsWidthButForWhatIsCopied) {
  for (const int width : {40, 80, 120}) {
    for (const ScenarioReport& report :
         {samples::passed_scenario(),
          samples::failed_scenario(),
          samples::inconclusive_scenario(),
          samples::hostile_scenario()}) {
      for (const std::string& line : lines_of(console(report, wide(width)))) {
        const bool copied = line.find("rkmock run") != std::string::npos ||
                            line.find("scenarios/") != std::string::npos ||
                            line.find("journals/") != std::string::npos ||
                            line.find("http://") != std::string::npos;
        EXPECT_TRUE(copied || columns(line) <= width) << width << ": " << line;
      }
    }
  }
}

TEST(ConsoleTest, NeverBreaksTheReplayCommand) {
  ScenarioReport report = samples::failed_scenario();
  report.replay = "rkmock run " + std::string(2'000, 'p') + ".yaml --seed 42";
  const auto lines = lines_of(console(report, wide(40)));
  EXPECT_THAT(lines, testing::Contains("    " + report.replay));
}

TEST(ConsoleTest, SaysWhatAnUnkeptJournalAndAnOfflineJudgementLack) {
  ScenarioReport report = samples::failed_scenario();
  report.journal_file.clear();
  report.replay.clear();
  const std::string text = console(report, {});
  EXPECT_THAT(text, Not(HasSubstr("\n  journal")));
  EXPECT_THAT(text, Not(HasSubstr("\n  replay")));
}

TEST(ConsoleTest, ColourOnlyWhenAsked) {
  ConsoleStyle style;
  EXPECT_THAT(console(samples::failed_scenario(), style), Not(HasSubstr("\x1b")));
  style.color = true;
  EXPECT_THAT(console(samples::failed_scenario(), style), HasSubstr("\x1b[1;31m✗\x1b[0m"));
}

TEST(ConsoleTest, ColourChangesNothingElse) {
  ConsoleStyle style = wide(60);
  const RunReport run = samples::run_of({samples::failed_scenario()});
  const std::string without =
      console(samples::failed_scenario(), style) + console_summary(run, style);
  style.color = true;
  EXPECT_EQ(
      plain(console(samples::failed_scenario(), style) + console_summary(run, style)), without
  );
}

TEST(ConsoleTest, AnAttackLeavesNothingToObey) {
  ConsoleStyle style;
  style.color = true;
  const std::string text = plain(console(samples::hostile_scenario(), style));
  for (const char c : text) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << testing::PrintToString(text);
  }
}

TEST(ConsoleTest, ANonPassWithoutChecksSaysWhy) {
  ScenarioReport report = samples::passed_scenario();
  report.judgement = {};
  EXPECT_THAT(console(report, {}), HasSubstr("no check was made, so nothing was proven"));
}

TEST(ConsoleTest, ANumberStandsBeforeTheTitle) {
  ConsoleStyle style;
  style.number = "[3/12]";
  EXPECT_THAT(console(samples::passed_scenario(), style), testing::StartsWith("✓ [3/12] "));
  EXPECT_THAT(console(samples::failed_scenario(), style), testing::StartsWith("✗ [3/12] "));
  EXPECT_THAT(console(samples::skipped_scenario(), style), testing::StartsWith("- [3/12] "));
}

TEST(RunReportTest, WhatIsSkippedCountsForNoVerdictAndIsNoneByItself) {
  const ScenarioReport skipped = samples::skipped_scenario();
  EXPECT_EQ(samples::run_of({samples::passed_scenario(), skipped}).verdict(), Verdict::pass);
  EXPECT_EQ(samples::run_of({skipped, samples::failed_scenario()}).verdict(), Verdict::fail);
  EXPECT_EQ(samples::run_of({skipped, skipped}).verdict(), Verdict::inconclusive);
}

TEST(ConsoleSummaryTest, CountsAndNamesWhatDidNotPass) {
  const RunReport run = samples::run_of(
      {samples::passed_scenario(), samples::failed_scenario(), samples::inconclusive_scenario()}
  );
  const std::string text = console_summary(run, wide(300));
  EXPECT_THAT(text, HasSubstr("3 scenarios: 1 passed, 1 failed, 1 inconclusive"));
  EXPECT_THAT(
      text,
      HasSubstr("✗ Copies that race each other have one effect (no_duplicate_effect: effects)")
  );
  EXPECT_THAT(
      text, HasSubstr("? A retry after a lost acknowledgement has no second effect (converges)")
  );
  EXPECT_THAT(text, HasSubstr("FAIL: 1 check failed"));
  EXPECT_THAT(text, HasSubstr("2 more checks lack evidence"));
}

TEST(ConsoleSummaryTest, SaysWhatInconclusiveMeans) {
  const std::string text =
      console_summary(samples::run_of({samples::inconclusive_scenario()}), wide(300));
  EXPECT_THAT(text, HasSubstr("INCONCLUSIVE: nothing failed, but 1 check lacks the evidence"));
  EXPECT_THAT(text, HasSubstr("neither a right receiver nor a wrong one"));
}

TEST(ConsoleSummaryTest, APassIsAPassAndNothingPlayedIsNot) {
  EXPECT_THAT(
      console_summary(samples::run_of({samples::passed_scenario()}), {}), HasSubstr("\nPASS: ")
  );
  const RunReport nothing = samples::run_of({});
  EXPECT_EQ(nothing.verdict(), Verdict::inconclusive);
  EXPECT_THAT(console_summary(nothing, {}), HasSubstr("INCONCLUSIVE: nothing was played"));
}

TEST(RunReportTest, MergesItsVerdict) {
  EXPECT_EQ(samples::run_of({samples::passed_scenario()}).verdict(), Verdict::pass);
  EXPECT_EQ(
      samples::run_of({samples::passed_scenario(), samples::inconclusive_scenario()}).verdict(),
      Verdict::inconclusive
  );
  EXPECT_EQ(
      samples::run_of({samples::failed_scenario(), samples::inconclusive_scenario()}).verdict(),
      Verdict::fail
  );
}

/// Scenarios that are inconclusive for these reasons.
RunReport open_for(const std::vector<std::string>& reasons) {
  std::vector<ScenarioReport> scenarios;
  for (const std::string& reason : reasons) {
    scenarios.push_back(samples::inconclusive_scenario());
    scenarios.back().judgement.results.back().message = reason;
  }
  return samples::run_of(std::move(scenarios));
}

TEST(ConsoleSummaryTest, TellsEachReasonOnceTheMostFrequentFirst) {
  const std::string gap = "not proven, because the run was cut";
  const std::string text = console_summary(
      open_for(
          {"no probe",
           gap + "; what is in the journal is right: a",
           gap + "; what is in the journal is right: b"}
      ),
      {}
  );
  EXPECT_THAT(
      text,
      testing::HasSubstr(
          "  why inconclusive\n    2 × not proven, because the run was cut\n    no probe\n"
      )
  );
}

TEST(ConsoleSummaryTest, TellsAtMostFiveReasonsAndCountsTheOthers) {
  const std::string text =
      console_summary(open_for({"a1", "a2", "a3", "a4", "a5", "a6", "a7"}), {});
  EXPECT_THAT(text, testing::HasSubstr("    a5\n    … 2 more reasons\n"));
  EXPECT_THAT(text, testing::Not(testing::HasSubstr("    a6\n")));
  EXPECT_THAT(
      console_summary(samples::run_of({samples::passed_scenario()}), {}),
      testing::Not(testing::HasSubstr("why inconclusive"))
  );
}

}  // namespace
}  // namespace rkmock::reports
