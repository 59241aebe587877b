#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/scenarios/catalog.hpp"

namespace rkmock::scenarios {
namespace {

using ::testing::ElementsAre;

std::string title(const std::string& written, const std::map<std::string, std::string>& variables) {
  DecodeOptions options = test_options();
  options.variables.insert(variables.begin(), variables.end());
  return decoded("scenario: " + written + "\nsteps: [{create: a}]\n", options).title;
}

TEST(VariablesTest, AreReplacedAnywhereInAText) {
  EXPECT_EQ(title("Hello ${WHO}, ${WHO}!", {{"WHO", "world"}}), "Hello world, world!");
  EXPECT_EQ(title("\"${A}${B_2}\"", {{"A", "1"}, {"B_2", "2"}}), "12");
}

TEST(VariablesTest, HaveDefaults) {
  EXPECT_EQ(title("${WHO:-you}", {}), "you");
  EXPECT_EQ(title("${WHO:-you}", {{"WHO", ""}}), "you");
  EXPECT_EQ(title("${WHO:-you}", {{"WHO", "me"}}), "me");
  EXPECT_EQ(title("a${WHO:-}b", {}), "ab");
  EXPECT_EQ(title("${U:-http://a:1/b}", {}), "http://a:1/b");
}

TEST(VariablesTest, CanBeWrittenPlainly) {
  EXPECT_EQ(title("pay $${PRICE} or $5 or $", {}), "pay ${PRICE} or $5 or $");
}

TEST(VariablesTest, ValuesAreNotReadAgain) {
  EXPECT_EQ(title("${A}", {{"A", "${B}"}, {"B", "no"}}), "${B}");
}

TEST(VariablesTest, AValueThatIsOneReferenceMayBeANumberEvenInQuotes) {
  DecodeOptions options = test_options();
  options.variables["SEED"] = "42";
  options.variables["COPIES"] = "3";
  const Scenario scenario = decoded(
      R"({"scenario": "S", "seed": "${SEED}",
          "steps": [{"create": "a", "deliver": {"copies": "${COPIES}"}}]})",
      options
  );
  EXPECT_EQ(scenario.seed, 42U);
  EXPECT_EQ(std::get<step::Change>(scenario.steps[0].body).command.deliver, R"({"copies":3})");
}

TEST(VariablesTest, ThoseWithoutAValueAreRefusedWhereTheyStand) {
  EXPECT_THAT(
      problems(
          "scenario: a ${NOPE} b ${NOR}\nsteps: [{create: a, with: {message: \"${}${A:-${B}}\"}}]\n"
          "description: ${OPEN\n"
      ),
      ElementsAre(
          "1:11 scenario: the variable `NOPE` is not set",
          "1:11 scenario: the variable `NOR` is not set",
          "2:37 steps[0].with.message: `${}` names no variable",
          "2:37 steps[0].with.message: the default of `A` holds another variable",
          "3:14 description: `${` is not closed"
      )
  );
}

TEST(VariablesTest, AUrlWithAnUnsetVariableIsOneMistakeNotTwo) {
  EXPECT_THAT(
      problems("scenario: S\nreceiver: { url: \"${NOPE}\" }\nsteps: [{create: a}]\n"),
      ElementsAre("2:18 receiver.url: the variable `NOPE` is not set")
  );
}

TEST(VariablesTest, ANumberThatIsNotSetIsOneMistakeNotTwo) {
  EXPECT_THAT(
      problems("scenario: S\nseed: ${NOPE}\nsteps: [{create: a}]\n"),
      ElementsAre("2:7 seed: the variable `NOPE` is not set")
  );
}

TEST(VariablesTest, KeysAreNotReplaced) {
  EXPECT_THAT(
      problems("scenario: S\n${A:-seed}: 1\nsteps: [{create: a}]\n"),
      ElementsAre("2:1 ${A:-seed}: `${A:-seed}` is not a key of a scenario")
  );
}

TEST(VariablesTest, CannotBlowAFileUp) {
  DecodeOptions options = test_options();
  options.variables["BIG"] = std::string(100'000, 'x');
  std::string text = "scenario: S\nsteps:\n  - create: a\n";
  for (int i = 0; i < 50; ++i) {
    text += "  - update: a\n    with: { message: \"${BIG}\" }\n";
  }
  const auto found = problems(text, options);
  EXPECT_THAT(found, ::testing::Contains(::testing::HasSubstr("the variables are too long")));
}

}  // namespace
}  // namespace rkmock::scenarios
