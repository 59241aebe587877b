#pragma once
// How scenarios and checks name statuses and paths. Pure; any thread.
#include <string_view>

namespace rkmock {

/// `201`, or a class: `4xx`.
[[nodiscard]] bool is_status(std::string_view text);

/// Requires: is_status(wanted). No status, 0, fits nothing.
[[nodiscard]] bool fits_status(std::string_view wanted, int status);

/// A pattern is a path, or the beginning of one with `*` after it; one without `?` says nothing of
/// the query. Empty: every target.
[[nodiscard]] bool fits_path(std::string_view pattern, std::string_view target);

}  // namespace rkmock
