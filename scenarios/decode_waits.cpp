// wait, wait_until.
#include <chrono>

#include "scenarios/step_decoders.hpp"

namespace rkmock::scenarios {

namespace {

constexpr std::int64_t most_counted = 100'000;

step::Wait decode_duration(StepContext& context, const Cursor& value) {
  const bool scalar = value.node->kind == Node::Kind::scalar;
  const bool word = scalar && !value.node->text.empty() &&
                    value.node->text.find_first_of("0123456789") == std::string::npos;
  if (word) {
    context.reader.refuse(
        value,
        {.message = "there is nothing to wait for called `" + value.node->text + "`",
         .found = "",
         .expected = "a duration such as 200ms, or `settled`",
         .hint = nearest(value.node->text, {"settled"}).empty() ? "" : "did you mean `settled`?"}
    );
    return {};
  }
  return {context.reader.duration(value, Nanos(0), std::chrono::hours(1)).value_or(Nanos(0))};
}

/// Notes it when the member is not there.
std::optional<Cursor> required(
    StepContext& context, const Cursor& at, std::string_view key, const std::string& example
) {
  auto member = at.member(key);
  if (!member) {
    context.reader.refuse(
        at,
        {.message = at.label() + " has no `" + std::string(key) + "`",
         .found = "",
         .expected = "`" + std::string(key) + ": " + example + "`",
         .hint = ""}
    );
  }
  return member;
}

int decode_at_least(StepContext& context, const Cursor& at) {
  const auto count = at.member("at_least");
  return count ? static_cast<int>(context.reader.integer(*count, 1, most_counted).value_or(1)) : 1;
}

std::string decode_booking(StepContext& context, const Cursor& at) {
  const auto name = context.reader.text(at);
  if (name && !context.story.has(*name)) {
    context.story.refuse_unknown(at);
  }
  return name.value_or("");
}

step::UntilState decode_state(StepContext& context, const Cursor& at, std::string& text) {
  step::UntilState state;
  if (!context.reader.map_of(at, keys::until_state)) {
    return state;
  }
  if (!context.scenario.receiver.state) {
    context.reader.refuse(
        at,
        {.message = "the receiver has no state to ask for",
         .found = "",
         .expected = "`receiver: { state: { get: URL } }`",
         .hint = "or wait for an `effect`"}
    );
  }
  if (const auto booking = required(context, at, "booking", "jane")) {
    state.booking = decode_booking(context, *booking);
  }
  if (const auto pointer = required(context, at, "at", "/status")) {
    state.at = context.reader.text(*pointer).value_or("");
    check_pointer(
        context.reader,
        *pointer,
        state.at,
        "the way to a value in the receiver's answer, such as /status"
    );
  }
  if (const auto equals = required(context, at, "equals", "confirmed")) {
    state.equals = decode_json_template(context, *equals);
  }
  text = state.at + " of " + state.booking + " equals " + state.equals;
  return state;
}

step::UntilAcknowledged decode_acknowledged(
    StepContext& context, const Cursor& at, std::string& text
) {
  step::UntilAcknowledged acknowledged;
  std::vector<Cursor> items = {at};
  if (at.node->kind != Node::Kind::scalar) {
    items.clear();
    if (context.reader.list(at, "events")) {
      for (std::size_t i = 0; i < at.node->items.size(); ++i) {
        items.push_back(at.item(i));
      }
    }
  }
  for (const Cursor& item : items) {
    if (const auto event = context.reader.text(item)) {
      context.story.require_event(item);
      acknowledged.events.push_back(*event);
      text += (text.empty() ? "" : ", ") + *event;
    }
  }
  text += acknowledged.events.size() == 1 ? " is acknowledged" : " are acknowledged";
  return acknowledged;
}

step::UntilAttempts decode_attempts(StepContext& context, const Cursor& at, std::string& text) {
  step::UntilAttempts attempts;
  if (!context.reader.map_of(at, keys::until_attempts)) {
    return attempts;
  }
  if (const auto event = required(context, at, "event", "jane.create")) {
    attempts.event = context.reader.text(*event).value_or("");
    context.story.require_event(*event);
  }
  attempts.at_least = decode_at_least(context, at);
  text = std::to_string(attempts.at_least) + " attempts of " + attempts.event;
  return attempts;
}

step::UntilEffect decode_effect(StepContext& context, const Cursor& at, std::string& text) {
  step::UntilEffect effect;
  if (!context.reader.map_of(at, keys::until_effect)) {
    return effect;
  }
  if (const auto name = required(context, at, "name", "email")) {
    std::vector<std::string> known;
    for (const EffectRule& rule : context.scenario.receiver.effects) {
      known.push_back(rule.name);
    }
    effect.name = context.reader.word(*name, "effect", known).value_or("");
  }
  if (const auto booking = at.member("booking")) {
    effect.booking = decode_booking(context, *booking);
  }
  effect.at_least = decode_at_least(context, at);
  text = std::to_string(effect.at_least) + " of the effect " + effect.name +
         (effect.booking.empty() ? "" : " for " + effect.booking);
  return effect;
}

step::UntilApiCall decode_api_call(StepContext& context, const Cursor& at, std::string& text) {
  step::UntilApiCall call;
  if (!context.reader.map_of(at, keys::until_api_call)) {
    return call;
  }
  if (const auto method = at.member("method")) {
    call.method =
        context.reader
            .word(*method, "method", {"GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"})
            .value_or("");
  }
  if (const auto path = at.member("path")) {
    call.path = decode_template(context, *path);
  }
  call.at_least = decode_at_least(context, at);
  text = std::to_string(call.at_least) + " calls of " +
         (call.method.empty() ? "any method" : call.method) +
         (call.path.empty() ? "" : " " + call.path);
  return call;
}

}  // namespace

void decode_wait(StepContext& context, const StepAt& at, Step& step) {
  if (at.value.node->kind == Node::Kind::scalar && at.value.node->text == "settled") {
    step.body = step::WaitSettled{};
  } else {
    step.body = decode_duration(context, at.value);
  }
  step.text = "wait " + at.value.node->text;
}

void decode_wait_until(StepContext& context, const StepAt& at, Step& step) {
  step::WaitUntil until;
  std::string text;
  const Cursor& value = at.value;
  if (context.reader.map_of(value, keys::wait_until) && value.node->members.size() != 1) {
    context.reader.refuse(
        value,
        {.message = "`wait_until` waits for one thing",
         .found = value.node->describe(),
         .expected = one_of({keys::wait_until.keys.begin(), keys::wait_until.keys.end()}),
         .hint = "give each its own step"}
    );
  }
  if (const auto state = value.member("state")) {
    until.what = decode_state(context, *state, text);
  } else if (const auto events = value.member("acknowledged")) {
    until.what = decode_acknowledged(context, *events, text);
  } else if (const auto attempts = value.member("attempts")) {
    until.what = decode_attempts(context, *attempts, text);
  } else if (const auto effect = value.member("effect")) {
    until.what = decode_effect(context, *effect, text);
  } else if (const auto call = value.member("api_call")) {
    until.what = decode_api_call(context, *call, text);
  }
  until.timeout = decode_timeout(context, at.map, default_wait);
  step.text = "wait until " + text;
  step.body = std::move(until);
}

}  // namespace rkmock::scenarios
