// `rkmock check` says of a journal what the run that wrote it said, byte for byte; and what
// another file's expectations, or strictness, make of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "live/built_in.hpp"
#include "live/hasty_scenario.hpp"
#include "live/process.hpp"

namespace rkmock {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using testing_support::Ended;
using testing_support::hasty_scenario;
using testing_support::play_built_in;
using testing_support::Played;
using testing_support::Process;
using testing_support::run_rkmock;
using testing_support::ScratchFolder;

const std::string library = std::string(RKMOCK_SOURCE_DIR) + "/scenarios/library/";

/// Flags that write every report into the folder.
std::vector<std::string> all_reports(const ScratchFolder& scratch, const std::string& name) {
  return {
      "--tap",
      scratch.path(name + ".tap"),
      "--markdown",
      scratch.path(name + ".md"),
      "--github",
      "always",
      "--json",
      scratch.path(name + ".json"),
      "--junit",
      scratch.path(name + ".xml")};
}

class OfflineTest : public testing::TestWithParam<std::string> {
 protected:
  const ScratchFolder scratch;
};

TEST_P(OfflineTest, SaysTheSameAsTheRunByteForByte) {
  std::vector<std::string> more = {
      library + "duplicates/racing_duplicates.yaml",
      library + "authenticity/raw_body.yaml",
      library + "transport/lost_answer.yaml",
      scratch.write("hasty.yaml", hasty_scenario),
      "--seed",
      "7",
      "--repeat",
      "2",
      "--tap",
      scratch.path("live.tap"),
      "--markdown",
      scratch.path("live.md"),
      "--github",
      "always"};
  const Played played = play_built_in(
      {"--like", GetParam()}, library + "lifecycle/plain_lifecycle.yaml", scratch, more
  );
  ASSERT_EQ(played.ended.exit_code, GetParam() == "reference" ? 0 : 1) << played.ended.err;

  std::vector<std::string> check = {"check"};
  for (const auto& scenario : played.report.at("scenarios")) {
    check.push_back(scenario.at("journal"));
  }
  ASSERT_EQ(check.size(), 11U);
  const std::vector<std::string> flags = all_reports(scratch, "again");
  check.insert(check.end(), flags.begin(), flags.end());
  const Ended again = run_rkmock(check);
  EXPECT_EQ(again.err, "");
  EXPECT_EQ(again.exit_code, played.ended.exit_code);
  EXPECT_EQ(again.out, played.ended.out);
  EXPECT_EQ(scratch.read("again.json"), scratch.read("report.json"));
  EXPECT_EQ(scratch.read("again.xml"), scratch.read("junit.xml"));
  EXPECT_EQ(scratch.read("again.tap"), scratch.read("live.tap"));
  EXPECT_EQ(scratch.read("again.md"), scratch.read("live.md"));
}

INSTANTIATE_TEST_SUITE_P(
    Receivers,
    OfflineTest,
    testing::Values("reference", "vendor-sample"),
    [](const testing::TestParamInfo<std::string>& receiver) {
      return receiver.param == "reference" ? "Right" : "Wrong";
    }
);

/// A run of one booking that a right receiver passes; its journal.
class RejudgeTest : public testing::Test {
 protected:
  RejudgeTest() {
    file = scratch.write("story.yaml", story("[no_lost_event]"));
    const Played played = play_built_in({"--like", "reference"}, file, scratch);
    EXPECT_EQ(played.ended.exit_code, 0) << played.ended.out << played.ended.err;
    journal = scratch.path("journals/01-story.jsonl");
  }

  static std::string story(const std::string& expectations) {
    return "scenario: A booking\nreceiver: { quiet: 10ms, settle: 2s }\n"
           "steps:\n  - create: jane\n  - expect: [no_duplicate_effect]\nexpect: " +
           expectations + "\n";
  }

