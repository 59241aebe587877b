#pragma once
// The library's scenarios as they are built in. Pure; any thread.
#include "core/embedded_file.hpp"

namespace rkmock::scenarios {

/// By group, then by name; the folder in a name is its group.
[[nodiscard]] std::span<const EmbeddedFile> library_files();

}  // namespace rkmock::scenarios
