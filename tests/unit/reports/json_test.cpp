#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "assertions/reports/report.hpp"
#include "unit/reports/samples.hpp"

namespace rkmock::reports {
namespace {

using Json = nlohmann::ordered_json;

TEST(JsonReportTest, CarriesWhatTheReportHas) {
  const ScenarioReport report = samples::failed_scenario();
  const Json document = Json::parse(json(samples::run_of({report})));
  EXPECT_EQ(document["verdict"], "fail");
  EXPECT_EQ(document["tool"], "rkmock 0.1.0");
  const Json& scenario = document["scenarios"].at(0);
  EXPECT_EQ(scenario["name"], report.name);
  EXPECT_EQ(scenario["file"], report.file);
  EXPECT_EQ(scenario["verdict"], "fail");
  EXPECT_EQ(scenario["receiver"], report.receiver);
  EXPECT_EQ(scenario["seed"], 42U);
  EXPECT_EQ(scenario["started"], "2030-01-07T10:00:00Z");
  EXPECT_EQ(scenario["took_ms"], 1234.567);
  EXPECT_EQ(scenario["journal"], report.journal_file);
  EXPECT_EQ(scenario["replay"], report.replay);
  EXPECT_EQ(scenario["timeline"].size(), report.timeline.size());
  const CheckResult expected = samples::failed_check();
  const Json& check = scenario["checks"].at(1);
  EXPECT_EQ(check["check"], expected.check);
  EXPECT_EQ(check["subject"], expected.subject);
  EXPECT_EQ(check["verdict"], "fail");
  EXPECT_EQ(check["message"], expected.message);
  EXPECT_EQ(check["count"], 1U);
  EXPECT_EQ(check["first"], expected.first);
  EXPECT_EQ(check["worst"], expected.worst);
  EXPECT_EQ(check["evidence"].at(1)["seq"], 16U);
  EXPECT_EQ(check["evidence"].at(1)["note"], expected.evidence[1].note);
  EXPECT_EQ(check["cause"], expected.cause);
  EXPECT_EQ(check["next_step"], expected.next_step);
}

TEST(JsonReportTest, SaysTheVerdictFirst) {
  const std::string text = json(samples::run_of({samples::passed_scenario()}));
  EXPECT_EQ(text.rfind("{\n  \"verdict\": \"pass\",", 0), 0U) << text;
}

TEST(JsonReportTest, KeepsALargeSeedExact) {
  ScenarioReport report = samples::passed_scenario();
  report.seed = 18'446'744'073'709'551'615U;
  const Json document = Json::parse(json(samples::run_of({report})));
  EXPECT_EQ(document["scenarios"].at(0)["seed"].get<std::uint64_t>(), report.seed);
}

}  // namespace
}  // namespace rkmock::reports
