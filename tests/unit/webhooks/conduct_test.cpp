// Where a sender pauses, resets or looks away, by its actions.
#include "mockserver/webhooks/conduct.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Then = Segment::Then;

/// 100 bytes of head and 60 of body.
WireRequest request() {
  WireRequest request;
  request.bytes = std::string(160, 'x');
  request.head_bytes = 100;
  return request;
}

Conduct conduct(const std::vector<Action>& actions) {
  return conduct_of(actions, request()).value_or(Conduct{});
}

TEST(ConductTest, WhatIsNotAboutTheExchangeNeedsNone) {
  EXPECT_FALSE(conduct_of({}, request()));
  EXPECT_FALSE(conduct_of({action::Sign{.aim = {}, .as = "wrong"}}, request()));
}

TEST(ConductTest, AStallIsInTheMiddleOfTheBody) {
  EXPECT_THAT(
      conduct({action::Stall{.aim = {}, .span = 1s}}).segments,
      ElementsAre(Segment{130, Then::pause, 1s, "stall 1 s"}, Segment{.end = 160})
  );
}

TEST(ConductTest, ADripPausesBeforeEachPieceOfTheBody) {
  const auto segments = conduct({action::Drip{.aim = {}, .bytes = 20, .every = 5ms}}).segments;
  ASSERT_THAT(segments, SizeIs(4));
  EXPECT_EQ(segments[0].end, 100U) << "the head comes at once";
  EXPECT_EQ(segments[1].end, 120U);
  EXPECT_EQ(segments[2].end, 140U);
  EXPECT_EQ(segments[3], Segment{.end = 160});
}

TEST(ConductTest, ADripThatWouldTakeTooLongHasLargerPieces) {
  WireRequest large = request();
  large.bytes.resize(100 + 1'000'000);
  const auto dripping =
      conduct_of({action::Drip{.aim = {}, .bytes = 1, .every = 10ms}}, large).value();
  Nanos sum{};
  for (const Segment& segment : dripping.segments) {
    sum += segment.span;
  }
  EXPECT_LE(sum, longest_drip);
  EXPECT_GE(sum, longest_drip * 9 / 10);
}

TEST(ConductTest, NothingComesAfterAReset) {
  const auto segments = conduct({action::Drip{.aim = {}, .bytes = 20, .every = 5ms},
                                 action::Reset{.aim = {}, .at = "in_body", .byte = 30}}
  ).segments;
  ASSERT_THAT(segments, SizeIs(3));
  EXPECT_EQ(segments.back().end, 130U);
  EXPECT_EQ(segments.back().then, Then::reset);
}

TEST(ConductTest, AResetIsWhereItsWordSays) {
  const auto end_of = [](const std::string& at, std::int64_t byte = 0) {
    return conduct({action::Reset{.aim = {}, .at = at, .byte = byte}}).segments.at(0).end;
  };
  EXPECT_EQ(end_of("before_request"), 0U);
  EXPECT_EQ(end_of("after_headers"), 100U);
  EXPECT_EQ(end_of("in_body", 7), 107U);
  EXPECT_EQ(end_of("in_body", 1000), 159U) << "the last byte at least is missing";
  EXPECT_EQ(end_of("after_request"), 160U);
  const Conduct late = conduct({action::Reset{.aim = {}, .at = "after_answer_headers"}});
  EXPECT_THAT(late.segments, IsEmpty());
  EXPECT_EQ(late.reset_after_headers, "reset after_answer_headers");
}

TEST(ConductTest, SaysWhatTheSenderSeesOfAnUnreachableReceiver) {
  const auto seen = [](const std::string& as) {
    return conduct({action::Unreachable{.aim = {}, .as = as}}).seen;
  };
  EXPECT_EQ(seen("refused"), "connection refused");
  EXPECT_EQ(seen("host_not_found"), "host not found");
  EXPECT_EQ(seen("tls_failed"), "TLS failed");
}

}  // namespace
}  // namespace rkmock::webhooks
