#include "rkmock/effect.hpp"

#include <optional>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace rkmock {
namespace {

std::optional<std::int64_t> booking_of(const std::string& body) {
  return read_effect(EffectRule{}, {body}).booking_id;
}

TEST(EffectTest, ReadsTheConventionalBody) {
  const EffectKey key = read_effect(
      EffectRule{},
      {R"({"booking_id":789,"event_type":"bookings.create","updated_at":"2023-06-20T09:15:00Z"})"}
  );
  EXPECT_EQ(key, (EffectKey{789, "bookings.create", "2023-06-20T09:15:00Z"}));
}

TEST(EffectTest, FollowsThePointersOfTheRule) {
  EffectRule rule;
  rule.booking = "/to/0/ref";
  rule.event_type = "/kind~1of";
  const EffectKey key = read_effect(rule, {R"({"to":[{"ref":"12"}],"kind/of":"x"})"});
  EXPECT_EQ(key, (EffectKey{12, "x", ""}));
}

TEST(EffectTest, ABookingIdMayBeATextOfDigits) {
  EXPECT_EQ(booking_of(R"({"booking_id":"0789"})"), 789);
  EXPECT_EQ(booking_of(R"({"booking_id":9223372036854775807})"), INT64_MAX);
  EXPECT_EQ(booking_of(R"({"booking_id":-5})"), -5);
}

TEST(EffectTest, LeavesEmptyWhatIsOfAnotherType) {
  for (const char* id :
       {R"("")",
        R"("12a")",
        R"("-1")",
        R"(" 1")",
        "1.0",
        "1e3",
        "true",
        "null",
        "[1]",
        "{}",
        "9223372036854775808",
        R"("9223372036854775808")"}) {
    EXPECT_EQ(booking_of(std::string(R"({"booking_id":)") + id + "}"), std::nullopt) << id;
  }
  EXPECT_EQ(read_effect(EffectRule{}, {R"({"event_type":5,"updated_at":null})"}), EffectKey{});
}

TEST(EffectTest, ABodyThatIsNotJsonHasNoKey) {
  for (const char* body : {"", "booking_id=5", "{", "\xff", "[]", "5", "null"}) {
    EXPECT_EQ(read_effect(EffectRule{}, {body}), EffectKey{}) << body;
  }
}

TEST(EffectTest, APointerThatIsNoneReadsNothing) {
  EffectRule rule;
  rule.booking = "booking_id";
  EXPECT_EQ(read_effect(rule, {R"({"booking_id":5})"}), EffectKey{});
  rule.booking = "/a~2";
  EXPECT_EQ(read_effect(rule, {R"({"booking_id":5})"}), EffectKey{});
  rule.booking = "/99999999999999999999";
  EXPECT_EQ(read_effect(rule, {R"([5])"}), EffectKey{});
}

RC_GTEST_PROP(EffectTest, NeverThrows, (const std::string& body, const std::string& pointer)) {
  EffectRule rule;
  rule.booking = pointer;
  rule.event_type = "/" + pointer;
  static_cast<void>(read_effect(rule, {body}));
  static_cast<void>(read_effect(rule, {R"({"a":[1,{"":"x"}]})"}));
}

TEST(EffectTest, ReadsHeadersWhateverTheirCaseAndParameters) {
  EffectRule rule;
  rule.booking = "header:X-Booking-Id";
  rule.event_type = "query:type";
  rule.updated_at = "header:X-Absent";
  const EffectKey key =
      read_effect(rule, {"not json", {{"x-booking-id", "789"}}, {{"type", "bookings.create"}}});
  EXPECT_EQ(key, (EffectKey{789, "bookings.create", "", ""}));
}

TEST(EffectTest, KeepsTheTextThatQuotesTheMessageWithinBounds) {
  EffectRule rule;
  EXPECT_EQ(read_effect(rule, {R"({"text":"your note: window seat"})"}).marker, "");
  rule.marker = "/text";
  EXPECT_EQ(
      read_effect(rule, {R"({"text":"your note: window seat"})"}).marker, "your note: window seat"
  );
  const std::string body = R"({"text":")" + std::string(5000, 'x') + R"("})";
  EXPECT_EQ(read_effect(rule, {body}).marker.size(), 1024U);
}

TEST(EffectTest, TellsPlacesFromOtherTexts) {
  for (const std::string_view place : {"/a", "/a/0/b~1c", "header:X-Id", "query:id"}) {
    EXPECT_TRUE(is_effect_place(place)) << place;
  }
  for (const std::string_view place : {"", "a", "/a~2", "header:", "query:", "cookie:a"}) {
    EXPECT_FALSE(is_effect_place(place)) << place;
  }
}

}  // namespace
}  // namespace rkmock
