// What a client's TCP stack sees of each transmission: the bytes, and how the connection ends.
#include <future>
#include <optional>

#include "mockserver/net/transmission.hpp"
#include "unit/net/server_fixture.hpp"

namespace rkmock::net {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using Ending = ClientSocket::Ending;

const std::string body = R"({"data":"a body of thirty bytes"})";

/// `/plain` is answered plainly, everything else with the test's transmission.
class AnswerEndingsTest : public ServerTest {
 protected:
  /// The handler uses what is declared here, so the server ends before that does.
  ~AnswerEndingsTest() override {
    server.reset();
    loop.stop();
  }

  void serve(Transmission transmission) {
    const auto shared = std::make_shared<const Transmission>(std::move(transmission));
    server = std::make_unique<HttpServer>(loop, options, [this, shared](const Request& request) {
      ++answered;
      Response response;
      response.body = body;
      if (request.path != "/plain") {
        response.transmission = shared;
        if (!taken_) {
          taken_ = true;
          taken.set_value();
        }
      }
      return response;
    });
  }

  /// One request, and everything that comes back.
  std::string ask_to_the_end(Ending& ending, const std::string& request = get("/")) {
    ClientSocket client = connect();
    EXPECT_TRUE(client.send(request));
    return client.read_to_end(&ending);
  }

  std::promise<void> taken;  ///< kept when the first request with a transmission was answered

