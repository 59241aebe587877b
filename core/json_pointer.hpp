#pragma once
// JSON Pointers (RFC 6901), as people write them. Pure; any thread.
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace rkmock {

/// Empty, or `/` and tokens in which `~` stands only before 0 or 1.
[[nodiscard]] bool is_json_pointer(std::string_view text);

/// What is at the pointer. Null when there is nothing, the text is no pointer, or the document is
/// none (discarded).
[[nodiscard]] const nlohmann::json* value_at(
    const nlohmann::json& document, const std::string& pointer
);

}  // namespace rkmock
