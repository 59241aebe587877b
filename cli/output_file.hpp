#pragma once
// Files that a user asked for by a flag.
#include <string>

namespace rkmock::cli {

/// Writes the whole text beside the file first and then renames it, so that a reader never sees
/// half a report. Folders are made, links followed; a device or a pipe gets the text as it is, and
/// our own standard output gets it between what else stands there. Throws EnvironmentError naming
/// the flag and the file.
void write_output_file(const std::string& flag, const std::string& file, const std::string& text);

// For failing before a long run rather than after it. Both make the folder, and throw
// EnvironmentError when nothing could be written there.
void require_writable_folder(const std::string& flag, const std::string& folder);
void require_writable_file(const std::string& flag, const std::string& file);

}  // namespace rkmock::cli
