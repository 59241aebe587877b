#pragma once
// docs/report.schema.json, as it is built in; see cmake/embed_files.cmake. Any thread.
#include <span>

#include "core/embedded_file.hpp"

namespace rkmock::reports {

/// That one file.
[[nodiscard]] std::span<const EmbeddedFile> embedded_report_schema();

}  // namespace rkmock::reports
