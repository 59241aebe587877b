#include "scenarios/decode_steps.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "scenarios/decode_parts.hpp"
#include "scenarios/nickname.hpp"

namespace rkmock::scenarios {

namespace {

constexpr std::size_t most_steps = 1000;

bool is_verb(std::string_view key) {
  const auto verbs = keys::verbs.keys;
  return std::find(verbs.begin(), verbs.end(), key) != verbs.end();
}

bool is_change(std::string_view verb) {
  return verb == "create" || verb == "update" || verb == "cancel" || verb == "delete";
}

class StepsDecoder {
 public:
  StepsDecoder(
      Reader& reader, const Catalog& catalog, Scenario& scenario, std::map<std::string, int> creates
  )
      : reader_(reader),
        catalog_(catalog),
        scenario_(scenario),
        story_(reader, std::move(creates)) {
    for (const FaultDescriptor& fault : catalog.faults) {
      fault_keys_.emplace_back(fault.name);
      fault_keys_.insert(fault_keys_.end(), fault.keys.begin(), fault.keys.end());
    }
  }

  void decode(const Cursor& at) {
    if (!reader_.map_of(at, keys::step)) {
      return;
    }
    const std::optional<std::string> verb = find_verb(at);
    if (!verb) {
      return;
    }
    Step step;
    step.at = at.key(*verb).node->at;
    step.at.file = reader_.file();
    const Cursor value = *at.member(*verb);
    refuse_company(at, *verb);
    if (is_change(*verb)) {
      decode_change(at, *verb, value, step);
    } else {
      decode_other(at, *verb, value, step);
    }
    scenario_.steps.push_back(std::move(step));
  }

  void end() { story_.end(); }

 private:
  std::optional<std::string> find_verb(const Cursor& at) {
    std::optional<std::string> verb;
    bool unknown_keys = false;
    for (const auto& [key, value] : at.node->members) {
      const auto known = keys::step.keys;
      unknown_keys |= std::find(known.begin(), known.end(), key.text) == known.end();
      if (!is_verb(key.text)) {
        continue;
      }
      if (verb) {
        reader_.refuse(
            at.key(key.text),
            {.message = "a step does one thing, and this one is a `" + *verb + "` already",
             .found = "",
             .expected = "a step of its own: `- " + key.text + ": ...`",
             .hint = ""}
        );
      } else {
        verb = key.text;
      }
    }
    // An unknown key is most likely the misspelt verb, and has been noted.
    if (!verb && !unknown_keys) {
      reader_.refuse(
          at,
          {.message = "the step does not say what to do",
           .found = "",
           .expected = one_of({keys::verbs.keys.begin(), keys::verbs.keys.end()}),
           .hint = ""}
      );
    }
    return verb;
  }

  void refuse_company(const Cursor& at, const std::string& verb) {
    struct Companion {
      const char* key;
      bool fits;
      const char* expected;
    };

    const std::array<Companion, 4> companions = {{
        {"with", is_change(verb), "it beside create, update, cancel or delete"},
        {"deliver", is_change(verb), "it beside create, update, cancel or delete"},
        {"backlog", verb == "enable", "it beside `enable: endpoint`"},
        {"bytes", verb == "redeliver", "it beside redeliver"},
    }};
    for (const Companion& companion : companions) {
      if (!companion.fits && at.member(companion.key)) {
        reader_.refuse(
            at.key(companion.key),
            {.message = "a `" + verb + "` takes no `" + std::string(companion.key) + "`",
             .found = "",
             .expected = companion.expected,
             .hint = ""}
        );
      }
    }
  }

  void decode_other(const Cursor& at, const std::string& verb, const Cursor& value, Step& step) {
    if (verb == "wait") {
      decode_wait(value, step);
    } else if (verb == "hold") {
      decode_hold(value, step);
    } else if (verb == "release") {
      decode_release(value, step);
    } else if (verb == "discard") {
      decode_discard(value, step);
    } else if (verb == "redeliver") {
      decode_redeliver(at, value, step);
    } else {
      decode_endpoint(at, verb, value, step);
    }
  }

