#pragma once
// Sizes in bytes as people write them. Pure functions; any thread.
#include <cstddef>
#include <optional>
#include <string_view>

namespace rkmock {

/// `64KB`, `8MB`, `2GB` (of 1024, as memory is counted), `512` or `512B`; whole numbers, units in
/// any case, no sign and no spaces. At most 1024 GB.
[[nodiscard]] std::optional<std::size_t> parse_size(std::string_view text);

}  // namespace rkmock
