#pragma once
// Which effect was caused by which webhook event.
//
// Value over a History, which must outlive it; any thread. An effect names its booking and, if it
// can, event type and updated_at, or it quotes the booking's message (a marker). Where it names
// less than one event, effects are counted against the events raised so far: what is over belongs
// to an event that had its effect already. What names no booking at all is never guessed.
#include <string>
#include <vector>

#include "rkmock/history.hpp"

namespace rkmock::assertions {

/// One booking's change as a webhook event carries it, and the effects it had.
struct Cause {
  const WebhookEvent* event = nullptr;
  const event::BookingVersion* booking = nullptr;
  bool due = false;       ///< the rule says that it causes an effect …
  bool required = false;  ///< … and must
  bool forbidden = false;
  std::string message{};  ///< the booking's, in this version
  std::vector<Line<event::SinkHit>> effects;
};

struct Attribution {
  EffectRule rule;
  std::vector<Cause> causes;                       ///< as raised
  std::vector<Line<event::SinkHit>> unattributed;  ///< they name no booking
  std::vector<Line<event::SinkHit>> strays;        ///< of no event raised before them

  [[nodiscard]] bool any_attributed() const;
};

[[nodiscard]] Attribution attribute(const History& history, const EffectRule& rule);

/// The run's effect rules. A journal without a run's start gives one for each effect seen.
[[nodiscard]] std::vector<EffectRule> declared_effects(const History& history);

/// By the named rules, by all when `names` is empty. A name that no rule has goes to
/// `unknown`.
[[nodiscard]] std::vector<Attribution> attribute_named(
    const History& history, const std::vector<std::string>& names, std::vector<std::string>& unknown
);

/// `email and crm`
[[nodiscard]] std::string names_of(const std::vector<Attribution>& attributions);

/// `effect at /sink/effects for booking 70001, bookings.create, 2030-01-01T00:00:01Z`
[[nodiscard]] std::string describe(const event::SinkHit& hit);

/// The same instant, however it is written; else the same text.
[[nodiscard]] bool same_time(const std::string& a, const std::string& b);

}  // namespace rkmock::assertions
