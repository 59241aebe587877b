#include <algorithm>
#include <chrono>

#include "mockserver/bookings/store.hpp"

namespace rkmock::bookings {

PayloadClock::PayloadClock(const Clock& clock, std::optional<PayloadTime> start)
    : clock_(&clock), follows_wall_(!start) {
  if (start) {
    last_ = *start - std::chrono::seconds(1);
  }
}

PayloadTime PayloadClock::next() {
  const std::chrono::seconds tick(1);
  if (!follows_wall_) {
    last_ = *last_ + tick;
    return *last_;
  }
  const auto now = std::chrono::floor<std::chrono::seconds>(clock_->wall_now());
  last_ = last_ ? std::max(now, *last_ + tick) : now;
  return *last_;
}

}  // namespace rkmock::bookings
