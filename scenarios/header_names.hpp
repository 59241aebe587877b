#pragma once
// Which headers a scenario may set. Pure; any thread.
#include <string_view>

namespace rkmock::scenarios {

/// A header's name of at most 100 bytes, and not one by which requests are framed: those are
/// written by what sends them.
[[nodiscard]] bool is_free_header(std::string_view name);

}  // namespace rkmock::scenarios
