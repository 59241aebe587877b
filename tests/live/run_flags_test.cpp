// `rkmock run`: which scenarios are played, how many at a time, and what is said of those that are
// not. Against the built-in receiver that is right.
#include <algorithm>
#include <regex>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "live/process.hpp"

namespace rkmock {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing_support::Ended;
using testing_support::Process;
using testing_support::run_rkmock;
using testing_support::ScratchFolder;

std::string story(const std::string& title, const std::string& more = "") {
  return "scenario: " + title + "\n" + more +
         "receiver: { quiet: 20ms, settle: 2s, effects: none }\n"
         "steps: [{ create: jane }]\n"
         "expect: [no_lost_event, converges]\n";
}

class RunFlagsTest : public testing::Test {
 protected:
  Ended run(std::vector<std::string> words, const Process::Environment& environment = {}) {
    words.insert(words.begin(), "run");
    for (const std::string& word :
         {std::string("--receiver"),
          url,
          std::string("--port"),
          std::string("0"),
          std::string("--json"),
          scratch.path("report.json"),
          std::string("--junit"),
          scratch.path("junit.xml")}) {
      words.push_back(word);
    }
    Ended ended = run_rkmock(words, environment);
    report = nlohmann::json::parse(scratch.read("report.json"), nullptr, false);
    return ended;
  }

  [[nodiscard]] std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& scenario : report.at("scenarios")) {
      names.push_back(scenario.at("name"));
    }
    return names;
  }

  [[nodiscard]] std::vector<std::string> verdicts() const {
    std::vector<std::string> verdicts;
    for (const auto& scenario : report.at("scenarios")) {
      verdicts.push_back(scenario.at("verdict"));
    }
    return verdicts;
  }

  const ScratchFolder scratch;
  Process receiver{{"receiver", "--like", "reference", "--port", "0"}};
  const std::string url = receiver.wait_for_line("ready ").value_or("");
  nlohmann::json report;
};

TEST_F(RunFlagsTest, GlobsAreExpandedAndAFileNamedTwiceIsPlayedOnce) {
  const std::string one = scratch.write("one.yaml", story("One"));
  (void)scratch.write("two.yaml", story("Two"));
  const Ended ended = run({one, scratch.path("*.yaml"), scratch.path("")});
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  EXPECT_THAT(names(), ElementsAre("One", "Two"));
  const Ended none = run({scratch.path("three*.yaml")});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("nothing is called like"));
}

