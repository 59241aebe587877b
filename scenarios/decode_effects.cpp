// `receiver.effects`: what the receiver does downstream, and how its requests name what caused it.
#include "core/words.hpp"
#include "scenarios/decode_parts.hpp"
#include "scenarios/samples.hpp"

namespace rkmock::scenarios {

namespace {

constexpr std::size_t most_effects = 20;

void decode_place(Reader& reader, const Cursor& effect, std::string_view key, std::string& place) {
  const auto at = effect.member(key);
  if (!at) {
    return;
  }
  const auto text = reader.text(*at);
  if (text && !is_effect_place(*text)) {
    reader.refuse(
        *at,
        {.message = at->label() + " is not where something can stand in a request",
         .found = at->node->describe(),
         .expected = "a JSON Pointer into its body such as /" + std::string(key) +
                     ", `header:NAME` or `query:NAME`",
         .hint = ""}
    );
  }
  place = text.value_or(place);
}

std::vector<std::string> decode_event_types(Reader& reader, const Cursor& at) {
  std::vector<Cursor> items = {at};
  if (at.node->kind != Node::Kind::scalar) {
    if (!reader.list(at, "event types")) {
      return {};
    }
    items.clear();
    for (std::size_t i = 0; i < at.node->items.size(); ++i) {
      items.push_back(at.item(i));
    }
  }
  std::vector<std::string> types;
  for (const Cursor& item : items) {
    if (auto word = reader.word(item, "event type", event_types())) {
      types.push_back(std::move(*word));
    }
  }
  return types;
}

/// Which event types cause it, and which must not.
void decode_causes(Reader& reader, const Cursor& effect, EffectRule& rule) {
  const auto on = effect.member("on");
  if (on) {
    rule.on = decode_event_types(reader, *on);
  }
  const auto forbidden = effect.member("forbidden");
  if (!forbidden) {
    return;
  }
  const bool all = forbidden->node->kind == Node::Kind::scalar && forbidden->node->text == "all";
  rule.forbidden = all ? event_types() : decode_event_types(reader, *forbidden);
  for (const std::string& type : event_types()) {
    const bool banned = contains(rule.forbidden, type);
    if (on && banned && contains(rule.on, type)) {
      reader.refuse(
          *forbidden,
          {.message = "`" + type + "` is under `on` and under `forbidden`",
           .found = "",
           .expected = "each event type under one of them",
           .hint = ""}
      );
    }
    if (!on && !banned) {
      rule.on.push_back(type);
    }
  }
  rule.required = rule.required && !rule.always_forbidden();
}

void decode_how_often(Reader& reader, const Cursor& effect, EffectRule& rule) {
  if (const auto at = effect.member("required")) {
    rule.required = reader.boolean(*at).value_or(rule.required);
  }
  if (const auto at = effect.member("once_per")) {
    const auto word = reader.word(*at, "span", {"event", "booking", "none"});
    rule.once_per = word == "booking" ? OncePer::booking
                    : word == "none"  ? OncePer::none
                                      : OncePer::event;
  }
}

void decode_path(Reader& reader, const Cursor& effect, EffectRule& rule) {
  const auto at = effect.member("path");
  if (!at) {
    return;
  }
  const auto text = reader.text(*at);
  const std::string prefix = "/sink/";
  if (text && (text->rfind(prefix, 0) != 0 || text->size() == prefix.size() ||
               text->find_first_of("?# ") != std::string::npos)) {
    reader.refuse(
        *at,
        {.message = "`path` is not the path of a sink",
         .found = at->node->describe(),
         .expected = "a path below /sink/, such as /sink/" + rule.name,
         .hint = ""}
    );
  }
  rule.path = text.value_or(rule.path);
}

/// It becomes part of a path.
bool is_effect_name(std::string_view text) {
  static constexpr std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
  return !text.empty() && text.size() <= 100 &&
         text.find_first_not_of(allowed) == std::string_view::npos;
}

void decode_effect(Reader& reader, const Cursor& effects, std::size_t index, Receiver& receiver) {
  const std::string& name = effects.node->members[index].key.text;
  const Cursor at = *effects.member(name);
  if (!reader.map_of(at, keys::effect)) {
    return;
  }
  if (!is_effect_name(name)) {
    reader.refuse(
        effects.key(name),
        {.message = "`" + name + "` cannot name an effect",
         .found = "",
         .expected = "letters, digits, `-`, `_` and `.`, such as email",
         .hint = ""}
    );
    return;
  }
  EffectRule rule;
  rule.name = name;
  rule.path = "/sink/" + name;
  decode_path(reader, at, rule);
  decode_place(reader, at, "booking", rule.booking);
  decode_place(reader, at, "event_type", rule.event_type);
  decode_place(reader, at, "updated_at", rule.updated_at);
  decode_place(reader, at, "marker", rule.marker);
  decode_how_often(reader, at, rule);
  decode_causes(reader, at, rule);
  if (const auto delay = at.member("delay")) {
    rule.delay = reader.duration(*delay, std::chrono::milliseconds(1), std::chrono::minutes(1));
  }
  for (const EffectRule& other : receiver.effects) {
    if (other.path == rule.path) {
      reader.refuse(
          at.member("path").value_or(effects.key(name)),
          {.message = "the effects `" + other.name + "` and `" + name + "` share one path",
           .found = "the text \"" + rule.path + "\"",
           .expected = "a path of its own for each effect",
           .hint = ""}
      );
    }
  }
  receiver.effects.push_back(std::move(rule));
}

}  // namespace

void decode_effects(Reader& reader, const Cursor& at, Receiver& receiver) {
  receiver.effects.clear();
  if (at.node->kind == Node::Kind::scalar && at.node->text == "none") {
    return;
  }
  const bool is_map = at.node->kind == Node::Kind::map;
  if (!is_map || at.node->members.empty() || at.node->members.size() > most_effects) {
    reader.refuse(
        at,
        {.message = is_map ? "`effects` names no effect, or too many" : "`effects` is not a map",
         .found = at.node->describe(),
         .expected = "up to " + std::to_string(most_effects) +
                     " names, each with how its requests look, or `effects: none`",
         .hint = ""}
    );
    return;
  }
  for (std::size_t i = 0; i < at.node->members.size(); ++i) {
    decode_effect(reader, at, i, receiver);
  }
}

}  // namespace rkmock::scenarios
