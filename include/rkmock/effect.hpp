#pragma once
// Effects: what a receiver did because of a webhook, as seen at a sink.
//
// The mock plays the receiver's downstream (its e-mail or CRM provider) at `/sink/NAME`; each
// request there is an effect. An EffectRule says how to read which booking, event type and
// version caused it. Values; any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/clock.hpp"

namespace rkmock {

/// How the requests at one sink path name what caused them. JSON Pointers into the body.
struct EffectRule {
  std::string name = "effects";            ///< what checks call it
  std::string path = "/sink/effects";      ///< the sink it arrives at
  std::string booking = "/booking_id";     ///< required: an effect without it is unattributed
  std::string event_type = "/event_type";  ///< optional in the body
  std::string updated_at = "/updated_at";  ///< optional in the body
  std::vector<std::string> on;             ///< event types that must cause it; empty: all three
  std::optional<Nanos> delay{};            ///< the sink's answer comes so late; empty: at once
  bool operator==(const EffectRule&) const = default;
};

/// What a body names under a rule. Fields that are absent or of another type stay empty.
struct EffectKey {
  std::optional<std::int64_t> booking_id;
  std::string event_type;
  std::string updated_at;
  bool operator==(const EffectKey&) const = default;
};

/// Reads the key from a body; a body that is not JSON gives an empty key. A booking id may be a
/// JSON integer or a string of digits.
[[nodiscard]] EffectKey read_effect(const EffectRule& rule, std::string_view body);

}  // namespace rkmock
