#pragma once
// `{{jane.id}}` in a text: a reference to what is known only while a scenario is played, or when
// its journal is judged. Pure; any thread. What may be named is the caller's affair.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace rkmock {

/// The names, without blanks around them, in order; nothing when a `{{` is not closed.
[[nodiscard]] std::optional<std::vector<std::string>> references_in(std::string_view text);

/// The value of a name. May throw, to say why there is none.
using ResolveReference = std::function<nlohmann::json(const std::string& name)>;

/// Texts stand as they are, other values as JSON. Requires: references_in(text) has a value.
[[nodiscard]] std::string fill_references(std::string_view text, const ResolveReference& resolve);

/// In each text of the value. One that is nothing but a reference becomes the value itself, so that
/// an id stays a number.
[[nodiscard]] nlohmann::json fill_references_in(
    const nlohmann::json& value, const ResolveReference& resolve
);

/// What of a booking can be named, as in the API: `id`, `customer.email` …
[[nodiscard]] const std::vector<std::string>& booking_fields();

/// The field of a booking, given as the API's JSON; null where it has none.
/// Requires: the field is one of booking_fields().
[[nodiscard]] nlohmann::json booking_field(const std::string& booking, const std::string& field);

}  // namespace rkmock
