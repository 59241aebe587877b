#pragma once
// The decoders of steps, one for each verb. One decode; one thread. Each fills the step's text and
// body, tells the story what it does to bookings and events, and notes what is wrong.
#include <string>
#include <vector>

#include "scenarios/decode.hpp"
#include "scenarios/reader.hpp"
#include "scenarios/references.hpp"
#include "scenarios/scenario.hpp"
#include "scenarios/story.hpp"

namespace rkmock::scenarios {

struct StepContext {
  Reader& reader;
  const Catalog& catalog;
  Scenario& scenario;
  Story& story;
  std::vector<std::string> fault_keys;  ///< what a `deliver` may say
  Nanos timeout{};                      ///< `defaults.timeout`; 0: each step has its own

  /// What may be referred to at this point of the story.
  [[nodiscard]] ReferenceScope scope() const;
};

/// A step in the file.
struct StepAt {
  Cursor map;
  std::string verb;
  Cursor value;  ///< of the verb
};

using DecodeStep = void (*)(StepContext& context, const StepAt& at, Step& step);

void decode_change(StepContext& context, const StepAt& at, Step& step);

void decode_hold(StepContext& context, const StepAt& at, Step& step);
void decode_release(StepContext& context, const StepAt& at, Step& step);
void decode_discard(StepContext& context, const StepAt& at, Step& step);
void decode_endpoint(StepContext& context, const StepAt& at, Step& step);
void decode_redeliver(StepContext& context, const StepAt& at, Step& step);

void decode_call(StepContext& context, const StepAt& at, Step& step);
void decode_send(StepContext& context, const StepAt& at, Step& step);
void decode_trigger(StepContext& context, const StepAt& at, Step& step);

void decode_wait(StepContext& context, const StepAt& at, Step& step);
void decode_wait_until(StepContext& context, const StepAt& at, Step& step);

void decode_restart(StepContext& context, const StepAt& at, Step& step);
void decode_run(StepContext& context, const StepAt& at, Step& step);
void decode_arm(StepContext& context, const StepAt& at, Step& step);
void decode_disarm(StepContext& context, const StepAt& at, Step& step);
void decode_expect(StepContext& context, const StepAt& at, Step& step);

// What several of them share.

/// `timeout` beside the verb, else `defaults.timeout`, else `usual`.
Nanos decode_timeout(StepContext& context, const Cursor& map, Nanos usual);
/// A text with references; each is checked. Empty when it is none.
std::string decode_template(StepContext& context, const Cursor& at);
/// A value with references in its texts, as JSON.
std::string decode_json_template(StepContext& context, const Cursor& at);
BodyTemplate decode_body(StepContext& context, const Cursor& at);
ExpectedAnswer decode_answer(StepContext& context, const Cursor& at);
/// Notes `message` when the verb's value is not this one word.
void require_word(
    StepContext& context,
    const StepAt& at,
    const std::string& word,
    const std::string& message,
    const std::string& hint = ""
);

}  // namespace rkmock::scenarios
