#include "mockserver/api_faults/decode.hpp"

#include <utility>

#include "core/json_line.hpp"
#include "faults/parameters.hpp"
#include "mockserver/api_faults/decode_parts.hpp"

namespace rkmock::api_faults {

namespace {

constexpr int deepest = 64;
constexpr std::size_t longest_name = 200;
constexpr Nanos longest_window = std::chrono::hours(24);

void decode_when(const Fields& fields, When& when) {
  fields.allow_only({"nth", "from", "to", "every", "times", "share", "after", "until"});
  faults::decode_occurrence(fields, when);
  when.after = fields.duration("after", {}, longest_window).value_or(Nanos{});
  when.until = fields.duration("until", {}, longest_window).value_or(Nanos::max());
  if (when.until <= when.after) {
    fields.refuse("until", "`until` is not after `after`", "a longer duration");
  }
}

bool replaces_content(const Reply& reply) {
  return reply.status || reply.body;
}

bool does_nothing(const Reply& reply) {
  return !replaces_content(reply) && reply.headers.empty() && reply.delay == Nanos{} &&
         !reply.further_delay && !reply.dribble && !reply.kind;
}

/// What a fault does decides whether the API handles the request first, unless it says so itself.
void decode_processed(const Fields& root, ApiFault& fault) {
  const Reply& reply = fault.reply;
  const auto said = root.flag("processed");
  fault.processed = said.value_or(!replaces_content(reply));
  const bool sends_nothing = reply.kind && row_of(*reply.kind).content == Content::none;
  if (!fault.processed && !replaces_content(reply) && !sends_nothing) {
    root.refuse(
        "processed",
        "a request that is not processed has no answer to send",
        "true, or a `status` under `response`"
    );
  }
}

/// What is written to is never stale; the request that is written never says what it reads.
void decode_stale_read(const Fields& root, ApiFault& fault) {
  if (fault.reply.kind != Kind::stale_read) {
    return;
  }
  const auto request = root.map("request");
  if (request && request->has("method") && fault.request.method != "GET") {
    request->refuse("method", "only reads can be stale", "GET");
  }
  fault.request.method = "GET";
}

void decode_root(const Fields& root, ApiFault& fault, Problems& problems) {
  root.allow_only({"id", "name", "request", "when", "lease", "processed", "response"});
  if (const auto id = root.text("id", longest_name)) {
    fault.id = *id;
    if (id->empty()) {
      root.refuse("id", "the `id` is empty", "a text, or no `id`");
    }
  }
  (void)root.text("name", longest_name);  // for people; kept in the text
  if (const auto request = root.map("request")) {
    decode_request(*request, fault.request);
  }
  if (const auto when = root.map("when")) {
    decode_when(*when, fault.when);
  }
  fault.lease = root.duration("lease", std::chrono::milliseconds(1), longest_window);
  if (!root.has("response")) {
    root.refuse(
        "",
        "the fault does not say what the client gets",
        "a `response`, such as { status: 503 } or { fault: CONNECTION_RESET_BY_PEER }"
    );
    return;
  }
  const auto response = root.map("response");
  if (!response) {
    return;
  }
  decode_response(*response, fault.reply);
  if (problems.empty() && does_nothing(fault.reply)) {
    root.refuse(
        "response",
        "the fault changes nothing",
        "a `status`, a delay, a dribble or a `fault` under `response`"
    );
  }
  if (problems.empty()) {  // what follows from other mistakes is not said
    decode_stale_read(root, fault);
    decode_processed(root, fault);
  }
}

}  // namespace

std::optional<ApiFault> decode(const std::string& json, std::vector<ParameterError>& problems) {
  const std::size_t before = problems.size();
  if (json.size() > longest_fault || codec::nesting(json) > deepest) {
    problems.push_back(
        {.pointer = "",
         .message = "the fault is too large",
         .found = std::to_string(json.size()) + " bytes",
         .expected = "at most " + std::to_string(longest_fault) + " bytes, " +
                     std::to_string(deepest) + " levels deep",
         .hint = ""}
    );
    return std::nullopt;
  }
  const auto map = Fields::Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!map.is_object()) {
    problems.push_back(
        {.pointer = "",
         .message = "a fault on answers is a map",
         .found = faults::describe(nlohmann::json(map)),
         .expected = "a map such as { response: { status: 503 } }",
         .hint = ""}
    );
    return std::nullopt;
  }
  ApiFault fault;
  Problems own;
  decode_root(Fields(map, "", "a fault on answers", own), fault, own);
  problems.insert(problems.end(), own.begin(), own.end());
  return problems.size() == before ? std::optional(std::move(fault)) : std::nullopt;
}

std::vector<ParameterError> problems_of(const std::string& json) {
  std::vector<ParameterError> problems;
  (void)decode(json, problems);
  return problems;
}

}  // namespace rkmock::api_faults
