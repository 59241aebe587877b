// What a newcomer begins with: `rkmock init`, `rkmock library`, `rkmock validate --json`.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "live/process.hpp"

namespace rkmock {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing_support::Ended;
using testing_support::Process;
using testing_support::run_rkmock;
using testing_support::ScratchFolder;

TEST(InitTest, WhatItWritesValidatesAndPassesAgainstARightReceiver) {
  const ScratchFolder scratch;
  Process mock({"serve", "--port", "0"});
  const std::string mock_url = mock.wait_for_line("ready ").value_or("");
  const std::string port = mock_url.substr(mock_url.rfind(':') + 1);
  mock.send_signal(SIGTERM);
  mock.wait();
  Process receiver(
      {"receiver",
       "--like",
       "reference",
       "--port",
       "0",
       "--downstream",
       "http://127.0.0.1:" + port + "/sink/effects"}
  );
  const std::string url = receiver.wait_for_line("ready ").value_or("");
  const Ended init = run_rkmock({"init", scratch.path("app"), "--receiver", url});
  EXPECT_EQ(init.exit_code, 0) << init.err;
  EXPECT_THAT(init.out, AllOf(HasSubstr("Next:"), HasSubstr("rkmock validate")));
  EXPECT_THAT(scratch.read("app/docker-compose.rkmock.yml"), HasSubstr("--receiver=" + url));
  EXPECT_THAT(
      scratch.read("app/.github/workflows/webhooks.yml"),
      HasSubstr("docker compose -f docker-compose.rkmock.yml run")
  );
  EXPECT_EQ(run_rkmock({"validate", scratch.path("app/scenarios")}).exit_code, 0);
  // The address is in the file.
  const Ended run = run_rkmock({"run", scratch.path("app/scenarios"), "--port", port});
  EXPECT_EQ(run.exit_code, 0) << run.out << run.err;
}

TEST(InitTest, NothingIsWrittenOverAndNothingIsHalfWritten) {
  const ScratchFolder scratch;
  (void)scratch.write("docker-compose.rkmock.yml", "mine\n");
  const Ended refused = run_rkmock({"init", scratch.path(""), "--ci", "gitlab"});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("is there already"), HasSubstr("--force")));
  EXPECT_EQ(scratch.read("docker-compose.rkmock.yml"), "mine\n");
  EXPECT_THAT(scratch.read(".gitlab-ci.rkmock.yml"), IsEmpty());
  EXPECT_EQ(run_rkmock({"init", scratch.path(""), "--ci", "gitlab", "--force"}).exit_code, 0);
  EXPECT_THAT(scratch.read("docker-compose.rkmock.yml"), HasSubstr("image: rkmock"));
  EXPECT_THAT(scratch.read(".gitlab-ci.rkmock.yml"), HasSubstr("junit: rkmock-reports"));
}

TEST(InitTest, AReceiverElsewhereIsAllowedByName) {
  const ScratchFolder scratch;
  const std::string url = "http://receiver:3000/hooks";
  EXPECT_EQ(run_rkmock({"init", scratch.path("app"), "--receiver", url}).exit_code, 0);
  EXPECT_THAT(scratch.read("app/docker-compose.rkmock.yml"), HasSubstr("--allow-host=receiver\n"));
}

TEST(InitTest, MistakesAreNamed) {
  const ScratchFolder scratch;
  const Ended url = run_rkmock({"init", scratch.path("a"), "--receiver", "http://a:1/\"}"});
  EXPECT_EQ(url.exit_code, 2);
  EXPECT_THAT(url.err, HasSubstr("expected a plain URL"));
  const Ended ci = run_rkmock({"init", scratch.path("a"), "--ci", "jenkins"});
  EXPECT_EQ(ci.exit_code, 2);
  EXPECT_THAT(ci.err, HasSubstr("github, gitlab or none"));
}

TEST(LibraryCommandTest, ListsPrintsAndCopies) {
  const ScratchFolder scratch;
  const Ended one = run_rkmock({"library", "racing_duplicates"});
  EXPECT_EQ(one.exit_code, 0) << one.err;
  EXPECT_THAT(one.out, HasSubstr("scenario: Copies that race each other have one effect\n"));
  const Ended group = run_rkmock({"library", "duplicates"});
  EXPECT_THAT(group.out, AllOf(HasSubstr("duplicates\n"), HasSubstr("  racing_duplicates ")));
  const Ended copied = run_rkmock({"library", "--copy", scratch.path("mine")});
  EXPECT_EQ(copied.exit_code, 0) << copied.err;
  EXPECT_EQ(scratch.read("mine/duplicates/racing_duplicates.yaml"), one.out);
  const Ended again = run_rkmock({"library", "duplicates", "--copy", scratch.path("mine")});
  EXPECT_EQ(again.exit_code, 2);
  EXPECT_THAT(again.err, HasSubstr("is there already"));
  EXPECT_EQ(run_rkmock({"library", "nothing_like_it"}).exit_code, 2);
}

TEST(ValidateJsonTest, SaysTheSameAsTheTextForPrograms) {
  const ScratchFolder scratch;
  const std::string wrong = scratch.write("wrong.yaml", "scenario: S\nsteps:\n  - craete: jane\n");
  const std::string right = scratch.write("right.yaml", "scenario: S\nsteps: [{ create: a }]\n");
  const Ended ended = run_rkmock({"validate", "--json", scratch.path("*.yaml")});
  EXPECT_EQ(ended.exit_code, 2);
  EXPECT_THAT(ended.err, IsEmpty());
  const auto list = nlohmann::json::parse(ended.out);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0]["file"], wrong);
  EXPECT_EQ(list[0]["line"], 3);
  EXPECT_EQ(list[0]["column"], 5);
  EXPECT_EQ(list[0]["severity"], "error");
  EXPECT_EQ(list[0]["path"], "steps[0].craete");
  EXPECT_THAT(list[0]["hint"].get<std::string>(), HasSubstr("did you mean `create`?"));
  for (const char* member : {"message", "found", "expected"}) {
    EXPECT_TRUE(list[0][member].is_string()) << member;
  }
  const Ended none = run_rkmock({"validate", "--json", right});
  EXPECT_EQ(none.exit_code, 0);
  EXPECT_EQ(none.out, "[]\n");
}

TEST(HealthTimeoutTest, TakesATimeAndStillABareNumber) {
  Process mock({"serve", "--port", "0"});
  const std::string url = mock.wait_for_line("ready ").value_or("");
  EXPECT_EQ(run_rkmock({"health", url, "--timeout", "20s"}).exit_code, 0);
  EXPECT_EQ(run_rkmock({"health", url, "--timeout", "20000"}).exit_code, 0);
  for (const char* wrong : {"0", "soon", "0s", "-1"}) {
    const Ended ended = run_rkmock({"health", url, "--timeout", wrong});
    EXPECT_EQ(ended.exit_code, 2) << wrong;
    EXPECT_THAT(ended.err, HasSubstr("--timeout")) << wrong;
  }
}

}  // namespace
}  // namespace rkmock
