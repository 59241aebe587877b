#include "rkmock/clock.hpp"

#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace rkmock {
namespace {

using std::chrono::seconds;

TEST(Rfc3339Test, WritesWholeSecondsInUtc) {
  EXPECT_EQ(format_rfc3339(PayloadTime(seconds(1'687'252'500))), "2023-06-20T09:15:00Z");
  EXPECT_EQ(format_rfc3339(PayloadTime(seconds(0))), "1970-01-01T00:00:00Z");
  EXPECT_EQ(format_rfc3339(PayloadTime(seconds(-1))), "1969-12-31T23:59:59Z");
}

TEST(Rfc3339Test, ReadsFractionsAndOffsets) {
  const PayloadTime expected(seconds(1'687'252'500));
  for (const char* text :
       {"2023-06-20T09:15:00Z",
        "2023-06-20t09:15:00z",
        "2023-06-20T09:15:00.999999Z",
        "2023-06-20T09:15:00+00:00",
        "2023-06-20T05:15:00-04:00",
        "2023-06-20T14:45:00+05:30"}) {
    EXPECT_EQ(parse_rfc3339(text), expected) << text;
  }
  EXPECT_TRUE(parse_rfc3339("2024-02-29T00:00:00Z"));
}

TEST(Rfc3339Test, RefusesWhatIsNoTime) {
  for (const char* text :
       {"",
        "2023-06-20",
        "2023-06-20T09:15:00",
        "2023-06-20 09:15:00Z",
        "2023-02-29T00:00:00Z",
        "2023-13-01T00:00:00Z",
        "2023-06-20T24:00:00Z",
        "2023-06-20T09:60:00Z",
        "2023-06-20T09:15:60Z",
        "2023-06-20T09:15:00.Z",
        "2023-06-20T09:15:00+1:00",
        "2023-06-20T09:15:00+24:00",
        "2023-06-20T09:15:00Zx",
        "23-06-20T09:15:00Z",
        "2023-06-20T09:15Z",
        "+023-06-20T09:15:00Z",
        "2023-00-20T09:15:00Z"}) {
    EXPECT_EQ(parse_rfc3339(text), std::nullopt) << text;
  }
}

RC_GTEST_PROP(Rfc3339Test, ReadsWhatItWrites, ()) {
  // Years 0000 to 9999.
  const auto since_epoch = *rc::gen::inRange<std::int64_t>(-62'167'219'200, 253'402'300'800);
  const PayloadTime time{seconds(since_epoch)};
  RC_ASSERT(parse_rfc3339(format_rfc3339(time)) == std::optional(time));
}

TEST(DurationTest, ReadsEveryUnit) {
  using namespace std::chrono_literals;
  EXPECT_EQ(parse_duration("150ms"), 150ms);
  EXPECT_EQ(parse_duration("1.5s"), 1500ms);
  EXPECT_EQ(parse_duration("2m"), 2min);
  EXPECT_EQ(parse_duration("3h"), 3h);
  EXPECT_EQ(parse_duration("4d"), 96h);
  EXPECT_EQ(parse_duration("250us"), 250us);
  EXPECT_EQ(parse_duration("10ns"), 10ns);
  EXPECT_EQ(parse_duration("0s"), 0ns);
  EXPECT_EQ(parse_duration("0.000000001s"), 1ns);
  EXPECT_EQ(parse_duration("1.25h"), 75min);
  EXPECT_EQ(parse_duration("3650d"), 87'600h);
}

TEST(DurationTest, RefusesEverythingElse) {
  for (const char* text :
       {"",
        "5",
        "s",
        "-1s",
        "+1s",
        "1 s",
        " 1s",
        "1s ",
        ".5s",
        "5.s",
        "1.5.5s",
        "1e3s",
        "1S",
        "1min",
        "1sec",
        "3660d",
        "99999999999999999999s",
        "9223372036854775807s",
        "1.0000000001s",
        "1s1"}) {
    EXPECT_EQ(parse_duration(text), std::nullopt) << text;
  }
}

TEST(DurationTest, WritesThreeDigitsInTheUnitThatSuits) {
  using namespace std::chrono_literals;
  EXPECT_EQ(format_duration(0ns), "0 s");
  EXPECT_EQ(format_duration(7ns), "7 ns");
  EXPECT_EQ(format_duration(850us), "850 µs");
  EXPECT_EQ(format_duration(1'250us), "1.25 ms");
  EXPECT_EQ(format_duration(1'254'999ns), "1.25 ms");
  EXPECT_EQ(format_duration(1'255us), "1.26 ms");
  EXPECT_EQ(format_duration(12'340us), "12.3 ms");
  EXPECT_EQ(format_duration(100'900us), "101 ms");
  EXPECT_EQ(format_duration(1'050us), "1.05 ms");
  EXPECT_EQ(format_duration(5s), "5 s");
  EXPECT_EQ(format_duration(90s), "1.5 min");
  EXPECT_EQ(format_duration(75h), "3.13 d");
  EXPECT_EQ(format_duration(-2ms), "-2 ms");
}

TEST(DurationTest, CarriesIntoTheNextUnitWhenRounding) {
  using namespace std::chrono_literals;
  EXPECT_EQ(format_duration(999'600ns), "1 ms");
  EXPECT_EQ(format_duration(999'600us), "1 s");
  EXPECT_EQ(format_duration(59'960ms), "1 min");
  EXPECT_EQ(format_duration(9'999ms), "10 s");
}

RC_GTEST_PROP(DurationTest, NeverReadsALongerSpanThanTenYears, (const std::string& text)) {
  const auto span = parse_duration(text);
  if (span) {
    RC_ASSERT(*span >= Nanos::zero());
    RC_ASSERT(*span <= std::chrono::hours(24 * 3'652));
  }
}

TEST(ClockTest, TheSystemClockGoesOn) {
  const auto before = system_clock().monotonic_now();
  EXPECT_LE(before, system_clock().monotonic_now());
  EXPECT_GT(system_clock().wall_now().time_since_epoch(), std::chrono::hours(24 * 365 * 50));
}

}  // namespace
}  // namespace rkmock
