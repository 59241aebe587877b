#include "mockserver/net/http_server.hpp"

#include <atomic>
#include <system_error>
#include <thread>

#include <httplib.h>

#include "rkmock/error.hpp"

#include "unit/net/server_fixture.hpp"

namespace rkmock::net {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Ending = ClientSocket::Ending;

TEST_F(ServerTest, OneConnectionCarriesManyRequests) {
  ClientSocket client = connect();
  for (int i = 0; i < 5; ++i) {
    client.send(post("/n/" + std::to_string(i), "body"));
    const auto answer = client.read_answer();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "POST /n/" + std::to_string(i) + " body");
    EXPECT_THAT(answer.head, HasSubstr("Keep-Alive: timeout=60\r\n"));
    EXPECT_THAT(answer.head, Not(HasSubstr("Connection: close")));
  }
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInTheirOrder) {
  ClientSocket client = connect();
  client.send(get("/a") + post("/b", "two") + get("/c"));
  EXPECT_EQ(client.read_answer().body, "GET /a ");
  EXPECT_EQ(client.read_answer().body, "POST /b two");
  EXPECT_EQ(client.read_answer().body, "GET /c ");
}

TEST_F(ServerTest, ARequestMayComeByteByByte) {
  ClientSocket client = connect();
  for (const char byte : post("/slow", "abc")) {
    client.send(std::string(1, byte));
  }
  EXPECT_EQ(client.read_answer().body, "POST /slow abc");
}

