#include <chrono>

#include "rkmock/error.hpp"

#include "mockserver/bookings/store.hpp"

namespace rkmock::bookings {

PayloadClock::PayloadClock(const Clock& clock, std::optional<PayloadTime> start, int per_second)
    : clock_(&clock), start_(start), per_second_(per_second) {
  RKMOCK_ASSERT(per_second >= 1, "a second that no change may have");
}

PayloadTime PayloadClock::next() {
  const PayloadTime earliest =
      start_ ? *start_ : std::chrono::floor<std::chrono::seconds>(clock_->wall_now());
  if (!last_ || earliest > *last_) {
    last_ = earliest;
    given_ = 0;
  } else if (given_ == per_second_) {
    *last_ += std::chrono::seconds(1);
    given_ = 0;
  }
  ++given_;
  return *last_;
}

}  // namespace rkmock::bookings
