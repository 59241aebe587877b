#pragma once
// Effects: what a receiver did because of a webhook, as seen at a sink.
//
// The mock plays the receiver's downstream (its e-mail or CRM provider) at `/sink/NAME`; each
// request there is an effect. An EffectRule says how to read which booking, event type and
// version caused it, and how often it may happen. Values; any thread.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rkmock/clock.hpp"

namespace rkmock {

/// Within what an effect may happen at most once.
enum class OncePer {
  event,    ///< each change of a booking
  booking,  ///< its whole life
  none,     ///< it may be repeated
};

[[nodiscard]] std::string_view to_string(OncePer once_per);

/// How the requests at one sink path name what caused them, and what must hold of them.
///
/// A place is a JSON Pointer into the body, `header:NAME` or `query:NAME`.
struct EffectRule {
  std::string name = "effects";            ///< what checks call it
  std::string path = "/sink/effects";      ///< the sink it arrives at
  std::string booking = "/booking_id";     ///< place; an effect without it is unattributed
  std::string event_type = "/event_type";  ///< place; optional in the request
  std::string updated_at = "/updated_at";  ///< place; optional in the request
  std::vector<std::string> on{};           ///< event types that cause it; empty: all three
  bool required = true;                    ///< they must cause it, not only may
  OncePer once_per = OncePer::event;
  std::vector<std::string> forbidden{};  ///< event types that must not; all three: it is never due
  std::string marker{};                  ///< place of a text that quotes the booking's message
  std::optional<Nanos> delay{};          ///< the sink's answer comes so late; empty: at once
  bool operator==(const EffectRule&) const = default;

  [[nodiscard]] bool always_forbidden() const { return forbidden.size() == 3; }
};

/// What a request names under a rule. Fields that are absent or of another type stay empty.
struct EffectKey {
  std::optional<std::int64_t> booking_id;
  std::string event_type;
  std::string updated_at;
  std::string marker{};  ///< the text that quotes a message; at most 1 KiB
  bool operator==(const EffectKey&) const = default;
};

/// A request at a sink, as far as a rule may look at it.
struct SinkRequest {
  std::string_view body;
  std::vector<std::pair<std::string, std::string>> headers{};
  std::multimap<std::string, std::string> query{};  ///< decoded
};

/// Whether a rule can look there.
[[nodiscard]] bool is_effect_place(std::string_view place);

/// Reads the key from a request; places that it does not have stay empty. A booking id may be a
/// JSON integer or a text of digits.
[[nodiscard]] EffectKey read_effect(const EffectRule& rule, const SinkRequest& request);

}  // namespace rkmock