  bool check_nickname(const Cursor& value) {
    const bool scalar = value.node->kind == Node::Kind::scalar;
    if (scalar && is_nickname(value.node->text) && !is_reserved(value.node->text)) {
      return true;
    }
    const bool reserved = scalar && is_reserved(value.node->text);
    reader_.refuse(
        value,
        {.message = reserved ? "names like `" + value.node->text +
                                   "` are kept for bookings made through /v1"
                             : value.label() + " does not name a booking",
         .found = reserved ? "" : value.node->describe(),
         .expected = "a name such as jane: a small letter, then small letters, digits, - and _",
         .hint = value.node->kind == Node::Kind::map ? "the fields go under `with`" : ""}
    );
    return false;
  }

  void decode_change(const Cursor& at, const std::string& verb, const Cursor& value, Step& step) {
    step::Change change;
    change.command.change = verb;
    const auto with = at.member("with");
    if (check_nickname(value)) {
      change.command.booking = value.node->text;
      decode_fields(verb, value, with, change.command.fields);
    } else if (with) {
      look_over(verb, *with);
    }
    if (const auto deliver = at.member("deliver")) {
      change.command.deliver = deliver->node->to_json().dump();
      if (catalog_.validate_deliver) {
        reader_.refuse_parameters(
            *deliver, catalog_.validate_deliver(change.command.deliver), fault_keys_
        );
      }
    }
    step.text = verb + " " + change.command.booking;
    step.body = std::move(change);
  }

  /// The fields of nobody's change: their mistakes count all the same.
  void look_over(const std::string& verb, const Cursor& with) {
    BookingFields ignored;
    if (verb == "create") {
      decode_create_fields(reader_, with, "nobody", scenario_, ignored);
    } else if (verb == "update") {
      reader_.map_of(with, keys::with_update);
    } else {
      decode_cancel_fields(reader_, with, ignored);
    }
  }

  void decode_fields(
      const std::string& verb,
      const Cursor& nickname,
      const std::optional<Cursor>& with,
      BookingFields& fields
  ) {
    const std::string& name = nickname.node->text;
    if (verb == "create") {
      decode_create_fields(reader_, with, name, scenario_, fields);
      story_.create(nickname);
      return;
    }
    const bool known = story_.change(nickname, verb);
    if (verb == "update") {
      if (known) {
        decode_update_fields(reader_, with, story_, name, fields);
      } else if (with) {
        reader_.map_of(*with, keys::with_update);
      }
      return;
    }
    decode_cancel_fields(reader_, with, fields);
    if (known && verb == "cancel" && story_.may_take_status(nickname, name)) {
      story_.cancelled(nickname, name);
    }
  }

  void decode_wait(const Cursor& value, Step& step) {
    if (value.node->kind == Node::Kind::scalar && value.node->text == "settled") {
      step.body = step::WaitSettled{};
    } else {
      step.body = decode_duration(value);
    }
    step.text = "wait " + value.node->text;
  }

  step::Wait decode_duration(const Cursor& value) {
    const bool scalar = value.node->kind == Node::Kind::scalar;
    const bool word = scalar && !value.node->text.empty() &&
                      value.node->text.find_first_of("0123456789") == std::string::npos;
    if (word) {
      reader_.refuse(
          value,
          {.message = "there is nothing to wait for called `" + value.node->text + "`",
           .found = "",
           .expected = "a duration such as 200ms, or `settled`",
           .hint = nearest(value.node->text, {"settled"}).empty() ? "" : "did you mean `settled`?"}
      );
      return {};
    }
    return {reader_.duration(value, Nanos(0), std::chrono::hours(1)).value_or(Nanos(0))};
  }