TEST_F(ServerTest, ABodyMayComeInChunks) {
  ClientSocket client = connect();
  client.send("POST /c HTTP/1.1\r\nHost: mock\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
  client.send("2\r\nde\r\n0\r\n\r\n");
  EXPECT_EQ(client.read_answer().body, "POST /c abcde");
}

TEST_F(ServerTest, AClientThatExpectsItGets100Continue) {
  ClientSocket client = connect();
  client.send("POST /e HTTP/1.1\r\nHost: mock\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
  );
  const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  ASSERT_EQ(client.read_bytes(go_on.size()), go_on);
  EXPECT_EQ(answered, 0);
  client.send("ab" + get("/next"));
  EXPECT_EQ(client.read_answer().body, "POST /e ab");
  EXPECT_EQ(client.read_answer().body, "GET /next ");
}

TEST_F(ServerTest, BodiesMayHoldAnyBytes) {
  std::string bytes(256 * 1024, '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<char>(i % 251);
  }
  EXPECT_EQ(ask(post("/b", bytes)).body, "POST /b " + bytes);
}

TEST_F(ServerTest, EveryMethodIsHandedThrough) {
  for (const std::string method :
       {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"}) {
    EXPECT_EQ(ask(method + " /m HTTP/1.1\r\nHost: mock\r\n\r\n").body, method + " /m ");
  }
  EXPECT_EQ(ask("OPTIONS * HTTP/1.1\r\nHost: mock\r\n\r\n").body, "OPTIONS * ");
}

TEST_F(ServerTest, HeadIsAnsweredWithTheLengthAndWithoutTheBody) {
  ClientSocket client = connect();
  client.send("HEAD /h HTTP/1.1\r\nHost: mock\r\n\r\n" + get("/next"));
  EXPECT_THAT(client.read_answer(true).head, HasSubstr("Content-Length: 8\r\n"));
  EXPECT_EQ(client.read_answer().body, "GET /next ");
}

TEST_F(ServerTest, ItClosesWhenTheClientAsksForIt) {
  ClientSocket client = connect();
  client.send(get("/", "Connection: close\r\n") + get("/unanswered"));
  EXPECT_THAT(client.read_answer().head, HasSubstr("Connection: close\r\n"));
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_EQ(answered, 1);
}

TEST_F(ServerTest, Http10ClosesUnlessItAsksToKeepAlive) {
  ClientSocket closing = connect();
  closing.send("GET / HTTP/1.0\r\n\r\n");
  EXPECT_THAT(closing.read_to_end(), HasSubstr("Connection: close\r\n"));
  ClientSocket keeping = connect();
  const std::string request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
  keeping.send(request);
  EXPECT_THAT(keeping.read_answer().head, HasSubstr("Connection: keep-alive\r\n"));
  keeping.send(request);
  EXPECT_EQ(keeping.read_answer().status, 200);
}

TEST_F(ServerTest, AClientThatOnlyStoppedSendingGetsItsAnswers) {
  ClientSocket client = connect();
  client.send(get("/a") + get("/b"));
  client.half_close();
  EXPECT_EQ(client.read_answer().body, "GET /a ");
  EXPECT_EQ(client.read_answer().body, "GET /b ");
  Ending ending = Ending::timeout;
  EXPECT_EQ(client.read_to_end(&ending), "");
  EXPECT_EQ(ending, Ending::eof);
}

TEST_F(ServerTest, HalfARequestIsNeverAnswered) {
  ClientSocket ended = connect();
  ended.send("POST / HTTP/1.1\r\nHost: mock\r\nContent-Length: 10\r\n\r\nhalf");
  ended.half_close();
  EXPECT_EQ(ended.read_to_end(), "");
  for (const std::string part : {"PO", "POST / HTTP/1.1\r\nHost: m", "\r\n"}) {
    ClientSocket gone = connect();
    gone.send(part);
    gone.reset();
  }
  EXPECT_EQ(ask(get("/still")).body, "GET /still ");
  EXPECT_EQ(answered, 1);
}

TEST_F(ServerTest, AClientMayDisappearInTheMiddleOfItsAnswer) {
  for (int i = 0; i < 5; ++i) {
    ClientSocket client = connect();
    client.send(get("/large/20000000"));
    EXPECT_THAT(client.read_bytes(100), StartsWith("HTTP/1.1 200"));
    client.reset();
  }
  EXPECT_EQ(ask(get("/still")).body, "GET /still ");
  EXPECT_THAT(reported_bugs(), testing::IsEmpty());
}

TEST_F(ServerTest, ALargeAnswerArrivesWhole) {
  EXPECT_EQ(ask(get("/large/20000000")).body.size(), 20'000'000U);
}

TEST_F(ServerTest, ManyConnectionsAreServedAtOnce) {
  std::vector<ClientSocket> clients;
  for (int i = 0; i < 300; ++i) {
    clients.push_back(connect());
  }
  for (ClientSocket& client : clients) {
    client.send("GET /n HTTP/1.1\r\nHost:");
  }
  for (ClientSocket& client : clients) {
    client.send(" mock\r\n\r\n");
  }
  for (ClientSocket& client : clients) {
    ASSERT_EQ(client.read_answer().body, "GET /n ");
  }
}

TEST_F(ServerTest, CppHttplibsClientIsServed) {
  start();
  httplib::Client client("127.0.0.1", server->port());
  client.set_keep_alive(true);
  for (int i = 0; i < 3; ++i) {
    const auto result = client.Post("/p?q=1", "body", "text/plain");
    ASSERT_TRUE(result);
    EXPECT_EQ(result->status, 200);
    EXPECT_EQ(result->body, "POST /p body");
  }
}

TEST_F(ServerTest, AHandlerThatThrowsIsA500AndABugAndTheServerGoesOn) {
  ClientSocket client = connect();
  client.send(get("/throw") + get("/next"));
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(
      answer.body, R"({"error":{"code":"internal_error","message":"An unexpected error occurred"}})"
  );
  EXPECT_EQ(client.read_answer().body, "GET /next ");
  EXPECT_THAT(reported_bugs(), ElementsAre("the handler's bug"));
}

TEST_F(ServerTest, ThePortIsTheRealOneAndEachServerHasItsOwn) {
  start();
  HttpServer other(loop, options, [](const Request&) { return Response{}; });
  EXPECT_NE(server->port(), 0);
  EXPECT_NE(server->port(), other.port());
}

TEST_F(ServerTest, APortThatIsTakenIsNamedWithTheNextStep) {
  start();
  options.port = server->port();
  try {
    const HttpServer second(loop, options, [](const Request&) { return Response{}; });
    FAIL() << "two servers on one port";
  } catch (const EnvironmentError& error) {
    EXPECT_EQ(
        std::string(error.what()),
        "cannot listen on 127.0.0.1:" + std::to_string(options.port) +
            ": the port is taken; choose another port, or let `--port 0` pick a free one"
    );
  }
  EXPECT_EQ(ask(get("/")).status, 200) << "the first one does not mind";
}

TEST_F(ServerTest, AnAddressThatIsNotOursIsNamed) {
  options.address = "192.0.2.1";  // for documentation: no machine has it
  EXPECT_THAT(
      [this] { start(); },
      testing::ThrowsMessage<EnvironmentError>(HasSubstr("cannot listen on 192.0.2.1:0"))
  );
  options.address = "not an address";
  EXPECT_THAT(
      [this] { start(); }, testing::ThrowsMessage<EnvironmentError>(HasSubstr("`not an address`"))
  );
}

TEST_F(ServerTest, ANameOfThisMachineWillDoForAnAddress) {
  options.address = "localhost";
  start();
  httplib::Client client("localhost", server->port());
  const auto result = client.Get("/");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->status, 200);
}

TEST_F(ServerTest, APortIsFreeAgainAfterStop) {
  ASSERT_EQ(ask(get("/")).status, 200);
  options.port = server->port();
  server->stop();
  start();
  EXPECT_EQ(server->port(), options.port);
  EXPECT_EQ(ask(get("/")).status, 200);
}

TEST_F(ServerTest, StopClosesTheListenerAndConnectionsOfEveryKind) {
  ClientSocket idle = connect();
  idle.send(get("/"));
  ASSERT_EQ(idle.read_answer().status, 200);
  ClientSocket half = connect();
  half.send("POST / HTTP/1.1\r\nHost: mock\r\nContent-Length: 10\r\n\r\nhalf");
  ClientSocket waiting = connect();
  waiting.send("POST / HTTP/1.1\r\nHost: mock\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"
  );
  waiting.read_bytes(25);
  ClientSocket not_reading = connect();
  not_reading.send(get("/large/50000000"));
  ASSERT_THAT(not_reading.read_bytes(12), StartsWith("HTTP/1.1 200"));
  ClientSocket lingering = connect();
  lingering.send("{");
  ASSERT_EQ(lingering.read_answer().status, 400);

  server->stop();
  for (ClientSocket* client : {&idle, &half, &waiting, &not_reading, &lingering}) {
    Ending ending = Ending::timeout;
    EXPECT_LT(client->read_to_end(&ending).size(), 50'000'000U);
    EXPECT_NE(ending, Ending::timeout);
  }
  EXPECT_THROW(ClientSocket(server->port()), std::system_error);
  EXPECT_EQ(answered, 2);
}

TEST_F(ServerTest, StopMayBeCalledAgainAndByMany) {
  ClientSocket client = connect();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this] { server->stop(); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  server->stop();
  EXPECT_EQ(client.read_to_end(), "");
}

TEST_F(ServerTest, AHandlerMayStopItsServer) {
  std::atomic<HttpServer*> own = nullptr;
  server = std::make_unique<HttpServer>(loop, options, [&own](const Request&) {
    own.load()->stop();
    return Response{};
  });
  own = server.get();
  EXPECT_EQ(ask(get("/")).status, 0);
  loop.call([] {});  // the handler is over, and done with `own`
  EXPECT_THAT(reported_bugs(), testing::IsEmpty());
}

TEST_F(ServerTest, NoHandlerRunsOnceStopHasReturned) {
  for (int i = 0; i < 20; ++i) {
    start();
    ClientSocket client = connect();
    std::thread sender([&client] {
      while (client.send(get("/") + get("/") + get("/"))) {
        if (client.read_answer().status == 0) {
          return;
        }
      }
    });
    ClientSocket other = connect();
    other.send(get("/"));
    other.read_answer();
    server->stop();
    const int before = answered;
    sender.join();
    loop.call([] {});
    EXPECT_EQ(answered, before);
  }
}

TEST_F(ServerTest, StopWorksAfterTheLoopsEnd) {
  ClientSocket client = connect();
  client.send(get("/"));
  ASSERT_EQ(client.read_answer().status, 200);
  loop.stop();
  server->stop();
  EXPECT_EQ(client.read_to_end(), "");
}

}  // namespace
}  // namespace rkmock::net