  Ended judge(const std::string& scenario, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {
        "check", journal, "--scenario", scenario, "--json", scratch.path("report.json")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    Ended ended = run_rkmock(arguments);
    checks.clear();
    const auto report = nlohmann::json::parse(scratch.read("report.json"), nullptr, false);
    if (ended.exit_code != 2) {
      for (const auto& check : report.at("scenarios").at(0).at("checks")) {
        checks.push_back(
            check.at("check").get<std::string>() + " " + check.at("verdict").get<std::string>()
        );
      }
    }
    return ended;
  }

  const ScratchFolder scratch;
  std::string file;
  std::string journal;
  std::vector<std::string> checks;
};

TEST_F(RejudgeTest, TheFileThatWasPlayedGivesTheSameWithoutAWarning) {
  const Ended ended = judge(file);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.err, IsEmpty());
  EXPECT_THAT(
      checks,
      testing::ElementsAre("no_duplicate_effect pass", "no_lost_event pass", "happened pass")
  );
}

TEST_F(RejudgeTest, AChangedFileJudgesByWhatItExpectsNow) {
  const std::string changed =
      scratch.write("changed.yaml", story("[{ converges: { at: /status, to: booking.id } }]"));
  const Ended ended = judge(changed);
  EXPECT_EQ(ended.exit_code, 1) << ended.out;
  EXPECT_THAT(ended.err, HasSubstr("is not any more as it was played"));
  EXPECT_THAT(
      checks, testing::ElementsAre("no_duplicate_effect pass", "converges fail", "happened pass")
  );
}

TEST_F(RejudgeTest, AnotherScenarioIsAWarningAndAStepThatWasNotPlayedIsToo) {
  const std::string other = scratch.write(
      "other.yaml",
      "scenario: Another\nsteps:\n  - create: joe\n  - create: ann\n"
      "  - expect: [no_lost_event]\nexpect: [no_lost_event]\n"
  );
  const Ended ended = judge(other);
  EXPECT_EQ(ended.exit_code, 0) << ended.out;
  EXPECT_THAT(ended.err, HasSubstr("is the scenario `Another`, the journal is of `A booking`"));
  EXPECT_THAT(ended.err, HasSubstr("the `expect` at line 5 is not judged"));
  EXPECT_THAT(checks, testing::ElementsAre("no_lost_event pass", "happened pass"));
}

TEST_F(RejudgeTest, AFileWithMistakesIsTheUsersAndSaysWhere) {
  const Ended wrong = judge(scratch.write("wrong.yaml", story("[no_lost_evnt]")));
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("wrong.yaml:6:"));
  const Ended none = judge(scratch.path("none.yaml"));
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("there is no file or folder"));
}

constexpr const char* unprovable =
    "scenario: Nothing is known of its effects\n"
    "receiver: { quiet: 10ms, settle: 100ms, effects: none }\n"
    "steps: [{ create: jane, deliver: { drop: true } }, { update: jane, with: { status: confirmed "
    "} "
    "}]\nexpect: [rejects]\n";

TEST(StrictTest, InconclusiveIsAFailureEverywhereAndInTheReplay) {
  const ScratchFolder scratch;
  const std::string scenario = scratch.write("open.yaml", unprovable);
  const Played lax = play_built_in({"--like", "reference"}, scenario, scratch);
  ASSERT_EQ(lax.ended.exit_code, 3) << lax.ended.out << lax.ended.err;
  EXPECT_THAT(scratch.read("junit.xml"), HasSubstr("<error "));
  EXPECT_THAT(lax.ended.out, HasSubstr("why inconclusive"));

  const Played strict = play_built_in(
      {"--like", "reference"},
      scenario,
      scratch,
      {"--strict", "--tap", scratch.path("s.tap"), "--github", "always"}
  );
  EXPECT_EQ(strict.ended.exit_code, 1) << strict.ended.out;
  EXPECT_THAT(scratch.read("junit.xml"), HasSubstr("type=\"inconclusive\""));
  EXPECT_THAT(scratch.read("junit.xml"), Not(HasSubstr("<error ")));
  EXPECT_THAT(scratch.read("s.tap"), HasSubstr("severity: fail"));
  EXPECT_THAT(strict.ended.out, HasSubstr("::error "));
  EXPECT_THAT(strict.ended.out, HasSubstr("FAIL (--strict)"));
  const auto& played = strict.report.at("scenarios").at(0);
  EXPECT_THAT(played.at("replay").get<std::string>(), HasSubstr(" --strict "));
  EXPECT_EQ(played.at("verdict"), "inconclusive");
  EXPECT_TRUE(strict.report.at("strict"));

  const std::string journal = scratch.path("journals/01-open.jsonl");
  EXPECT_EQ(run_rkmock({"check", journal}).exit_code, 3);
  EXPECT_EQ(run_rkmock({"check", journal, "--strict"}).exit_code, 1);
}