  void decode_hold(const Cursor& value, Step& step) {
    step.body = step::Hold{};
    step.text = "hold all";
    if (value.node->kind != Node::Kind::scalar || value.node->text != "all") {
      reader_.refuse(
          value,
          {.message = "`hold` holds all events or none",
           .found = value.node->describe(),
           .expected = "`hold: all`",
           .hint = "which ones go out, and when, is up to `release`"}
      );
    }
    story_.hold(value);
  }

  void decode_discard(const Cursor& value, Step& step) {
    step.body = step::Discard{};
    step.text = "discard all";
    if (value.node->kind != Node::Kind::scalar || value.node->text != "all") {
      reader_.refuse(
          value,
          {.message = "`discard` discards all that is held",
           .found = value.node->describe(),
           .expected = "`discard: all`",
           .hint = "let some go with `release: { order: [...] }` before it"}
      );
    }
    story_.discard(value);
  }

  void decode_endpoint(const Cursor& at, const std::string& verb, const Cursor& value, Step& step) {
    step::SetEndpoint endpoint;
    endpoint.active = verb == "enable";
    step.text = verb + " endpoint";
    if (value.node->kind != Node::Kind::scalar || value.node->text != "endpoint") {
      reader_.refuse(
          value,
          {.message = "`" + verb + "` is about the receiver's endpoint",
           .found = value.node->describe(),
           .expected = "`" + verb + ": endpoint`",
           .hint = ""}
      );
    }
    if (const auto backlog = at.member("backlog"); backlog && endpoint.active) {
      endpoint.backlog = reader_.boolean(*backlog).value_or(true);
      step.text += endpoint.backlog ? "" : " without its backlog";
    }
    endpoint.active ? story_.enable(value) : story_.disable(value);
    step.body = endpoint;
  }

  void decode_redeliver(const Cursor& at, const Cursor& value, Step& step) {
    step::Redeliver redeliver;
    step.text = "redeliver " + value.node->text;
    if (const auto event = reader_.text(value)) {
      redeliver.event = *event;
      story_.redeliver(value);
    }
    if (const auto bytes = at.member("bytes")) {
      const auto word = reader_.word(*bytes, "choice of bytes", {"same", "fresh"});
      if (word == "same") {
        redeliver.bytes = RedeliveryBytes::same;
        step.text += " with the same bytes";
      }
    }
    step.body = std::move(redeliver);
  }

  void decode_release(const Cursor& value, Step& step) {
    step::Release release;
    step.text = "release all";
    if (value.node->kind == Node::Kind::scalar && value.node->text == "all") {
      story_.release_all(value);
    } else if (value.node->kind == Node::Kind::map) {
      decode_order(value, release, step);
    } else {
      reader_.refuse(
          value,
          {.message = "`release` does not say what to release",
           .found = value.node->describe(),
           .expected = "`release: all`, or `release: { order: [...] }`",
           .hint = ""}
      );
      story_.release_all(value);
    }
    step.body = std::move(release);
  }

  void decode_order(const Cursor& value, step::Release& release, Step& step) {
    reader_.map_of(value, keys::release);
    const auto burst = value.member("burst");
    if (burst && reader_.boolean(*burst).value_or(false)) {
      release.pace = ReleasePace::burst;
    }
    const auto merged = value.member("merged");
    const bool merges = merged && reader_.boolean(*merged).value_or(false);
    decode_order_of(value, release, step);
    if (merges) {
      check_merged(*merged, release);
      release.pace = ReleasePace::merged;
      step.text += " merged";
    }
    step.text += release.pace == ReleasePace::burst ? " all at once" : "";
  }

  /// `bookings.update` of an update and of a cancel.
  static std::string kind_of(const std::string& event) {
    const std::string verb = event.substr(event.rfind('.') + 1);
    const std::string name = verb.substr(0, verb.find('#'));
    return name == "cancel" ? "update" : name;
  }