TEST_F(RunFlagsTest, TagsAndShardsChooseAndListPlaysNothing) {
  const std::vector<std::string> files = {
      scratch.write("a.yaml", story("A", "tags: [smoke]\n")),
      scratch.write("b.yaml", story("B", "tags: [smoke, slow]\n")),
      scratch.write("c.yaml", story("C", "tags: [smoke]\n"))};
  std::vector<std::string> words = files;
  words.insert(words.begin(), "run");
  for (const char* word : {"--tag", "smoke", "--exclude-tag", "slow", "--list"}) {
    words.emplace_back(word);
  }
  const Ended list = run_rkmock(words);
  EXPECT_EQ(list.exit_code, 0) << list.err;
  EXPECT_EQ(list.out, "   1  A  " + files[0] + "  [smoke]\n   2  C  " + files[2] + "  [smoke]\n");
  words.back() = "--shard";
  words.emplace_back("2/2");
  words.erase(words.begin());
  EXPECT_EQ(run(words).exit_code, 0);
  EXPECT_THAT(names(), ElementsAre("C"));
  const Ended none = run({files[0], "--tag", "smok"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_THAT(none.err, HasSubstr("did you mean `smoke`?"));
}

TEST_F(RunFlagsTest, SeveralPlayAtOnceEachReportIsWholeAndFilesKeepTheOrder) {
  std::vector<std::string> words = {"--jobs", "4", "--repeat", "2"};
  std::vector<std::string> expected;
  for (const char* name : {"A", "B", "C", "D", "E", "F"}) {
    words.push_back(scratch.write(
        std::string(name) + ".yaml", story(name, *name == 'C' ? "exclusive: true\n" : "")
    ));
    expected.push_back("round 1/2: " + std::string(name));
    expected.push_back("round 2/2: " + std::string(name));
  }
  const Ended ended = run(words);
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  EXPECT_EQ(names(), expected);
  for (std::size_t i = 1; i <= expected.size(); ++i) {
    const std::string line = "✓ [" + std::to_string(i) + "/12] " + expected[i - 1] + " ";
    EXPECT_THAT(ended.out, HasSubstr(line));
  }
  EXPECT_THAT(ended.out, HasSubstr("12 scenarios: 12 passed"));
}

TEST_F(RunFlagsTest, WhatIsNeededAndMissingIsSkippedAndChangesNothing) {
  const std::vector<std::string> words = {
      scratch.write("a.yaml", story("A")),
      scratch.write("b.yaml", story("B", "needs: [CLIENT_BOOK]\nseed: ${CLIENT_BOOK}\n"))};
  const Ended ended = run(words);
  EXPECT_EQ(ended.exit_code, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("- B: skipped, CLIENT_BOOK is not set"));
  EXPECT_THAT(ended.out, HasSubstr("2 scenarios: 1 passed, 0 failed, 0 inconclusive, 1 skipped"));
  EXPECT_THAT(verdicts(), ElementsAre("pass", "skipped"));
  EXPECT_EQ(report.at("scenarios")[1].at("skipped"), "CLIENT_BOOK is not set");
  EXPECT_THAT(
      scratch.read("junit.xml"), HasSubstr("<skipped message=\"CLIENT_BOOK is not set\"/>")
  );
  const Ended alone = run({words[1]});
  EXPECT_EQ(alone.exit_code, 3);
  EXPECT_THAT(alone.out, HasSubstr("every scenario was skipped"));
  EXPECT_EQ(run({words[1]}, {{"CLIENT_BOOK", "7"}}).exit_code, 0);
  EXPECT_THAT(verdicts(), ElementsAre("pass"));
}

TEST_F(RunFlagsTest, FailFastBeginsNothingAfterAFailure) {
  const std::string wrong = scratch.write(
      "wrong.yaml",
      "scenario: Wrong\n"
      "receiver: { quiet: 20ms, settle: 50ms, state: none }\n"
      "steps: [{ create: jane }]\n"
      "expect: [no_lost_event]\n"  // its downstream is elsewhere
  );
  const std::string right = scratch.write("zright.yaml", story("Right"));
  const Ended ended = run({wrong, right, "--fail-fast"});
  EXPECT_EQ(ended.exit_code, 1) << ended.out << ended.err;
  EXPECT_THAT(verdicts(), ElementsAre("fail", "inconclusive"));
  EXPECT_THAT(scratch.read("report.json"), HasSubstr("was not played: an earlier one failed"));
  EXPECT_EQ(run({wrong, right}).exit_code, 1);
  EXPECT_THAT(verdicts(), ElementsAre("fail", "pass"));
}

TEST_F(RunFlagsTest, AScenarioThatTakesTooLongIsEndedAndSaysWhatItWaitedFor) {
  const std::string slow = scratch.write(
      "slow.yaml", "scenario: Slow\nsteps: [{ create: jane }, { wait: 1h }]\nexpect: [converges]\n"
  );
  const Ended ended = run({slow, "--timeout", "300ms"});
  EXPECT_EQ(ended.exit_code, 3) << ended.out << ended.err;
  EXPECT_THAT(
      scratch.read("report.json"),
      HasSubstr("was ended after 300 ms (--timeout); it was at: waiting 1 h")
  );
  EXPECT_THAT(
      report.at("scenarios")[0].at("replay").get<std::string>(), Not(HasSubstr("--timeout"))
  );
}

TEST_F(RunFlagsTest, ADrawnOrderNamesItsSeedAndIsTheSameAgain) {
  std::vector<std::string> words = {"--order", "random"};
  for (const char* name : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
    words.push_back(scratch.write(std::string(name) + ".yaml", story(name)));
  }
  const Ended first = run(words);
  std::smatch seed;
  ASSERT_TRUE(std::regex_search(first.err, seed, std::regex("--shuffle-seed ([0-9]+)")));
  const std::vector<std::string> order = names();
  words.emplace_back("--shuffle-seed");
  words.push_back(seed[1]);
  EXPECT_EQ(run(words).exit_code, 0);
  EXPECT_EQ(names(), order);
}

TEST_F(RunFlagsTest, TheLibraryIsInTheBinaryAndItsReplayWorksAnywhere) {
  const Ended ended = run({"--library", "plain_lifecycle", "--seed", "5", "--timeout", "500ms"});
  EXPECT_THAT(ended.out, HasSubstr("A booking is made, confirmed, cancelled and deleted"));
  const auto& scenario = report.at("scenarios")[0];
  EXPECT_EQ(scenario.at("file"), "library/lifecycle/plain_lifecycle.yaml");
  EXPECT_EQ(
      scenario.at("replay"),
      "rkmock run --library lifecycle/plain_lifecycle --receiver " + url + " --port 0 --seed 5"
  );
  EXPECT_EQ(run({"--library", "plain_lifecicle"}).exit_code, 2);
}

TEST_F(RunFlagsTest, TheReceiverIsMissedOnceHoweverManyFilesThereAre) {
  const Ended ended =
      run_rkmock({"run", scratch.write("a.yaml", story("A")), scratch.write("b.yaml", story("B"))});
  EXPECT_EQ(ended.exit_code, 2);
  const std::string said = "nothing says where the receiver is";
  const std::size_t first = ended.err.find(said);
  ASSERT_NE(first, std::string::npos) << ended.err;
  EXPECT_EQ(ended.err.find(said, first + 1), std::string::npos) << ended.err;
}

TEST_F(RunFlagsTest, MistakesInFlagsAreNamed) {
  const std::string file = scratch.write("a.yaml", story("A"));
  const std::vector<std::pair<std::vector<std::string>, std::string>> mistakes = {
      {{"--jobs", "0"}, "--jobs is 0, expected 1 to 64"},
      {{"--jobs", "65"}, "--jobs is 65"},
      {{"--repeat", "0"}, "--repeat is 0"},
      {{"--shard", "3/2"}, "--shard is `3/2`"},
      {{"--order", "sorted"}, "--order is `sorted`"},
      {{"--shuffle-seed", "3"}, "--shuffle-seed goes with --order random"},
      {{"--order", "random", "--shuffle-seed", "x"}, "--shuffle-seed is `x`"},
      {{"--timeout", "soon"}, "--timeout is `soon`"},
      {{"--tag", "a,"}, "--tag is `a,`"},
  };
  for (const auto& [flags, said] : mistakes) {
    std::vector<std::string> words = {file};
    words.insert(words.end(), flags.begin(), flags.end());
    const Ended ended = run(words);
    EXPECT_EQ(ended.exit_code, 2) << said;
    EXPECT_THAT(ended.err, HasSubstr(said));
  }
}

}  // namespace
}  // namespace rkmock
