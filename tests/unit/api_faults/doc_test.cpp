// Holds docs/api-faults.md to the code: every kind has a heading, every example decodes.
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mockserver/api_faults/decode.hpp"

namespace rkmock::api_faults {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::string manual() {
  std::ifstream file(RKMOCK_SOURCE_DIR "/docs/api-faults.md");
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The blocks fenced as JSON.
std::vector<std::string> examples() {
  const std::string text = manual();
  const std::string open = "```json\n";
  std::vector<std::string> examples;
  for (std::size_t at = text.find(open); at != std::string::npos; at = text.find(open, at)) {
    at += open.size();
    examples.push_back(text.substr(at, text.find("```", at) - at));
  }
  return examples;
}

TEST(ApiFaultsDocTest, EveryKindHasAHeading) {
  for (const KindRow& row : kind_table()) {
    EXPECT_THAT(manual(), HasSubstr("\n### `" + std::string(row.name) + "`\n"));
  }
}

TEST(ApiFaultsDocTest, EveryExampleIsAFault) {
  EXPECT_GE(examples().size(), kind_table().size());
  for (const std::string& example : examples()) {
    const auto problems = problems_of(example);
    EXPECT_THAT(problems, IsEmpty()) << example << problems.at(0).message;
  }
}

TEST(ApiFaultsDocTest, EveryKeyIsDescribed) {
  const std::string text = manual();
  // Each refused key lists all that there are.
  const auto problems =
      problems_of(R"({"x":1,"request":{"x":1},"when":{"x":1},"response":{"status":500,"x":1}})");
  ASSERT_EQ(problems.size(), 4U);
  for (const ParameterError& problem : problems) {
    std::istringstream keys(problem.expected.substr(std::string("one of ").size()));
    for (std::string key; std::getline(keys >> std::ws, key, ',');) {
      EXPECT_THAT(text, HasSubstr("| `" + key + "` |")) << problem.pointer;
    }
  }
}

}  // namespace
}  // namespace rkmock::api_faults
