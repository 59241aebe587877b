#include "cli/output_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>

#include <sys/stat.h>
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

/// A link stays, and what it leads to is written: `/dev/stdout` is one.
fs::path behind_links(const fs::path& file) {
  std::error_code error;
  const fs::path target = fs::weakly_canonical(file, error);
  return error ? file : target;
}

/// Opened a second time, our own output would be written over by what comes after.
bool is_standard_output(const fs::path& file) {
  struct stat named {};

  struct stat ours {};

  return ::stat(file.c_str(), &named) == 0 && ::fstat(STDOUT_FILENO, &ours) == 0 &&
         named.st_dev == ours.st_dev && named.st_ino == ours.st_ino;
}

void write_whole(
    const std::string& flag,
    const fs::path& file,
    const std::string& text,
    const std::string& wanted
) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (out) {
    return;
  }
  const std::string why = std::strerror(errno);
  std::error_code ignored;
  if (fs::is_regular_file(file, ignored)) {
    fs::remove(file, ignored);
  }
  fail(flag, wanted, why);
}

}  // namespace

void write_output_file(const std::string& flag, const std::string& file, const std::string& text) {
  const fs::path target = behind_links(file);
  make_folder(flag, target.parent_path(), file);
  if (is_standard_output(target)) {
    std::cout << text << std::flush;
    return;
  }
  if (fs::exists(target) && !fs::is_regular_file(target)) {
    write_whole(flag, target, text, file);  // a device or a pipe: no renaming
    return;
  }
  const fs::path partial = target.string() + ".partial";
  write_whole(flag, partial, text, file);
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
  const fs::path target = behind_links(file);
  make_folder(flag, target.parent_path(), file);
  if (fs::is_directory(target)) {
    fail(flag, file, "it is a folder");
  }
  if (is_standard_output(target)) {
    return;
  }
  if (!fs::exists(target) || fs::is_regular_file(target)) {
    require_writable(flag, target.has_parent_path() ? target.parent_path() : ".", file);
  }
}

}  // namespace rkmock::cli
