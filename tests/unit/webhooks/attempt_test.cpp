// One attempt on a loop that the test turns by hand: what happens when two things come at once.
#include "mockserver/webhooks/attempt.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <optional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>

#include "unit/webhooks/raw_receiver.hpp"

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using boost::asio::ip::tcp;
using testing_support::answer;
using testing_support::ClosedPort;
using testing_support::Peer;
using testing_support::RawReceiver;
using testing_support::Signal;

class AttemptTest : public testing::Test {
 protected:
  ~AttemptTest() override { pool->close(); }

  static AttemptOrder order_to(int port, const std::string& body = "{}") {
    AttemptOrder order;
    order.host = "127.0.0.1";
    order.port = static_cast<std::uint16_t>(port);
    order.request =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) +
        "\r\n\r\n" + body;
    order.timeout = 10s;
    return order;
  }

  std::shared_ptr<Attempt> attempt(AttemptOrder order, std::optional<AttemptResult>& result) {
    return std::make_shared<Attempt>(
        context,
        pool,
        journal,
        std::move(order),
        [&](const AttemptResult& came) {
          EXPECT_FALSE(result.has_value()) << "told twice";
          result = came;
        }
    );
  }

  /// Turns the loop until the attempt is over.
  void run_until(const std::optional<AttemptResult>& result) {
    while (!result && context.run_one() > 0) {
    }
  }

  /// A connection as the pool hands it out after a delivery.
  ConnectionPointer connect(int port) {
    auto connection = std::make_shared<Connection>(context);
    connection->socket.connect(
        tcp::endpoint(boost::asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(port))
    );
    connection->socket.non_blocking(true);
    return connection;
  }

  static void wait_readable(const ConnectionPointer& connection) {
    pollfd socket{.fd = connection->socket.native_handle(), .events = POLLIN, .revents = 0};
    EXPECT_EQ(::poll(&socket, 1, 10'000), 1);
  }

  static std::string endpoint(int port) { return "127.0.0.1 " + std::to_string(port); }

  Journal journal{system_clock(), JournalHeader{}};
  boost::asio::io_context context{1};
  std::shared_ptr<ConnectionPool> pool = std::make_shared<ConnectionPool>(context, 8);
};

/// A check that asks for an answer within the sender's own timeout must find each silence over it,
/// not some of them.
TEST_F(AttemptTest, ASilenceThatTheTimeoutEndsIsNeverShorterThanTheTimeout) {
  const RawReceiver receiver([](Peer& peer) { peer.wait_for_end(); });
  for (int silences = 0; silences < 20;) {
    std::optional<AttemptResult> result;
    AttemptOrder order = order_to(receiver.port());
    order.timeout = 2ms;
    attempt(std::move(order), result)->start();
    run_until(result);
    ASSERT_TRUE(result && result->timed_out);
    if (result->phases.write_started) {  // a busy machine may take longer to connect
      EXPECT_GE(*result->phases.finished - *result->phases.write_started, Nanos(2ms));
      ++silences;
    }
    context.restart();
  }
}

TEST_F(AttemptTest, NothingIsDoneInsideStart) {
  const ClosedPort nobody;
  std::optional<AttemptResult> result;
  const auto one = attempt(order_to(nobody.port()), result);
  one->start();
  EXPECT_FALSE(result);
  run_until(result);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->reason, "connection refused");
}

TEST_F(AttemptTest, AbandonedIsOverAndSilent) {
  const ClosedPort nobody;
  std::optional<AttemptResult> result;
  const auto one = attempt(order_to(nobody.port()), result);
  one->start();
  const AttemptResult left = one->abandon();
  EXPECT_EQ(left.outcome, Outcome::impossible);
  EXPECT_EQ(left.reason, "stopped");
  context.run();
  EXPECT_FALSE(result);
}

TEST_F(AttemptTest, HalfAnAnswerThatStallsIsUnknownWhenTheTimeIsUp) {
  Signal half;
  Signal over;
  RawReceiver receiver([&](Peer& peer) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
    half.set();
    EXPECT_TRUE(over.wait());
  });
  std::optional<AttemptResult> result;
  AttemptOrder order = order_to(receiver.port());
  order.timeout = 200ms;
  const auto one = attempt(order, result);
  one->start();
  context.run_one();  // begins to connect
  context.run_one();  // is connected, writes
  ASSERT_TRUE(half.wait());
  run_until(result);
  over.set();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, Outcome::unknown);
  EXPECT_EQ(result->reason, "no complete answer within 200 ms");
  EXPECT_EQ(result->status, 200);
  EXPECT_TRUE(result->phases.headers);
}

TEST_F(AttemptTest, AnAnswerBeforeTheRequestIsWholeCountsThoughTheConnectionBreaks) {
  Signal broken;
  RawReceiver receiver(
      [&](Peer& peer) {
        peer.read_some();
        peer.write(answer(413));
        peer.reset();
        broken.set();
      },
      4096
  );
  std::optional<AttemptResult> result;
  const auto one = attempt(order_to(receiver.port(), std::string(16 << 20, 'x')), result);
  one->start();
  context.run_one();
  context.run_one();
  ASSERT_TRUE(broken.wait());
  run_until(result);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, Outcome::refused);
  EXPECT_EQ(result->status, 413);
  EXPECT_EQ(result->reason, "413 Text, before the request was whole");
  EXPECT_EQ(pool->idle(), 0U) << "such a connection is not kept";
}

