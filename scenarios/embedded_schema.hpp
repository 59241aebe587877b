#pragma once
// scenario.schema.json as a built-in file. Pure; any thread.
#include "core/embedded_file.hpp"

namespace rkmock::scenarios {

[[nodiscard]] std::span<const EmbeddedFile> embedded_schema();

}  // namespace rkmock::scenarios
