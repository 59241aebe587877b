#pragma once
// What a sender does to an exchange on purpose: where it pauses, resets, or looks away.
//
// Pure; any thread. A Conduct is made from an attempt's actions and carried out by Attempt, which
// knows no faults.
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "rkmock/action.hpp"

#include "mockserver/webhooks/wire.hpp"

namespace rkmock::webhooks {

/// A stretch of the request's bytes, and what happens when it has been written.
struct Segment {
  enum class Then {
    go_on,
    pause,           ///< for `span`
    await_continue,  ///< for `100 Continue`, at most `span`
    reset,
  };

  std::size_t end = 0;  ///< of the request's bytes
  Then then = Then::go_on;
  Nanos span{};
  std::string words{};  ///< of the action; empty: not worth a mention
  bool operator==(const Segment&) const = default;
};

/// An act that needs no more than to be done, with its action in words.
using Deed = std::optional<std::string>;

struct Conduct {
  Deed unreachable;  ///< nothing is sent at all
  std::string seen;  ///< what the sender sees then: `connection refused`
  Deed stale;        ///< on a connection that the receiver has closed
  std::vector<Segment> segments;
  bool cut_short = false;  ///< the bytes are no whole request
  Deed half_close;         ///< after the last byte
  Deed look_away;          ///< do not read for `look_away_for` after the last byte
  Nanos look_away_for{};
  Deed lose_ack;             ///< reset when the answer begins
  Deed reset_after_headers;  ///< reset when the answer's headers are complete
  bool operator==(const Conduct&) const = default;
};

/// Nothing when none of the actions is about the exchange.
[[nodiscard]] std::optional<Conduct> conduct_of(
    const std::vector<Action>& actions, const WireRequest& request
);

/// A body that drips takes at most so long: beyond, the pieces are larger.
inline constexpr Nanos longest_drip = std::chrono::seconds(30);

/// How long a sender waits for `100 Continue` (as curl does).
inline constexpr Nanos longest_continue = std::chrono::seconds(1);

}  // namespace rkmock::webhooks
