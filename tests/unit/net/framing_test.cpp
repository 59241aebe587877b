#include "mockserver/net/framing.hpp"

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::net {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::Pair;

/// A request's beginning that is fine; what follows decides.
std::string post(const std::string& headers_and_body) {
  return "POST /v1/bookings HTTP/1.1\r\nHost: mock\r\n" + headers_and_body;
}

std::string get(const std::string& headers = "") {
  return "GET /v1/services HTTP/1.1\r\nHost: mock\r\n" + headers + "\r\n";
}

class FramingTest : public testing::Test {
 protected:
  Framed feed(const std::string& bytes) {
    framing.append(bytes);
    return framing.next();
  }

  FramedRequest request_of(const std::string& bytes) { return request_in(feed(bytes)); }

  static FramedRequest request_in(const Framed& framed) {
    if (const auto* refusal = std::get_if<Refusal>(&framed)) {
      ADD_FAILURE() << "refused: " << refusal->message;
    }
    const auto* request = std::get_if<FramedRequest>(&framed);
    EXPECT_NE(request, nullptr);
    return request != nullptr ? *request : FramedRequest{};
  }

  static bool needs_more(const Framed& framed) { return std::holds_alternative<NeedMore>(framed); }

  RequestFraming framing{FramingLimits{1000, 100}};
};

/// The status with which fresh framing refuses these bytes; 0 when it does not.
int refusal_of(const std::string& bytes, FramingLimits limits = {1000, 100}) {
  RequestFraming framing(limits);
  framing.append(bytes);
  const Framed framed = framing.next();
  const auto* refusal = std::get_if<Refusal>(&framed);
  return refusal != nullptr ? refusal->status : 0;
}

TEST_F(FramingTest, ReadsRequestLineHeadersAndBody) {
  const FramedRequest request = request_of(
      "PATCH /v1/bookings/7?a=b%20c HTTP/1.1\r\nHost: mock\r\nContent-Type:application/json\r\n"
      "X-Empty:\r\nX-Padded: \t two words \t\r\nContent-Length: 4\r\n\r\nbody"
  );
  EXPECT_EQ(request.method, "PATCH");
  EXPECT_EQ(request.target, "/v1/bookings/7?a=b%20c");
  EXPECT_FALSE(request.http_1_0);
  EXPECT_TRUE(request.keep_alive);
  EXPECT_EQ(request.body, "body");
  EXPECT_THAT(
      request.headers,
      ElementsAre(
          Pair("Host", "mock"),
          Pair("Content-Type", "application/json"),
          Pair("X-Empty", ""),
          Pair("X-Padded", "two words"),
          Pair("Content-Length", "4")
      )
  );
  EXPECT_FALSE(framing.begun());
  EXPECT_EQ(framing.held(), 0U);
}

TEST_F(FramingTest, ARequestWithoutALengthHasNoBody) {
  EXPECT_EQ(request_of(get()).body, "");
  EXPECT_EQ(request_of(post("Content-Length: 0\r\n\r\n")).body, "");
}

TEST_F(FramingTest, ABodyMayHoldAnyBytes) {
  const std::string body("\0\r\n\r\n\xff GET / HTTP/1.1", 20);
  EXPECT_EQ(request_of(post("Content-Length: 20\r\n\r\n" + body)).body, body);
}

TEST_F(FramingTest, OneRequestComesOutOfSingleBytes) {
  const std::string bytes = post("Content-Length: 2\r\n\r\nab");
  for (std::size_t i = 0; i + 1 < bytes.size(); ++i) {
    ASSERT_TRUE(needs_more(feed(bytes.substr(i, 1)))) << i;
    ASSERT_TRUE(framing.begun());
  }
  EXPECT_EQ(request_of(bytes.substr(bytes.size() - 1)).body, "ab");
}

TEST_F(FramingTest, PipelinedRequestsComeOutOneByOneAndTheRestStays) {
  framing.append(get() + post("Content-Length: 2\r\n\r\nab") + "GET /thi");
  EXPECT_EQ(request_in(framing.next()).method, "GET");
  EXPECT_EQ(request_in(framing.next()).body, "ab");
  EXPECT_TRUE(needs_more(framing.next()));
  EXPECT_EQ(framing.held(), 8U);
  EXPECT_EQ(request_of("rd HTTP/1.1\r\nHost: mock\r\n\r\n").target, "/third");
}

TEST_F(FramingTest, OneEmptyLineBeforeARequestIsForgivenTwoAreNot) {
  EXPECT_EQ(request_of("\r\n" + get()).method, "GET");
  EXPECT_EQ(request_of("\r\n" + get()).method, "GET");
  EXPECT_EQ(refusal_of("\r\n\r\n" + get()), 400);
}

TEST_F(FramingTest, NothingHasBegunBeforeTheFirstByte) {
  EXPECT_FALSE(framing.begun());
  EXPECT_TRUE(needs_more(feed("G")));
  EXPECT_TRUE(framing.begun());
}

TEST_F(FramingTest, ChunksAreJoinedExtensionsAndTrailersDropped) {
  const FramedRequest request =
      request_of(post("Transfer-Encoding: Chunked\r\n\r\n"
                      "3\r\nabc\r\n0A ;name=\"value\"\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n"));
  EXPECT_EQ(request.body, "abc0123456789");
  EXPECT_EQ(request.headers.size(), 2U);
  EXPECT_EQ(request_of(get()).method, "GET") << "what follows is the next request";
}

TEST_F(FramingTest, AnEmptyChunkedBodyIsEmpty) {
  EXPECT_EQ(request_of(post("Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")).body, "");
}

TEST(FramingRefusals, ChunksThatTwoReadersCouldReadDifferently) {
  const auto chunked = [](const std::string& chunks) {
    return refusal_of(post("Transfer-Encoding: chunked\r\n\r\n" + chunks));
  };
  EXPECT_EQ(chunked("3\r\nabc\r\n0\r\n\r\n"), 0);
  EXPECT_EQ(chunked("3\r\nabcd"), 400);
  EXPECT_EQ(chunked("3\r\nabc\n"), 400);
  EXPECT_EQ(chunked("3\nabc"), 400);
  EXPECT_EQ(chunked("0x3\r\n"), 400);
  EXPECT_EQ(chunked("-3\r\n"), 400);
  EXPECT_EQ(chunked("+3\r\n"), 400);
  EXPECT_EQ(chunked(" 3\r\n"), 400);
  EXPECT_EQ(chunked("\r\n"), 400);
  EXPECT_EQ(chunked(";a=b\r\n"), 400);
  EXPECT_EQ(chunked("g\r\n"), 400);
  EXPECT_EQ(chunked("3 3\r\n"), 400);
  EXPECT_EQ(chunked("3;\x01\r\n"), 400);
  EXPECT_EQ(chunked("3;" + std::string(300, 'x')), 400);
  EXPECT_EQ(chunked("0\r\n folded\r\n\r\n"), 400);
  EXPECT_EQ(chunked("0\r\nno colon\r\n\r\n"), 400);
}

TEST(FramingRefusals, BodiesAboveTheLimit) {
  const std::string hundred(100, 'x');
  EXPECT_EQ(refusal_of(post("Content-Length: 100\r\n\r\n" + hundred)), 0);
  EXPECT_EQ(refusal_of(post("Content-Length: 101\r\n\r\n")), 413);
  EXPECT_EQ(refusal_of(post("Content-Length: 99999999999999999999999999\r\n\r\n")), 413);
  const std::string chunked = post("Transfer-Encoding: chunked\r\n\r\n");
  EXPECT_EQ(refusal_of(chunked + "64\r\n" + hundred + "\r\n0\r\n\r\n"), 0);
  EXPECT_EQ(refusal_of(chunked + "65\r\n"), 413);
  EXPECT_EQ(refusal_of(chunked + "64\r\n" + hundred + "\r\n1\r\n"), 413);
  EXPECT_EQ(refusal_of(chunked + "ffffffffffffffffffffff\r\n"), 413);
}

TEST(FramingRefusals, LengthsThatAreNoSingleNumber) {
  for (const char* length : {"+5", "-5", " ", "5 5", "5,5", "0x5", "5;", "five", "1e2"}) {
    EXPECT_EQ(refusal_of(post("Content-Length: " + std::string(length) + "\r\n\r\n")), 400)
        << length;
  }
  EXPECT_EQ(refusal_of(post("Content-Length: 2\r\nContent-Length: 3\r\n\r\n")), 400);
  EXPECT_EQ(refusal_of(post("Content-Length: 2\r\ncontent-length: 2\r\n\r\n")), 400);
}

TEST(FramingRefusals, ALengthBesideATransferCodingIsHowRequestsAreSmuggled) {
  EXPECT_EQ(refusal_of(post("Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n")), 400);
  EXPECT_EQ(refusal_of(post("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n")), 400);
  const std::string coding = "Transfer-Encoding: chunked\r\n";
  EXPECT_EQ(refusal_of(post(coding + coding + "\r\n")), 400);
  EXPECT_EQ(refusal_of(post("Transfer-Encoding : chunked\r\n\r\n")), 400);
  EXPECT_EQ(refusal_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(FramingRefusals, TransferCodingsOtherThanChunked) {
  for (const char* coding : {"gzip", "gzip, chunked", "chunked, chunked", "identity", "xchunked"}) {
    EXPECT_EQ(refusal_of(post("Transfer-Encoding: " + std::string(coding) + "\r\n\r\n")), 501)
        << coding;
  }
}

TEST(FramingRefusals, HeadersThatAreNotNameAndValue) {
  for (const std::string line :
       {"no colon",
        ": no name",
        "Two words: x",
        "Space : x",
        " X: folded",
        "\tX: folded",
        "X(): x",
        "N\xc3\xa4me: x"}) {
    EXPECT_EQ(refusal_of(get("X-Before: 1\r\n" + line + "\r\n")), 400) << line;
  }
  EXPECT_EQ(refusal_of(get("X: a\x01z\r\n")), 400);
  EXPECT_EQ(refusal_of(get("X: a\x7fz\r\n")), 400);
  EXPECT_EQ(refusal_of(get("X: a\rz\r\n")), 400);
  EXPECT_EQ(refusal_of(get(std::string("X: a\0z\r\n", 8))), 400);
  EXPECT_EQ(refusal_of(get("X: \xc3\xa4\tz\r\n")), 0) << "UTF-8 and tabs are fine in a value";
}

TEST(FramingRefusals, LinesThatEndWithABareLf) {
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\nHost: mock\n\n"), 400);
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: mock\n\r\n"), 400);
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: mock\r\n\n"), 400);
  EXPECT_EQ(refusal_of("\n" + get()), 400);
}

TEST(FramingRefusals, RequestLinesThatAreNotMethodTargetVersion) {
  for (const std::string line :
       {"GET /",
        "GET",
        "GET  / HTTP/1.1",
        "GET / / HTTP/1.1",
        "GET / HTTP/1.1 ",
        " GET / HTTP/1.1",
        "GET / http/1.1",
        "GET / HTTP/11",
        "GET / HTTP/1.x",
        "G(T / HTTP/1.1",
        "GET v1 HTTP/1.1",
        "GET * HTTP/1.1",
        "GET http:// HTTP/1.1",
        "GET /\x01 HTTP/1.1",
        "GET /\xc3\xa4 HTTP/1.1",
        "GET /#fragment HTTP/1.1",
        "CONNECT mock:80 HTTP/1.1"}) {
    EXPECT_EQ(refusal_of(line + "\r\nHost: mock\r\n\r\n"), 400) << line;
  }
  EXPECT_EQ(refusal_of("GET / HTTP/2.0\r\n"), 505);
  EXPECT_EQ(refusal_of("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505);
}

TEST(FramingRefusals, WhatIsNotHttpIsRefusedAtItsFirstByte) {
  EXPECT_EQ(refusal_of("\x16\x03\x01"), 400) << "the beginning of TLS";
  EXPECT_EQ(refusal_of("{"), 400);
}

TEST_F(FramingTest, TargetsMayBeAbsoluteAndOfOptionsAStar) {
  EXPECT_EQ(
      request_of("GET http://mock/v1?x HTTP/1.1\r\nHost: mock\r\n\r\n").target, "http://mock/v1?x"
  );
  EXPECT_EQ(request_of("OPTIONS * HTTP/1.1\r\nHost: mock\r\n\r\n").target, "*");
}

TEST(FramingRefusals, AHostThatIsMissingOrThereTwice) {
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n\r\n"), 400);
  EXPECT_EQ(refusal_of(get("Host: other\r\n")), 400);
  EXPECT_EQ(refusal_of("GET / HTTP/1.0\r\n\r\n"), 0);
}

TEST(FramingRefusals, HeadsAboveTheLimit) {
  const auto padded = [](std::size_t size) {
    const std::string bare = get("X: \r\n");
    return get("X: " + std::string(size - bare.size(), 'x') + "\r\n");
  };
  EXPECT_EQ(refusal_of(padded(1000)), 0);
  EXPECT_EQ(refusal_of(padded(1001)), 431);
  std::string many;
  for (int i = 0; i < 300; ++i) {
    many += "X: 1\r\n";
  }
  EXPECT_EQ(refusal_of(get(many)), 431);
  const std::string trailers = post("Transfer-Encoding: chunked\r\n\r\n0\r\n");
  EXPECT_EQ(refusal_of(trailers + many + "\r\n"), 431);
}

TEST(FramingRefusals, ARequestLineAboveTheLimit) {
  const FramingLimits wide{16 * 1024, 100};
  const auto line = [](std::size_t size) {
    return "GET /" + std::string(size - 16, 'x') + " HTTP/1.1\r\n";
  };
  ASSERT_EQ(line(max_request_line).size(), max_request_line);
  EXPECT_EQ(refusal_of(line(max_request_line), wide), 0);
  EXPECT_EQ(refusal_of(line(max_request_line + 1), wide), 414);
  EXPECT_EQ(refusal_of("GET /" + std::string(max_request_line, 'x'), wide), 414)
      << "without waiting for its end";
}

TEST_F(FramingTest, KeepAliveFollowsVersionAndConnection) {
  EXPECT_TRUE(request_of(get()).keep_alive);
  EXPECT_FALSE(request_of(get("Connection: close\r\n")).keep_alive);
  EXPECT_FALSE(request_of(get("Connection: TE , Close\r\n")).keep_alive);
  EXPECT_FALSE(request_of(get("Connection: TE\r\nConnection: close\r\n")).keep_alive);
  EXPECT_FALSE(request_of(get("Connection: keep-alive, close\r\n")).keep_alive);
  EXPECT_TRUE(request_of(get("Connection: closed\r\n")).keep_alive);
  const FramedRequest old = request_of("GET / HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(old.http_1_0);
  EXPECT_FALSE(old.keep_alive);
  EXPECT_TRUE(request_of("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").keep_alive);
}

TEST_F(FramingTest, AClientThatWaitsFor100ContinueIsToldOfOnce) {
  const Framed first = feed(post("Expect: 100-Continue\r\nContent-Length: 2\r\n\r\n"));
  EXPECT_TRUE(std::holds_alternative<SendContinue>(first));
  EXPECT_TRUE(needs_more(framing.next()));
  EXPECT_EQ(request_of("ab").body, "ab");
  const Framed chunked = feed(post("Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"));
  EXPECT_TRUE(std::holds_alternative<SendContinue>(chunked));
  EXPECT_EQ(request_of("0\r\n\r\n").body, "");
}

TEST_F(FramingTest, AClientThatDoesNotWaitFor100ContinueIsNotToldOf) {
  EXPECT_TRUE(needs_more(feed(post("Expect: 100-continue\r\nContent-Length: 2\r\n\r\na"))));
  EXPECT_EQ(request_of("b").body, "ab");
  EXPECT_EQ(request_of(post("Expect: 100-continue\r\nContent-Length: 0\r\n\r\n")).body, "");
  EXPECT_TRUE(needs_more(feed("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"
  )));
}

TEST_F(FramingTest, OneExpectationDoesNotLiveOnToTheNextRequest) {
  request_of(post("Expect: 100-continue\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_TRUE(needs_more(feed(post("Content-Length: 1\r\n\r\n"))));
}

TEST(FramingRefusals, TooLargeBodiesBeforeTheClientSendsThem) {
  EXPECT_EQ(refusal_of(post("Expect: 100-continue\r\nContent-Length: 101\r\n\r\n")), 413);
  EXPECT_EQ(refusal_of(post("Expect: 200-ok\r\nContent-Length: 1\r\n\r\n")), 417);
}

TEST_F(FramingTest, ARefusalStaysSaysWhyAndKeepsNothing) {
  const Framed framed = feed("GET / HTTP/1.1\n" + get());
  EXPECT_THAT(
      std::get<Refusal>(framed),
      AllOf(Field(&Refusal::status, 400), Field(&Refusal::message, HasSubstr("CRLF")))
  );
  const Framed again = feed(get());
  EXPECT_EQ(std::get<Refusal>(again), std::get<Refusal>(framed));
  EXPECT_EQ(framing.held(), 0U);
}

TEST_F(FramingTest, RequestsBeforeARefusalComeOut) {
  framing.append(get() + "{");
  EXPECT_EQ(request_in(framing.next()).method, "GET");
  EXPECT_TRUE(std::holds_alternative<Refusal>(framing.next()));
}

}  // namespace
}  // namespace rkmock::net
