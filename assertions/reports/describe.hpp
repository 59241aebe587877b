#pragma once
// One journal event in words, for a timeline. Pure functions; any thread.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "rkmock/event.hpp"
#include "rkmock/history.hpp"

namespace rkmock::reports {

/// What a line needs of others to be told well. Points into the history.
struct Context {
  explicit Context(const History& history);

  std::map<std::pair<std::string, int>, Nanos> attempt_starts;  ///< by delivery and number
  /// The webhook event that told of a booking's version, by id and updated_at: `jane.create`.
  std::map<std::pair<std::int64_t, std::string>, const event::EventRaised*> event_of;
};

/// `receiver → mock  jane.update/1 attempt 1: 200 OK after 2.1 ms`: actor, then what. Cleaned.
[[nodiscard]] std::string describe(const Event& event, const Context& context);

/// The bookings that the event is about; empty when it is about none in particular.
[[nodiscard]] std::set<std::int64_t> bookings_of(const Event& event, const History& history);

/// Whether a story of these bookings is told better with the event than without it.
[[nodiscard]] bool worth_telling(const Event& event);

}  // namespace rkmock::reports
