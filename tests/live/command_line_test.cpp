// The command line: what each command says of itself, and how it answers mistakes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "rkmock/version.hpp"

#include "live/process.hpp"

namespace rkmock {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_support::Ended;
using testing_support::run_rkmock;
using testing_support::ScratchFolder;

const std::vector<std::string> commands = {
    "run",
    "serve",
    "check",
    "report",
    "validate",
    "schema",
    "library",
    "init",
    "receiver",
    "profiles",
    "health"};

TEST(CommandLineTest, HelpListsEveryCommandAndTheExitCodes) {
  const Ended help = run_rkmock({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  for (const std::string& command : commands) {
    EXPECT_THAT(help.out, HasSubstr("  " + command + " "));
  }
  EXPECT_THAT(help.out, HasSubstr("Exit codes: 0 pass, 1"));
  EXPECT_THAT(help.err, IsEmpty());
}

TEST(CommandLineTest, EveryCommandTeachesItselfWithAnExample) {
  for (const std::string& command : commands) {
    const Ended help = run_rkmock({command, "--help"});
    EXPECT_EQ(help.exit_code, 0) << command;
    EXPECT_THAT(help.out, HasSubstr("Usage: rkmock " + command)) << command;
    EXPECT_THAT(help.out, HasSubstr("Examples:\n  rkmock " + command)) << command;
    EXPECT_THAT(help.out, HasSubstr("--help")) << command;
  }
}

TEST(CommandLineTest, TheVersionIsTheProjects) {
  const Ended version_of = run_rkmock({"--version"});
  EXPECT_EQ(version_of.exit_code, 0);
  EXPECT_EQ(version_of.out, "rkmock " + std::string(version()) + "\n");
}

TEST(CommandLineTest, NoCommandIsAUsageErrorThatShowsTheHelp) {
  const Ended nothing = run_rkmock({});
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_THAT(nothing.err, HasSubstr("Usage: rkmock"));
  EXPECT_THAT(nothing.out, IsEmpty());
}

TEST(CommandLineTest, ProfilesAreListedAndExplainedWithTheirSources) {
  const Ended list = run_rkmock({"profiles"});
  EXPECT_EQ(list.exit_code, 0);
  EXPECT_THAT(list.out, AllOf(HasSubstr("reservekit "), HasSubstr("9 over 3.15 d")));
  EXPECT_THAT(list.out, HasSubstr("github              10 s      none"));
  const Ended one = run_rkmock({"profiles", "shopify"});
  EXPECT_EQ(one.exit_code, 0);
  EXPECT_THAT(one.out, HasSubstr("connect_timeout         \"1s\"\n"));
  EXPECT_THAT(one.out, HasSubstr("shopify.dev, webhooks over HTTPS: 1 s to connect"));
  const auto json = nlohmann::json::parse(run_rkmock({"profiles", "square", "--json"}).out);
  EXPECT_EQ(json["restamp"]["value"], false);
  EXPECT_THAT(json["restamp"]["source"].get<std::string>(), HasSubstr("assumed"));
  const Ended wrong = run_rkmock({"profiles", "strip"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("did you mean `stripe`?"));
}

TEST(CommandLineTest, AMisspeltCommandIsCorrected) {
  const Ended ended = run_rkmock({"vaildate"});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr("did you mean `validate`?"));
}

struct Mistake {
  std::vector<std::string> arguments;
  std::string said;
};

TEST(CommandLineTest, AMistakeIsNamedWithWhatWasExpected) {
  const std::string file =
      std::string(RKMOCK_SOURCE_DIR) + "/scenarios/library/duplicates/lost_ack.yaml";
  const std::string url = "http://127.0.0.1:9/hook";
  const std::vector<Mistake> mistakes = {
      {{"run"}, "no scenario was named"},
      {{"run", "/no/such/place"}, "there is no file or folder `/no/such/place`"},
      {{"run", file, "--receiver", "localhost"}, "--receiver is `localhost`, expected a URL"},
      {{"run", file, "--receiver", url, "--port", "70000"}, "--port"},
      {{"run", file, "--receiver", url, "--seed", "-1"}, "--seed is `-1`, expected a whole number"},
      {{"run", file, "--receiver", url, "--wait-receiver", "soon"}, "expected a time like 5s"},
      {{"run", file, "--receiver", url, "--signing", "md5"}, "hmac-sha256-hex"},
      {{"run", file, "--receiver", url, "--jnuit", "x"}, "--jnuit"},
      {{"run", file, "--receiver", "http://example.com/hook"}, "--allow-host example.com"},
      {{"check"}, "no journal was named"},
      {{"check", file}, "lost_ack.yaml"},
      {{"validate"}, "no scenario was named"},
      {{"receiver"}, "--like is missing"},
      {{"receiver", "--like", "referense"}, "did you mean `reference`?"},
      {{"receiver", "--like", "reference", "--downstream", "nope"}, "--downstream is `nope`"},
      {{"serve", "--webhook", "http://example.com/hook"}, "--allow-host example.com"},
      {{"serve", "--dialect", "swagger"}, "--dialect is `swagger`, expected docs or openapi"},
      {{"run", file, "--receiver", url, "--time-scale", "nan"}, "--time-scale is nan, expected"},
      {{"serve", "--time-scale", "-1"}, "--time-scale is -1, expected a number from 0 up"},
      {{"serve", "--time-scale", "instantly"}, "such as 60, or instant"},
      {{"serve", "--time-scale", "60x"}, "--time-scale is 60x, expected"},
      {{"serve", "--sender", "strpe"},
       "--sender: there is no sender profile `strpe`; did you mean"},
      {{"serve", "--max-connections", "0"}, "--max-connections is 0, expected 1 to 1000"},
      {{"serve", "--sender", "svix", "--secret", "?"}, "--secret: "},
      {{"serve", "--time-scale", "inf"}, "--time-scale is inf, expected a number from 0 up"},
      {{"serve", "--webhook", url, "--event", "bookings.crate"}, "did you mean `bookings.create`?"},
      {{"serve", "--event", "bookings.create"}, "--webhook URL says where to"},
      {{"serve", "--drain", "never"}, "--drain is `never`"},
      {{"health", "mock:8080"}, "is not a URL"},
  };
  for (const Mistake& mistake : mistakes) {
    const Ended ended = run_rkmock(mistake.arguments);
    EXPECT_EQ(ended.exit_code, 2) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(mistake.said));
    EXPECT_THAT(ended.out, IsEmpty());
  }
}

TEST(CommandLineTest, ValidateAcceptsTheLibrary) {
  const Ended ended =
      run_rkmock({"validate", std::string(RKMOCK_SOURCE_DIR) + "/scenarios/library"});
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("plain_lifecycle.yaml"));
  EXPECT_THAT(ended.err, IsEmpty());
}

TEST(CommandLineTest, ValidateReportsEveryMistakeOfEveryFileWithItsPlace) {
  const ScratchFolder folder;
  const std::string first = folder.write(
      "first.yaml",
      "scenario: Typing too fast\n"
      "steps:\n"
      "  - craete: jane\n"
      "  - create: joe\n"
      "    deliver: { copys: 2 }\n"
      "expect:\n"
      "  - convergse\n"
  );
  const std::string second = folder.write("second.yaml", "scenario: [\n");
  const Ended ended = run_rkmock({"validate", first, second});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, HasSubstr(first + ":3:5: error"));
  EXPECT_THAT(ended.err, HasSubstr("did you mean `create`?"));
  EXPECT_THAT(ended.err, HasSubstr(first + ":5:16: error"));
  EXPECT_THAT(ended.err, HasSubstr("did you mean `copies`?"));
  EXPECT_THAT(ended.err, HasSubstr(first + ":7:5: error"));
  EXPECT_THAT(ended.err, HasSubstr("did you mean `converges`?"));
  EXPECT_THAT(ended.err, HasSubstr(second + ":"));
  EXPECT_THAT(ended.err, HasSubstr("in 2 of 2 files"));
}

TEST(CommandLineTest, OutputToAPipeHasNoColour) {
  const Ended ended = run_rkmock({"--help"});
  EXPECT_THAT(ended.out, AllOf(Not(HasSubstr("\x1b["))));
}

}  // namespace
}  // namespace rkmock
