// Receivers that break connections instead of answering: the run ends by itself, with a verdict,
// its evidence and a whole journal.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
using testing::SizeIs;
using testing_support::answer;
using testing_support::Ended;
using testing_support::hasty_scenario;
using testing_support::journal_from;
using testing_support::Peer;
using testing_support::RawReceiver;
using testing_support::run_rkmock;
using testing_support::ScratchFolder;

struct Judged {
  Ended ended;
  std::string junit;
  JournalFile journal;
};

Judged judge(const RawReceiver& receiver) {
  const ScratchFolder scratch;
  const std::string file = scratch.write("hasty.yaml", hasty_scenario);
  Judged judged;
  judged.ended = run_rkmock(
      {"run",
       file,
       "--receiver",
       receiver.url(),
       "--port",
       "0",
       "--journal",
       scratch.path("journals"),
       "--junit",
       scratch.path("junit.xml")}
  );
  judged.junit = scratch.read("junit.xml");
  judged.journal = journal_from(scratch.path("journals/01-hasty.jsonl"));
  return judged;
}

History history_of(const Judged& judged) {
  return {judged.journal.header, judged.journal.events};
}

TEST(BrokenReceiversTest, OneThatNeverAnswersFailsAndLaterStepsAreNotPlayed) {
  const RawReceiver receiver([](Peer& peer) { peer.wait_for_end(); });
  const Judged judged = judge(receiver);
  EXPECT_EQ(judged.ended.exit_code, 1) << judged.ended.err;
  EXPECT_THAT(judged.ended.out, AllOf(HasSubstr("no_lost_event"), HasSubstr("jane.create")));
  EXPECT_THAT(judged.ended.out, HasSubstr("has not answered one request"));
  EXPECT_THAT(judged.junit, HasSubstr("<failure"));
  const History history = history_of(judged);
  EXPECT_TRUE(history.complete());
  EXPECT_THAT(history.webhook_events(), SizeIs(1));
  EXPECT_THAT(judged.journal.warning, IsEmpty());
}

TEST(BrokenReceiversTest, AfterOneThatNeverAnswersNoFurtherScenarioIsPlayed) {
  const RawReceiver receiver([](Peer& peer) { peer.wait_for_end(); });
  const ScratchFolder scratch;
  const Ended ended = run_rkmock(
      {"run",
       scratch.write("first.yaml", hasty_scenario),
       scratch.write("second.yaml", hasty_scenario),
       "--receiver",
       receiver.url(),
       "--port",
       "0"}
  );
  EXPECT_EQ(ended.exit_code, 1);
  EXPECT_THAT(ended.err, HasSubstr("1 of 2 scenarios were not played"));
}

TEST(BrokenReceiversTest, WhatIsNotPlayedIsInTheReportsAndKeepsTheRunFromPassing) {
  const RawReceiver receiver([](Peer& peer) { peer.wait_for_end(); });
  const ScratchFolder scratch;
  const std::string asks_nothing =
      "scenario: Nothing that the receiver does matters\n"
      "sender: { timeout: 20ms, retry_waits: [] }\n"
      "receiver: { state: none, effects: none, drain: 20ms, quiet: 1ms }\n"
      "steps: [{ create: jane }]\n"
      "expect: [happened]\n";
  const Ended ended = run_rkmock(
      {"run",
       scratch.write("first.yaml", asks_nothing),
       scratch.write("second.yaml", hasty_scenario),
       "--receiver",
       receiver.url(),
       "--port",
       "0",
       "--junit",
       scratch.path("junit.xml")}
  );
  EXPECT_EQ(ended.exit_code, 3) << ended.out << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("1 passed, 0 failed, 1 inconclusive"));
  EXPECT_THAT(scratch.read("junit.xml"), HasSubstr("the scenario was not played: its receiver"));
}

TEST(BrokenReceiversTest, OneThatResetsEveryConnectionFails) {
  const RawReceiver receiver([](Peer& peer) {
    peer.read_request();
    peer.reset();
  });
  const Judged judged = judge(receiver);
  EXPECT_EQ(judged.ended.exit_code, 1) << judged.ended.err;
  EXPECT_THAT(judged.ended.out, AllOf(HasSubstr("no_lost_event"), HasSubstr("reset")));
  EXPECT_TRUE(history_of(judged).complete());
}

TEST(BrokenReceiversTest, OneThatResetsBeforeReadingFails) {
  const RawReceiver receiver([](Peer& peer) { peer.reset(); });
  const Judged judged = judge(receiver);
  EXPECT_EQ(judged.ended.exit_code, 1) << judged.ended.err;
  EXPECT_TRUE(history_of(judged).complete());
}

TEST(BrokenReceiversTest, OneThatRefusesEverythingIsPlayedToTheEndAndFails) {
  const RawReceiver receiver([](Peer& peer) {
    while (!peer.read_request().empty()) {
      peer.write(answer(500, "no database"));
    }
  });
  const Judged judged = judge(receiver);
  EXPECT_EQ(judged.ended.exit_code, 1) << judged.ended.err;
  EXPECT_THAT(judged.ended.out, AllOf(HasSubstr("500"), Not(HasSubstr("not played"))));
  EXPECT_THAT(history_of(judged).webhook_events(), SizeIs(2));
}

TEST(BrokenReceiversTest, TheReplayCommandHasEveryFlagThatTheRunNeeds) {
  const RawReceiver receiver([](Peer& peer) {
    while (!peer.read_request().empty()) {
      peer.write(answer(500, "no database"));
    }
  });
  const ScratchFolder scratch;
  const Ended ended = run_rkmock(
      {"run",
       scratch.write("hasty.yaml", hasty_scenario),
       "--receiver",
       receiver.url(),
       "--allow-host",
       "mock",
       "--host",
       "127.0.0.1",
       "--port",
       "0",
       "--time-scale",
       "1000.5",
       "--secret",
       "hush"}
  );
  EXPECT_THAT(
      ended.out,
      HasSubstr(
          "--receiver " + receiver.url() + " --allow-host mock --host 127.0.0.1 --port 0 " +
          "--time-scale 1000.5 --secret ... --seed 1\n"
      )
  );
}

TEST(BrokenReceiversTest, OneThatAnswersAndDoesNothingLosesEvents) {
  const RawReceiver receiver([](Peer& peer) {
    while (!peer.read_request().empty()) {
      peer.write(answer(200, "ok"));
    }
  });
  const Judged judged = judge(receiver);
  EXPECT_EQ(judged.ended.exit_code, 1) << judged.ended.err;
  EXPECT_THAT(judged.ended.out, HasSubstr("no_lost_event"));
}

TEST(BrokenReceiversTest, AnswersThatAreNoHttpAreOutcomesNotCrashes) {
  const RawReceiver receiver([](Peer& peer) {
    peer.read_request();
    peer.write("SSH-2.0-OpenSSH_9.2\r\n\r\n\x1b[31mred\x1b[0m");
    peer.wait_for_end();
  });
  const Judged judged = judge(receiver);
  EXPECT_EQ(judged.ended.exit_code, 1) << judged.ended.err;
  EXPECT_THAT(judged.ended.out, Not(HasSubstr("\x1b[")));
}

}  // namespace
}  // namespace rkmock
