// create, update, cancel, delete: changes of the model, and the faults on their webhooks.
#include "scenarios/decode_fields.hpp"
#include "scenarios/nickname.hpp"
#include "scenarios/step_decoders.hpp"

namespace rkmock::scenarios {

namespace {

/// The fields of nobody's change: their mistakes count all the same.
void look_over(StepContext& context, const std::string& verb, const Cursor& with) {
  BookingFields ignored;
  if (verb == "create") {
    decode_create_fields(context.reader, with, "nobody", context.scenario, ignored);
  } else if (verb == "update") {
    context.reader.map_of(with, keys::with_update);
  } else {
    decode_cancel_fields(context.reader, with, ignored);
  }
}

void decode_fields(
    StepContext& context, const StepAt& at, const std::optional<Cursor>& with, BookingFields& fields
) {
  Reader& reader = context.reader;
  Story& story = context.story;
  const std::string& name = at.value.node->text;
  if (at.verb == "create") {
    decode_create_fields(reader, with, name, context.scenario, fields);
    story.create(at.value);
    return;
  }
  const bool known = story.change(at.value, at.verb);
  if (at.verb == "update") {
    if (known) {
      decode_update_fields(reader, with, story, name, fields);
    } else if (with) {
      reader.map_of(*with, keys::with_update);
    }
    return;
  }
  decode_cancel_fields(reader, with, fields);
  if (known && at.verb == "cancel" && story.may_take_status(at.value, name)) {
    story.cancelled(at.value, name);
  }
}

void decode_deliver(StepContext& context, const StepAt& at, BookingCommand& command) {
  const auto deliver = at.map.member("deliver");
  if (!deliver) {
    return;
  }
  command.deliver = deliver->node->to_json().dump();
  if (context.catalog.validate_deliver) {
    context.reader.refuse_parameters(
        *deliver, context.catalog.validate_deliver(command.deliver), context.fault_keys
    );
  }
  const std::string type = event_type_of(at.verb);
  if (!context.story.subscribes_to(type)) {
    context.reader.refuse(
        *deliver,
        {.message = "no webhook tells of this change, so that nothing can happen to it",
         .found = "",
         .expected = "`" + type + "` among `receiver.events`, or no `deliver`",
         .hint = ""}
    );
  }
}

}  // namespace

bool check_nickname(Reader& reader, const Cursor& at) {
  const bool scalar = at.node->kind == Node::Kind::scalar;
  if (scalar && is_nickname(at.node->text) && !is_reserved(at.node->text)) {
    return true;
  }
  const bool reserved = scalar && is_reserved(at.node->text);
  const bool derived = reserved && at.node->text.starts_with("booking-");
  reader.refuse(
      at,
      {.message = reserved ? "names like `" + at.node->text + "` are kept for " +
                                 (derived ? "bookings made through /v1" : "references")
                           : at.label() + " does not name a booking",
       .found = reserved ? "" : at.node->describe(),
       .expected = "a name such as jane: a small letter, then small letters, digits, - and _",
       .hint = at.node->kind == Node::Kind::map ? "the fields go under `with`" : ""}
  );
  return false;
}

void decode_change(StepContext& context, const StepAt& at, Step& step) {
  step::Change change;
  change.command.change = at.verb;
  const auto with = at.map.member("with");
  if (check_nickname(context.reader, at.value)) {
    change.command.booking = at.value.node->text;
    decode_fields(context, at, with, change.command.fields);
  } else if (with) {
    look_over(context, at.verb, *with);
  }
  decode_deliver(context, at, change.command);
  step.text = at.verb + " " + change.command.booking;
  step.body = std::move(change);
}

}  // namespace rkmock::scenarios
