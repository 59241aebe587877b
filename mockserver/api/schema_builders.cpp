#include "mockserver/api/schema_builders.hpp"

namespace rkmock::api::schema {

namespace {

constexpr const char* rfc3339_pattern = R"(^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$)";

}  // namespace

Json described(Json rules, const char* description, Json example) {
  rules["description"] = description;
  if (!example.is_null()) {
    rules["examples"] = Json::array({std::move(example)});
  }
  return rules;
}

Json text(const char* description, Json example) {
  return described({{"type", "string"}}, description, std::move(example));
}

Json text_up_to(std::size_t limit, const char* description, Json example) {
  return described({{"type", "string"}, {"maxLength", limit}}, description, std::move(example));
}

Json text_like(const char* pattern, const char* description, Json example) {
  return described({{"type", "string"}, {"pattern", pattern}}, description, std::move(example));
}

Json timestamp(const char* description) {
  return described(
      {{"type", "string"}, {"format", "date-time"}, {"pattern", rfc3339_pattern}},
      description,
      "2023-06-20T09:15:00Z"
  );
}

Json integer(std::int64_t from, const char* description, Json example) {
  return described({{"type", "integer"}, {"minimum", from}}, description, std::move(example));
}

Json integer(std::int64_t from, std::int64_t to, const char* description, Json example) {
  return described(
      {{"type", "integer"}, {"minimum", from}, {"maximum", to}}, description, std::move(example)
  );
}

Json any_of(std::vector<std::string> words, const char* description) {
  return described({{"type", "string"}, {"enum", std::move(words)}}, description);
}

Json optional(Json schema) {
  schema["type"] = Json::array({schema["type"], "null"});
  if (schema.contains("enum")) {
    schema["enum"].push_back(nullptr);
  }
  return schema;
}

Json list_of(Json items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

Json closed(const char* description, Json members) {
  Json required = Json::array();
  for (const auto& [name, schema] : members.items()) {
    required.push_back(name);
  }
  Json schema = {{"type", "object"}};
  if (*description != '\0') {
    schema["description"] = description;
  }
  schema["required"] = std::move(required);
  schema["properties"] = std::move(members);
  schema["additionalProperties"] = false;
  return schema;
}

Json open(const char* description, const std::vector<std::string>& required, Json members) {
  Json schema = {{"type", "object"}, {"description", description}};
  if (!required.empty()) {
    schema["required"] = required;
  }
  schema["properties"] = std::move(members);
  return schema;
}

Json day_of_week() {
  return integer(0, 6, "0 is Monday, or Sunday: the vendor's guide says both (D).", 0);
}

Json id(const char* description, Json example) {
  return integer(1, description, std::move(example));
}

}  // namespace rkmock::api::schema
