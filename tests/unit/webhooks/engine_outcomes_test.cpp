// What each thing that receivers and networks do counts as.
#include <atomic>

#include "unit/webhooks/engine_fixture.hpp"

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using testing::Each;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;
using testing_support::answer;
using testing_support::ClosedPort;
using testing_support::FullPort;
using testing_support::Peer;
using testing_support::RawReceiver;

/// Far more than the kernel takes before a receiver reads.
constexpr std::size_t too_much = 16 << 20;

class EngineOutcomes : public EngineTest {
 protected:
  /// What a receiver's bytes count as. It leaves the connection open after them.
  event::AttemptFinished answered_with(const std::string& bytes) {
    RawReceiver receiver([&](Peer& peer) {
      peer.read_request();
      peer.write(bytes);
      peer.wait_for_end();
    });
    auto attempt = only_attempt(dispatch_to(receiver.url()));
    loop.call([this] { engine.reset(); });  // closes what the receiver waits for
    expect_in_order(attempt.phases);
    return attempt;
  }

  /// The same when the receiver ends the connection after them.
  event::AttemptFinished broken_off_after(const std::string& bytes, bool with_reset) {
    RawReceiver receiver([&](Peer& peer) {
      peer.read_request();
      peer.write(bytes);
      if (with_reset) {
        peer.reset();
      }
    });
    auto attempt = only_attempt(dispatch_to(receiver.url()));
    expect_in_order(attempt.phases);
    return attempt;
  }
};

TEST_F(EngineOutcomes, AnyCompleteAnswerOf2xxAcknowledges) {
  EXPECT_EQ(answered_with(answer(200)).outcome, Outcome::acknowledged);
}

