#pragma once
// Every key the scenario language knows, in one place: the decoder refuses all others, and a test
// holds the documentation against it. Values; any thread.
#include <array>
#include <span>
#include <string_view>

namespace rkmock::scenarios {

/// The keys of one kind of map.
struct KeyGroup {
  std::string_view where;  ///< in words: `a scenario`, `receiver.signing`
  std::span<const std::string_view> keys;
};

namespace keys {

extern const KeyGroup scenario;
extern const KeyGroup sender;
extern const KeyGroup receiver;
extern const KeyGroup signing;
extern const KeyGroup tls;
extern const KeyGroup state;
extern const KeyGroup effect;
extern const KeyGroup given;
extern const KeyGroup api;
extern const KeyGroup rate_limit;
extern const KeyGroup service;
extern const KeyGroup time_slot;
extern const KeyGroup step;   ///< what a step may do, and what may stand beside it
extern const KeyGroup verbs;  ///< what a step may do
extern const KeyGroup with_create;
extern const KeyGroup with_update;
extern const KeyGroup with_cancel;  ///< and of a delete
extern const KeyGroup release;
extern const KeyGroup defaults;
extern const KeyGroup restart;
extern const KeyGroup account;
extern const KeyGroup given_booking;
extern const KeyGroup answer;
extern const KeyGroup wait_until;
extern const KeyGroup until_state;
extern const KeyGroup until_attempts;
extern const KeyGroup until_effect;
extern const KeyGroup until_api_call;

}  // namespace keys

[[nodiscard]] std::span<const KeyGroup* const> key_groups();

}  // namespace rkmock::scenarios
