#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assertions/reports/report.hpp"
#include "unit/reports/samples.hpp"

namespace rkmock::reports {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string mixed() {
  return tap(samples::run_of({samples::passed_scenario(), samples::inconclusive_scenario()}));
}

TEST(TapTest, AScenarioIsASubtestWithAPlanAndAPoint) {
  EXPECT_EQ(mixed().rfind("TAP version 14\n# rkmock 0.1.0\n1..2\n", 0), 0U);
  EXPECT_THAT(
      mixed(),
      HasSubstr("# Subtest: A booking is made, confirmed, cancelled and deleted\n"
                "    ok 1 - ack: max<5s\n"
                "    ok 2 - no_lost_event\n"
                "    1..2\n"
                "ok 1 - A booking is made, confirmed, cancelled and deleted\n")
  );
}

TEST(TapTest, WhatIsInconclusiveIsNotOkAndSaysSo) {
  EXPECT_THAT(
      mixed(),
      HasSubstr(
          "    not ok 2 - converges\n"
          "      ---\n"
          "      message: \"the receiver has no state probe, so its final state is not known\"\n"
          "      severity: inconclusive\n"
          "      verdict: inconclusive\n"
      )
  );
  EXPECT_THAT(mixed(), HasSubstr("\nnot ok 2 - A retry after"));
}

TEST(TapTest, AStrictRunMakesItAFailure) {
  RunReport run = samples::run_of({samples::inconclusive_scenario()});
  run.strict = true;
  EXPECT_THAT(tap(run), HasSubstr("      severity: fail\n      verdict: inconclusive\n"));
  EXPECT_THAT(tap(run), Not(HasSubstr("severity: inconclusive")));
}

TEST(TapTest, ASkippedScenarioSaysWhyAndNothingPlayedIsNotOk) {
  EXPECT_THAT(
      tap(samples::run_of({samples::skipped_scenario()})),
      HasSubstr(
          "ok 1 - A copy that comes after a restart has no second effect # SKIP RECEIVER_RESTART "
          "is not set\n"
      )
  );
  EXPECT_THAT(tap(samples::run_of({})), HasSubstr("1..1\nnot ok 1 - nothing was played"));
}

TEST(TapTest, ATitleMakesNoDirective) {
  ScenarioReport report = samples::failed_scenario();
  report.name = "It fails # SKIP me \\ # TODO";
  EXPECT_THAT(
      tap(samples::run_of({report})), HasSubstr("\nnot ok 1 - It fails \\# SKIP me \\\\ \\# TODO\n")
  );
}

}  // namespace
}  // namespace rkmock::reports