TEST_F(EngineOutcomes, NoContentNeedsNoLength) {
  const auto attempt = answered_with("HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(attempt.outcome, Outcome::acknowledged);
  EXPECT_EQ(attempt.reason, "204 No Content");
}

TEST_F(EngineOutcomes, NotModifiedNeedsNoLengthAndIsRefused) {
  const auto attempt = answered_with("HTTP/1.1 304 Not Modified\r\nContent-Length: 100\r\n\r\n");
  EXPECT_EQ(attempt.outcome, Outcome::refused);
  EXPECT_EQ(attempt.status, 304);
}

TEST_F(EngineOutcomes, AChunkedAnswerAcknowledgesAtItsLastChunk) {
  const auto attempt =
      answered_with("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
  EXPECT_EQ(attempt.outcome, Outcome::acknowledged);
  EXPECT_EQ(attempt.answer_body, "abc");
}

TEST_F(EngineOutcomes, InterimAnswersArePassedOver) {
  const auto attempt =
      answered_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" + answer(202));
  EXPECT_EQ(attempt.outcome, Outcome::acknowledged);
  EXPECT_EQ(attempt.status, 202);
}

TEST_F(EngineOutcomes, EveryOtherStatusIsRefused) {
  const auto attempt = answered_with(answer(500, "no"));
  EXPECT_EQ(attempt.outcome, Outcome::refused);
  EXPECT_EQ(attempt.status, 500);
  EXPECT_EQ(attempt.answer_body, "no");
  EXPECT_FALSE(attempt.faulted);
  EXPECT_THAT(results(), testing::ElementsAre("given_up"));
}

TEST_F(EngineOutcomes, ARedirectIsRefusedAndNotFollowed) {
  std::atomic<int> requests = 0;
  RawReceiver receiver([&](Peer& peer) {
    while (!peer.read_request().empty()) {
      ++requests;
      peer.write(answer(302, "", "Location: /elsewhere\r\n"));
    }
  });
  const auto attempt = only_attempt(dispatch_to(receiver.url()));
  EXPECT_EQ(attempt.outcome, Outcome::refused);
  EXPECT_EQ(attempt.status, 302);
  EXPECT_EQ(requests, 1);
}

TEST_F(EngineOutcomes, AnAnswerWithoutALengthEndsWithItsConnection) {
  const auto attempt = broken_off_after("HTTP/1.0 200 OK\r\n\r\nfine", false);
  EXPECT_EQ(attempt.outcome, Outcome::acknowledged);
  EXPECT_EQ(attempt.answer_body, "fine");
}

TEST_F(EngineOutcomes, ConnectionCloseIsHeeded) {
  profile.max_connections = 1;
  RawReceiver receiver([](Peer& peer) {
    peer.read_request();
    peer.write(answer(200, "", "Connection: close\r\n"));
    peer.wait_for_end();
  });
  send(dispatch_to(receiver.url()));
  send(dispatch_to(receiver.url(), {}, "jane.update"));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(2));
  EXPECT_THAT(results(), Each("acknowledged"));
  EXPECT_EQ(receiver.connections(), 2);
}

TEST_F(EngineOutcomes, ConnectionRefusedIsImpossible) {
  const ClosedPort nobody;
  const auto attempt = only_attempt(dispatch_to(nobody.url()));
  EXPECT_EQ(attempt.outcome, Outcome::impossible);
  EXPECT_EQ(attempt.reason, "connection refused");
  EXPECT_EQ(attempt.status, 0);
  EXPECT_FALSE(attempt.phases.connected);
  EXPECT_TRUE(attempt.phases.finished);
}

TEST_F(EngineOutcomes, AnUnknownHostIsImpossible) {
  // A label of 64 letters is refused by the resolver itself; no name server is asked.
  const auto attempt = only_attempt(dispatch_to("http://" + std::string(64, 'a') + "/"));
  EXPECT_EQ(attempt.outcome, Outcome::impossible);
  EXPECT_THAT(attempt.reason, HasSubstr("not found"));
  EXPECT_FALSE(attempt.phases.connected);
}

TEST_F(EngineOutcomes, AnAddressInBracketsIsConnectedToAndNotLookedUp) {
  const ClosedPort nobody;  // nor on the IPv6 side, whether this machine has one or not
  const auto attempt =
      only_attempt(dispatch_to("http://[::1]:" + std::to_string(nobody.port()) + "/"));
  EXPECT_EQ(attempt.outcome, Outcome::impossible);
  EXPECT_THAT(attempt.reason, testing::Not(HasSubstr("not found")));
}

TEST_F(EngineOutcomes, AConnectThatHangsIsImpossibleWhenTheTimeIsUp) {
  profile.timeout = 200ms;
  const FullPort full;
  const auto attempt = only_attempt(dispatch_to(full.url()));
  EXPECT_EQ(attempt.outcome, Outcome::impossible);
  EXPECT_EQ(attempt.reason, "not connected within 200 ms");
  EXPECT_FALSE(attempt.phases.connected);
  EXPECT_GE(*attempt.phases.finished, attempt.phases.started + 200ms);
}

TEST_F(EngineOutcomes, AResetBeforeTheRequestIsWholeIsImpossible) {
  RawReceiver receiver(
      [](Peer& peer) {
        peer.read_some();
        peer.reset();
      },
      4096
  );
  Dispatch dispatch = dispatch_to(receiver.url());
  dispatch.body.assign(too_much, 'x');
  const auto attempt = only_attempt(std::move(dispatch));
  EXPECT_EQ(attempt.outcome, Outcome::impossible);
  EXPECT_EQ(attempt.reason, "connection reset before the request was whole");
  EXPECT_TRUE(attempt.phases.write_started);
  EXPECT_FALSE(attempt.phases.written);
}

TEST_F(EngineOutcomes, ARequestThatIsNotTakenIsImpossibleWhenTheTimeIsUp) {
  profile.timeout = 500ms;
  RawReceiver receiver(
      [this](Peer& /*peer*/) { EXPECT_TRUE(wait_for<event::AttemptFinished>(1)); }, 4096
  );
  Dispatch dispatch = dispatch_to(receiver.url());
  dispatch.body.assign(too_much, 'x');
  const auto attempt = only_attempt(std::move(dispatch));
  EXPECT_EQ(attempt.outcome, Outcome::impossible);
  EXPECT_EQ(attempt.reason, "request not taken within 500 ms");
}

TEST_F(EngineOutcomes, AReceiverThatNeverAnswersLeavesItUnknown) {
  profile.timeout = 500ms;
  const auto attempt = answered_with("");
  EXPECT_EQ(attempt.outcome, Outcome::unknown);
  EXPECT_EQ(attempt.reason, "no answer within 500 ms");
  EXPECT_EQ(attempt.status, 0);
  EXPECT_TRUE(attempt.phases.written);
  EXPECT_FALSE(attempt.phases.first_byte);
  EXPECT_GE(*attempt.phases.finished, attempt.phases.started + 500ms);
}

TEST_F(EngineOutcomes, AResetAfterTheRequestWasWholeLeavesItUnknown) {
  const auto attempt = broken_off_after("", true);
  EXPECT_EQ(attempt.outcome, Outcome::unknown);
  EXPECT_EQ(attempt.reason, "connection reset without an answer");
}

TEST_F(EngineOutcomes, ACloseWithoutAnAnswerLeavesItUnknown) {
  const auto attempt = broken_off_after("", false);
  EXPECT_EQ(attempt.outcome, Outcome::unknown);
  EXPECT_EQ(attempt.reason, "connection closed without an answer");
}

TEST_F(EngineOutcomes, HalfAnAnswerLeavesItUnknown) {
  const auto attempt = broken_off_after("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", false);
  EXPECT_EQ(attempt.outcome, Outcome::unknown);
  EXPECT_EQ(attempt.reason, "connection closed in the middle of the answer");
  EXPECT_EQ(attempt.status, 200) << "what is known is kept";
  EXPECT_TRUE(attempt.phases.headers);
}

TEST_F(EngineOutcomes, AnAnswerThatIsNotHttpLeavesItUnknown) {
  const auto attempt = answered_with("SSH-2.0-OpenSSH_9.2p1\r\n");
  EXPECT_EQ(attempt.outcome, Outcome::unknown);
  EXPECT_THAT(attempt.reason, StartsWith("the answer is not HTTP"));
}

TEST_F(EngineOutcomes, AnEndlessAnswerIsBrokenOff) {
  RawReceiver receiver([](Peer& peer) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n");
    peer.write(std::string(64 << 20, 'x'));  // ends when the sender is gone
  });
  const auto attempt = only_attempt(dispatch_to(receiver.url()));
  EXPECT_EQ(attempt.outcome, Outcome::unknown);
  EXPECT_EQ(attempt.reason, "the answer is longer than 1 MiB");
  EXPECT_EQ(attempt.status, 200);
  EXPECT_THAT(attempt.answer_body, SizeIs(4096));
}

TEST_F(EngineOutcomes, FourKibibytesOfALongAnswerAreJournalled) {
  const auto attempt = answered_with(answer(200, std::string(500'000, 'y')));
  EXPECT_EQ(attempt.outcome, Outcome::acknowledged);
  EXPECT_EQ(attempt.answer_body, std::string(4096, 'y'));
}

TEST_F(EngineOutcomes, WhateverIsNotAcknowledgedIsRetried) {
  profile.retry_waits = {5s, 5s, 5s, 5s};
  RawReceiver receiver([](Peer& peer) {
    peer.read_request();
    switch (peer.number()) {
      case 1:
        peer.write(answer(404, "", "Connection: close\r\n"));
        break;
      case 2:
        peer.reset();
        break;
      case 3:
        peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        break;
      case 4:
        peer.write("nonsense\r\n\r\n");
        break;
      default:
        peer.write(answer(200));
    }
  });
  send(dispatch_to(receiver.url()));
  ASSERT_TRUE(wait_for<event::DeliveryEnded>(1));
  EXPECT_THAT(results(), testing::ElementsAre("acknowledged"));
  EXPECT_THAT(all<event::AttemptFinished>(), SizeIs(5));
}

}  // namespace
}  // namespace rkmock::webhooks
