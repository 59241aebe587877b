#include "mockserver/net/blocking_client.hpp"

#include <csignal>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/webhooks/raw_receiver.hpp"

namespace rkmock::net {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::StartsWith;
using testing_support::answer;
using testing_support::ClosedPort;
using testing_support::FriendlyReceiver;
using testing_support::FullPort;
using testing_support::Peer;
using testing_support::RawReceiver;

class BlockingClientTest : public testing::Test {
 protected:
  HttpAnswer get(const std::string& url, milliseconds timeout = seconds(20)) {
    return client.send({"GET", url, {}, {}}, timeout);
  }

  /// What the client says about a server that answers so.
  HttpAnswer get_from(RawReceiver::Behaviour behaviour, milliseconds timeout = seconds(20)) {
    const RawReceiver receiver(std::move(behaviour));
    return get(receiver.url(), timeout);
  }

  BlockingClient client;
};

TEST_F(BlockingClientTest, SendsWhatItIsGivenAndReturnsWhatComes) {
  std::string request;
  const RawReceiver receiver([&](Peer& peer) {
    request = peer.read_request();
    peer.write(answer(418, "hello", "X-Own: here\r\n"));
  });
  const std::string url = "http://127.0.0.1:" + std::to_string(receiver.port());
  const HttpAnswer got = client.send(
      {"PATCH",
       url + "/a%20b?c=d%2Fe",
       {{"Content-Type", "application/json"}, {"X-Mine", "1"}},
       "{}"},
      seconds(20)
  );
  EXPECT_EQ(got.status, 418);
  EXPECT_EQ(got.body, "hello");
  EXPECT_EQ(got.error, "");
  EXPECT_THAT(got.headers, Contains(Pair("X-Own", "here")));
  EXPECT_THAT(request, StartsWith("PATCH /a%20b?c=d%2Fe HTTP/1.1\r\n"));
  for (const std::string& line :
       {"Host: 127.0.0.1:" + std::to_string(receiver.port()),
        std::string("Content-Type: application/json"),
        std::string("X-Mine: 1"),
        std::string("Content-Length: 2"),
        std::string("Connection: close")}) {
    EXPECT_THAT(request, HasSubstr("\r\n" + line + "\r\n"));
  }
  EXPECT_THAT(request, AllOf(HasSubstr("User-Agent: rkmock/"), EndsWith("\r\n\r\n{}")));
}

TEST_F(BlockingClientTest, EachRequestHasItsOwnConnection) {
  const FriendlyReceiver receiver;
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(get(receiver.url()).status, 200);
  }
  EXPECT_EQ(receiver.connections(), 3);
}

TEST_F(BlockingClientTest, ARedirectIsAnAnswerAndNotFollowed) {
  const FriendlyReceiver elsewhere;
  const HttpAnswer got = get_from([&](Peer& peer) {
    peer.read_request();
    peer.write(answer(302, "", "Location: " + elsewhere.url() + "\r\n"));
  });
  EXPECT_EQ(got.status, 302);
  EXPECT_EQ(elsewhere.connections(), 0);
}

TEST_F(BlockingClientTest, BinaryAndChunkedAnswersArriveWhole) {
  const std::string bytes("\0\r\n\xff", 4);
  EXPECT_EQ(
      get_from([&](Peer& peer) {
        peer.read_request();
        peer.write(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n" + bytes + "\r\n0\r\n\r\n"
        );
      }).body,
      bytes
  );
}

TEST_F(BlockingClientTest, AnAnswerWithoutALengthEndsWithTheConnection) {
  const HttpAnswer got = get_from([](Peer& peer) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\n\r\nall of it");
    peer.close();
  });
  EXPECT_EQ(got.status, 200);
  EXPECT_EQ(got.body, "all of it");
}

TEST_F(BlockingClientTest, NobodyListeningIsConnectionRefused) {
  const ClosedPort port;
  const HttpAnswer got = get(port.url());
  EXPECT_EQ(got.status, 0);
  EXPECT_EQ(got.error, "connection refused");
}

TEST_F(BlockingClientTest, AServerThatNeverAnswersIsGivenUp) {
  for (const auto& [timeout, words] : std::vector<std::pair<milliseconds, std::string>>{
           {milliseconds(250), "no answer within 250 ms"}, {seconds(1), "no answer within 1 s"}}) {
    const HttpAnswer got = get_from([](Peer& peer) { peer.wait_for_end(); }, timeout);
    EXPECT_EQ(got.status, 0);
    EXPECT_EQ(got.error, words);
  }
}

TEST_F(BlockingClientTest, AServerWhoseQueueIsFullIsGivenUp) {
  const FullPort port;
  EXPECT_EQ(get(port.url(), milliseconds(300)).error, "no answer within 300 ms");
}

