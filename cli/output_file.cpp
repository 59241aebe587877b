#include "cli/output_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "rkmock/error.hpp"

namespace rkmock::cli {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const std::string& flag, const std::string& path, const std::string& why) {
  throw EnvironmentError(
      flag + ": `" + path + "` cannot be written: " + why + "; choose another place"
  );
}

/// `wanted` is what the user named: the folder itself, or a file in it.
void make_folder(const std::string& flag, const fs::path& folder, const std::string& wanted) {
  std::error_code error;
  if (!folder.empty()) {
    fs::create_directories(folder, error);
  }
  if (error) {
    fail(flag, wanted, error.message());
  }
}

/// access() answers wrongly for root on a read-only file system; a probe file does not.
void require_writable(const std::string& flag, const fs::path& folder, const std::string& wanted) {
  const fs::path probe = folder / ".rkmock-writable";
  std::ofstream out(probe);
  if (access(folder.c_str(), W_OK) != 0 || !out) {
    fail(flag, wanted, std::strerror(errno));
  }
  out.close();
  std::error_code ignored;
  fs::remove(probe, ignored);
}

}  // namespace

void write_output_file(const std::string& flag, const std::string& file, const std::string& text) {
  const fs::path target(file);
  make_folder(flag, target.parent_path(), file);
  if (fs::exists(target) && !fs::is_regular_file(target)) {
    std::ofstream(file) << text << std::flush;  // /dev/stdout and the like: no renaming
    return;
  }
  const fs::path partial = file + ".partial";
  std::ofstream out(partial, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out) {
    const std::string why = std::strerror(errno);
    std::error_code ignored;
    fs::remove(partial, ignored);
    fail(flag, file, why);
  }
  std::error_code error;
  fs::rename(partial, target, error);
  if (error) {
    fail(flag, file, error.message());
  }
}

void require_writable_folder(const std::string& flag, const std::string& folder) {
  make_folder(flag, folder, folder);
  const std::string path = folder.empty() ? "." : folder;
  if (!fs::is_directory(path)) {
    fail(flag, path, "it is not a folder");
  }
  require_writable(flag, path, path);
}

void require_writable_file(const std::string& flag, const std::string& file) {
  const fs::path target(file);
  make_folder(flag, target.parent_path(), file);
  if (fs::is_directory(target)) {
    fail(flag, file, "it is a folder");
  }
  if (!fs::exists(target) || fs::is_regular_file(target)) {
    require_writable(flag, target.has_parent_path() ? target.parent_path() : ".", file);
  }
}

}  // namespace rkmock::cli
