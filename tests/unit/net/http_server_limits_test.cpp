// What clients do wrong, too much or too slowly.
#include "unit/net/server_fixture.hpp"

namespace rkmock::net {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using Ending = ClientSocket::Ending;
using std::chrono::milliseconds;

class LimitsTest : public ServerTest {
 protected:
  /// Asks on connections of its own until one is let in; how often the server said 503.
  int refusals_until_served() {
    for (int refusals = 0; refusals < 100'000; ++refusals) {
      if (ask(get("/")).status == 200) {
        return refusals;
      }
    }
    return -1;
  }
};

TEST_F(LimitsTest, ABodyTooLargeIsA413EvenForAClientThatSendsItAll) {
  options.max_body_bytes = 1000;
  ClientSocket client = connect();
  EXPECT_TRUE(client.send(post("/", std::string(2'000'000, 'x'))));
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.status, 413);
  EXPECT_EQ(
      answer.body,
      R"({"error":{"code":"payload_too_large","message":"the body is larger than 1000 bytes"}})"
  );
  EXPECT_THAT(answer.head, HasSubstr("Connection: close\r\n"));
  client.half_close();
  Ending ending = Ending::timeout;
  EXPECT_EQ(client.read_to_end(&ending), "");
  EXPECT_EQ(ending, Ending::eof);
  EXPECT_EQ(answered, 0);
}

TEST_F(LimitsTest, ABodyOfJustTheLimitIsTaken) {
  options.max_body_bytes = 1000;
  EXPECT_EQ(ask(post("/", std::string(1000, 'x'))).status, 200);
}

TEST_F(LimitsTest, HeadersTooLargeAreA431) {
  options.max_header_bytes = 1000;
  EXPECT_EQ(ask(get("/", "X: " + std::string(1000, 'x') + "\r\n")).status, 431);
  EXPECT_EQ(ask(get("/", "X: " + std::string(900, 'x') + "\r\n")).status, 200);
}

TEST_F(LimitsTest, GarbageIsA400AndEndsTheConnection) {
  for (const std::string& garbage :
       {std::string("\x16\x03\x01\x02\x00", 5),
        std::string("nonsense\r\n\r\n"),
        std::string("GET / HTTP/1.1\nHost: mock\n\n")}) {
    ClientSocket client = connect();
    client.send(garbage + get("/unanswered"));
    EXPECT_EQ(client.read_answer().status, 400);
    client.half_close();
    EXPECT_EQ(client.read_to_end(), "");
  }
  EXPECT_EQ(answered, 0);
  EXPECT_EQ(ask(get("/")).status, 200);
}

TEST_F(LimitsTest, TheAnswersBeforeGarbageAreSent) {
  ClientSocket client = connect();
  client.send(get("/a") + "{");
  EXPECT_EQ(client.read_answer().body, "GET /a ");
  EXPECT_EQ(client.read_answer().status, 400);
}

TEST_F(LimitsTest, OneConnectionTooManyIsToldSoAndClosed) {
  options.max_connections = 2;
  ClientSocket first = connect();
  ClientSocket second = connect();
  for (ClientSocket* client : {&first, &second}) {
    client->send(get("/"));
    ASSERT_EQ(client->read_answer().status, 200);
  }
  ClientSocket third = connect();
  const auto refusal = third.read_answer();
  EXPECT_EQ(refusal.status, 503);
  EXPECT_THAT(refusal.body, HasSubstr(R"("code":"too_many_connections")"));
  third.half_close();
  EXPECT_EQ(third.read_to_end(), "");

  first.send(get("/"));
  EXPECT_EQ(first.read_answer().status, 200) << "who is in stays in";
  second.close();
  EXPECT_GE(refusals_until_served(), 0) << "room again";
}

TEST_F(LimitsTest, AFloodOfConnectionsTooManyDoesNoHarm) {
  options.max_connections = 1;
  ClientSocket first = connect();
  first.send(get("/"));
  ASSERT_EQ(first.read_answer().status, 200);
  std::vector<ClientSocket> flood;
  for (int i = 0; i < 300; ++i) {
    flood.push_back(connect());
  }
  int told = 0;
  for (ClientSocket& client : flood) {
    const int status = client.read_answer().status;
    EXPECT_TRUE(status == 503 || status == 0) << status;
    told += status == 503 ? 1 : 0;
  }
  EXPECT_GE(told, 64);
  first.send(get("/"));
  EXPECT_EQ(first.read_answer().status, 200);
}

TEST_F(LimitsTest, AnIdleConnectionIsClosedWithoutAWord) {
  options.idle_timeout = std::chrono::seconds(1);
  ClientSocket fresh = connect();
  ClientSocket used = connect();
  used.send(get("/"));
  ASSERT_EQ(used.read_answer().status, 200);
  for (ClientSocket* client : {&fresh, &used}) {
    Ending ending = Ending::timeout;
    EXPECT_EQ(client->read_to_end(&ending), "");
    EXPECT_EQ(ending, Ending::eof);
  }
}

TEST_F(LimitsTest, ARequestThatTricklesInForTooLongIsA408) {
  options.idle_timeout = std::chrono::seconds(1);
  ClientSocket client = connect();
  client.send("GET /slow HTTP/1.1\r\nHost: mock\r\nX: ");
  int sent = 0;
  while (sent < 1000 && !client.readable(milliseconds(20))) {
    client.send("x");
    ++sent;
  }
  const auto answer = client.read_answer();
  EXPECT_EQ(answer.status, 408);
  EXPECT_THAT(answer.body, HasSubstr("not whole within 1 s"));
  client.half_close();
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_EQ(answered, 0);
}

TEST_F(LimitsTest, AnAnswerThatIsNotTakenDoesNotHoldItsConnectionForEver) {
  options.idle_timeout = std::chrono::seconds(1);
  options.max_connections = 1;
  ClientSocket client = connect();
  client.send(get("/large/50000000"));
  ASSERT_THAT(client.read_bytes(12), StartsWith("HTTP/1.1 200"));
  EXPECT_GT(refusals_until_served(), 0);
}

TEST_F(LimitsTest, WhoPipelinesWithoutReadingAnswersIsNotReadFrom) {
  ClientSocket client = connect();
  const std::string request = get("/large/20000", "X: " + std::string(8000, 'x') + "\r\n");
  std::string requests;
  for (int i = 0; i < 100; ++i) {
    requests += request;
  }
  constexpr std::size_t far_too_much = 256 * 1024 * 1024;
  std::size_t sent = 0;
  while (sent < far_too_much) {
    const std::size_t at = sent % requests.size();
    const std::size_t count = client.send_some(requests.substr(at), milliseconds(500));
    if (count == 0) {
      break;
    }
    sent += count;
  }
  ASSERT_LT(sent, far_too_much);
  const std::size_t whole = sent / request.size();
  for (std::size_t i = 0; i < whole; ++i) {
    ASSERT_EQ(client.read_answer().body.size(), 20'000U) << i << " of " << whole;
  }
}

}  // namespace
}  // namespace rkmock::net