 private:
  bool taken_ = false;
};

TEST_F(AnswerEndingsTest, ResetIsARealRstWithoutAByte) {
  serve({{}, ending::Reset{}});
  Ending ending{};
  EXPECT_THAT(ask_to_the_end(ending), IsEmpty());
  EXPECT_EQ(ending, Ending::reset);
}

TEST_F(AnswerEndingsTest, EmptyIsAFinWithoutAByte) {
  serve({{}, ending::Empty{}});
  Ending ending{};
  EXPECT_THAT(ask_to_the_end(ending), IsEmpty());
  EXPECT_EQ(ending, Ending::eof);
}

TEST_F(AnswerEndingsTest, TruncatedHasAContentLengthLargerThanWhatCame) {
  serve({{}, ending::Truncated{12}});
  Ending ending{};
  const std::string bytes = ask_to_the_end(ending);
  EXPECT_EQ(ending, Ending::eof);
  EXPECT_THAT(bytes, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(bytes, HasSubstr("\r\nContent-Length: " + std::to_string(body.size()) + "\r\n"));
  EXPECT_EQ(bytes.substr(bytes.find("\r\n\r\n") + 4), body.substr(0, 12));
}

TEST_F(AnswerEndingsTest, AMalformedChunkIsNoChunkWhereOneWasPromised) {
  serve({{}, ending::MalformedChunk{}});
  Ending ending{};
  const std::string bytes = ask_to_the_end(ending);
  EXPECT_EQ(ending, Ending::eof);
  EXPECT_THAT(bytes, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(bytes, HasSubstr("\r\nTransfer-Encoding: chunked\r\n"));
  EXPECT_THAT(bytes, Not(HasSubstr("Content-Length")));
  EXPECT_EQ(bytes.substr(bytes.find("\r\n\r\n") + 4), "no chunk size\r\n");
}

TEST_F(AnswerEndingsTest, GarbageIsNoHttp) {
  serve({{}, ending::Garbage{7}});
  Ending ending{};
  const std::string bytes = ask_to_the_end(ending);
  EXPECT_EQ(ending, Ending::eof);
  EXPECT_EQ(bytes, cut("\r\n\r\n", {{}, ending::Garbage{7}}).list[0].bytes);
}

TEST_F(AnswerEndingsTest, ADelayComesBeforeTheFirstByteAndKeepsTheConnection) {
  serve({milliseconds(60), ending::Whole{}});
  ClientSocket client = connect();
  for (int i = 0; i < 2; ++i) {
    const auto asked = std::chrono::steady_clock::now();
    ASSERT_TRUE(client.send(get("/")));
    EXPECT_EQ(client.read_bytes(1), "H");
    EXPECT_GE(std::chrono::steady_clock::now() - asked, milliseconds(60));
    EXPECT_THAT(client.read_answer().body, body);
  }
}

TEST_F(AnswerEndingsTest, ADelayMayBeLongerThanTheIdleTimeout) {
  options.idle_timeout = std::chrono::seconds(1);
  serve({milliseconds(1300), ending::Whole{}});
  EXPECT_EQ(ask(get("/")).body, body);
}

TEST_F(AnswerEndingsTest, WhatClosesMayComeLateToo) {
  serve({milliseconds(40), ending::Reset{}});
  const auto asked = std::chrono::steady_clock::now();
  Ending ending{};
  EXPECT_THAT(ask_to_the_end(ending), IsEmpty());
  EXPECT_EQ(ending, Ending::reset);
  EXPECT_GE(std::chrono::steady_clock::now() - asked, milliseconds(40));
}

TEST_F(AnswerEndingsTest, ADribbleIsTheWholeAnswerAndTakesItsTime) {
  serve({{}, ending::Dribbled{10, milliseconds(80)}});
  ClientSocket client = connect();
  const auto asked = std::chrono::steady_clock::now();
  ASSERT_TRUE(client.send(get("/")));
  EXPECT_EQ(client.read_answer().body, body);
  EXPECT_GE(std::chrono::steady_clock::now() - asked, milliseconds(80));
  ASSERT_TRUE(client.send(get("/plain")));
  EXPECT_EQ(client.read_answer().body, body);
}

TEST_F(AnswerEndingsTest, TheHeadOfADribbleDoesNotWaitForTheBody) {
  serve({{}, ending::Dribbled{2, hours(1)}});
  ClientSocket client = connect();
  ASSERT_TRUE(client.send(get("/")));
  std::string head;
  while (head.find("\r\n\r\n") == std::string::npos) {
    const std::string byte = client.read_bytes(1);
    ASSERT_FALSE(byte.empty());
    head += byte;
  }
  EXPECT_FALSE(client.readable(milliseconds(20)));
}

TEST_F(AnswerEndingsTest, ADribbleOfAHeadEndsWithIt) {
  serve({{}, ending::Dribbled{2, hours(1)}});
  ClientSocket client = connect();
  ASSERT_TRUE(client.send("HEAD / HTTP/1.1\r\nHost: mock\r\n\r\n"));
  EXPECT_EQ(client.read_answer(true).status, 200);
  ASSERT_TRUE(client.send(get("/plain")));
  EXPECT_EQ(client.read_answer().body, body);
}

TEST_F(AnswerEndingsTest, AHangEndsWithAFinAtItsBound) {
  serve({{}, ending::Hang{milliseconds(50)}});
  const auto asked = std::chrono::steady_clock::now();
  Ending ending{};
  EXPECT_THAT(ask_to_the_end(ending), IsEmpty());
  EXPECT_EQ(ending, Ending::eof);
  EXPECT_GE(std::chrono::steady_clock::now() - asked, milliseconds(50));
}

TEST_F(AnswerEndingsTest, OtherConnectionsGoOnMeanwhile) {
  serve({{}, ending::Hang{hours(1)}});
  ClientSocket hanging = connect();
  ASSERT_TRUE(hanging.send(get("/")));
  taken.get_future().wait();
  ClientSocket other = connect();
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(other.send(get("/plain")));
    EXPECT_EQ(other.read_answer().body, body);
  }
  EXPECT_FALSE(hanging.readable(milliseconds(0)));
}

TEST_F(AnswerEndingsTest, APipelinedRequestWaitsForItsTurn) {
  serve({milliseconds(30), ending::Whole{}});
  ClientSocket client = connect();
  ASSERT_TRUE(client.send(get("/")));
  taken.get_future().wait();
  ASSERT_TRUE(client.send(get("/plain") + get("/") + get("/plain")));
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(client.read_answer().body, body) << i;
  }
}

TEST_F(AnswerEndingsTest, ConnectionCloseIsStillKept) {
  serve({milliseconds(1), ending::Dribbled{3, milliseconds(3)}});
  Ending ending{};
  EXPECT_THAT(ask_to_the_end(ending, get("/", "Connection: close\r\n")), HasSubstr(body));
  EXPECT_EQ(ending, Ending::eof);
}

/// With room for one connection only the next client is let in when the first is forgotten.
class LeavingTest : public AnswerEndingsTest, public testing::WithParamInterface<Transmission> {};

TEST_P(LeavingTest, AClientThatLeavesEarlyFreesItsPlace) {
  options.max_connections = 1;
  serve(GetParam());
  std::optional<ClientSocket> leaving(connect());
  ASSERT_TRUE(leaving->send(get("/")));
  taken.get_future().wait();
  leaving.reset();
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::minutes(1);
  ClientSocket::Answer answer = ask(get("/plain"));
  while (answer.status == 503 && std::chrono::steady_clock::now() < give_up) {
    answer = ask(get("/plain"));
  }
  EXPECT_EQ(answer.status, 200);
}

TEST_P(LeavingTest, StoppingEndsItAtOnce) {
  serve(GetParam());
  ClientSocket client = connect();
  ASSERT_TRUE(client.send(get("/")));
  taken.get_future().wait();
  server->stop();
  Ending ending = Ending::timeout;
  (void)client.read_to_end(&ending);
  EXPECT_NE(ending, Ending::timeout);
}

INSTANTIATE_TEST_SUITE_P(
    Waiting,
    LeavingTest,
    testing::Values(
        Transmission{hours(1), ending::Whole{}},
        Transmission{hours(1), ending::Reset{}},
        Transmission{{}, ending::Dribbled{5, hours(1)}},
        Transmission{{}, ending::Hang{hours(1)}}
    )
);

}  // namespace
}  // namespace rkmock::net
