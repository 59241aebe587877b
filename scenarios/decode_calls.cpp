// call, send, trigger: requests over HTTP, and what their answers must be.
#include <algorithm>
#include <array>

#include "core/http_match.hpp"
#include "core/references.hpp"
#include "core/url.hpp"
#include "scenarios/decode_fields.hpp"
#include "scenarios/header_names.hpp"
#include "scenarios/nickname.hpp"
#include "scenarios/samples.hpp"
#include "scenarios/step_decoders.hpp"

namespace rkmock::scenarios {

namespace {

constexpr std::size_t longest_body = 256U * 1024U;
constexpr std::size_t most_headers = 50;
constexpr const char* way_into_the_answer =
    "the way to a value in the answer's body, such as /data/id";

const std::vector<std::string>& methods() {
  static const std::vector<std::string> names = {
      "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
  return names;
}

/// `{ Name: value }`; calls `take` for each that can be sent.
template <class Take>
void for_each_header(StepContext& context, const Cursor& headers, Take take) {
  const bool is_map = headers.node->kind == Node::Kind::map;
  if (!is_map || headers.node->members.size() > most_headers) {
    context.reader.refuse(
        headers,
        {.message = is_map ? "there are too many headers" : "`headers` is not a map",
         .found = is_map ? std::to_string(headers.node->members.size()) : headers.node->describe(),
         .expected = "up to " + std::to_string(most_headers) + " headers, `X-Trace: abc`",
         .hint = ""}
    );
    return;
  }
  for (const auto& [key, value] : headers.node->members) {
    const Cursor at = *headers.member(key.text);
    if (!is_free_header(key.text)) {
      context.reader.refuse(
          headers.key(key.text),
          {.message = "`" + key.text + "` is not a header that can be set here",
           .found = "",
           .expected = "the name of a header that does not frame the request",
           .hint = ""}
      );
      continue;
    }
    take(key.text, at);
  }
}

void decode_statuses(StepContext& context, const Cursor& at, ExpectedAnswer& answer) {
  std::vector<Cursor> items = {at};
  if (at.node->kind == Node::Kind::list) {
    items.clear();
    for (std::size_t i = 0; i < at.node->items.size(); ++i) {
      items.push_back(at.item(i));
    }
  }
  for (const Cursor& item : items) {
    if (item.node->kind != Node::Kind::scalar ||
        (!is_status(item.node->text) && item.node->text != "none")) {
      context.reader.refuse(
          item,
          {.message = item.label() + " is not a status",
           .found = item.node->describe(),
           .expected = "a number such as 201, a class such as 4xx, `none` for no answer, or a "
                       "list of these",
           .hint = ""}
      );
      continue;
    }
    answer.statuses.push_back(item.node->text);
  }
}

void decode_expected_body(StepContext& context, const Cursor& at, ExpectedAnswer& answer) {
  if (at.node->kind != Node::Kind::map) {
    context.reader.refuse(
        at,
        {.message = "`body` is not a map",
         .found = at.node->describe(),
         .expected = "JSON Pointers and what must be there, such as { /data/status: pending }",
         .hint = ""}
    );
    return;
  }
  for (const auto& [key, value] : at.node->members) {
    if (check_pointer(context.reader, at.key(key.text), key.text, way_into_the_answer)) {
      answer.body.emplace_back(key.text, decode_json_template(context, *at.member(key.text)));
    }
  }
}

/// Splits `POST /v1/bookings`. Notes it when that is not what there is.
void decode_request_line(StepContext& context, const Cursor& at, step::Call& call) {
  const std::string text = decode_template(context, at);
  const std::size_t space = text.find(' ');
  const std::size_t target = std::min(text.find_first_not_of(' ', space), text.size());
  call.method = text.substr(0, space);
  call.target = space == std::string::npos ? "" : text.substr(target);
  const bool known = std::find(methods().begin(), methods().end(), call.method) != methods().end();
  const std::string sample =
      fill_references(call.target, [](const std::string&) { return nlohmann::json("1"); });
  const bool mock = sample.starts_with("/");
  if (at.node->kind == Node::Kind::scalar && (!known || (!mock && !parse_url(sample)))) {
    context.reader.refuse(
        at,
        {.message = "`call` does not say what to call",
         .found = at.node->describe(),
         .expected = "a method and a path at the mock or a URL, such as `POST /v1/bookings` or "
                     "`POST http://127.0.0.1:3000/sync`",
         .hint = known ? "" : "methods are " + one_of(methods())}
    );
  }
}

void decode_save(StepContext& context, const Cursor& at, step::Call& call) {
  if (at.node->kind != Node::Kind::map) {
    context.reader.refuse(
        at,
        {.message = "`save` is not a map",
         .found = at.node->describe(),
         .expected = "names and where they stand in the answer, such as { token: /data/token }",
         .hint = ""}
    );
    return;
  }
  for (const auto& [key, value] : at.node->members) {
    const Cursor place = *at.member(key.text);
    const auto pointer = context.reader.text(place);
    if (!is_nickname(key.text)) {
      context.reader.refuse(
          at.key(key.text),
          {.message = "`" + key.text + "` cannot name what is saved",
           .found = "",
           .expected = "a name such as token: a small letter, then small letters, digits, - and _",
           .hint = ""}
      );
    } else if (pointer && check_pointer(context.reader, place, *pointer, way_into_the_answer)) {
      call.save[key.text] = *pointer;
      context.story.saves(key.text);
    }
  }
}

void decode_account(StepContext& context, const Cursor& at, step::Call& call) {
  std::vector<std::string> names;
  for (const OtherAccount& account : context.scenario.accounts) {
    names.push_back(account.name);
  }
  if (names.empty()) {
    context.reader.refuse(
        at,
        {.message = "the scenario has no other account",
         .found = "",
         .expected = "one under `given.accounts`, or no `account` here",
         .hint = ""}
    );
    return;
  }
  call.account = context.reader.word(at, "account", names).value_or("");
}

/// `{{jane.id}}` in `/v1/bookings/{{jane.id}}/cancel`: jane. Empty for another path.
std::string booking_in(const std::string& target) {
  const std::string_view prefix = "/v1/bookings/{{";
  const std::size_t end = target.find(".id}}");
  return target.starts_with(prefix) && end != std::string::npos
             ? target.substr(prefix.size(), end - prefix.size())
             : "";
}

/// A call that is expected to be refused changes nothing.
bool may_succeed(const ExpectedAnswer& answer) {
  return answer.statuses.empty() ||
         std::any_of(answer.statuses.begin(), answer.statuses.end(), [](const std::string& one) {
           return one.front() == '2' || one == "none";
         });
}

/// What the call does to bookings that the scenario names.
void tell_story(StepContext& context, const StepAt& at, const step::Call& call) {
  if (const auto as = at.map.member("as"); as && check_nickname(context.reader, *as)) {
    if (call.method != "POST" || call.target != "/v1/bookings" || !call.account.empty()) {
      context.reader.refuse(
          *as,
          {.message = "this call makes no booking of the scenario's that could be called so",
           .found = "",
           .expected = "`as` beside `call: POST /v1/bookings`, with the scenario's own account",
           .hint = ""}
      );
    }
    context.story.create(*as);
  }
  const std::string booking = booking_in(call.target);
  if (booking.empty() || !call.account.empty() || !may_succeed(call.answer)) {
    return;
  }
  const std::string rest = call.target.substr(call.target.find("}}") + 2);
  if (call.method == "POST" && rest == "/cancel") {
    context.story.changed_by_call(booking, "cancel");
  } else if (rest.empty() && call.method == "PATCH") {
    context.story.changed_by_call(booking, "update");
  } else if (rest.empty() && call.method == "DELETE") {
    context.story.changed_by_call(booking, "delete");
  }
}

/// The answer to a webhook: its headers are not in the journal.
void decode_webhook_answer(StepContext& context, const StepAt& at, step::Send& send) {
  const auto answer = at.map.member("answer");
  if (!answer) {
    return;
  }
  send.answer = decode_answer(context, *answer);
  if (const auto headers = answer->member("headers")) {
    context.reader.refuse(
        *headers,
        {.message = "the headers of a webhook's answer cannot be asked for",
         .found = "",
         .expected = "`status` and `body`",
         .hint = ""}
    );
  }
}

}  // namespace

ExpectedAnswer decode_answer(StepContext& context, const Cursor& at) {
  ExpectedAnswer answer;
  if (!context.reader.map_of(at, keys::answer)) {
    return answer;
  }
  if (const auto status = at.member("status")) {
    decode_statuses(context, *status, answer);
  }
  if (const auto headers = at.member("headers")) {
    for_each_header(context, *headers, [&](const std::string& name, const Cursor& value) {
      answer.headers.emplace_back(name, decode_template(context, value));
    });
  }
  if (const auto body = at.member("body")) {
    decode_expected_body(context, *body, answer);
  }
  return answer;
}

BodyTemplate decode_body(StepContext& context, const Cursor& at) {
  BodyTemplate body;
  if (at.node->kind == Node::Kind::scalar) {
    body.text = at.node->text;
    for (Problem& problem : check_references(body.text, context.scope())) {
      context.reader.refuse(at, std::move(problem));
    }
  } else {
    body.json = true;
    body.text = decode_json_template(context, at);
  }
  if (body.text.size() > longest_body) {
    context.reader.refuse(
        at,
        {.message = "the body is too long",
         .found = std::to_string(body.text.size()) + " bytes",
         .expected = "at most 256 KiB",
         .hint = ""}
    );
  }
  return body;
}

void decode_call(StepContext& context, const StepAt& at, Step& step) {
  step::Call call;
  decode_request_line(context, at.value, call);
  step.text = "call " + call.method + " " + call.target;
  if (const auto headers = at.map.member("headers")) {
    for_each_header(context, *headers, [&](const std::string& name, const Cursor& value) {
      const bool none = value.node->kind == Node::Kind::null;
      call.headers.emplace_back(
          name, none ? std::nullopt : std::optional(decode_template(context, value))
      );
    });
  }
  if (const auto body = at.map.member("body")) {
    call.body = decode_body(context, *body);
  }
  if (const auto answer = at.map.member("answer")) {
    call.answer = decode_answer(context, *answer);
  }
  if (const auto account = at.map.member("account")) {
    decode_account(context, *account, call);
  }
  tell_story(context, at, call);
  if (const auto save = at.map.member("save")) {
    decode_save(context, *save, call);
  }
  if (const auto as = at.map.member("as")) {
    call.booking = as->node->text;
  }
  call.timeout = decode_timeout(context, at.map, default_call_timeout);
  step.body = std::move(call);
}

void decode_send(StepContext& context, const StepAt& at, Step& step) {
  step::Send send;
  send.body = decode_body(context, at.value);
  step.text = "send a webhook of " + std::to_string(send.body.text.size()) + " bytes";
  if (const auto headers = at.map.member("headers")) {
    for_each_header(context, *headers, [&](const std::string& name, const Cursor& value) {
      send.headers.emplace_back(name, decode_template(context, value));
    });
  }
  if (const auto is_signed = at.map.member("signed")) {
    send.is_signed = context.reader.boolean(*is_signed).value_or(true);
  }
  decode_webhook_answer(context, at, send);
  step.body = std::move(send);
}

void decode_trigger(StepContext& context, const StepAt& at, Step& step) {
  step::Send send;
  if (const auto type = context.reader.word(at.value, "event type", event_types())) {
    send.type = *type;
    send.body = {sample_payload(*type), false};
  }
  send.answer.statuses = {"2xx"};
  decode_webhook_answer(context, at, send);
  step.text = "trigger a sample of " + send.type;
  step.body = std::move(send);
}

}  // namespace rkmock::scenarios