  /// One payload has one event type, so which events it is made of must be written down.
  void check_merged(const Cursor& merged, const step::Release& release) {
    const auto& events = release.events;
    const bool alike = std::all_of(events.begin(), events.end(), [&](const std::string& event) {
      return kind_of(event) == kind_of(events.front());
    });
    if (events.size() < 2 || !alike || release.pace == ReleasePace::burst) {
      reader_.refuse(
          merged,
          {.message = alike ? "there are no events to merge" : "the events are of several types",
           .found = "",
           .expected = "`order` with two events or more of one type, and no `burst`",
           .hint =
               "a webhook has one event type: merge creates, or updates and cancels, or deletes"}
      );
    }
  }

  void decode_order_of(const Cursor& value, step::Release& release, Step& step) {
    const auto order = value.member("order");
    if (!order) {
      if (value.node->members.empty()) {
        reader_.refuse(
            value,
            {.message = "`release` does not say what to release",
             .found = value.node->describe(),
             .expected = "`release: all`, or `release: { order: [...] }`",
             .hint = ""}
        );
      }
      story_.release_all(value);
      return;
    }
    if (order->node->kind == Node::Kind::list) {
      decode_events(*order, release, step);
      return;
    }
    const bool reversed = order->node->text == "reversed";
    if (order->node->kind != Node::Kind::scalar || (!reversed && order->node->text != "shuffled")) {
      const std::string meant = order->node->kind == Node::Kind::scalar
                                    ? nearest(order->node->text, {"reversed", "shuffled"})
                                    : "";
      reader_.refuse(
          *order,
          {.message = "`order` is not an order",
           .found = order->node->describe(),
           .expected = "a list of events such as [jane.update, jane.create], `reversed` or "
                       "`shuffled`",
           .hint = meant.empty() ? "" : "did you mean `" + meant + "`?"}
      );
    }
    release.order = reversed ? step::Release::Order::reversed : step::Release::Order::shuffled;
    step.text = "release " + order->node->text;
    story_.release_all(*order);
  }

  void decode_events(const Cursor& order, step::Release& release, Step& step) {
    release.order = step::Release::Order::given;
    std::vector<Cursor> events;
    std::string names;
    if (!reader_.list(order, "events")) {
      story_.release_all(order);
      return;
    }
    for (std::size_t i = 0; i < order.node->items.size(); ++i) {
      const Cursor item = order.item(i);
      if (const auto event = reader_.text(item)) {
        events.push_back(item);
        names += (names.empty() ? "" : ", ") + *event;
        release.events.push_back(*event);
      }
    }
    story_.release(order, events);
    step.text = "release " + names;
  }

  Reader& reader_;
  const Catalog& catalog_;
  Scenario& scenario_;
  Story story_;
  std::vector<std::string> fault_keys_;
};

std::map<std::string, int> find_creates(const Node& steps) {
  std::map<std::string, int> creates;
  for (const Node& step : steps.items) {
    const Node* nickname = step.find("create");
    if (nickname != nullptr && nickname->kind == Node::Kind::scalar) {
      creates.emplace(nickname->text, nickname->at.line);
    }
  }
  return creates;
}

}  // namespace

void decode_steps(Reader& reader, const Catalog& catalog, Scenario& scenario) {
  const auto steps = reader.root().member("steps");
  if (!steps) {
    reader.refuse(
        reader.root(),
        {.message = "the scenario has no steps",
         .found = "",
         .expected = "`steps:` and a list such as `- create: jane`",
         .hint = ""}
    );
    return;
  }
  if (!reader.list(*steps, "steps such as `- create: jane`")) {
    return;
  }
  if (steps->node->items.size() > most_steps) {
    reader.refuse(
        *steps,
        {.message = "there are too many steps",
         .found = std::to_string(steps->node->items.size()),
         .expected = "at most " + std::to_string(most_steps),
         .hint = "tell it in several scenarios"}
    );
    return;
  }
  StepsDecoder decoder(reader, catalog, scenario, find_creates(*steps->node));
  for (std::size_t i = 0; i < steps->node->items.size(); ++i) {
    decoder.decode(steps->item(i));
  }
  decoder.end();
}

}  // namespace rkmock::scenarios