TEST_F(AttemptTest, AnEarlyAnswerHasNoAckToLose) {
  Signal answered;
  Signal over;
  RawReceiver receiver(
      [&](Peer& peer) {
        peer.read_some();
        peer.write(answer(413));
        answered.set();
        EXPECT_TRUE(over.wait());
      },
      4096
  );
  std::optional<AttemptResult> result;
  AttemptOrder order = order_to(receiver.port(), std::string(16 << 20, 'x'));
  Conduct conduct;
  conduct.lose_ack = "lost_ack";
  order.conduct = std::make_shared<const Conduct>(std::move(conduct));
  const auto one = attempt(order, result);
  one->start();
  context.run_one();
  context.run_one();
  ASSERT_TRUE(answered.wait());
  run_until(result);
  over.set();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, Outcome::refused);
  EXPECT_THAT(result->faults, testing::IsEmpty());
}

TEST_F(AttemptTest, AKeptConnectionThatDiesAtTheBarrierIsReplacedUnseen) {
  Signal die;
  RawReceiver receiver([&](Peer& peer) {
    if (peer.number() == 1) {
      EXPECT_TRUE(die.wait());
      peer.half_close();
      peer.wait_for_end();
      return;
    }
    EXPECT_FALSE(peer.read_request().empty());
    peer.write(answer(200));
  });
  const auto kept = connect(receiver.port());
  const auto barrier = std::make_shared<Barrier>(2);
  AttemptOrder order = order_to(receiver.port());
  order.barrier = barrier;
  std::optional<AttemptResult> result;
  const auto one = attempt(order, result);
  pool->give_back(endpoint(receiver.port()), kept);
  one->start();
  context.run_one();  // takes the kept connection and waits at the barrier
  die.set();
  wait_readable(kept);
  barrier->leave();
  run_until(result);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, Outcome::acknowledged);
  EXPECT_FALSE(result->phases.reused);
  EXPECT_EQ(receiver.connections(), 2);
}

TEST_F(AttemptTest, TheBarrierLetsThoseGoThatCame) {
  std::atomic<int> requests = 0;
  RawReceiver receiver([&](Peer& peer) {
    EXPECT_FALSE(peer.read_request().empty());
    ++requests;
    peer.write(answer(200));
  });
  const ClosedPort nobody;
  const auto barrier = std::make_shared<Barrier>(3);
  std::array<std::optional<AttemptResult>, 3> results;
  std::vector<std::shared_ptr<Attempt>> attempts;
  for (std::size_t i = 0; i < results.size(); ++i) {
    AttemptOrder order = order_to(i == 1 ? nobody.port() : receiver.port());
    order.barrier = barrier;
    attempts.push_back(attempt(order, results.at(i)));
    attempts.back()->start();
  }
  for (const auto& result : results) {
    run_until(result);
    ASSERT_TRUE(result);
  }
  EXPECT_EQ(results[0]->outcome, Outcome::acknowledged);
  EXPECT_EQ(results[1]->outcome, Outcome::impossible);
  EXPECT_EQ(results[2]->outcome, Outcome::acknowledged);
  EXPECT_EQ(requests, 2);
}

TEST_F(AttemptTest, AbandonedAtTheBarrierNoneIsLetLoose) {
  RawReceiver receiver([](Peer& peer) {
    EXPECT_TRUE(peer.read_request().empty()) << "something was written";
  });
  const auto barrier = std::make_shared<Barrier>(3);
  AttemptOrder order = order_to(receiver.port());
  order.barrier = barrier;
  std::optional<AttemptResult> first_result;
  std::optional<AttemptResult> second_result;
  const auto first = attempt(order, first_result);
  const auto second = attempt(order, second_result);
  first->start();
  second->start();
  while (receiver.connections() < 2) {
    context.poll();
  }
  context.poll();  // both wait for a third that never comes
  const AttemptResult left = first->abandon();
  context.poll();
  const AttemptResult other = second->abandon();
  EXPECT_TRUE(left.phases.connected);
  EXPECT_TRUE(other.phases.connected);
  EXPECT_EQ(left.outcome, Outcome::impossible);
  EXPECT_EQ(other.outcome, Outcome::impossible);
  context.restart();
  context.run();
  EXPECT_FALSE(first_result || second_result);
}

TEST_F(AttemptTest, AKeptConnectionThatSaysSomethingUnaskedIsNotUsed) {
  Signal speak;
  RawReceiver receiver([&](Peer& peer) {
    EXPECT_TRUE(speak.wait());
    peer.write(answer(408));
    peer.wait_for_end();
  });
  const auto kept = connect(receiver.port());
  pool->give_back(endpoint(receiver.port()), kept);
  EXPECT_EQ(pool->idle(), 1U);
  speak.set();
  wait_readable(kept);
  EXPECT_EQ(pool->take(endpoint(receiver.port())), nullptr);
  EXPECT_EQ(pool->idle(), 0U);
}

TEST_F(AttemptTest, ThePoolKeepsNoMoreThanItsBoundAndNothingOnceClosed) {
  RawReceiver receiver([](Peer& peer) { peer.wait_for_end(); });
  for (int i = 0; i < 9; ++i) {
    pool->give_back(endpoint(receiver.port()), connect(receiver.port()));
  }
  EXPECT_EQ(pool->idle(), 8U);
  const auto taken = pool->take(endpoint(receiver.port()));
  ASSERT_NE(taken, nullptr);
  EXPECT_EQ(pool->idle(), 7U);
  pool->close();
  EXPECT_EQ(pool->idle(), 0U);
  pool->give_back(endpoint(receiver.port()), taken);
  EXPECT_EQ(pool->idle(), 0U);
  EXPECT_FALSE(taken->socket.is_open());
}

}  // namespace
}  // namespace rkmock::webhooks
