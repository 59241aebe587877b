// Whole reports as people and pipelines get them.
#include "unit/reports/golden.hpp"

#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "unit/reports/samples.hpp"

namespace rkmock::reports {
namespace {

std::string on_console(const RunReport& run, const ConsoleStyle& style) {
  std::string text;
  for (const ScenarioReport& report : run.scenarios) {
    text += console(report, style);
  }
  return text + console_summary(run, style);
}

struct Sample {
  std::string name;
  RunReport run;
};

/// One for each test: ctest runs them side by side.
std::filesystem::path some_file() {
  const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
  return std::filesystem::path(testing::TempDir()) / ("rkmock_golden_" + name + ".txt");
}

TEST(GoldenFileTest, PassesOnTheSameBytesAlone) {
  std::filesystem::remove(some_file());
  EXPECT_NONFATAL_FAILURE(expect_file(some_file(), "a\n", true), "renewed");
  expect_file(some_file(), "a\n", false);
  EXPECT_NONFATAL_FAILURE(expect_file(some_file(), "a", false), "differs");
  EXPECT_EQ(read_file(some_file()), "a\n");
}

TEST(GoldenFileTest, FailsWhenThereIsNoneOrWhenItIsRenewed) {
  std::filesystem::remove(some_file());
  EXPECT_NONFATAL_FAILURE(expect_file(some_file(), "", false), "differs");
  EXPECT_NONFATAL_FAILURE(expect_file(some_file(), "b", true), "renewed");
  EXPECT_EQ(read_file(some_file()), "b");
}

void PrintTo(const Sample& sample, std::ostream* out) {
  *out << sample.name;
}

class GoldenTest : public testing::TestWithParam<Sample> {};

TEST_P(GoldenTest, ConsoleIsAsReviewed) {
  expect_golden(GetParam().name + ".txt", on_console(GetParam().run, {}));
}

TEST_P(GoldenTest, NarrowConsoleIsAsReviewed) {
  ConsoleStyle style;
  style.width = 40;
  expect_golden(GetParam().name + ".narrow.txt", on_console(GetParam().run, style));
}

TEST_P(GoldenTest, VerboseColourConsoleIsAsReviewed) {
  ConsoleStyle style;
  style.color = true;
  style.verbose = true;
  expect_golden(GetParam().name + ".colour.txt", on_console(GetParam().run, style));
}

TEST_P(GoldenTest, JunitIsAsReviewed) {
  expect_golden(GetParam().name + ".xml", junit(GetParam().run));
}

TEST_P(GoldenTest, StrictJunitIsAsReviewed) {
  RunReport run = GetParam().run;
  run.strict = true;
  expect_golden(GetParam().name + ".strict.xml", junit(run));
}

TEST_P(GoldenTest, StrictConsoleIsAsReviewed) {
  RunReport run = GetParam().run;
  run.strict = true;
  ConsoleStyle style;
  style.strict = true;
  expect_golden(GetParam().name + ".strict.txt", on_console(run, style));
}

TEST_P(GoldenTest, TapIsAsReviewed) {
  expect_golden(GetParam().name + ".tap", tap(GetParam().run));
}

TEST_P(GoldenTest, MarkdownIsAsReviewed) {
  expect_golden(GetParam().name + ".md", markdown(GetParam().run));
}

TEST_P(GoldenTest, GithubAnnotationsAreAsReviewed) {
  expect_golden(
      GetParam().name + ".github.txt",
      github_annotations(GetParam().run, [](const std::string& file) { return file; })
  );
}

TEST_P(GoldenTest, JsonIsAsReviewed) {
  expect_golden(GetParam().name + ".json", json(GetParam().run));
}

INSTANTIATE_TEST_SUITE_P(
    Runs,
    GoldenTest,
    testing::Values(
        Sample{"passing", samples::run_of({samples::passed_scenario()})},
        Sample{"failing", samples::run_of({samples::failed_scenario()})},
        Sample{"inconclusive", samples::run_of({samples::inconclusive_scenario()})},
        Sample{
            "mixed",
            samples::run_of(
                {samples::passed_scenario(),
                 samples::failed_scenario(),
                 samples::inconclusive_scenario()}
            )},
        Sample{
            "skipped", samples::run_of({samples::passed_scenario(), samples::skipped_scenario()})},
        Sample{"all_skipped", samples::run_of({samples::skipped_scenario()})},
        Sample{"hostile", samples::run_of({samples::hostile_scenario()})},
        Sample{"nothing", samples::run_of({})}
    ),
    [](const testing::TestParamInfo<Sample>& sample) { return sample.param.name; }
);

}  // namespace
}  // namespace rkmock::reports
