// What a limit says to one request after another. What it never does: rate_limit_property_test.
#include "mockserver/api/rate_limit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rkmock/clock.hpp"

#include "core/rate_plans.hpp"

namespace rkmock::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::Pair;

/// A limiter and the two clocks that it is asked with.
struct Limited {
  explicit Limited(const RateLimit& limit, const char* now = "2030-01-07T09:00:00Z")
      : limiter(limit), wall(parse_rfc3339(now).value()) {}

  RateAnswer ask() { return limiter.ask(monotonic, wall).value(); }

  void pass(nanoseconds time) {
    monotonic += time;
    wall += std::chrono::duration_cast<RateLimiter::Wall::duration>(time);
  }

  RateLimiter limiter;
  RateLimiter::Monotonic monotonic;
  RateLimiter::Wall wall;
};

std::string code(const RateAnswer& answer) {
  return answer.refused ? answer.refused->code : "";
}

std::string reset(const RateAnswer& answer) {
  return format_rfc3339(answer.reset);
}

TEST(RateLimitTest, WithoutALimitThereIsNothingToSay) {
  RateLimiter limiter(std::nullopt);
  EXPECT_FALSE(limiter.ask({}, {}).has_value());
}

TEST(RateLimitTest, ABurstIsLetInAtOnceAndTheNextRequestIsNot) {
  Limited starter({5, 10, 0});
  for (int left = 9; left >= 0; --left) {
    const RateAnswer answer = starter.ask();
    EXPECT_FALSE(answer.refused) << left;
    EXPECT_EQ(answer.limit, 10);
    EXPECT_EQ(answer.remaining, left);
  }
  const RateAnswer refused = starter.ask();
  ASSERT_TRUE(refused.refused);
  EXPECT_EQ(refused.refused->status, 429);
  EXPECT_EQ(refused.refused->code, "rate_limit_exceeded");
  EXPECT_EQ(refused.refused->message, "Rate limit exceeded");
  EXPECT_EQ(refused.refused->retry_after, 1);
  EXPECT_EQ(refused.remaining, 0);
}

TEST(RateLimitTest, TheRateSaysHowFastRoomComesBack) {
  Limited starter({5, 10, 0});
  for (int i = 0; i < 10; ++i) {
    (void)starter.ask();
  }
  starter.pass(milliseconds(200) - nanoseconds(1));
  EXPECT_EQ(code(starter.ask()), "rate_limit_exceeded");
  starter.pass(nanoseconds(1));
  EXPECT_EQ(code(starter.ask()), "");
  EXPECT_EQ(code(starter.ask()), "rate_limit_exceeded");
}

TEST(RateLimitTest, AThirdOfASecondIsWaitedForToTheLastNanosecond) {
  Limited thrice({3, 1, 0});
  (void)thrice.ask();
  thrice.pass(nanoseconds(333'333'333));
  EXPECT_EQ(code(thrice.ask()), "rate_limit_exceeded");
  thrice.pass(nanoseconds(1));
  EXPECT_EQ(code(thrice.ask()), "");
}

TEST(RateLimitTest, AnIdleAccountHasItsBurstBackAndNoMore) {
  Limited starter({5, 10, 0});
  for (int i = 0; i < 10; ++i) {
    (void)starter.ask();
  }
  starter.pass(std::chrono::hours(1));
  EXPECT_EQ(starter.ask().remaining, 9);
}

TEST(RateLimitTest, ResetIsTheSecondInWhichTheBurstIsWholeAgain) {
  Limited starter({5, 10, 0});
  EXPECT_EQ(reset(starter.ask()), "2030-01-07T09:00:01Z");
  for (int i = 0; i < 9; ++i) {
    (void)starter.ask();
  }
  EXPECT_EQ(reset(starter.ask()), "2030-01-07T09:00:02Z");
}

TEST(RateLimitTest, TheMonthIsUsedUpUntilTheNextOneBegins) {
  Limited few({100, 100, 3}, "2030-01-31T23:59:30Z");
  for (int left = 2; left >= 0; --left) {
    const RateAnswer answer = few.ask();
    EXPECT_FALSE(answer.refused);
    EXPECT_EQ(answer.limit, 3);
    EXPECT_EQ(answer.remaining, left);
    EXPECT_EQ(reset(answer), "2030-02-01T00:00:00Z");
  }
  const RateAnswer refused = few.ask();
  ASSERT_TRUE(refused.refused);
  EXPECT_EQ(refused.refused->status, 429);
  EXPECT_EQ(refused.refused->code, "api_limit_exceeded");
  EXPECT_EQ(refused.refused->message, "Monthly API limit exceeded");
  EXPECT_EQ(refused.refused->retry_after, 30);
  EXPECT_EQ(refused.limit, 3);
  EXPECT_EQ(refused.remaining, 0);
  few.pass(seconds(30));
  EXPECT_EQ(few.ask().remaining, 2);
}

TEST(RateLimitTest, ARefusedRequestCostsNothing) {
  Limited slow({1, 1, 2});
  EXPECT_EQ(code(slow.ask()), "");
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(code(slow.ask()), "rate_limit_exceeded");
  }
  slow.pass(seconds(1));
  EXPECT_EQ(code(slow.ask()), "");
  EXPECT_EQ(code(slow.ask()), "api_limit_exceeded");
}

TEST(RateLimitTest, TheHeadersSpeakOfTheLimitThatLeavesFewer) {
  Limited both({1, 5, 7});
  EXPECT_EQ(both.ask().limit, 5);
  for (int i = 0; i < 4; ++i) {
    (void)both.ask();
  }
  both.pass(seconds(5));
  const RateAnswer answer = both.ask();
  EXPECT_EQ(answer.limit, 7);
  EXPECT_EQ(answer.remaining, 1);
}

TEST(RateLimitTest, AMonthOnceBegunStaysBegunWhenTheWallClockGoesBack) {
  Limited few({100, 100, 1}, "2030-02-01T00:00:00Z");
  EXPECT_EQ(code(few.ask()), "");
  few.wall -= seconds(10);
  const RateAnswer refused = few.ask();
  EXPECT_EQ(code(refused), "api_limit_exceeded");
  EXPECT_EQ(reset(refused), "2030-03-01T00:00:00Z");
}

TEST(RateLimitTest, TheHeadersAreNamedAsOnTheVendorsPage) {
  RateAnswer answer;
  answer.limit = 10;
  answer.remaining = 8;
  answer.reset = std::chrono::sys_seconds(seconds(1'619'703'600));
  net::Response response;
  add_rate_headers(answer, response);
  EXPECT_THAT(
      response.headers,
      ElementsAre(
          Pair("X-RateLimit-Limit", "10"),
          Pair("X-RateLimit-Remaining", "8"),
          Pair("X-RateLimit-Reset", "1619703600")
      )
  );
}

TEST(RatePlansTest, AreThoseOfTheVendorsPage) {
  EXPECT_EQ(find_rate_plan("starter"), (RateLimit{5, 10, 10'000}));
  EXPECT_EQ(find_rate_plan("developer"), (RateLimit{10, 20, 50'000}));
  EXPECT_EQ(find_rate_plan("growth"), (RateLimit{20, 50, 0}));
  EXPECT_FALSE(find_rate_plan("Starter"));
  EXPECT_FALSE(find_rate_plan(""));
  EXPECT_THAT(rate_plan_names(), ElementsAre("starter", "developer", "growth"));
}

}  // namespace
}  // namespace rkmock::api
