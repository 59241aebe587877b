#include <gtest/gtest.h>

#include "unit/bookings/store_fixture.hpp"

namespace rkmock::bookings {
namespace {

using namespace std::chrono_literals;

TEST(PayloadClockTest, StartsWhereItIsToldAndTicksBySeconds) {
  const ManualClock clock;
  PayloadClock payload(clock, payload_time("2023-06-20T09:15:00Z"));
  EXPECT_EQ(format_rfc3339(payload.next()), "2023-06-20T09:15:00Z");
  EXPECT_EQ(format_rfc3339(payload.next()), "2023-06-20T09:15:01Z");
}

TEST(PayloadClockTest, FollowsTheWallAndRunsAheadOfFastChanges) {
  ManualClock clock;
  clock.wall = payload_time("2023-06-20T09:15:00Z") + 900ms;
  PayloadClock payload(clock, std::nullopt);
  EXPECT_EQ(format_rfc3339(payload.next()), "2023-06-20T09:15:00Z");
  EXPECT_EQ(format_rfc3339(payload.next()), "2023-06-20T09:15:01Z");
  clock.wall += 1h;
  EXPECT_EQ(format_rfc3339(payload.next()), "2023-06-20T10:15:00Z");
}

TEST(PayloadClockTest, NeverGoesBackWhenTheWallDoes) {
  ManualClock clock;
  clock.wall = payload_time("2023-06-20T09:15:00Z");
  PayloadClock payload(clock, std::nullopt);
  const PayloadTime first = payload.next();
  clock.wall -= 24h;
  EXPECT_EQ(payload.next(), first + 1s);
}

TEST(PayloadClockTest, GivesASecondToSoManyChangesAsItIsTold) {
  const ManualClock clock;
  PayloadClock payload(clock, payload_time("2023-06-20T09:15:00Z"), 3);
  for (const char* expected : {"00", "00", "00", "01", "01", "01", "02"}) {
    EXPECT_EQ(format_rfc3339(payload.next()), std::string("2023-06-20T09:15:") + expected + "Z");
  }
}

TEST(PayloadClockTest, BeginsANewSecondWithTheWallThoughTheOldOneIsNotUsedUp) {
  ManualClock clock;
  clock.wall = payload_time("2023-06-20T09:15:00Z");
  PayloadClock payload(clock, std::nullopt, 2);
  EXPECT_EQ(format_rfc3339(payload.next()), "2023-06-20T09:15:00Z");
  clock.wall += 1s;
  EXPECT_EQ(format_rfc3339(payload.next()), "2023-06-20T09:15:01Z");
  EXPECT_EQ(format_rfc3339(payload.next()), "2023-06-20T09:15:01Z");
  EXPECT_EQ(format_rfc3339(payload.next()), "2023-06-20T09:15:02Z");
}

}  // namespace
}  // namespace rkmock::bookings
