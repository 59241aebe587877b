#pragma once
// What a sender does after an attempt: nothing, wait and try again, send the same bytes at once,
// or give up. Pure; any thread.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/delivery_events.hpp"
#include "rkmock/sender.hpp"

namespace rkmock::webhooks {

/// What came of an attempt, as far as it decides what comes next.
struct Tried {
  int scheduled = 1;       ///< attempts of the schedule so far, this one included
  bool resent = false;     ///< this one was the immediate re-send
  bool only_once = false;  ///< a drain or a redelivery
  Outcome outcome = Outcome::unknown;
  bool timed_out = false;
  int status = 0;           ///< of a complete answer's headers; 0: there were none
  std::string retry_after;  ///< the answer's header, as it came
  Nanos took{};             ///< from being started to its end
  std::chrono::system_clock::time_point ended;
};

struct Next {
  enum class Kind { nothing, retry, resend, give_up };

  Kind kind = Kind::nothing;
  Nanos wait{};       ///< of a retry, on the sending clock
  std::string words;  ///< `retry 2 of 9 in 5 s`, `given up: …`; empty when there is nothing to do
  bool operator==(const Next&) const = default;

  /// Why it is given up: the words without `given up: `; empty when it is not.
  [[nodiscard]] std::string why() const;
};

/// `schedule` is the profile's with its jitter drawn.
[[nodiscard]] Next next_after(
    const SenderProfile& profile, const std::vector<Nanos>& schedule, const Tried& tried
);

/// The span that a Retry-After asks for: seconds, or an HTTP date seen from `now`; a time that is
/// past asks for none. At most `longest_retry_after`. Nothing when it is neither.
[[nodiscard]] std::optional<Nanos> read_retry_after(
    std::string_view text, std::chrono::system_clock::time_point now
);

inline constexpr Nanos longest_retry_after = std::chrono::hours(24);

/// What the real sender would do with a redirect, to be added to the attempt's reason: `: the real
/// sender would follow it to /login`. Empty when it does nothing with it.
[[nodiscard]] std::string redirect_note(
    const SenderProfile& profile, int status, std::string_view location
);

/// A wait on the real clock: divided by the time scale, 0 makes nothing of it.
[[nodiscard]] Nanos compressed(Nanos wait, double time_scale);

}  // namespace rkmock::webhooks
