// Interrupted runs: they end soon, say so, and leave a journal that can be read and judged.
#include <csignal>
#include <mutex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "live/api_client.hpp"
#include "live/journals.hpp"
#include "live/process.hpp"
#include "unit/webhooks/raw_receiver.hpp"

namespace rkmock {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing_support::answer;
using testing_support::ApiClient;
using testing_support::ClosedPort;
using testing_support::Ended;
using testing_support::HoldingReceiver;
using testing_support::journal_from;
using testing_support::Peer;
using testing_support::Process;
using testing_support::RawReceiver;
using testing_support::run_rkmock;
using testing_support::ScratchFolder;
using testing_support::Signal;

std::string lifecycle() {
  return std::string(RKMOCK_SOURCE_DIR) + "/scenarios/library/lifecycle/plain_lifecycle.yaml";
}

std::vector<std::string> run_arguments(const std::string& url, const ScratchFolder& scratch) {
  return {
      "run", lifecycle(), "--receiver", url, "--port", "0", "--journal", scratch.path("journals")};
}

TEST(InterruptionTest, SigtermEndsARunAsInconclusiveWithAWholeJournal) {
  HoldingReceiver receiver;
  const ScratchFolder scratch;
  Process run(run_arguments(receiver.url(), scratch));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  run.send_signal(SIGTERM);
  const Ended ended = run.wait();
  EXPECT_EQ(ended.exit_code, 3) << ended.out << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("interrupted"));

  const JournalFile journal = journal_from(scratch.path("journals/01-plain_lifecycle.jsonl"));
  EXPECT_EQ(journal.warning, "");
  const History history(journal.header, journal.events);
  const auto attempts = history.of<event::AttemptFinished>();
  ASSERT_FALSE(attempts.empty());
  EXPECT_EQ(attempts.back()->outcome, Outcome::unknown);
}

TEST(InterruptionTest, ARunThatStillWaitsForItsReceiverSaysThatNothingWasPlayed) {
  const ClosedPort nobody;
  const ScratchFolder scratch;
  std::string port;
  {
    const ClosedPort free;
    port = std::to_string(free.port());
  }
  Process run(
      {"run",
       lifecycle(),
       "--receiver",
       nobody.url(),
       "--port",
       port,
       "--wait-receiver",
       "10m",
       "--json",
       scratch.path("run.json")}
  );
  // The mock is up before the receiver is waited for, and signals are caught before that.
  while (run_rkmock({"health", "http://127.0.0.1:" + port}).exit_code != 0) {
  }
  run.send_signal(SIGTERM);
  const Ended ended = run.wait();
  EXPECT_EQ(ended.exit_code, 3) << ended.err;
  EXPECT_THAT(ended.err, HasSubstr("interrupted after 0 of 1 scenarios\n"));
  EXPECT_THAT(scratch.read("run.json"), HasSubstr("was not played: the run was interrupted"));
}

TEST(InterruptionTest, AKilledRunLeavesAJournalThatSaysItIsNotComplete) {
  HoldingReceiver receiver;
  const ScratchFolder scratch;
  Process run(run_arguments(receiver.url(), scratch));
  ASSERT_TRUE(receiver.wait_for_requests(1));
  run.send_signal(SIGKILL);
  EXPECT_EQ(run.wait().exit_code, -1);

  const Ended check = run_rkmock({"check", scratch.path("journals/01-plain_lifecycle.jsonl")});
  EXPECT_EQ(check.exit_code, 3) << check.out << check.err;
  EXPECT_THAT(check.out, HasSubstr("not played to its end"));
}

