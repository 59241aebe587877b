// hold, release, discard, disable, enable, redeliver: when webhooks go out, and again.
#include <algorithm>

#include "scenarios/step_decoders.hpp"

namespace rkmock::scenarios {

namespace {

/// `bookings.update` of an update and of a cancel.
std::string kind_of(const std::string& event) {
  const std::string verb = event.substr(event.rfind('.') + 1);
  const std::string name = verb.substr(0, verb.find('#'));
  return name == "cancel" ? "update" : name;
}

/// One payload has one event type, so which events it is made of must be written down.
void check_merged(Reader& reader, const Cursor& merged, const step::Release& release) {
  const auto& events = release.events;
  const bool alike = std::all_of(events.begin(), events.end(), [&](const std::string& event) {
    return kind_of(event) == kind_of(events.front());
  });
  if (events.size() < 2 || !alike || release.pace == ReleasePace::burst) {
    reader.refuse(
        merged,
        {.message = alike ? "there are no events to merge" : "the events are of several types",
         .found = "",
         .expected = "`order` with two events or more of one type, and no `burst`",
         .hint = "a webhook has one event type: merge creates, or updates and cancels, or deletes"}
    );
  }
}

void decode_events(
    StepContext& context, const Cursor& order, step::Release& release, std::string& text
) {
  release.order = step::Release::Order::given;
  std::vector<Cursor> events;
  std::string names;
  if (!context.reader.list(order, "events")) {
    context.story.release_all(order);
    return;
  }
  for (std::size_t i = 0; i < order.node->items.size(); ++i) {
    const Cursor item = order.item(i);
    if (const auto event = context.reader.text(item)) {
      events.push_back(item);
      names += (names.empty() ? "" : ", ") + *event;
      release.events.push_back(*event);
    }
  }
  context.story.release(order, events);
  text = "release " + names;
}

void decode_order_of(
    StepContext& context, const Cursor& value, step::Release& release, std::string& text
) {
  const auto order = value.member("order");
  if (!order) {
    if (value.node->members.empty()) {
      context.reader.refuse(
          value,
          {.message = "`release` does not say what to release",
           .found = value.node->describe(),
           .expected = "`release: all`, or `release: { order: [...] }`",
           .hint = ""}
      );
    }
    context.story.release_all(value);
    return;
  }
  if (order->node->kind == Node::Kind::list) {
    decode_events(context, *order, release, text);
    return;
  }
  const bool scalar = order->node->kind == Node::Kind::scalar;
  const bool reversed = order->node->text == "reversed";
  if (!scalar || (!reversed && order->node->text != "shuffled")) {
    const std::string meant =
        scalar ? nearest(order->node->text, {"reversed", "shuffled"}) : std::string();
    context.reader.refuse(
        *order,
        {.message = "`order` is not an order",
         .found = order->node->describe(),
         .expected = "a list of events such as [jane.update, jane.create], `reversed` or "
                     "`shuffled`",
         .hint = meant.empty() ? "" : "did you mean `" + meant + "`?"}
    );
  }
  release.order = reversed ? step::Release::Order::reversed : step::Release::Order::shuffled;
  text = "release " + order->node->text;
  context.story.release_all(*order);
}

void decode_order(
    StepContext& context, const Cursor& value, step::Release& release, std::string& text
) {
  Reader& reader = context.reader;
  reader.map_of(value, keys::release);
  const auto burst = value.member("burst");
  if (burst && reader.boolean(*burst).value_or(false)) {
    release.pace = ReleasePace::burst;
  }
  const auto merged = value.member("merged");
  const bool merges = merged && reader.boolean(*merged).value_or(false);
  decode_order_of(context, value, release, text);
  if (merges) {
    check_merged(reader, *merged, release);
    release.pace = ReleasePace::merged;
    text += " merged";
  }
  text += release.pace == ReleasePace::burst ? " all at once" : "";
}

}  // namespace

void decode_hold(StepContext& context, const StepAt& at, Step& step) {
  step.body = step::Hold{};
  step.text = "hold all";
  require_word(
      context,
      at,
      "all",
      "`hold` holds all events or none",
      "which ones go out, and when, is up to `release`"
  );
  context.story.hold(at.value);
}

void decode_discard(StepContext& context, const StepAt& at, Step& step) {
  step.body = step::Discard{};
  step.text = "discard all";
  require_word(
      context,
      at,
      "all",
      "`discard` discards all that is held",
      "let some go with `release: { order: [...] }` before it"
  );
  context.story.discard(at.value);
}

void decode_endpoint(StepContext& context, const StepAt& at, Step& step) {
  step::SetEndpoint endpoint;
  endpoint.active = at.verb == "enable";
  step.text = at.verb + " endpoint";
  require_word(context, at, "endpoint", "`" + at.verb + "` is about the receiver's endpoint");
  if (const auto backlog = at.map.member("backlog"); backlog && endpoint.active) {
    endpoint.backlog = context.reader.boolean(*backlog).value_or(true);
    step.text += endpoint.backlog ? "" : " without its backlog";
  }
  endpoint.active ? context.story.enable(at.value) : context.story.disable(at.value);
  step.body = endpoint;
}

void decode_redeliver(StepContext& context, const StepAt& at, Step& step) {
  step::Redeliver redeliver;
  step.text = "redeliver " + at.value.node->text;
  if (const auto event = context.reader.text(at.value)) {
    redeliver.event = *event;
    context.story.redeliver(at.value);
  }
  if (const auto bytes = at.map.member("bytes")) {
    const auto word = context.reader.word(*bytes, "choice of bytes", {"same", "fresh"});
    if (word == "same") {
      redeliver.bytes = RedeliveryBytes::same;
      step.text += " with the same bytes";
    }
  }
  step.body = std::move(redeliver);
}

void decode_release(StepContext& context, const StepAt& at, Step& step) {
  step::Release release;
  step.text = "release all";
  if (at.value.node->kind == Node::Kind::scalar && at.value.node->text == "all") {
    context.story.release_all(at.value);
  } else if (at.value.node->kind == Node::Kind::map) {
    decode_order(context, at.value, release, step.text);
  } else {
    context.reader.refuse(
        at.value,
        {.message = "`release` does not say what to release",
         .found = at.value.node->describe(),
         .expected = "`release: all`, or `release: { order: [...] }`",
         .hint = ""}
    );
    context.story.release_all(at.value);
  }
  step.body = std::move(release);
}

}  // namespace rkmock::scenarios
