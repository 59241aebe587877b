#include "mockserver/api/rate_limit.hpp"

#include <algorithm>
#include <string>

namespace rkmock::api {

namespace {

using bookings::ApiError;
using bookings::ErrorCode;
using std::chrono::floor;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month;
using std::chrono::year_month_day;

/// One request, in the unit of the level. At n requests per second, n units leak per nanosecond.
constexpr std::int64_t one = 1'000'000'000;

sys_seconds start_of_next(year_month month) {
  return sys_days((month + std::chrono::months(1)) / 1);
}

year_month month_of(RateLimiter::Wall wall) {
  const year_month_day day(floor<std::chrono::days>(wall));
  return day.year() / day.month();
}

/// Until so much has leaked, rounded up: a client that waits that long is never too early.
nanoseconds time_to_leak(std::int64_t amount, int per_second) {
  return nanoseconds((amount + per_second - 1) / per_second);
}

ApiError refusal(ErrorCode code, seconds wait) {
  ApiError error = bookings::make_error(code);
  error.retry_after = std::max<std::int64_t>(wait.count(), 1);
  return error;
}

}  // namespace

RateLimiter::RateLimiter(const std::optional<RateLimit>& limit) : limit_(limit) {}

void RateLimiter::leak(Monotonic now) {
  const nanoseconds passed = leaked_until_ ? now - *leaked_until_ : nanoseconds(0);
  leaked_until_ = now;
  if (passed >= time_to_leak(level_, limit_->per_second)) {
    level_ = 0;
  } else if (passed > nanoseconds(0)) {
    level_ -= passed.count() * limit_->per_second;
  }
}

void RateLimiter::turn_month(Wall wall) {
  const year_month now = month_of(wall);
  if (!month_ || now > *month_) {
    month_ = now;
    this_month_ = 0;
  }
}

RateAnswer RateLimiter::describe(Wall wall) const {
  RateAnswer answer;
  answer.limit = limit_->burst;
  answer.remaining = (limit_->burst * one - level_) / one;
  answer.reset = std::chrono::ceil<seconds>(wall + time_to_leak(level_, limit_->per_second));
  const std::int64_t left = limit_->monthly - this_month_;
  if (limit_->monthly > 0 && left <= answer.remaining) {
    answer.limit = limit_->monthly;
    answer.remaining = left;
    answer.reset = start_of_next(*month_);
  }
  return answer;
}

std::optional<RateAnswer> RateLimiter::ask(Monotonic now, Wall wall) {
  if (!limit_) {
    return std::nullopt;
  }
  leak(now);
  turn_month(wall);
  // The month first: who has used it up gains nothing by waiting a second.
  if (limit_->monthly > 0 && this_month_ >= limit_->monthly) {
    RateAnswer answer = describe(wall);
    const auto wait = std::chrono::ceil<seconds>(start_of_next(*month_) - wall);
    answer.refused = refusal(ErrorCode::api_limit_exceeded, wait);
    return answer;
  }
  const std::int64_t excess = level_ + one - limit_->burst * one;
  if (excess > 0) {
    RateAnswer answer = describe(wall);
    const auto wait = std::chrono::ceil<seconds>(time_to_leak(excess, limit_->per_second));
    answer.refused = refusal(ErrorCode::rate_limit_exceeded, wait);
    return answer;
  }
  level_ += one;
  ++this_month_;
  return describe(wall);
}

void add_rate_headers(const RateAnswer& answer, net::Response& response) {
  const auto add = [&](const char* name, std::int64_t value) {
    response.headers.emplace_back(name, std::to_string(value));
  };
  add("X-RateLimit-Limit", answer.limit);
  add("X-RateLimit-Remaining", answer.remaining);
  add("X-RateLimit-Reset", answer.reset.time_since_epoch().count());
}

}  // namespace rkmock::api
