#pragma once
// What reached the receiver: which requests were not the event any more, and what it may have
// known of a change when it acted. Pure, over a History; any thread.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/history.hpp"

namespace rkmock::assertions {

/// Why a request was not the event any more.
enum class Spoil {
  none,       ///< it is the event
  forged,     ///< its signature is not the sender's
  stale,      ///< its signature's time is long ago, or to come
  malformed,  ///< it cannot be read, or is no webhook at all
  tolerable,  ///< right, but nothing to act on: an unknown event type, no bookings
  other       ///< some of it may be acted on: a member is missing, one of several is bad
};

[[nodiscard]] Spoil spoil_of(const event::AttemptStarted& started);

[[nodiscard]] std::string_view to_string(Spoil spoil);

/// What the receiver may have known of a change when an effect came.
enum class Known {
  nothing,      ///< no request that was whole
  spoiled,      ///< requests that a right receiver does not act on, and no others
  from_api,     ///< as above, but it asked the API in between
  from_webhook  ///< a request that it may act on
};

/// Looked up for each effect, so made once. Value; refers to the history.
class Arrivals {
 public:
  explicit Arrivals(const History& history);

  /// Of the change that the hit names by booking and updated_at; where it names no change, of any
  /// change of the booking.
  [[nodiscard]] Known known_at(const Line<event::SinkHit>& hit) const;

 private:
  struct Told {
    const WebhookEvent* event = nullptr;
    const event::BookingVersion* version = nullptr;
  };

  [[nodiscard]] std::vector<const WebhookEvent*> events_of(const event::SinkHit& hit) const;

  std::map<std::int64_t, std::vector<Told>> of_booking_;
  std::optional<std::uint64_t> first_answer_;  ///< of the API to the receiver
};

/// The status of the attempt's answer; 0 when there was none.
[[nodiscard]] int status_of(const Attempt& attempt);

}  // namespace rkmock::assertions
