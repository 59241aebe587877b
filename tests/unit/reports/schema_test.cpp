// Holds docs/report.schema.json to what json() writes, both ways.
#include <filesystem>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "assertions/reports/report.hpp"
#include "unit/reports/golden.hpp"
#include "unit/reports/samples.hpp"

namespace rkmock::reports {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using testing::ContainerEq;
using testing::HasSubstr;

const Json& schema() {
  static const Json parsed = Json::parse(json_schema());
  return parsed;
}

/// Empty when the schema accepts it; else why not.
std::string refusal(const Json& document) {
  valijson::Schema parsed;
  valijson::SchemaParser(valijson::SchemaParser::kDraft7)
      .populateSchema(valijson::adapters::NlohmannJsonAdapter(schema()), parsed);
  valijson::Validator validator(valijson::Validator::kStrongTypes);
  valijson::ValidationResults results;
  if (validator.validate(parsed, valijson::adapters::NlohmannJsonAdapter(document), &results)) {
    return "";
  }
  std::string text = "refused:\n";
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    for (const std::string& part : error.context) {
      text += part;
    }
    text += ": " + error.description + "\n";
  }
  return text;
}

std::set<std::string> names_of(const Json& object) {
  std::set<std::string> names;
  for (const auto& [name, value] : object.items()) {
    names.insert(name);
  }
  return names;
}

Json written() {
  ScenarioReport report = samples::failed_scenario();
  std::swap(report.judgement.results[0], report.judgement.results[1]);  // with evidence first
  return Json::parse(json(samples::run_of({report})));
}

TEST(ReportSchemaTest, IsTheFileInTheManual) {
  EXPECT_EQ(json_schema(), read_file(fs::path(RKMOCK_SOURCE_DIR) / "docs/report.schema.json"));
}

TEST(ReportSchemaTest, AcceptsEveryGoldenReport) {
  std::size_t reports = 0;
  for (const auto& entry :
       fs::directory_iterator(fs::path(RKMOCK_SOURCE_DIR) / "tests/golden/reports")) {
    if (entry.path().extension() == ".json") {
      ++reports;
      EXPECT_EQ(refusal(Json::parse(read_file(entry.path()))), "") << entry.path();
    }
  }
  EXPECT_GE(reports, 8U);
}

TEST(ReportSchemaTest, DescribesEveryMemberAndNoOther) {
  const Json run = written();
  const Json& scenario = run["scenarios"].at(0);
  const Json& check = scenario["checks"].at(0);
  const Json& definitions = schema()["definitions"];
  EXPECT_THAT(names_of(run), ContainerEq(names_of(schema()["properties"])));
  EXPECT_THAT(names_of(scenario), ContainerEq(names_of(definitions["scenario"]["properties"])));
  EXPECT_THAT(names_of(check), ContainerEq(names_of(definitions["check"]["properties"])));
  EXPECT_THAT(
      names_of(check["evidence"].at(0)),
      ContainerEq(names_of(definitions["evidence"]["properties"]))
  );
}

TEST(ReportSchemaTest, RefusesWhatIsNoReportAndAcceptsWhatALaterOneHasMore) {
  Json more = written();
  more["later"] = 1;
  more["scenarios"][0]["checks"][0]["later"] = 1;
  EXPECT_EQ(refusal(more), "");
  Json wrong = written();
  wrong["scenarios"][0]["checks"][0]["verdict"] = "passed";
  EXPECT_THAT(refusal(wrong), HasSubstr("refused"));
  wrong = written();
  wrong["scenarios"][0]["checks"][0].erase("near_misses");
  EXPECT_THAT(refusal(wrong), HasSubstr("refused"));
  wrong = written();
  wrong["scenarios"][0]["seed"] = "42";
  EXPECT_THAT(refusal(wrong), HasSubstr("refused"));
}

}  // namespace
}  // namespace rkmock::reports
