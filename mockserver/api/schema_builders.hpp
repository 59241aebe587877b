#pragma once
// The words in which the schemas of the OpenAPI document are written: JSON Schema 2020-12.
//
// Pure; any thread. `example` may be null: none.
#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace rkmock::api::schema {

using Json = nlohmann::ordered_json;

/// E.164, or empty.
inline constexpr const char* phone_pattern = R"(^(\+[1-9]\d{1,14})?$)";

/// A schema with what is said of it; `rules` go before the description.
[[nodiscard]] Json described(Json rules, const char* description, Json example = nullptr);

[[nodiscard]] Json text(const char* description, Json example = nullptr);
/// `limit` is in characters.
[[nodiscard]] Json text_up_to(std::size_t limit, const char* description, Json example = nullptr);
[[nodiscard]] Json text_like(const char* pattern, const char* description, Json example);
[[nodiscard]] Json any_of(std::vector<std::string> words, const char* description);
/// RFC 3339 in UTC with whole seconds, as all answers have it.
[[nodiscard]] Json timestamp(const char* description);

[[nodiscard]] Json integer(std::int64_t from, const char* description, Json example);
[[nodiscard]] Json integer(
    std::int64_t from, std::int64_t to, const char* description, Json example
);
[[nodiscard]] Json id(const char* description, Json example);
[[nodiscard]] Json day_of_week();

/// A member that may be left out of a request, or be null.
[[nodiscard]] Json optional(Json schema);

[[nodiscard]] Json list_of(Json items);

/// An object of an answer: what it has, all of it required. An empty description is left out.
[[nodiscard]] Json closed(const char* description, Json members);

/// An object of a request.
[[nodiscard]] Json open(
    const char* description, const std::vector<std::string>& required, Json members
);

}  // namespace rkmock::api::schema
