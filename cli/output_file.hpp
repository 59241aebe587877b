#pragma once
// Files that a user asked for by a flag.
#include <string>

namespace rkmock::cli {

/// Writes the whole text beside the file first and then renames it, so that a reader never sees
/// half a report. Folders are made. Throws EnvironmentError naming the flag and the file.
void write_output_file(const std::string& flag, const std::string& file, const std::string& text);

/// Throws EnvironmentError when nothing could be written there. For failing before a long run
/// rather than after it.
void require_writable_folder(const std::string& flag, const std::string& folder);

}  // namespace rkmock::cli