class GithubTest : public testing::Test {
 protected:
  Ended check(const std::vector<std::string>& more, const Process::Environment& environment) {
    std::vector<std::string> arguments = {
        "check",
        std::string(RKMOCK_SOURCE_DIR) + "/tests/golden/journals/v1-2026-11-failing.jsonl"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_rkmock(arguments, environment);
  }

  const ScratchFolder scratch;
};

TEST_F(GithubTest, OnGithubAnnotationsAndTheSummaryComeByThemselves) {
  (void)scratch.write("summary.md", "before\n");
  const Process::Environment github = {
      {"GITHUB_ACTIONS", "true"}, {"GITHUB_STEP_SUMMARY", scratch.path("summary.md")}};
  const Ended ended = check({}, github);
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.out, HasSubstr("\n::error title=Copies"));
  EXPECT_THAT(scratch.read("summary.md"), StartsWith("before\n## ❌ rkmock: 1 scenario"));
  const Ended never = check({"--github", "never"}, github);
  EXPECT_THAT(never.out, Not(HasSubstr("::error")));
}

TEST_F(GithubTest, ElsewhereOnlyWhenAskedFor) {
  EXPECT_THAT(check({}, {}).out, Not(HasSubstr("::error")));
  EXPECT_THAT(check({"--github", "always"}, {}).out, HasSubstr("::error"));
  const Ended wrong = check({"--github", "yes"}, {});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.err, HasSubstr("--github is `yes`, expected auto, always or never"));
}

TEST_F(GithubTest, ASummaryThatCannotBeWrittenChangesNoVerdict) {
  const Ended ended =
      check({"--github", "always"}, {{"GITHUB_STEP_SUMMARY", scratch.path("no/such/folder.md")}});
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.err, HasSubstr("cannot be written"));
}

TEST_F(GithubTest, AFullSummaryGetsNoMore) {
  const std::string full(std::size_t{1} << 20, 'x');
  (void)scratch.write("summary.md", full);
  (void)check({"--github", "always"}, {{"GITHUB_STEP_SUMMARY", scratch.path("summary.md")}});
  EXPECT_EQ(scratch.read("summary.md"), full);
}

TEST_F(GithubTest, AnAnnotationNamesTheFileBelowTheWorkspace) {
  const std::string scenario = scratch.write(
      "failing.yaml",
      "scenario: The wrong secret\nreceiver: { quiet: 10ms, settle: 100ms, drain: 300ms }\n"
      "sender: { timeout: 100ms, retry_waits: [1s] }\n"
      "steps:\n  - create: jane\nexpect: [no_lost_event, converges]\n"
  );
  const Played played = play_built_in(
      {"--like", "reference"}, scenario, scratch, {"--secret", "another", "--github", "always"}
  );
  EXPECT_EQ(played.ended.exit_code, 1) << played.ended.out;
  const Ended here = run_rkmock(
      {"check", scratch.path("journals/01-failing.jsonl"), "--github", "always"},
      {{"GITHUB_WORKSPACE", scratch.path(".")}}
  );
  EXPECT_THAT(here.out, HasSubstr("::error file=failing.yaml,line=5,title=The wrong secret%3A "));
}

TEST(PlacesTest, AStepThatIsIncludedIsNamedWithItsFile) {
  const ScratchFolder scratch;
  (void)scratch.write("steps.yaml", "steps:\n  - create: jane\n");
  const std::string scenario = scratch.write(
      "main.yaml",
      "scenario: The wrong secret\ninclude: [steps.yaml]\n"
      "receiver: { quiet: 10ms, settle: 100ms, drain: 300ms }\n"
      "sender: { timeout: 100ms, retry_waits: [1s] }\nexpect: [no_lost_event]\n"
  );
  const Played played =
      play_built_in({"--like", "reference"}, scenario, scratch, {"--secret", "another"});
  ASSERT_EQ(played.ended.exit_code, 1) << played.ended.out << played.ended.err;
  const auto& check = played.report.at("scenarios").at(0).at("checks").at(0);
  EXPECT_EQ(check.at("file"), scratch.path("steps.yaml"));
  EXPECT_EQ(check.at("line"), 2);
  EXPECT_EQ(check.at("step"), "create jane");
}

TEST(ReportFlagsTest, AReportThatCannotBeWrittenIsSaidBeforeTheRun) {
  const ScratchFolder scratch;
  const std::string scenario = scratch.write("hasty.yaml", hasty_scenario);
  for (const char* flag : {"--tap", "--markdown"}) {
    const Ended ended = run_rkmock(
        {"run", scenario, "--receiver", "http://127.0.0.1:9/", "--port", "0", flag, "/proc/no/file"}
    );
    EXPECT_EQ(ended.exit_code, 4) << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(flag));
  }
}

}  // namespace
}  // namespace rkmock
