// The scenario library against the built-in receivers: the right one passes, the vendor's sample
// fails where it is wrong. And a seed is a promise.
#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "live/built_in.hpp"
#include "live/hasty_scenario.hpp"
#include "live/journals.hpp"
#include "live/process.hpp"

namespace rkmock {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::Pair;
using testing::SizeIs;
using testing_support::delivery_plans;
using testing_support::Ended;
using testing_support::free_port;
using testing_support::hasty_scenario;
using testing_support::play_built_in;
using testing_support::Played;
using testing_support::Process;
using testing_support::run_rkmock;
using testing_support::ScratchFolder;

const std::string library = std::string(RKMOCK_SOURCE_DIR) + "/scenarios/library";

/// Verdicts by the file's name.
std::map<std::string, std::string> verdicts(const nlohmann::json& report) {
  std::map<std::string, std::string> verdicts;
  for (const auto& scenario : report.at("scenarios")) {
    const std::string file = scenario.at("file");
    verdicts[file.substr(file.rfind('/') + 1)] = scenario.at("verdict");
  }
  return verdicts;
}

/// Those that need nothing but a receiver; `./dev library` plays them all, again and again.
TEST(LibraryTest, TheReferenceReceiverPassesEveryScenario) {
  const ScratchFolder scratch;
  const Played played = play_built_in({"--like", "reference"}, library, scratch, {"--jobs", "8"});
  EXPECT_EQ(played.ended.exit_code, 0) << played.ended.out << played.ended.err;
  EXPECT_EQ(played.report.at("verdict"), "pass");
  EXPECT_THAT(verdicts(played.report), SizeIs(testing::Ge(80U)));
  EXPECT_THAT(verdicts(played.report), Each(Pair(testing::_, testing::AnyOf("pass", "skipped"))));
  for (const auto& scenario : played.report.at("scenarios")) {
    if (scenario.at("verdict") == "skipped") {
      continue;
    }
    EXPECT_THAT(scenario.at("checks"), Not(IsEmpty()));
    for (const auto& check : scenario.at("checks")) {
      EXPECT_EQ(check.at("verdict"), "pass") << check;
      EXPECT_FALSE(check.at("message").get<std::string>().empty());
    }
  }
}

TEST(LibraryTest, TheVendorsSampleFailsWhereItIsWrongAndPassesWhereItIsRight) {
  const ScratchFolder scratch;
  const Played played = play_built_in(
      {"--like", "vendor-sample"},
      library + "/duplicates/racing_duplicates.yaml",
      scratch,
      {library + "/lifecycle/plain_lifecycle.yaml",
       library + "/duplicates/sequential_duplicates.yaml",
       library + "/order/update_before_create.yaml"}
  );
  EXPECT_EQ(played.ended.exit_code, 1) << played.ended.out << played.ended.err;
  const auto verdict_of = verdicts(played.report);
  EXPECT_THAT(verdict_of, Contains(Pair("plain_lifecycle.yaml", "pass")));
  EXPECT_THAT(verdict_of, Contains(Pair("sequential_duplicates.yaml", "pass")));
  EXPECT_THAT(verdict_of, Contains(Pair("racing_duplicates.yaml", "fail")));
  EXPECT_THAT(verdict_of, Contains(Pair("update_before_create.yaml", "fail")));
  EXPECT_THAT(played.ended.out, HasSubstr("no_duplicate_effect"));
  EXPECT_THAT(played.ended.out, HasSubstr("converges"));
  EXPECT_THAT(scratch.read("junit.xml"), HasSubstr("<failure"));
}

/// It awaits its work within the request. A short delay will do: it is always waited for.
TEST(LibraryTest, TheVendorsSampleWaitsForASlowDownstream) {
  const ScratchFolder scratch;
  const std::string file = scratch.write("slow_sink.yaml", R"(
scenario: A sink that answers late
receiver:
  effects: { effects: { delay: 400ms } }
steps:
  - create: jane
expect:
  - ack_before_work
)");
  const Played played = play_built_in({"--like", "vendor-sample"}, file, scratch);
  EXPECT_EQ(played.ended.exit_code, 1) << played.ended.out << played.ended.err;
  const auto& check = played.report.at("scenarios")[0].at("checks")[0];
  EXPECT_EQ(check.at("check"), "ack_before_work");
  EXPECT_EQ(check.at("verdict"), "fail") << check;
}

TEST(LibraryTest, AJournalJudgedAgainGivesTheSameVerdict) {
  const ScratchFolder scratch;
  const Played played = play_built_in(
      {"--like", "vendor-sample"}, library + "/duplicates/racing_duplicates.yaml", scratch
  );
  ASSERT_EQ(played.ended.exit_code, 1) << played.ended.out << played.ended.err;
  const Ended again = run_rkmock(
      {"check",
       scratch.path("journals/01-racing_duplicates.jsonl"),
       "--json",
       scratch.path("again.json")}
  );
  EXPECT_EQ(again.exit_code, 1) << again.err;
  const auto report = nlohmann::json::parse(scratch.read("again.json"));
  EXPECT_EQ(report.at("scenarios")[0].at("checks"), played.report.at("scenarios")[0].at("checks"));
}

TEST(LibraryTest, TwoRunsWithOneSeedPlanTheSameDeliveriesByteForByte) {
  const ScratchFolder first;
  const ScratchFolder second;
  const ScratchFolder other;
  const std::string scenario = library + "/lifecycle/two_bookings_side_by_side.yaml";
  (void)play_built_in({"--like", "reference"}, scenario, first, {"--seed", "42"});
  (void)play_built_in({"--like", "reference"}, scenario, second, {"--seed", "42"});
  (void)play_built_in({"--like", "reference"}, scenario, other, {"--seed", "43"});
  const std::string journal = "journals/01-two_bookings_side_by_side.jsonl";
  const auto plans = delivery_plans(first.path(journal));
  EXPECT_THAT(plans, SizeIs(8));
  EXPECT_EQ(plans, delivery_plans(second.path(journal)));
  // The jitter of the retry schedule is drawn with the seed.
  EXPECT_NE(plans, delivery_plans(other.path(journal)));
}

TEST(LibraryTest, AReceiverMayKeepItsStateOverRuns) {
  const ScratchFolder scratch;
  const std::string port = free_port();
  Process receiver(
      {"receiver",
       "--like",
       "reference",
       "--port",
       "0",
       "--state-file",
       scratch.path("state"),
       "--downstream",
       "http://127.0.0.1:" + port + "/sink/effects"}
  );
  const std::string url = receiver.wait_for_line("ready ").value_or("");
  for (int run = 0; run < 2; ++run) {
    const Ended ended =
        run_rkmock({"run", library + "/duplicates/lost_ack.yaml", "--receiver", url, "--port", port}
        );
    EXPECT_EQ(ended.exit_code, 0) << "run " << run << ended.out << ended.err;
  }
}

TEST(LibraryTest, AWrongSecretIsNoPass) {
  const ScratchFolder scratch;
  const std::string scenario = scratch.write("hasty.yaml", hasty_scenario);
  const Played played =
      play_built_in({"--like", "reference"}, scenario, scratch, {"--secret", "another"});
  EXPECT_EQ(played.ended.exit_code, 1) << played.ended.out;
  EXPECT_THAT(played.ended.out, HasSubstr("401"));
}

}  // namespace
}  // namespace rkmock
