// What a rate limit never does, whatever comes when and however the clocks jump.
#include <algorithm>
#include <map>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "mockserver/api/rate_limit.hpp"

namespace rkmock::api {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr std::int64_t second = 1'000'000'000;

rc::Gen<RateLimit> any_limit() {
  return rc::gen::construct<RateLimit>(
      rc::gen::weightedOneOf<int>(
          {{5, rc::gen::inRange(1, 12)}, {1, rc::gen::inRange(12, 1'000'001)}}
      ),
      rc::gen::weightedOneOf<int>(
          {{5, rc::gen::inRange(1, 12)}, {1, rc::gen::inRange(12, 1'000'001)}}
      ),
      rc::gen::weightedOneOf<std::int64_t>(
          {{2, rc::gen::just<std::int64_t>(0)}, {1, rc::gen::inRange<std::int64_t>(1, 30)}}
      )
  );
}

/// Nanoseconds between two requests: none, few, or some seconds.
rc::Gen<std::int64_t> any_gap() {
  return rc::gen::weightedOneOf<std::int64_t>(
      {{4, rc::gen::just<std::int64_t>(0)},
       {2, rc::gen::inRange<std::int64_t>(0, second)},
       {1, rc::gen::inRange<std::int64_t>(0, 5 * second)}}
  );
}

/// Both clocks, moved together; begins in the last seconds of a month.
struct Clocks {
  RateLimiter::Monotonic monotonic{std::chrono::hours(1000)};
  RateLimiter::Wall wall{std::chrono::sys_days(std::chrono::year(2030) / 2 / 1) - seconds(10)};

  void pass(std::int64_t time) {
    monotonic += nanoseconds(time);
    wall += std::chrono::duration_cast<RateLimiter::Wall::duration>(nanoseconds(time));
  }
};

RC_GTEST_PROP(RateLimitPropertyTest, NeverLetsInMoreThanBurstAndRateInAnyWindow, ()) {
  const RateLimit limit = *any_limit();
  RateLimiter limiter(limit);
  Clocks clocks;
  std::vector<std::int64_t> let_in;
  std::int64_t now = 0;
  for (const std::int64_t gap : *rc::gen::container<std::vector<std::int64_t>>(60, any_gap())) {
    clocks.pass(gap);
    now += gap;
    if (!limiter.ask(clocks.monotonic, clocks.wall)->refused) {
      let_in.push_back(now);
    }
  }
  for (std::size_t first = 0; first < let_in.size(); ++first) {
    for (std::size_t last = first; last < let_in.size(); ++last) {
      const auto count = static_cast<std::int64_t>(last - first + 1);
      const std::int64_t span = let_in[last] - let_in[first];
      RC_ASSERT((count - limit.burst) * second <= span * limit.per_second);
    }
  }
}

RC_GTEST_PROP(RateLimitPropertyTest, NeverLetsInMoreThanTheCapInAMonth, ()) {
  RateLimit limit = *any_limit();
  limit.monthly = *rc::gen::inRange<std::int64_t>(1, 10);
  RateLimiter limiter(limit);
  Clocks clocks;
  std::map<unsigned, std::int64_t> let_in;
  for (const std::int64_t gap : *rc::gen::container<std::vector<std::int64_t>>(60, any_gap())) {
    clocks.pass(gap);
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(clocks.wall));
    if (!limiter.ask(clocks.monotonic, clocks.wall)->refused) {
      RC_ASSERT(++let_in[static_cast<unsigned>(day.month())] <= limit.monthly);
    }
  }
}

/// The clocks may jump back at any time: the promise made after the jump holds, and it is no longer
/// than without one.
RC_GTEST_PROP(RateLimitPropertyTest, WhoWaitsRetryAfterIsLetIn, ()) {
  RateLimiter limiter(*any_limit());
  Clocks clocks;
  int refusals = 0;
  for (const std::int64_t gap : *rc::gen::container<std::vector<std::int64_t>>(60, any_gap())) {
    const bool back = *rc::gen::weightedElement<bool>({{9, false}, {1, true}});
    clocks.pass(back ? -gap * 1000 : gap);
    const auto answer = limiter.ask(clocks.monotonic, clocks.wall);
    RC_ASSERT(answer->remaining >= 0);
    if (const auto& refused = answer->refused) {
      ++refusals;
      RC_ASSERT(refused->retry_after.value() >= 1);
      RC_ASSERT(refused->code == "api_limit_exceeded" || refused->retry_after == 1);
      clocks.pass(*refused->retry_after * second);
      RC_ASSERT(!limiter.ask(clocks.monotonic, clocks.wall)->refused);
    }
  }
  RC_CLASSIFY(refusals > 0);
}

RC_GTEST_PROP(RateLimitPropertyTest, RemainingIsExactlyWhatIsLetInNow, ()) {
  RateLimit limit = *any_limit();
  limit.burst = std::min(limit.burst, 200);
  RateLimiter limiter(limit);
  Clocks clocks;
  for (const std::int64_t gap : *rc::gen::container<std::vector<std::int64_t>>(20, any_gap())) {
    clocks.pass(gap);
    const auto answer = limiter.ask(clocks.monotonic, clocks.wall);
    RC_ASSERT(answer->remaining >= 0);
    RC_ASSERT(answer->remaining <= answer->limit);
    RateLimiter copy = limiter;
    for (std::int64_t left = answer->remaining; left > 0; --left) {
      const auto next = copy.ask(clocks.monotonic, clocks.wall);
      RC_ASSERT(!next->refused);
      RC_ASSERT(next->remaining == left - 1);
    }
    RC_ASSERT(copy.ask(clocks.monotonic, clocks.wall)->refused.has_value());
  }
}

/// Who waits until Reset has the whole burst, or the whole month, before them.
RC_GTEST_PROP(RateLimitPropertyTest, ResetIsWhenTheLimitIsWhole, ()) {
  const RateLimit limit = *any_limit();
  RC_PRE(limit.monthly != limit.burst);  // else `limit` does not say which of them it is
  RateLimiter limiter(limit);
  Clocks clocks;
  for (const std::int64_t gap : *rc::gen::container<std::vector<std::int64_t>>(20, any_gap())) {
    clocks.pass(gap);
    const auto answer = limiter.ask(clocks.monotonic, clocks.wall);
    RC_ASSERT(answer->reset >= std::chrono::floor<seconds>(clocks.wall));
    RateLimiter copy = limiter;
    Clocks later = clocks;
    later.pass(nanoseconds(answer->reset - clocks.wall).count());
    const auto after = copy.ask(later.monotonic, later.wall);
    RC_ASSERT(!after->refused);
    RC_ASSERT(after->limit != answer->limit || after->remaining == answer->limit - 1);
  }
}

/// Time that runs backwards gives nothing: only what passes forwards counts.
RC_GTEST_PROP(RateLimitPropertyTest, JumpsBackAddNoRequest, ()) {
  RateLimit limit = *any_limit();
  limit.monthly = 0;
  RateLimiter limiter(limit);
  Clocks clocks;
  std::int64_t forwards = 0;
  std::int64_t let_in = 0;
  for (const std::int64_t gap : *rc::gen::container<std::vector<std::int64_t>>(60, any_gap())) {
    const bool back = *rc::gen::arbitrary<bool>();
    clocks.pass(back ? -gap : gap);
    forwards += back ? 0 : gap;
    let_in += limiter.ask(clocks.monotonic, clocks.wall)->refused ? 0 : 1;
    RC_ASSERT((let_in - limit.burst) * second <= forwards * limit.per_second);
  }
}

}  // namespace
}  // namespace rkmock::api
