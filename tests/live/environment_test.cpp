// What the machine does not allow: a clear message, exit code 4, no hang, nothing lost.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

#include "live/hasty_scenario.hpp"
#include "live/journals.hpp"
#include "live/process.hpp"
#include "unit/webhooks/raw_receiver.hpp"

namespace rkmock {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_support::ClosedPort;
using testing_support::Ended;
using testing_support::FriendlyReceiver;
using testing_support::hasty_scenario;
using testing_support::journal_from;
using testing_support::Process;
using testing_support::run_rkmock;
using testing_support::ScratchFolder;

std::string library(const std::string& name) {
  return std::string(RKMOCK_SOURCE_DIR) + "/scenarios/library/" + name + ".yaml";
}

std::vector<std::string> run_against(const std::string& url) {
  return {
      "run",
      library("lifecycle/plain_lifecycle"),
      library("duplicates/lost_ack"),
      "--receiver",
      url,
      "--wait-receiver",
      "100ms",
      "--port",
      "0"};
}

TEST(EnvironmentTest, AReceiverThatIsDownIsNamedWithTheNextStep) {
  const ClosedPort nobody;
  const Ended ended = run_rkmock(run_against(nobody.url()));
  EXPECT_EQ(ended.exit_code, 4);
  EXPECT_THAT(
      ended.err, AllOf(HasSubstr(nobody.url()), HasSubstr("refused"), HasSubstr("--receiver"))
  );
  EXPECT_THAT(ended.out, IsEmpty());
}

TEST(EnvironmentTest, ReportsOfARunThatNeverBeganTakeThePlaceOfOldGreenOnes) {
  const ClosedPort nobody;
  const ScratchFolder scratch;
  std::vector<std::string> arguments = run_against(nobody.url());
  arguments.insert(
      arguments.end(),
      {"--junit", scratch.write("junit.xml", "green"), "--json", scratch.write("run.json", "green")}
  );
  EXPECT_EQ(run_rkmock(arguments).exit_code, 4);
  EXPECT_THAT(
      scratch.read("junit.xml"),
      AllOf(
          HasSubstr("tests=\"2\" failures=\"0\" errors=\"2\""),
          HasSubstr("the scenario was not played: the receiver at " + nobody.url())
      )
  );
  const auto json = nlohmann::json::parse(scratch.read("run.json"));
  EXPECT_EQ(json["verdict"], "inconclusive");
  EXPECT_EQ(json["scenarios"].size(), 2);
}

TEST(EnvironmentTest, APortThatIsTakenIsNamedWithTheNextStep) {
  Process first({"serve", "--port", "0"});
  const std::string url = first.wait_for_line("ready ").value_or("");
  const std::string port = url.substr(url.rfind(':') + 1);
  const FriendlyReceiver receiver;
  const std::vector<std::vector<std::string>> second = {
      {"serve", "--port", port},
      {"run", library("lifecycle/plain_lifecycle"), "--receiver", receiver.url(), "--port", port},
      {"receiver", "--like", "reference", "--port", port},
      {"receiver", "--like", "vendor-sample", "--port", port}};
  for (const auto& arguments : second) {
    const Ended ended = run_rkmock(arguments);
    EXPECT_EQ(ended.exit_code, 4) << arguments[0];
    EXPECT_THAT(ended.err, AllOf(HasSubstr(port), HasSubstr("choose another port")));
    EXPECT_THAT(ended.out, IsEmpty());
  }
}

TEST(EnvironmentTest, AJournalFolderThatCannotBeMadeStopsTheRunBeforeItBegins) {
  const ScratchFolder scratch;
  const std::string folder = scratch.write("file", "no folder") + "/journals";
  const FriendlyReceiver receiver;
  for (const std::string command : {"run", "serve"}) {
    std::vector<std::string> arguments = {command, "--port", "0", "--journal", folder};
    if (command == "run") {
      arguments.insert(
          arguments.end(), {library("lifecycle/plain_lifecycle"), "--receiver", receiver.url()}
      );
    }
    const Ended ended = run_rkmock(arguments);
    EXPECT_EQ(ended.exit_code, 4) << command;
    EXPECT_THAT(ended.err, AllOf(HasSubstr("--journal"), HasSubstr(folder)));
  }
  EXPECT_THAT(receiver.requests(), IsEmpty());
}

TEST(EnvironmentTest, AJournalThatCannotBeBegunIsNamed) {
  const ScratchFolder scratch;
  std::filesystem::create_directory(scratch.path("journals"));
  std::filesystem::create_symlink("/dev/full", scratch.path("journals/01-plain_lifecycle.jsonl"));
  const FriendlyReceiver receiver;
  const Ended ended = run_rkmock(
      {"run",
       library("lifecycle/plain_lifecycle"),
       "--receiver",
       receiver.url(),
       "--port",
       "0",
       "--journal",
       scratch.path("journals")}
  );
  EXPECT_EQ(ended.exit_code, 4);
  EXPECT_THAT(
      ended.err,
      AllOf(
          HasSubstr("journals/01-plain_lifecycle.jsonl"),
          HasSubstr("No space left"),
          HasSubstr("choose another folder")
      )
  );
}

TEST(EnvironmentTest, ADiskThatFillsUpMidRunIsSaidAndWhatWasWrittenIsReadable) {
  const ScratchFolder scratch;
  const FriendlyReceiver receiver;
  // A limit on the size of files does to one file what a full disk does to all.
  const Ended ended = run_rkmock(
      {"run",
       scratch.write("hasty.yaml", hasty_scenario),
       "--receiver",
       receiver.url(),
       "--port",
       "0",
       "--journal",
       scratch.path("journals")},
      {},
      3000
  );
  EXPECT_EQ(ended.exit_code, 4) << ended.out;
  EXPECT_THAT(ended.err, AllOf(HasSubstr("hasty.yaml"), HasSubstr("File too large")));
  EXPECT_THAT(ended.out, HasSubstr("no_lost_event"));
  const JournalFile journal = journal_from(scratch.path("journals/01-hasty.jsonl"));
  EXPECT_THAT(journal.events, Not(IsEmpty()));
}

TEST(EnvironmentTest, AReportThatCannotBeWrittenStopsTheRunBeforeItBegins) {
  const ScratchFolder scratch;
  const std::string file = scratch.write("file", "no folder") + "/report.xml";
  const FriendlyReceiver receiver;
  for (const std::string flag : {"--junit", "--json"}) {
    const Ended ended = run_rkmock(
        {"run",
         library("lifecycle/plain_lifecycle"),
         "--receiver",
         receiver.url(),
         "--port",
         "0",
         flag,
         file}
    );
    EXPECT_EQ(ended.exit_code, 4) << flag;
    EXPECT_THAT(ended.err, AllOf(HasSubstr(flag), HasSubstr(file)));
  }
  EXPECT_THAT(receiver.requests(), IsEmpty());
}

Ended checked(const ScratchFolder& scratch, const std::string& json) {
  const std::string journal = scratch.write(
      "run.jsonl",
      R"({"journal":"rkmock","version":1,"tool":"rkmock 0.1.0","scenario":"x"})"
      "\n"
  );
  return run_rkmock({"check", journal, "--json", json});
}

TEST(EnvironmentTest, AReportIsWrittenThroughALinkWhichStays) {
  const ScratchFolder scratch;
  (void)scratch.write("target.json", "old");
  std::filesystem::create_symlink(scratch.path("target.json"), scratch.path("link.json"));
  EXPECT_EQ(checked(scratch, scratch.path("link.json")).exit_code, 3);
  EXPECT_TRUE(std::filesystem::is_symlink(scratch.path("link.json")));
  EXPECT_EQ(nlohmann::json::parse(scratch.read("target.json"))["verdict"], "inconclusive");
}

TEST(EnvironmentTest, AReportToStandardOutputStandsBetweenTheOtherLines) {
  const ScratchFolder scratch;
  const Ended ended = checked(scratch, "/dev/stdout");
  EXPECT_EQ(ended.exit_code, 3) << ended.err;
  EXPECT_THAT(
      ended.out, testing::ContainsRegex("\\{\n  \"verdict\": \"inconclusive\"(.|\n)*1 scenario: ")
  );
}

TEST(EnvironmentTest, AReportThatADeviceDoesNotTakeIsSaid) {
  const ScratchFolder scratch;
  const Ended ended = checked(scratch, "/dev/full");
  EXPECT_EQ(ended.exit_code, 4) << ended.out;
  EXPECT_THAT(ended.err, AllOf(HasSubstr("--json: `/dev/full`"), HasSubstr("No space left")));
}

/// Of the process: the soft and the hard limit of open files.
std::pair<std::string, std::string> open_files(pid_t process) {
  std::ifstream limits("/proc/" + std::to_string(process) + "/limits");
  std::string line;
  while (std::getline(limits, line) && !line.starts_with("Max open files")) {
  }
  std::istringstream words(line.substr(std::min(line.size(), std::string("Max open files").size()))
  );
  std::string soft;
  std::string hard;
  words >> soft >> hard;
  return {soft, hard};
}

TEST(EnvironmentTest, ServeTakesAsManyOpenFilesAsTheMachineAllows) {
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  rlimit few = before;
  few.rlim_cur = 256;  // as a shell may have it
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  Process mock({"serve", "--port", "0"});
  EXPECT_TRUE(mock.wait_for_line("ready ").has_value());
  ::setrlimit(RLIMIT_NOFILE, &before);
  const auto [soft, hard] = open_files(mock.id());
  EXPECT_EQ(soft, hard);
  EXPECT_THAT(soft, Not(testing::AnyOf("", "256")));
}

TEST(EnvironmentTest, HealthTellsAMockThatAnswersFromOneThatDoesNot) {
  Process mock({"serve", "--port", "0"});
  const std::string url = mock.wait_for_line("ready ").value_or("");
  const Ended healthy = run_rkmock({"health", url});
  EXPECT_EQ(healthy.exit_code, 0) << healthy.err;
  EXPECT_EQ(healthy.out, "healthy " + url + "\n");

  const ClosedPort nobody;
  const Ended absent = run_rkmock({"health", nobody.url()});
  EXPECT_EQ(absent.exit_code, 4);
  EXPECT_THAT(absent.err, HasSubstr("connection refused"));
}

}  // namespace
}  // namespace rkmock
