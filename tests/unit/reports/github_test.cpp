#include <algorithm>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assertions/reports/report.hpp"
#include "unit/reports/samples.hpp"

namespace rkmock::reports {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string here(const std::string& file) {
  return file;
}

std::string nowhere(const std::string& file) {
  EXPECT_NE(file, "");
  return "";
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) {
    ++found;
  }
  return found;
}

TEST(GithubTest, AFailedCheckIsAnErrorAtItsStep) {
  EXPECT_THAT(
      github_annotations(samples::run_of({samples::failed_scenario()}), here),
      StartsWith(
          "::error file=scenarios/library/racing_duplicates.yaml,line=14,title=Copies that race "
          "each other have one effect%3A no_duplicate_effect%3A effects::booking 42 (jane) had the "
          "effect `effects` 2 times for one bookings.create%0Afirst: booking 42"
      )
  );
}

TEST(GithubTest, AFileThatIsNotInTheRepositoryIsNamedInTheMessage) {
  const std::string text =
      github_annotations(samples::run_of({samples::failed_scenario()}), nowhere);
  EXPECT_THAT(text, StartsWith("::error title=Copies"));
  EXPECT_THAT(
      text, HasSubstr("%0Aat: scenarios/library/racing_duplicates.yaml:14, create jane%0A")
  );
}

TEST(GithubTest, WhatIsInconclusiveIsAWarningAndInAStrictRunAnError) {
  RunReport run = samples::run_of({samples::inconclusive_scenario()});
  EXPECT_THAT(github_annotations(run, here), StartsWith("::warning file="));
  run.strict = true;
  EXPECT_THAT(github_annotations(run, here), StartsWith("::error file="));
}

TEST(GithubTest, WhatPassedAndWhatWasSkippedIsNotAnnotated) {
  const RunReport run = samples::run_of({samples::passed_scenario(), samples::skipped_scenario()});
  EXPECT_EQ(github_annotations(run, here), "");
}

TEST(GithubTest, TextsEndNeitherALineNorAProperty) {
  ScenarioReport report = samples::failed_scenario();
  report.name = "50%, a:b";
  report.judgement.results[1].message = "50% :: a,b\nc";
  const std::string text = github_annotations(samples::run_of({report}), here);
  EXPECT_THAT(text, HasSubstr(",title=50%25%2C a%3Ab%3A no_duplicate"));
  EXPECT_THAT(text, HasSubstr("::50%25 :: a,b\\nc%0A"));
}

TEST(GithubTest, SaysHowManyGithubWouldNotShow) {
  const RunReport run =
      samples::run_of(std::vector<ScenarioReport>(13, samples::failed_scenario()));
  const std::string text = github_annotations(run, here);
  EXPECT_EQ(count(text, "::error "), 10U);
  EXPECT_EQ(count(text, "::warning "), 10U);
  EXPECT_THAT(text, HasSubstr("\n::notice title=rkmock::3 errors and 3 warnings more: "));
  const RunReport ten =
      samples::run_of(std::vector<ScenarioReport>(10, samples::failed_scenario()));
  EXPECT_THAT(github_annotations(ten, here), Not(HasSubstr("::notice")));
}

TEST(GithubTest, NoLineOfTheConsoleIsAWorkflowCommand) {
  ScenarioReport report = samples::failed_scenario();
  report.name = "::stop-commands::x";
  report.judgement.results[1].message = std::string(90, 'w') + " ::error::made up ##[error]made up";
  report.judgement.results[1].first = "::error::made up";
  ConsoleStyle style;
  const RunReport run = samples::run_of({report});
  const std::string anywhere = console(report, style) + console_summary(run, style);
  EXPECT_THAT(anywhere, HasSubstr("\n    ::error::made up ##[error]"));
  style.github = true;
  for (const int width : {40, 100}) {
    style.width = width;
    std::istringstream lines(console(report, style) + console_summary(run, style));
    for (std::string line; std::getline(lines, line);) {
      const std::size_t start = std::min(line.find_first_not_of(' '), line.size());
      EXPECT_NE(line.compare(start, 2, "::"), 0) << line;
      EXPECT_EQ(line.find("##["), std::string::npos) << line;
    }
  }
}

}  // namespace
}  // namespace rkmock::reports
