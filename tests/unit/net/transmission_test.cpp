// What is written when, of each kind of transmission.
#include "mockserver/net/transmission.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "rkmock/error.hpp"

namespace rkmock::net {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::SizeIs;
using Then = Pieces::Then;

const std::string head = "HTTP/1.1 200 OK\r\nX-First: 1\r\nContent-Length: 10\r\nX-Last: 2\r\n\r\n";
const std::string body = "0123456789";
constexpr Nanos delay = milliseconds(7);

Pieces cut_with(const Ending& ending, const std::string& answer = head + body) {
  return cut(answer, {delay, ending});
}

TEST(TransmissionTest, AWholeAnswerIsOnePieceAfterTheDelay) {
  EXPECT_EQ(cut_with(ending::Whole{}), (Pieces{{{delay, head + body}}, Then::as_agreed}));
}

TEST(TransmissionTest, ADribbledBodyGoesOutEvenlyAndEndsWhenItsTimeDoes) {
  const Pieces pieces = cut_with(ending::Dribbled{4, milliseconds(100)});
  EXPECT_EQ(pieces.then, Then::as_agreed);
  EXPECT_THAT(
      pieces.list,
      ElementsAre(
          Piece{delay, head},
          Piece{delay + milliseconds(25), "01"},
          Piece{delay + milliseconds(50), "234"},
          Piece{delay + milliseconds(75), "56"},
          Piece{delay + milliseconds(100), "789"}
      )
  );
}

TEST(TransmissionTest, NoMoreDribblesThanBytes) {
  EXPECT_THAT(cut_with(ending::Dribbled{1000, milliseconds(100)}).list, SizeIs(11));
  EXPECT_THAT(cut_with(ending::Dribbled{3, milliseconds(100)}, head).list, SizeIs(1));
}

RC_GTEST_PROP(TransmissionTest, DribblesAreTheWholeAnswerInOrderOfTime, ()) {
  const std::string answer = head + *rc::gen::arbitrary<std::string>();
  const Pieces pieces =
      cut(answer,
          {Nanos(*rc::gen::inRange(0, 1000)),
           ending::Dribbled{*rc::gen::inRange(1, 50), Nanos(*rc::gen::inRange(0, 100'000))}});
  std::string joined;
  Nanos last{};
  for (const Piece& piece : pieces.list) {
    RC_ASSERT(piece.at >= last);
    last = piece.at;
    joined += piece.bytes;
  }
  RC_ASSERT(joined == answer);
}

TEST(TransmissionTest, ATruncatedAnswerPromisesTheWholeAndEndsEarly) {
  EXPECT_EQ(cut_with(ending::Truncated{4}), (Pieces{{{delay, head + "0123"}}, Then::fin}));
  EXPECT_EQ(cut_with(ending::Truncated{0}), (Pieces{{{delay, head}}, Then::fin}));
  EXPECT_EQ(cut_with(ending::Truncated{99}), (Pieces{{{delay, head + body}}, Then::fin}));
}

TEST(TransmissionTest, AMalformedChunkTakesThePlaceOfTheLengthAndTheBody) {
  EXPECT_EQ(
      cut_with(ending::MalformedChunk{}),
      (Pieces{
          {{delay,
            "HTTP/1.1 200 OK\r\nX-First: 1\r\nX-Last: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
            "no chunk size\r\n"}},
          Then::fin})
  );
}

TEST(TransmissionTest, GarbageIsRepeatableAndNeverAStatusLine) {
  const Pieces pieces = cut_with(ending::Garbage{42});
  ASSERT_THAT(pieces.list, SizeIs(1));
  EXPECT_EQ(pieces.then, Then::fin);
  EXPECT_THAT(pieces.list[0].bytes, SizeIs(64));
  EXPECT_EQ(pieces, cut_with(ending::Garbage{42}));
  EXPECT_NE(pieces, cut_with(ending::Garbage{43}));
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const std::string bytes = cut_with(ending::Garbage{seed}).list[0].bytes;
    EXPECT_GE(static_cast<unsigned char>(bytes[0]), 0x80) << seed;
  }
}

TEST(TransmissionTest, SomeEndWithoutAByte) {
  EXPECT_EQ(cut_with(ending::Empty{}), (Pieces{{{delay, ""}}, Then::fin}));
  EXPECT_EQ(cut_with(ending::Reset{}), (Pieces{{{delay, ""}}, Then::rst}));
  EXPECT_EQ(
      cut_with(ending::Hang{std::chrono::hours(1)}),
      (Pieces{{{delay + std::chrono::hours(1), ""}}, Then::fin})
  );
}

TEST(TransmissionTest, WhatIsNoAnswerIsABug) {
  EXPECT_THROW((void)cut_with(ending::Truncated{1}, "no head"), InvariantError);
  EXPECT_THROW((void)cut_with(ending::Dribbled{0, {}}), InvariantError);
}

}  // namespace
}  // namespace rkmock::net
