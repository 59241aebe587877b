#pragma once
// The JSON Schema of scenario files, as it is built in. Pure; any thread.
#include <string_view>

namespace rkmock::scenarios {

/// The text of scenarios/scenario.schema.json (draft-07).
[[nodiscard]] std::string_view schema_text();

}  // namespace rkmock::scenarios
