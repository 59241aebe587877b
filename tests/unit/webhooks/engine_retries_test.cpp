// Profiles in action: what each makes of a failure, on the wire and in the journal.
#include <atomic>

#include "mockserver/webhooks/profiles.hpp"
#include "unit/webhooks/engine_fixture.hpp"

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::SizeIs;
using testing_support::answer;
using testing_support::Peer;
using testing_support::RawReceiver;

class EngineRetries : public EngineTest {
 protected:
  /// Refuses with these bytes so often, then acknowledges.
  void refuse_then_acknowledge(const std::string& refusal, int times) {
    std::atomic<int> requests = 0;
    RawReceiver receiver([&](Peer& peer) {
      while (!peer.read_request().empty()) {
        peer.write(++requests <= times ? refusal : answer(200));
      }
    });
    send(dispatch_to(receiver.url()));
    ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
    loop.call([this] { engine.reset(); });
  }

  [[nodiscard]] std::vector<Nanos> sending_clocks() const {
    std::vector<Nanos> clocks;
    for (const auto& attempt : all<event::AttemptStarted>()) {
      clocks.push_back(attempt.sending_clock);
    }
    return clocks;
  }
};

TEST_F(EngineRetries, RetryAfterIsWaitedForOnTheSendingClock) {
  profile.retry_waits = {5s, 5min};
  profile.retry_after = RetryAfter::honoured;
  refuse_then_acknowledge(answer(503, "", "Retry-After: 3600\r\n"), 1);
  EXPECT_THAT(sending_clocks(), ElementsAre(0s, 1h));
  EXPECT_THAT(results(), ElementsAre("acknowledged"));
}

TEST_F(EngineRetries, RetryAfterCountsForNothingWhereTheSenderIgnoresIt) {
  profile.retry_waits = {5s};
  refuse_then_acknowledge(answer(503, "", "Retry-After: 3600\r\n"), 1);
  EXPECT_THAT(sending_clocks(), ElementsAre(0s, 5s));
}

TEST_F(EngineRetries, AConnectionThatFailsAtOnceIsTriedAgainWithTheSameBytes) {
  profile = find_profile("svix").value();
  profile.time_scale = 0;
  profile.jitter = 0;
  std::vector<std::string> requests;
  RawReceiver receiver([&](Peer& peer) {
    requests.push_back(peer.read_request());
    if (peer.number() <= 2) {
      peer.reset();
    } else {
      peer.write(answer(200));
    }
  });
  send(dispatch_to(receiver.url()));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  const auto attempts = all<event::AttemptFinished>();
  const Phases& first = attempts.at(0).phases;
  const bool at_once = *first.finished - first.started < 1s;  // but for a very busy machine
  EXPECT_EQ(sending_clocks().at(1), at_once ? 0s : 5s);
  if (at_once) {
    EXPECT_EQ(requests.at(0), requests.at(1));
    EXPECT_THAT(sending_clocks(), ElementsAre(0s, 0s, 5s)) << "the schedule begins after it";
  }
}

TEST_F(EngineRetries, ARedirectThatTheRealSenderFollowsSaysSoAndIsNotFollowed) {
  profile = find_profile("outpost").value();
  profile.retry_waits.clear();
  std::atomic<int> requests = 0;
  RawReceiver receiver([&](Peer& peer) {
    while (!peer.read_request().empty()) {
      ++requests;
      peer.write("HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n");
    }
  });
  const auto attempt = only_attempt(dispatch_to(receiver.url()));
  EXPECT_EQ(attempt.outcome, Outcome::refused);
  EXPECT_EQ(attempt.reason, "302 Found: the real sender would follow it to /login");
  EXPECT_EQ(requests, 1);
}

TEST_F(EngineRetries, ARedirectIsSuccessWhereTheSenderTakesItForThat) {
  profile.redirects = Redirects::success;
  refuse_then_acknowledge("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", 1);
  EXPECT_THAT(results(), ElementsAre("acknowledged"));
  EXPECT_THAT(sending_clocks(), SizeIs(1));
}

}  // namespace
}  // namespace rkmock::webhooks