TEST_F(BlockingClientTest, TheTimeoutBoundsAnswersThatTrickle) {
  for (const std::string beginning :
       {"HTTP/1.1 200 OK\r\nX: ", "HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n"}) {
    std::promise<void> given_up;
    const RawReceiver receiver([&](Peer& peer) {
      peer.read_request();
      peer.write(beginning);
      const auto over = given_up.get_future();
      // Each byte comes well before a read's own timeout.
      while (over.wait_for(milliseconds(50)) == std::future_status::timeout) {
        peer.write("x");
      }
    });
    EXPECT_EQ(get(receiver.url(), milliseconds(500)).error, "no answer within 500 ms");
    given_up.set_value();
  }
}

TEST_F(BlockingClientTest, AnAnswerThatIsCutOffIsNoAnswer) {
  const std::string words = "the connection ended before an HTTP answer was whole";
  const std::string head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
  for (const std::string& part : {std::string(), std::string("HTTP/1.1 20"), head, head + "half"}) {
    const HttpAnswer got = get_from([part](Peer& peer) {
      peer.read_request();
      peer.write(part);
      peer.close();
    });
    EXPECT_EQ(got.status, 0) << part;
    EXPECT_EQ(got.error, words) << part;
    EXPECT_EQ(got.body, "") << part;
  }
}

TEST_F(BlockingClientTest, AResetIsNoAnswer) {
  const HttpAnswer got = get_from([](Peer& peer) {
    peer.read_request();
    peer.reset();
  });
  EXPECT_EQ(got.status, 0);
  EXPECT_EQ(got.error, "the connection ended before an HTTP answer was whole");
}

TEST_F(BlockingClientTest, WhatIsNotHttpIsNoAnswer) {
  const HttpAnswer got = get_from([](Peer& peer) {
    peer.read_request();
    peer.write("SSH-2.0-OpenSSH_9.2\r\n\r\n");
    peer.close();
  });
  EXPECT_EQ(got.status, 0);
  EXPECT_EQ(got.error, "the connection ended before an HTTP answer was whole");
}

TEST_F(BlockingClientTest, ABodyOfAMebibyteIsTakenAndNotAByteMore) {
  constexpr std::size_t mebibyte = 1024 * 1024;
  const auto body_of = [](std::size_t size) {
    return [size](Peer& peer) {
      peer.read_request();
      peer.write(answer(200, std::string(size, 'x')));
      peer.wait_for_end();
    };
  };
  EXPECT_EQ(get_from(body_of(mebibyte)).body.size(), mebibyte);
  const HttpAnswer got = get_from(body_of(mebibyte + 1));
  EXPECT_EQ(got.status, 0);
  EXPECT_EQ(got.error, "the answer's body is longer than 1 MiB");
}

TEST_F(BlockingClientTest, AServerGoneBeforeTheRequestIsWrittenDoesNotEndTheProcess) {
  const auto before = std::signal(SIGPIPE, SIG_DFL);
  const RawReceiver receiver([](Peer& peer) { peer.reset(); });
  for (int i = 0; i < 20; ++i) {
    const HttpAnswer got =
        client.send({"POST", receiver.url(), {}, std::string(5'000'000, 'x')}, seconds(20));
    EXPECT_EQ(got.status, 0);
  }
  std::signal(SIGPIPE, before);
}

TEST_F(BlockingClientTest, WhatCannotBeSentIsSaidAndNotTried) {
  EXPECT_THAT(get("https://127.0.0.1/").error, HasSubstr("only plain http"));
  EXPECT_THAT(get("127.0.0.1:80").error, HasSubstr("is not a URL like"));
  EXPECT_THAT(get("").error, HasSubstr("is not a URL like"));
  const FriendlyReceiver receiver;
  const std::string broken = "a\r\nX-Injected: b";
  EXPECT_THAT(
      client.send({"GET", receiver.url(), {{"X", broken}}, {}}, seconds(20)).error,
      HasSubstr("the header `X`")
  );
  EXPECT_NE(client.send({"GET", receiver.url() + "/a b", {}, {}}, seconds(20)).error, "");
  EXPECT_NE(client.send({"GE T", receiver.url(), {}, {}}, seconds(20)).error, "");
  EXPECT_EQ(receiver.connections(), 0);
}

TEST_F(BlockingClientTest, AnUnknownHostIsNamed) {
  EXPECT_THAT(get("http://no-such-host.invalid/").error, StartsWith("unknown host `no-such-host."));
}

TEST_F(BlockingClientTest, ManyThreadsMayAskAtOnce) {
  const FriendlyReceiver receiver;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 5; ++n) {
        EXPECT_EQ(get(receiver.url()).status, 200);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(receiver.connections(), 40);
}

}  // namespace
}  // namespace rkmock::net
