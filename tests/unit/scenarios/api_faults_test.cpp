// Faults on answers in scenarios, and in files of their own.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/catalog.hpp"

namespace rkmock::scenarios {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Its faults; the places of its problems when it is refused.
std::vector<std::string> file_of(const std::string& text) {
  const auto faults = decode_api_faults_file(text, "faults.yaml", test_catalog());
  if (faults) {
    return *faults;
  }
  std::vector<std::string> places;
  for (const Diagnostic& problem : faults.error()) {
    places.push_back(
        std::to_string(problem.at.line) + ":" + std::to_string(problem.at.column) + " " +
        problem.path
    );
  }
  return places;
}

const std::string reset = R"({"response":{"fault":"CONNECTION_RESET_BY_PEER"}})";

TEST(ScenarioApiFaultsTest, AreHandedOnAsJson) {
  const Scenario scenario = decoded(R"(
scenario: S
given:
  api_faults:
    - { response: { fault: CONNECTION_RESET_BY_PEER } }
    - id: slow
      request: { urlPathTemplate: "/v1/bookings/{id}" }
      when: { share: 0.5, until: 10s }
      response: { fixedDelayMilliseconds: 20 }
steps:
  - create: jane
)");
  EXPECT_THAT(
      scenario.api_faults,
      ElementsAre(
          reset,
          R"({"id":"slow","request":{"urlPathTemplate":"/v1/bookings/{id}"},)"
          R"("response":{"fixedDelayMilliseconds":20},"when":{"share":0.5,"until":"10s"}})"
      )
  );
  EXPECT_THAT(decoded("scenario: S\nsteps:\n  - create: jane\n").api_faults, IsEmpty());
}

TEST(ScenarioApiFaultsTest, AFileIsAListOrWhatWireMockWrites) {
  EXPECT_THAT(file_of("- response: { fault: CONNECTION_RESET_BY_PEER }\n"), ElementsAre(reset));
  EXPECT_THAT(file_of("[" + reset + "]"), ElementsAre(reset));
  EXPECT_THAT(file_of("{\"mappings\": [" + reset + "]}"), ElementsAre(reset));
}

TEST(ScenarioApiFaultsTest, AMistakeInAFileHasItsPlace) {
  EXPECT_THAT(
      file_of("- response: { status: 500 }\n- response:\n    status: 5\n"),
      ElementsAre("3:13 [1].response.status")
  );
  EXPECT_THAT(file_of("response: { status: 500 }\n"), ElementsAre("1:1 "));
  EXPECT_THAT(file_of("mappings: []\nmeta: {}\n"), ElementsAre("1:1 "));
  EXPECT_THAT(file_of("mappings: []\n"), ElementsAre("1:11 mappings"));
  EXPECT_THAT(file_of("- {"), SizeIs(1));
  EXPECT_THAT(
      file_of("- { id: a, response: { status: 500 } }\n- { id: a, response: { status: 500 } }\n"),
      ElementsAre("2:9 [1].id")
  );
}

}  // namespace
}  // namespace rkmock::scenarios
