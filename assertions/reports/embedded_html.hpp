#pragma once
// The parts of the HTML report, as they stand in html/. Any thread.
#include <span>

#include "core/embedded_file.hpp"

namespace rkmock::reports {

[[nodiscard]] std::span<const EmbeddedFile> embedded_html();

}  // namespace rkmock::reports
