// Reading answers, however they come in pieces and whatever is wrong with them.
#include "mockserver/webhooks/answer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace rkmock::webhooks {
namespace {

using Progress = AnswerReader::Progress;
using testing::HasSubstr;

/// What came of the bytes, fed in pieces of that size.
Progress feed(AnswerReader& reader, const std::string& bytes, std::size_t piece) {
  auto progress = Progress::more;
  for (std::size_t at = 0; at < bytes.size() && progress == Progress::more; at += piece) {
    progress = reader.feed(std::string_view(bytes).substr(at, piece));
  }
  return progress;
}

std::string problem_with(const std::string& bytes) {
  AnswerReader reader;
  EXPECT_EQ(feed(reader, bytes, 4096), Progress::broken);
  return reader.problem();
}

class AnswerInPieces : public testing::TestWithParam<std::size_t> {};

TEST_P(AnswerInPieces, WithALengthIsCompleteAtItsEnd) {
  AnswerReader reader;
  EXPECT_EQ(
      feed(reader, "HTTP/1.1 200 All right\r\nContent-Length: 5\r\n\r\nhello", GetParam()),
      Progress::complete
  );
  EXPECT_EQ(reader.status(), 200);
  EXPECT_EQ(reader.status_line(), "200 All right");
  EXPECT_EQ(reader.header("content-length"), "5");
  EXPECT_EQ(reader.header("Retry-After"), "");
  EXPECT_EQ(reader.body_head(), "hello");
  EXPECT_TRUE(reader.keep_alive());
}

TEST_P(AnswerInPieces, ChunkedIsCompleteAfterTheLastChunk) {
  AnswerReader reader;
  EXPECT_EQ(
      feed(
          reader,
          "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
          "3\r\nabc\r\n4;note=x\r\ndefg\r\n0\r\n\r\n",
          GetParam()
      ),
      Progress::complete
  );
  EXPECT_EQ(reader.body_head(), "abcdefg");
  EXPECT_TRUE(reader.keep_alive());
}

TEST_P(AnswerInPieces, InterimAnswersAreNotTheAnswer) {
  AnswerReader reader;
  EXPECT_EQ(
      feed(
          reader,
          "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
          "HTTP/1.1 204 No Content\r\n\r\n",
          GetParam()
      ),
      Progress::complete
  );
  EXPECT_EQ(reader.status(), 204);
}

TEST_P(AnswerInPieces, WithoutALengthEndsWithTheConnection) {
  AnswerReader reader;
  EXPECT_EQ(feed(reader, "HTTP/1.0 200 OK\r\n\r\nhello", GetParam()), Progress::more);
  EXPECT_TRUE(reader.headers_complete());
  EXPECT_TRUE(reader.end_of_stream());
  EXPECT_EQ(reader.body_head(), "hello");
  EXPECT_FALSE(reader.keep_alive());
}

INSTANTIATE_TEST_SUITE_P(Sizes, AnswerInPieces, testing::Values(1, 2, 7, 4096));

TEST(AnswerTest, HasNoStatusBeforeItsHeadersAreComplete) {
  AnswerReader reader;
  EXPECT_EQ(reader.feed("HTTP/1.1 200 OK\r\nContent-"), Progress::more);
  EXPECT_FALSE(reader.headers_complete());
  EXPECT_EQ(reader.status(), 0);
  EXPECT_EQ(reader.feed("Length: 1\r\n\r\n"), Progress::more);
  EXPECT_TRUE(reader.headers_complete());
  EXPECT_EQ(reader.status(), 200);
}

TEST(AnswerTest, CutShortIsNotComplete) {
  for (const std::string bytes :
       {"",
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n"}) {
    AnswerReader reader;
    EXPECT_EQ(feed(reader, bytes, 4096), Progress::more) << bytes;
    EXPECT_FALSE(reader.end_of_stream()) << bytes;
  }
}

TEST(AnswerTest, ReuseIsForAnswersThatAllowIt) {
  AnswerReader closing;
  EXPECT_EQ(
      closing.feed("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
      Progress::complete
  );
  EXPECT_FALSE(closing.keep_alive());
  AnswerReader upgraded;
  EXPECT_EQ(
      upgraded.feed("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"), Progress::complete
  );
  EXPECT_FALSE(upgraded.keep_alive()) << "it speaks something else now";
  AnswerReader chatty;
  EXPECT_EQ(
      chatty.feed("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nand more"), Progress::complete
  );
  EXPECT_FALSE(chatty.keep_alive()) << "bytes after the answer belong to nobody";
}

TEST(AnswerTest, SaysWhatIsWrong) {
  EXPECT_THAT(problem_with("SSH-2.0-OpenSSH_9.2p1 Debian\r\n"), HasSubstr("not HTTP"));
  EXPECT_THAT(problem_with("HTTP/1.1 abc Nonsense\r\n\r\n"), HasSubstr("not HTTP"));
  EXPECT_THAT(
      problem_with("HTTP/1.1 200 OK\r\nX: " + std::string(20'000, 'x')), HasSubstr("16 KiB")
  );
  EXPECT_THAT(
      problem_with(
          "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + std::string(2'000'000, 'x')
      ),
      HasSubstr("1 MiB")
  );
  std::string interim;
  for (int i = 0; i < 20; ++i) {
    interim += "HTTP/1.1 102 Processing\r\n\r\n";
  }
  EXPECT_THAT(problem_with(interim), HasSubstr("interim"));
  EXPECT_THAT(
      problem_with(
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;" + std::string(200'000, 'x')
      ),
      HasSubstr("answer")
  );
}

TEST(AnswerTest, TheStatusOfATooLongAnswerIsKnown) {
  AnswerReader reader;
  feed(
      reader,
      "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + std::string(2'000'000, 'x'),
      4096
  );
  EXPECT_EQ(reader.status(), 200);
}

TEST(AnswerTest, KeepsTheFirstFourKibibytesOfABody) {
  AnswerReader reader;
  const std::string body = std::string(4096, 'a') + std::string(100'000, 'b');
  EXPECT_EQ(
      feed(
          reader,
          "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body,
          1000
      ),
      Progress::complete
  );
  EXPECT_EQ(reader.body_head(), std::string(4096, 'a'));
}

RC_GTEST_PROP(AnswerTest, AnyBytesInAnyPiecesAreReadWithoutAThrow, (const std::string& bytes)) {
  const auto piece = *rc::gen::inRange<std::size_t>(1, 50);
  for (const std::string start : {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\n\r\n"}) {
    AnswerReader reader;
    if (feed(reader, start + bytes, piece) == Progress::more) {
      reader.end_of_stream();
    }
  }
}

}  // namespace
}  // namespace rkmock::webhooks
