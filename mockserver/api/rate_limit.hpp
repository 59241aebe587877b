#pragma once
// The rate limit of one account: how many requests it may still make, and when more.
//
// Value; the loop thread. Time comes in with each question: the monotonic clock's for the
// rate, the wall clock's for the month and for instants on the wire. Clocks that go backwards do
// no harm: time that did not pass adds nothing, and a month once begun stays begun.
//
// The vendor names two algorithms, a leaky bucket for the rate and a token bucket for the burst,
// and says no more. Assumed: they are two views of one count. The leaky bucket holds `burst`
// requests and leaks `per_second`; the tokens are the room that is left in it. So an idle account
// may send `burst` requests at once, and in any span of t seconds burst + per_second · t at most.
// Beside it a cap counts the requests let in during a calendar month (UTC, assumed). A refused
// request costs nothing (assumed). The vendor's limits of single endpoints have no numbers and
// are not played.
#include <chrono>
#include <cstdint>
#include <optional>

#include "rkmock/api_setup.hpp"

#include "mockserver/bookings/errors.hpp"
#include "mockserver/net/message.hpp"

namespace rkmock::api {

/// What one request is told. The numbers are of the limit that leaves fewer requests, so that
/// `remaining` is what can really be sent (assumed: the vendor has one set of headers for both).
struct RateAnswer {
  std::optional<bookings::ApiError> refused;  ///< 429 with `retry_after`; empty: let in
  std::int64_t limit = 0;                     ///< the burst, or the monthly cap
  std::int64_t remaining = 0;      ///< requests that would be let in if they came right now
  std::chrono::sys_seconds reset;  ///< when the limit is whole again if no request comes
};

class RateLimiter final {
 public:
  using Monotonic = std::chrono::steady_clock::time_point;
  using Wall = std::chrono::system_clock::time_point;

  /// Empty: no limit.
  explicit RateLimiter(const std::optional<RateLimit>& limit);

  /// Takes one request into account. Nothing when there is no limit.
  std::optional<RateAnswer> ask(Monotonic now, Wall wall);

 private:
  void leak(Monotonic now);
  void turn_month(Wall wall);
  [[nodiscard]] RateAnswer describe(Wall wall) const;

  std::optional<RateLimit> limit_;
  std::int64_t level_ = 0;  ///< of the leaky bucket, in billionths of a request: exact sums
  std::optional<Monotonic> leaked_until_;
  std::optional<std::chrono::year_month> month_;
  std::int64_t this_month_ = 0;  ///< requests let in
};

/// X-RateLimit-Limit, -Remaining and -Reset. `Retry-After` comes with the error itself.
void add_rate_headers(const RateAnswer& answer, net::Response& response);

}  // namespace rkmock::api
