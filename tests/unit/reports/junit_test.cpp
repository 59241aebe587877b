#include <sstream>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assertions/reports/report.hpp"
#include "unit/reports/samples.hpp"

namespace rkmock::reports {
namespace {

using boost::property_tree::ptree;
using testing::AllOf;
using testing::HasSubstr;

ptree parsed(const RunReport& run) {
  std::istringstream in(junit(run));
  ptree document;
  boost::property_tree::read_xml(in, document);
  return document.get_child("testsuites");
}

std::string attribute(const ptree& element, const std::string& name) {
  return element.get<std::string>("<xmlattr>." + name);
}

std::vector<ptree> children(const ptree& element, const std::string& name) {
  std::vector<ptree> found;
  for (const auto& [key, child] : element) {
    if (key == name) {
      found.push_back(child);
    }
  }
  return found;
}

RunReport mixed() {
  return samples::run_of(
      {samples::passed_scenario(), samples::failed_scenario(), samples::inconclusive_scenario()}
  );
}

TEST(JunitTest, CountsWhatIsInIt) {
  const ptree all = parsed(mixed());
  EXPECT_EQ(attribute(all, "tests"), "7");
  EXPECT_EQ(attribute(all, "failures"), "1");
  EXPECT_EQ(attribute(all, "errors"), "2");
  EXPECT_EQ(attribute(all, "time"), "2.533");
  const auto suites = children(all, "testsuite");
  ASSERT_EQ(suites.size(), 3U);
  EXPECT_EQ(attribute(suites[1], "tests"), "3");
  EXPECT_EQ(attribute(suites[1], "failures"), "1");
  EXPECT_EQ(attribute(suites[1], "errors"), "1");
  EXPECT_EQ(children(suites[1], "testcase").size(), 3U);
}

TEST(JunitTest, ASuiteIsAScenario) {
  const ptree suite = children(parsed(mixed()), "testsuite")[1];
  EXPECT_EQ(attribute(suite, "name"), "Copies that race each other have one effect");
  EXPECT_EQ(attribute(suite, "file"), "scenarios/library/racing_duplicates.yaml");
  EXPECT_EQ(attribute(suite, "timestamp"), "2030-01-07T10:00:00Z");
  EXPECT_EQ(attribute(suite, "time"), "1.234");
  std::map<std::string, std::string> properties;
  for (const ptree& property : children(suite.get_child("properties"), "property")) {
    properties[attribute(property, "name")] = attribute(property, "value");
  }
  EXPECT_EQ(properties["seed"], "42");
  EXPECT_EQ(properties["receiver"], "http://127.0.0.1:3000/webhooks/reservekit");
  EXPECT_EQ(properties["journal"], "journals/01-racing_duplicates.jsonl");
  EXPECT_EQ(properties["tool"], "rkmock 0.1.0");
}

TEST(JunitTest, AFailedCheckIsAFailureThatSaysEverything) {
  const ptree test = children(children(parsed(mixed()), "testsuite")[1], "testcase")[1];
  EXPECT_EQ(attribute(test, "classname"), "scenarios.library.racing_duplicates");
  EXPECT_EQ(attribute(test, "name"), "no_duplicate_effect: effects");
  EXPECT_EQ(attribute(test, "file"), "scenarios/library/racing_duplicates.yaml");
  const ptree failure = test.get_child("failure");
  EXPECT_EQ(attribute(failure, "type"), "no_duplicate_effect");
  EXPECT_EQ(attribute(failure, "message"), samples::failed_check().message);
  EXPECT_THAT(
      failure.data(),
      AllOf(
          HasSubstr(samples::failed_check().message),
          HasSubstr("the second effect for jane.create"),
          HasSubstr("receiver → sink"),
          HasSubstr(samples::failed_check().cause),
          HasSubstr(samples::failed_check().next_step),
          HasSubstr("rkmock run scenarios/library/racing_duplicates.yaml")
      )
  );
}

TEST(JunitTest, AnInconclusiveCheckIsAnErrorAndNoFailure) {
  const ptree test = children(children(parsed(mixed()), "testsuite")[2], "testcase")[1];
  EXPECT_EQ(test.count("error"), 1U);
  EXPECT_EQ(test.count("failure"), 0U);
  EXPECT_EQ(attribute(test.get_child("error"), "message"), samples::inconclusive_check().message);
}

TEST(JunitTest, ACheckWithoutEvidenceHasNoTimelineOfOthers) {
  const ptree test = children(children(parsed(mixed()), "testsuite")[1], "testcase")[2];
  EXPECT_THAT(test.get<std::string>("error"), testing::Not(HasSubstr("receiver → sink")));
}

TEST(JunitTest, APassedCheckSaysWhatWasProven) {
  const ptree test = children(children(parsed(mixed()), "testsuite")[0], "testcase")[0];
  EXPECT_EQ(test.count("error") + test.count("failure"), 0U);
  EXPECT_EQ(test.get<std::string>("system-out"), samples::passed_check().message);
}

TEST(JunitTest, NothingPlayedIsNotGreen) {
  const ptree all = parsed(samples::run_of({}));
  EXPECT_EQ(attribute(all, "tests"), "1");
  EXPECT_EQ(attribute(all, "errors"), "1");
}

TEST(JunitTest, AScenarioWithoutChecksIsNotGreen) {
  ScenarioReport report = samples::passed_scenario();
  report.judgement = {};
  EXPECT_EQ(attribute(parsed(samples::run_of({report})), "errors"), "1");
}

TEST(JunitTest, AJudgementWorseThanItsChecksIsNotGreen) {
  ScenarioReport report = samples::passed_scenario();
  report.judgement.verdict = Verdict::inconclusive;
  const ptree all = parsed(samples::run_of({report}));
  EXPECT_EQ(attribute(all, "tests"), "3");
  EXPECT_EQ(attribute(all, "errors"), "1");
}

TEST(JunitTest, GivesEqualChecksDifferentNames) {
  ScenarioReport report = samples::passed_scenario();
  report.judgement.results[1] = report.judgement.results[0];
  const auto tests =
      children(children(parsed(samples::run_of({report})), "testsuite")[0], "testcase");
  EXPECT_EQ(attribute(tests[0], "name"), "ack: max<5s");
  EXPECT_EQ(attribute(tests[1], "name"), "ack: max<5s (2)");
}

TEST(JunitTest, TwoRunsOfOneScenarioAreDifferentTests) {
  const auto suites = children(
      parsed(samples::run_of({samples::passed_scenario(), samples::passed_scenario()})), "testsuite"
  );
  EXPECT_EQ(attribute(children(suites[0], "testcase")[0], "name"), "ack: max<5s");
  EXPECT_EQ(attribute(children(suites[1], "testcase")[0], "name"), "ack: max<5s (2)");
}

TEST(JunitTest, MakesAClassNameOfAnyPath) {
  const auto class_of = [](const std::string& file) {
    ScenarioReport report = samples::passed_scenario();
    report.file = file;
    const ptree suite = children(parsed(samples::run_of({report})), "testsuite")[0];
    return attribute(children(suite, "testcase")[0], "classname");
  };
  EXPECT_EQ(class_of("a.yaml"), "a");
  EXPECT_EQ(class_of("./x/a.b.yaml"), "x.a.b");
  EXPECT_EQ(class_of("/srv/x/a.yaml"), "srv.x.a");
  EXPECT_EQ(class_of("../x.d/a"), "x.d.a");
  EXPECT_EQ(class_of("x/.hidden"), "x..hidden");
  EXPECT_EQ(class_of("..."), "rkmock");
  EXPECT_EQ(class_of(""), "A booking is made, confirmed, cancelled and deleted");
}

TEST(JunitTest, MarkupInTextStaysText) {
  ScenarioReport report = samples::failed_scenario();
  report.name = "a <b> & \"c\" 'd' ]]> &amp;";
  report.judgement.results[1].message = "</failure><evil a=\"1\">]]>";
  const ptree suite = children(parsed(samples::run_of({report})), "testsuite")[0];
  EXPECT_EQ(attribute(suite, "name"), report.name);
  const ptree test = children(suite, "testcase")[1];
  EXPECT_EQ(attribute(test.get_child("failure"), "message"), "</failure><evil a=\"1\">]]>");
  EXPECT_EQ(test.count("evil"), 0U);
}

}  // namespace
}  // namespace rkmock::reports
