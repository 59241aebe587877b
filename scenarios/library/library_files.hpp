#pragma once
// The bytes of the library's scenarios, put into the build by cmake/embed_library.cmake. Pure; any
// thread.
#include <span>
#include <string_view>

namespace rkmock::scenarios {

struct LibraryFile {
  std::string_view name;  ///< `duplicates/racing_duplicates.yaml`; the folder is its group
  std::string_view text;
};

/// By group, then by name.
[[nodiscard]] std::span<const LibraryFile> library_files();

}  // namespace rkmock::scenarios
