// `response`: what the client gets.
#include <algorithm>
#include <cctype>
#include <string_view>

#include "core/ascii.hpp"
#include "mockserver/api_faults/decode.hpp"
#include "mockserver/api_faults/decode_parts.hpp"

namespace rkmock::api_faults {

namespace {

constexpr std::size_t most_headers = 50;
constexpr std::size_t longest_header = 4096;
constexpr std::int64_t most_dribbles = 100'000;
constexpr std::int64_t longest_retry_after = 86'400;
constexpr double widest_sigma = 10;

/// RFC 9110's token.
bool is_header_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos;
  });
}

bool is_header_value(std::string_view value) {
  return value.size() <= longest_header &&
         std::none_of(value.begin(), value.end(), [](unsigned char c) {
           return (c < ' ' && c != '\t') || c == 0x7F;
         });
}

/// What the server writes itself, so that the bytes on the wire are what they say.
bool is_framing(std::string_view name) {
  const std::vector<std::string_view> names = {
      "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive"};
  return std::any_of(names.begin(), names.end(), [&](std::string_view framing) {
    return same_word(framing, name);
  });
}

void decode_header(
    const Fields& headers, const std::string& name, const Fields::Json& value, Reply& reply
) {
  const bool named = is_header_name(name);
  if (!named || is_framing(name)) {
    headers.refuse(
        name,
        named ? "`" + name + "` is written by the server itself" : "this is not a header's name",
        named ? "another header" : "letters, digits and -",
        named ? "a `fault` breaks the framing" : ""
    );
    return;
  }
  const auto text = value.is_string() ? value.get<std::string>() : "\n";
  if (!is_header_value(text)) {
    headers.refuse(
        name,
        "the header `" + name + "` has no such value",
        "a text of one line, at most " + std::to_string(longest_header) + " bytes",
        value.is_number() ? "put it in quotes" : ""
    );
  } else if (same_word(name, "Content-Type")) {
    reply.content_type = text;
  } else {
    reply.headers.emplace_back(name, text);
  }
}

void decode_headers(const Fields& response, Reply& reply) {
  const auto headers = response.map("headers");
  if (!headers) {
    return;
  }
  const Fields::Json& map = *response.find("headers");
  if (map.size() > most_headers) {
    response.refuse(
        "headers", "there are too many headers", "at most " + std::to_string(most_headers)
    );
    return;
  }
  for (const auto& [name, value] : map.items()) {
    decode_header(*headers, name, value, reply);
  }
}

void decode_body(const Fields& response, Reply& reply) {
  reply.body = response.text("body", longest_body);
  const Fields::Json* json = response.find("jsonBody");
  if (json == nullptr) {
    return;
  }
  if (response.has("body")) {
    response.refuse("jsonBody", "there is `body` already", "one of the two");
    return;
  }
  reply.body = json->dump(-1, ' ', false, Fields::Json::error_handler_t::replace);
  if (reply.body->size() > longest_body) {
    response.refuse(
        "jsonBody", "`jsonBody` is too long", "at most " + std::to_string(longest_body) + " bytes"
    );
  }
}

std::optional<Nanos> required_ms(const Fields& fields, const std::string& key) {
  if (!fields.has(key)) {
    fields.refuse("", "the distribution has no `" + key + "`", "a number of milliseconds");
  }
  return fields.milliseconds(key);
}

void decode_distribution(const Fields& fields, Reply& reply) {
  const auto type = fields.word("type", {"fixed", "uniform", "normal", "lognormal"});
  if (!fields.has("type")) {
    fields.refuse(
        "", "the distribution has no `type`", one_of({"fixed", "uniform", "normal", "lognormal"})
    );
  }
  if (!type) {
    return;
  }
  if (*type == "fixed") {
    fields.allow_only({"type", "milliseconds"});
    reply.further_delay =
        distribution::Fixed{required_ms(fields, "milliseconds").value_or(Nanos{})};
    return;
  }
  if (*type == "uniform") {
    fields.allow_only({"type", "lower", "upper"});
    const Nanos lower = required_ms(fields, "lower").value_or(Nanos{});
    const Nanos upper = required_ms(fields, "upper").value_or(lower);
    if (upper < lower) {
      fields.refuse("upper", "`upper` is below `lower`", "at least `lower`");
    }
    reply.further_delay = distribution::Uniform{lower, upper};
    return;
  }
  const Nanos most = fields.milliseconds("maxValue").value_or(longest_delay);
  if (*type == "normal") {
    fields.allow_only({"type", "mean", "deviation", "maxValue"});
    reply.further_delay = distribution::Normal{
        required_ms(fields, "mean").value_or(Nanos{}),
        required_ms(fields, "deviation").value_or(Nanos{}),
        most};
    return;
  }
  fields.allow_only({"type", "median", "sigma", "maxValue"});
  if (!fields.has("sigma")) {
    fields.refuse("", "the distribution has no `sigma`", "a number such as 0.4");
  }
  reply.further_delay = distribution::Lognormal{
      required_ms(fields, "median").value_or(Nanos{}),
      fields.number("sigma", 0, widest_sigma).value_or(0),
      most};
}

