// What comes after an attempt, and why, in every case a profile knows.
#include "mockserver/webhooks/retry.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mockserver/webhooks/profiles.hpp"

namespace rkmock::webhooks {
namespace {

using namespace std::chrono_literals;
using Kind = Next::Kind;

const std::vector<Nanos> schedule = {5s, 5min, 2h};

/// Refused with this status.
Tried refused(int status = 500, std::string retry_after = "") {
  Tried tried;
  tried.outcome = Outcome::refused;
  tried.status = status;
  tried.retry_after = std::move(retry_after);
  tried.took = 10ms;
  tried.ended = std::chrono::sys_days(std::chrono::January / 7 / 2030);
  return tried;
}

Tried broken(Nanos took) {
  Tried tried;
  tried.outcome = Outcome::impossible;
  tried.took = took;
  return tried;
}

TEST(RetryTest, AnAcknowledgedDeliveryNeedsNothing) {
  Tried tried = refused(200);
  tried.outcome = Outcome::acknowledged;
  EXPECT_EQ(next_after({}, schedule, tried), Next{});
}

TEST(RetryTest, AFailureWaitsAsTheScheduleSaysUntilItsEnd) {
  Tried tried = refused();
  EXPECT_EQ(next_after({}, schedule, tried), (Next{Kind::retry, 5s, "retry 1 of 3 in 5 s"}));
  tried.scheduled = 3;
  EXPECT_EQ(next_after({}, schedule, tried), (Next{Kind::retry, 2h, "retry 3 of 3 in 2 h"}));
  tried.scheduled = 4;
  EXPECT_EQ(
      next_after({}, schedule, tried),
      (Next{Kind::give_up, {}, "given up: the schedule is at its end"})
  );
}

TEST(RetryTest, ASenderWithoutASchedule) {
  EXPECT_EQ(next_after({}, {}, refused()).words, "given up: the sender does not retry");
}

TEST(RetryTest, WhatIsTriedOnceIsNotRetriedWhateverTheProfileSays) {
  SenderProfile profile;
  profile.instant_resend = true;
  Tried tried = broken(1ms);
  tried.only_once = true;
  EXPECT_EQ(
      next_after(profile, schedule, tried), (Next{Kind::give_up, {}, "given up: it is tried once"})
  );
}

TEST(RetryTest, RetryAfterIsIgnoredUnlessTheProfileHeedsIt) {
  EXPECT_EQ(next_after({}, schedule, refused(503, "60")).wait, 5s);
}

TEST(RetryTest, AnHonouredRetryAfterMakesTheWaitLongerAndNeverShorter) {
  SenderProfile profile;
  profile.retry_after = RetryAfter::honoured;
  EXPECT_EQ(
      next_after(profile, schedule, refused(503, "60")),
      (Next{Kind::retry, 60s, "retry 1 of 3 in 1 min, Retry-After asked for 1 min"})
  );
  EXPECT_EQ(next_after(profile, schedule, refused(429, "1")).wait, 5s);
  EXPECT_EQ(next_after(profile, schedule, refused(503, "tomorrow")).words, "retry 1 of 3 in 5 s");
  EXPECT_EQ(next_after(profile, schedule, refused(503, "Mon, 07 Jan 2030 00:01:00 GMT")).wait, 60s);
  Tried half_an_answer = refused(503, "60");
  half_an_answer.outcome = Outcome::unknown;
  EXPECT_EQ(next_after(profile, schedule, half_an_answer).wait, 5s);
}

TEST(RetryTest, AClampedRetryAfterStaysWithinTwiceTheWait) {
  SenderProfile profile;
  profile.retry_after = RetryAfter::clamped;
  EXPECT_EQ(next_after(profile, schedule, refused(503, "1")).wait, 5s);
  EXPECT_EQ(next_after(profile, schedule, refused(503, "7")).wait, 7s);
  EXPECT_EQ(next_after(profile, schedule, refused(503, "60")).wait, 10s);
}

TEST(RetryTest, RetryAfterDoesNotOutlastTheSchedule) {
  SenderProfile profile;
  profile.retry_after = RetryAfter::honoured;
  Tried tried = refused(503, "60");
  tried.scheduled = 4;
  EXPECT_EQ(next_after(profile, schedule, tried).kind, Kind::give_up);
}

TEST(RetryTest, RetryAfterIsSecondsOrAnHttpDate) {
  const auto now = std::chrono::sys_days(std::chrono::November / 6 / 1994) + 8h + 49min;
  const auto read = [&](const char* text) { return read_retry_after(text, now); };
  EXPECT_EQ(read("0"), Nanos(0));
  EXPECT_EQ(read(" 120\t"), Nanos(120s));
  EXPECT_EQ(read("Sun, 06 Nov 1994 08:49:37 GMT"), Nanos(37s));
  EXPECT_EQ(read("Sun, 06 Nov 1994 08:48:37 GMT"), Nanos(0)) << "it is past";
  EXPECT_EQ(read("Fri, 31 Dec 9999 23:59:59 GMT"), longest_retry_after);
  EXPECT_EQ(read("90000"), longest_retry_after);
  EXPECT_EQ(read("99999999999999999999"), longest_retry_after);
  for (const char* text :
       {"",
        " ",
        "-1",
        "+1",
        "1.5",
        "1s",
        "soon",
        "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 31 Feb 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:-7 GMT",
        "Sun, -6 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT"}) {
    EXPECT_EQ(read(text), std::nullopt) << text;
  }
}

TEST(RetryTest, AConnectionThatFailsSoonIsTriedOnceMoreAtOnceAndUsesNothingOfTheSchedule) {
  SenderProfile profile;
  profile.instant_resend = true;
  Tried tried = broken(999ms);
  const Next resend{Kind::resend, {}, "the same bytes at once: the connection failed within 1 s"};
  EXPECT_EQ(next_after(profile, schedule, tried), resend);
  EXPECT_EQ(next_after(profile, {}, tried), resend) << "also where there are no retries";
  tried.resent = true;
  EXPECT_EQ(next_after(profile, schedule, tried).words, "retry 1 of 3 in 5 s") << "once";
  EXPECT_EQ(next_after(profile, schedule, broken(1s)).kind, Kind::retry) << "too late";
  EXPECT_EQ(next_after(profile, schedule, refused()).kind, Kind::retry) << "it was answered";
  tried = broken(1ms);
  tried.timed_out = true;
  EXPECT_EQ(next_after(profile, schedule, tried).kind, Kind::retry) << "nothing broke";
}

TEST(RetryTest, GoneEndsTheDeliveryWhereItDisablesTheEndpoint) {
  SenderProfile profile;
  EXPECT_EQ(next_after(profile, schedule, refused(410)).kind, Kind::retry);
  profile.gone_disables = true;
  EXPECT_EQ(
      next_after(profile, schedule, refused(410)),
      (Next{Kind::give_up, {}, "given up: 410 Gone disables the endpoint"})
  );
  EXPECT_EQ(next_after(profile, schedule, refused(404)).kind, Kind::retry);
}

TEST(RetryTest, OnlyASenderThatFollowsRedirectsHasANote) {
  SenderProfile profile;
  EXPECT_EQ(redirect_note(profile, 302, "/login"), "");
  profile.redirects = Redirects::followed;
  EXPECT_EQ(redirect_note(profile, 302, "/login"), ": the real sender would follow it to /login");
  EXPECT_EQ(redirect_note(profile, 304, ""), "");
  EXPECT_EQ(redirect_note(profile, 201, "/bookings/1"), "");
  EXPECT_EQ(redirect_note(profile, 302, std::string(1000, 'x')).size(), 237U);
}

TEST(RetryTest, WaitsAreCompressed) {
  EXPECT_EQ(compressed(60s, 1), 60s);
  EXPECT_EQ(compressed(60s, 1000), 60ms);
  EXPECT_EQ(compressed(60s, 0), 0s);
  EXPECT_EQ(compressed(10s, 0.5), 20s);
  EXPECT_EQ(compressed(24h, 1e-9), 24h * 3650);
}

TEST(RetryTest, TheProfilesDifferAsTheirSourcesSay) {
  const auto profile = [](const char* name) { return find_profile(name).value(); };
  EXPECT_EQ(profile("svix").retry_after, RetryAfter::clamped);
  EXPECT_EQ(profile("svix").disable_after, 5 * 24h);
  EXPECT_TRUE(profile("svix").instant_resend);
  EXPECT_EQ(profile("standard-webhooks").retry_after, RetryAfter::honoured);
  EXPECT_TRUE(profile("standard-webhooks").gone_disables);
  EXPECT_EQ(profile("shopify").disable_after_failures, 8);
  EXPECT_EQ(profile("square").disable_after, 21 * 24h);
  EXPECT_EQ(profile("outpost").redirects, Redirects::followed);
  for (const std::string& name : profile_names()) {
    EXPECT_FALSE(profile(name.c_str()).ordered) << name;
  }
}

}  // namespace
}  // namespace rkmock::webhooks
