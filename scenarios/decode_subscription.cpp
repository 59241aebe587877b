// What the receiver subscribes to, and how it is restarted.
#include <chrono>

#include "core/url.hpp"
#include "scenarios/decode_parts.hpp"
#include "scenarios/samples.hpp"

namespace rkmock::scenarios {

namespace {

std::string decode_url(Reader& reader, const Cursor& map, std::string_view key) {
  const auto at = map.member(key);
  const auto text = at ? reader.text(*at) : std::nullopt;
  if (text && !parse_url(*text)) {
    reader.refuse(
        *at,
        {.message = at->label() + " is not an http URL",
         .found = at->node->describe(),
         .expected = "a URL such as http://127.0.0.1:3000/healthz",
         .hint = ""}
    );
  }
  return text.value_or("");
}

}  // namespace

void decode_subscription(Reader& reader, const Cursor& receiver, Receiver& into) {
  const auto events = receiver.member("events");
  if (events && reader.list(*events, "event types")) {
    for (std::size_t i = 0; i < events->node->items.size(); ++i) {
      if (auto type = reader.word(events->item(i), "event type", event_types())) {
        into.events.push_back(*std::move(type));
      }
    }
  }
  if (const auto service = receiver.member("service")) {
    into.service = reader.integer(*service, 1, max_id);
  }
}

void decode_restart_hook(Reader& reader, const Cursor& at, Receiver& receiver) {
  if (!reader.map_of(at, keys::restart)) {
    return;
  }
  RestartHook hook;
  if (const auto run = at.member("run")) {
    hook.run = reader.text(*run).value_or("");
  }
  hook.post = decode_url(reader, at, "post");
  hook.ready = decode_url(reader, at, "ready");
  if (const auto timeout = at.member("timeout")) {
    hook.timeout = reader.duration(*timeout, std::chrono::milliseconds(1), std::chrono::minutes(10))
                       .value_or(hook.timeout);
  }
  if (hook.run.empty() == hook.post.empty()) {
    reader.refuse(
        at,
        {.message = "`restart` does not say how",
         .found = at.node->describe(),
         .expected = "`run: COMMAND` or `post: URL`, one of the two",
         .hint = ""}
    );
  }
  receiver.restart = std::move(hook);
}

}  // namespace rkmock::scenarios