TEST(InterruptionTest, ServeListsWhatItCouldNotDeliver) {
  HoldingReceiver receiver;
  const ScratchFolder scratch;
  Process mock(
      {"serve",
       "--port",
       "0",
       "--webhook",
       receiver.url(),
       "--journal",
       scratch.path("journals"),
       "--drain",
       "1ms"}
  );
  const std::string url = mock.wait_for_line("ready ").value_or("");
  ASSERT_NE(url, "");
  (void)ApiClient(url, "sk_rsv_me").book();
  ASSERT_TRUE(receiver.wait_for_requests(1));
  mock.send_signal(SIGTERM);
  const Ended ended = mock.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_THAT(ended.err, AllOf(HasSubstr("not delivered: booking-"), HasSubstr("account-1")));
  EXPECT_THAT(ended.err, Not(HasSubstr("sk_rsv_me")));

  const JournalFile journal = journal_from(scratch.path("journals/account-1.jsonl"));
  const History history(journal.header, journal.events);
  EXPECT_TRUE(history.complete());
  const auto attempts = history.of<event::AttemptFinished>();
  ASSERT_FALSE(attempts.empty());
  EXPECT_EQ(attempts.back()->outcome, Outcome::unknown);
}

/// Fifty webhooks that were refused once and wait for their retry.
class FiftyWaiting {
 public:
  FiftyWaiting(const std::string& receiver, const std::string& journals, const char* drain)
      : mock_(
            {"serve",
             "--port",
             "0",
             "--webhook",
             receiver,
             "--journal",
             journals,
             "--time-scale",
             "10",
             "--drain",
             drain}
        ) {
    const ApiClient client(mock_.wait_for_line("ready ").value_or(""), "sk_rsv_me");
    for (int i = 0; i < count; ++i) {
      (void)client.book();
    }
  }

  Ended interrupt() {
    mock_.send_signal(SIGTERM);
    return mock_.wait();
  }

  static constexpr int count = 50;

 private:
  Process mock_;
};

std::size_t lines_with(const std::string& text, const std::string& words) {
  std::size_t count = 0;
  for (std::size_t at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) {
    ++count;
  }
  return count;
}

TEST(InterruptionTest, FiftyWaitingWebhooksAreListedWhenTheyAreNotSent) {
  HoldingReceiver receiver;
  const ScratchFolder scratch;
  FiftyWaiting mock(receiver.url(), scratch.path("journals"), "1ms");
  ASSERT_TRUE(receiver.wait_for_requests(FiftyWaiting::count));
  const Ended ended = mock.interrupt();
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  EXPECT_EQ(lines_with(ended.err, "not delivered: booking-"), 50U) << ended.err;
  const JournalFile journal = journal_from(scratch.path("journals/account-1.jsonl"));
  const History history(journal.header, journal.events);
  const auto ends = history.of<event::DeliveryEnded>();
  ASSERT_EQ(ends.size(), 50U);
  for (const auto& end : ends) {
    EXPECT_EQ(end->result, "stopped");
    EXPECT_EQ(end->why, "the account was closed");
  }
}

TEST(InterruptionTest, FiftyDelayedWebhooksAreAllDeliveredOrListed) {
  std::mutex mutex;
  int requests = 0;
  Signal all_refused;
  RawReceiver receiver([&](Peer& peer) {
    while (!peer.read_request().empty()) {
      const std::lock_guard lock(mutex);
      ++requests;
      // The first fifty are refused and wait for their retry, which is taken.
      peer.write(answer(requests <= FiftyWaiting::count ? 503 : 200));
      if (requests == FiftyWaiting::count) {
        all_refused.set();
      }
    }
  });
  const ScratchFolder scratch;
  FiftyWaiting mock(receiver.url(), scratch.path("journals"), "1m");
  ASSERT_TRUE(all_refused.wait());
  const Ended ended = mock.interrupt();
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
  const JournalFile journal = journal_from(scratch.path("journals/account-1.jsonl"));
  const History history(journal.header, journal.events);
  std::size_t delivered = 0;
  for (const auto& end : history.of<event::DeliveryEnded>()) {
    delivered += end->result == "acknowledged" ? 1 : 0;
  }
  EXPECT_EQ(delivered, 50U) << "a minute is enough for half a second of waits";
  EXPECT_EQ(lines_with(ended.err, "not delivered: "), 0U) << ended.err;
}

}  // namespace
}  // namespace rkmock