void decode_delays(const Fields& response, Reply& reply) {
  reply.delay = response.milliseconds("fixedDelayMilliseconds").value_or(Nanos{});
  if (const auto fields = response.map("delayDistribution")) {
    decode_distribution(*fields, reply);
  }
  if (const auto fields = response.map("chunkedDribbleDelay")) {
    fields->allow_only({"numberOfChunks", "totalDuration"});
    for (const char* key : {"numberOfChunks", "totalDuration"}) {
      if (!fields->has(key)) {
        fields->refuse("", "the dribble has no `" + std::string(key) + "`", "a number");
      }
    }
    reply.dribble = net::ending::Dribbled{
        static_cast<int>(fields->whole("numberOfChunks", 1, most_dribbles).value_or(1)),
        fields->milliseconds("totalDuration").value_or(Nanos{})};
  }
}

Fields::Words kind_names() {
  Fields::Words names;
  for (const KindRow& row : kind_table()) {
    names.emplace_back(row.name);
  }
  return names;
}

/// The keys that shape a kind belong to it alone.
void decode_settings(const Fields& response, Reply& reply) {
  for (const KindRow& row : kind_table()) {
    const std::string key(row.key);
    if (!key.empty() && response.has(key) && reply.kind != row.kind) {
      response.refuse(
          key,
          "`" + key + "` is of another fault",
          "it beside `fault: " + std::string(row.name) + "`"
      );
    }
  }
  if (const auto bytes = response.whole("bodyBytes", 0, longest_body)) {
    reply.settings.body_bytes = static_cast<std::size_t>(*bytes);
  }
  reply.settings.hang = response.milliseconds("hangMilliseconds").value_or(longest_delay);
}

void decode_kind(const Fields& response, Reply& reply) {
  const auto name = response.word("fault", kind_names());
  for (const KindRow& row : kind_table()) {
    if (name == row.name) {
      reply.kind = row.kind;
    }
  }
  if (response.has("fault") && !name) {
    return;
  }
  decode_settings(response, reply);
  if (!reply.kind) {
    return;
  }
  const KindRow& row = row_of(*reply.kind);
  for (const char* key : {"status", "body", "jsonBody", "headers", "retryAfter"}) {
    if (response.has(key) && row.content != Content::any) {
      response.refuse(
          key,
          "`" + std::string(key) + "` has no effect beside `fault: " + *name + "`",
          row.content == Content::none ? "it alone: no byte of the answer goes out"
                                       : "it alone: the answer is the API's own"
      );
    }
  }
  if (reply.dribble && !row.whole) {
    response.refuse(
        "chunkedDribbleDelay", "only a whole answer dribbles", "either it or `fault: " + *name + "`"
    );
  }
}

}  // namespace

void decode_response(const Fields& response, Reply& reply) {
  response.allow_only(
      {"status",
       "body",
       "jsonBody",
       "headers",
       "retryAfter",
       "fixedDelayMilliseconds",
       "delayDistribution",
       "chunkedDribbleDelay",
       "fault",
       "bodyBytes",
       "hangMilliseconds"}
  );
  if (const auto status = response.whole("status", 200, 599)) {
    reply.status = static_cast<int>(*status);
  }
  decode_body(response, reply);
  decode_headers(response, reply);
  reply.retry_after = response.whole("retryAfter", 0, longest_retry_after);
  if (response.has("retryAfter") && !response.has("status")) {
    response.refuse(
        "retryAfter", "an answer that goes well is not retried", "a `status` beside it"
    );
  }
  decode_delays(response, reply);
  decode_kind(response, reply);
}

}  // namespace rkmock::api_faults
