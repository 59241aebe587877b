// docs/reports.md shows what the reports really are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "assertions/reports/report.hpp"
#include "unit/reports/golden.hpp"
#include "unit/reports/samples.hpp"

namespace rkmock::reports {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;

std::string manual() {
  return read_file(std::filesystem::path(RKMOCK_SOURCE_DIR) / "docs/reports.md");
}

TEST(ReportsManualTest, ShowsAReportAsTheConsoleHasIt) {
  const std::string shown = console(samples::failed_scenario(), {}) +
                            console_summary(samples::run_of({samples::failed_scenario()}), {});
  EXPECT_THAT(manual(), HasSubstr("```text\n" + shown + "```\n"));
}

void expect_named(const std::string& text, const Json& object) {
  for (const auto& [name, value] : object.items()) {
    EXPECT_THAT(text, HasSubstr("| `" + name + "` |"));
    const Json& inner = value.is_array() && !value.empty() ? value.front() : value;
    if (inner.is_object()) {
      expect_named(text, inner);
    }
  }
}

TEST(ReportsManualTest, NamesEveryMemberOfTheJson) {
  ScenarioReport report = samples::failed_scenario();
  std::swap(report.judgement.results[0], report.judgement.results[1]);  // with evidence first
  expect_named(manual(), Json::parse(json(samples::run_of({report}))));
}

}  // namespace
}  // namespace rkmock::reports
