#include "mockserver/api/openapi.hpp"

#include <algorithm>

#include "rkmock/version.hpp"

#include "mockserver/api/handlers.hpp"
#include "mockserver/api/openapi_schemas.hpp"
#include "mockserver/api/render.hpp"

namespace rkmock::api {

namespace {

using bookings::ApiError;
using bookings::ErrorCode;
using Json = nlohmann::ordered_json;

constexpr const char* about = R"(What rkmock, a mock of ReserveKit, answers. ReserveKit publishes no
single contract: its guide, its Swagger file and its clients differ, so that the mock has two
dialects. This document is about one of them; `GET /v1/openapi.json?dialect=docs` and
`?dialect=openapi` give either.

Who says so stands in parentheses: D the vendor's guide, W its webhooks page, S its Swagger file
(S0 an earlier one), J its JavaScript client, G its Go client; `assumed` is the mock's choice.

What holds for every path:

- HEAD is answered as GET is, without the body.
- OPTIONS gives 204 with `Allow`; to a browser's preflight, what it may send.
- Another method is 405 `method_not_allowed` with `Allow`; another path is 404
  `resource_not_found`. Nobody needs a key to learn that.
- An answer to a request with an `Origin` lets pages of any origin read it.
- A request body must be `application/json`, an object. A member that is null counts as absent,
  unknown members are ignored.
- Rate limits are off until they are asked for. Then every answer to a known key has the
  `X-RateLimit` headers; without them none has.
)";

constexpr const char* before_the_route =
    "What the server refuses before it knows the route, in the same envelope: 400 "
    "`invalid_request`, 408 `request_timeout`, 413 `payload_too_large`, 414 `uri_too_long`, 431 "
    "`headers_too_large`, 503 `too_many_connections`, and 417, 501, 505 for HTTP it does not "
    "speak.";

bool has_id(const Route& route) {
  return route.path.find("{id}") != std::string_view::npos;
}

bool is_open(const Route& route) {
  return std::holds_alternative<OpenHandler>(route.handler);
}

/// `service_id!` → `service_id`, likewise for `?` and `[]`.
std::string_view without(std::string_view mark, std::string_view name) {
  return name.ends_with(mark) ? name.substr(0, name.size() - mark.size()) : name;
}

/// `services` of `/v1/services/{id}`
std::string_view resource_of(const Route& route) {
  std::string_view path = route.path.substr(std::string_view("/v1/").size());
  return path.substr(0, path.find('/'));
}

std::string_view tag_of(const Route& route) {
  const std::string_view resource = resource_of(route);
  return resource == "services"     ? "Services"
         : resource == "time-slots" ? "Time slots"
         : resource == "bookings"   ? "Bookings"
                                    : "Mock";
}

/// Every error that the route's own handler may answer with.
std::vector<ErrorCode> errors_of(const Route& route, const Json& requests) {
  const Description& about_it = route.description;
  std::vector<ErrorCode> codes;
  const auto add = [&](std::initializer_list<ErrorCode> more) { codes.insert(codes.end(), more); };
  bool needs_something = std::any_of(about_it.query.begin(), about_it.query.end(), [](auto name) {
    return name.ends_with('!');
  });
  if (!about_it.body.empty()) {
    add({ErrorCode::invalid_request, ErrorCode::unsupported_media_type});
    const auto schema = requests.find(without("?", about_it.body));
    needs_something = needs_something || schema->contains("required");
  }
  if (has_id(route) || !about_it.query.empty() || !about_it.body.empty()) {
    add({ErrorCode::invalid_field_format});
  }
  if (about_it.query.size() > 1 || !about_it.body.empty()) {
    add({ErrorCode::validation_failed});
  }
  if (needs_something) {
    add({ErrorCode::missing_required_field});
  }
  codes.insert(codes.end(), about_it.errors.begin(), about_it.errors.end());
  return codes;
}

ApiError limit_sample(ErrorCode code, std::int64_t retry_after) {
  ApiError sample = bookings::make_error(code);
  sample.retry_after = retry_after;
  return sample;
}

/// As a request would be told.
ApiError sample_of(ErrorCode code) {
  bookings::FieldProblems problems;
  switch (code) {
    case ErrorCode::booking_not_found:
      return bookings::booking_not_found(789);
    case ErrorCode::service_not_found:
      return bookings::service_not_found(123);
    case ErrorCode::time_slot_not_found:
      return bookings::time_slot_not_found(456);
    case ErrorCode::missing_required_field:
      problems.missing("date");
      return problems.to_error();
    case ErrorCode::invalid_field_format:
      problems.bad("id", "must be an integer");
      return problems.to_error();
    case ErrorCode::validation_failed:
      problems.missing("service_id");
      problems.bad("page", "must be an integer");
      return problems.to_error();
    case ErrorCode::rate_limit_exceeded:
      return limit_sample(code, 1);
    case ErrorCode::api_limit_exceeded:
      return limit_sample(code, 86'400);
    default:
      return bookings::make_error(code);
  }
}

Json component_ref(const std::string& kind, const std::string& name) {
  return {{"$ref", "#/components/" + kind + "/" + name}};
}

/// One error, 403's, has no code.
std::string example_name(const ApiError& sample) {
  return sample.code.empty() ? "origin_not_allowed" : sample.code;
}

Json response(std::string_view description, Json headers, Json content) {
  Json json = {{"description", description}};
  if (!headers.empty()) {
    json["headers"] = std::move(headers);
  }
  json["content"] = {{"application/json", std::move(content)}};
  return json;
}

Json headers_named(std::initializer_list<const char*> names) {
  Json headers = Json::object();
  for (const char* name : names) {
    headers[name] = component_ref("headers", name);
  }
  return headers;
}

Json rate_limit_headers() {
  return headers_named({"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"});
}

Json failure(
    std::string_view description,
    Json headers,
    const std::vector<ApiError>& samples,
    Dialect dialect
) {
  std::vector<std::string> codes;
  Json examples = Json::object();
  for (const ApiError& sample : samples) {
    codes.push_back(sample.code);
    examples[example_name(sample)] = component_ref("examples", example_name(sample));
  }
  return response(
      description,
      std::move(headers),
      {{"schema", error_schema(codes, dialect)}, {"examples", std::move(examples)}}
  );
}

/// What stands before every route that needs a key: the same for all of them.
Json shared_responses(Dialect dialect) {
  const auto sample = [](ErrorCode code) { return bookings::make_error(code); };
  Json limited = headers_named({"Retry-After"});
  limited.update(rate_limit_headers());
  return {
      {"Unauthorized",
       failure(
           "No valid key.",
           headers_named({"WWW-Authenticate"}),
           {sample(ErrorCode::authentication_required),
            sample(ErrorCode::authorization_header_malformed),
            sample(ErrorCode::invalid_api_key)},
           dialect
       )},
      {"Forbidden",
       failure(
           "The key is bound to a domain, and the request's Origin is another (D).",
           {},
           {sample(ErrorCode::origin_not_allowed)},
           dialect
       )},
      {"TooManyRequests",
       failure(
           "Too many requests: just now, or in this month (D).",
           std::move(limited),
           {sample_of(ErrorCode::rate_limit_exceeded), sample_of(ErrorCode::api_limit_exceeded)},
           dialect
       )},
      {"InternalError",
       failure(
           "A bug of the mock, which no run can pass.",
           {},
           {sample(ErrorCode::internal_error)},
           dialect
       )},
      {"Refused", response(before_the_route, {}, {{"schema", error_schema({}, dialect)}})},
  };
}

Json examples(Dialect dialect) {
  std::vector<ApiError> samples;
  for (const bookings::ErrorRow& row : bookings::error_table()) {
    samples.push_back(sample_of(row.code));
  }
  Json examples;
  for (const ApiError& sample : samples) {
    examples[example_name(sample)] = {{"value", Json::parse(to_response(sample, dialect).body)}};
  }
  return examples;
}

std::string_view phrase_of(int status) {
  switch (status) {
    case 400:
      return "The request is wrong, or what it asks for cannot be had.";
    case 404:
      return "There is no such object.";
    case 415:
      return "The body is not JSON (assumed).";
    case 422:
      return "The booking's status cannot change so (D).";
    default:
      return "A bound of the mock, of which ReserveKit knows nothing.";
  }
}

Json success(const Route& route, Dialect dialect) {
  const std::string_view name = route.description.answer;
  if (name.empty()) {
    return response("This document.", {}, {{"schema", {{"type", "object"}}}});
  }
  Json data = schema_ref(without("[]", name));
  if (name.ends_with("[]")) {
    data = {{"type", "array"}, {"items", std::move(data)}};
  }
  return response(
      route.description.status == 201 ? "It was made." : "It was done.",
      is_open(route) ? Json() : rate_limit_headers(),
      {{"schema", envelope_of(std::move(data), dialect)}}
  );
}

Json responses_of(const Route& route, Dialect dialect) {
  std::map<std::string, Json> by_status;
  by_status[std::to_string(route.description.status)] = success(route, dialect);
  std::map<int, std::vector<ApiError>> failures;
  for (const ErrorCode code : errors_of(route, request_schemas())) {
    ApiError sample = sample_of(code);
    failures[sample.status].push_back(std::move(sample));
  }
  for (const auto& [status, samples] : failures) {
    by_status[std::to_string(status)] = failure(phrase_of(status), {}, samples, dialect);
  }
  if (!is_open(route)) {
    by_status["401"] = component_ref("responses", "Unauthorized");
    by_status["403"] = component_ref("responses", "Forbidden");
    by_status["429"] = component_ref("responses", "TooManyRequests");
    by_status["500"] = component_ref("responses", "InternalError");
  }
  by_status["default"] = component_ref("responses", "Refused");
  return by_status;
}

Json operation_of(const Route& route, Dialect dialect) {
  const Description& description = route.description;
  Json operation = {
      {"operationId", description.operation},
      {"summary", route.summary},
      {"tags", Json::array({tag_of(route)})},
  };
  if (is_open(route)) {
    operation["security"] = Json::array();
  }
  Json parameters = Json::array();
  if (has_id(route)) {
    const std::string_view resource = resource_of(route);
    parameters.push_back(id_parameter(
        resource == "services"     ? "service"
        : resource == "time-slots" ? "time slot"
                                   : "booking"
    ));
  }
  for (const std::string_view name : description.query) {
    parameters.push_back(query_parameter(without("!", name), name.ends_with('!')));
  }
  if (!parameters.empty()) {
    operation["parameters"] = std::move(parameters);
  }
  if (!description.body.empty()) {
    operation["requestBody"] = {
        {"required", !description.body.ends_with('?')},
        {"content",
         {{"application/json", {{"schema", schema_ref(without("?", description.body))}}}}},
    };
  }
  operation["responses"] = responses_of(route, dialect);
  return operation;
}

Json paths(Dialect dialect) {
  Json paths;
  for (const Route& route : routes()) {
    std::string method(route.method);
    std::transform(method.begin(), method.end(), method.begin(), [](char c) {
      return static_cast<char>(c - 'A' + 'a');
    });
    paths[std::string(route.path)][method] = operation_of(route, dialect);
  }
  return paths;
}

Json header(const char* type, const char* description) {
  return {{"description", description}, {"schema", {{"type", type}}}};
}

Json components(Dialect dialect) {
  Json schemas = answer_schemas(dialect);
  schemas.update(request_schemas());
  return {
      {"schemas", std::move(schemas)},
      {"responses", shared_responses(dialect)},
      {"examples", examples(dialect)},
      {"headers",
       {
           {"WWW-Authenticate", header("string", "`Bearer` (RFC 9110).")},
           {"Retry-After", header("integer", "Seconds to wait (D).")},
           {"X-RateLimit-Limit", header("integer", "How many requests may be made (D).")},
           {"X-RateLimit-Remaining", header("integer", "How many of them are left (D).")},
           {"X-RateLimit-Reset", header("integer", "When all are back, in Unix seconds (D).")},
       }},
      {"securitySchemes",
       {{"bearer",
         {{"type", "http"},
          {"scheme", "bearer"},
          {"description", "An API key (D). Each key is an account of its own."}}}}},
  };
}

/// ReserveKit sends these; they are not called.
Json webhooks() {
  return {
      {"bookings",
       {{"post",
         {{"operationId", "receiveBookings"},
          {"summary", "A booking was made, changed or deleted (W)"},
          {"tags", Json::array({"Webhooks"})},
          {"security", Json::array()},
          {"requestBody",
           {{"required", true},
            {"content", {{"application/json", {{"schema", schema_ref("WebhookEvent")}}}}}}},
          {"responses", {{"2XX", {{"description", "Received (W: within 5 seconds)."}}}}}}}}},
  };
}

Json document(Dialect dialect) {
  const std::string name(to_string(dialect));
  return {
      {"openapi", "3.1.0"},
      {"info",
       {{"title", "ReserveKit as rkmock answers, dialect " + name},
        {"version", version()},
        {"summary", "Services, time slots, bookings and customers."},
        {"description", about},
        {"license", {{"name", "MIT"}, {"identifier", "MIT"}}}}},
      {"servers",
       Json::array(
           {{{"url", "/"}, {"description", "The mock that this document came from."}},
            {{"url", "http://127.0.0.1:8080"}, {"description", "`rkmock serve`."}}}
       )},
      {"security", Json::array({{{"bearer", Json::array()}}})},
      {"tags",
       Json::array(
           {{{"name", "Services"}},
            {{"name", "Time slots"}},
            {{"name", "Bookings"}, {"description", "And their customers."}},
            {{"name", "Webhooks"}, {"description", "What the mock sends."}},
            {{"name", "Mock"}, {"description", "About the mock itself; no key is needed."}}}
       )},
      {"paths", paths(dialect)},
      {"webhooks", webhooks()},
      {"components", components(dialect)},
  };
}

}  // namespace

const std::string& openapi_document(Dialect dialect) {
  static const std::string docs = document(Dialect::docs).dump(2) + "\n";
  static const std::string openapi = document(Dialect::openapi).dump(2) + "\n";
  return dialect == Dialect::docs ? docs : openapi;
}

net::Response get_openapi(const Call& call) {
  const auto named = call.request.parameter("dialect");
  const auto dialect =
      named && !named->empty() ? parse_dialect(*named) : std::optional(call.dialect);
  if (!dialect) {
    bookings::FieldProblems problems;
    problems.bad("dialect", "must be docs or openapi");
    return to_response(problems.to_error(), call.dialect);
  }
  net::Response response;
  response.body = openapi_document(*dialect);
  return response;
}

}  // namespace rkmock::api
