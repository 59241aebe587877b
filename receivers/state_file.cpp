#include "receivers/state_file.hpp"

#include <array>
#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rkmock/error.hpp"

namespace rkmock::receivers {

namespace {

std::string words(int error) {
  return std::generic_category().message(error);
}

/// A new file is only there after a power cut when its folder was written too.
void sync_folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0) {
    ::fsync(descriptor);
    ::close(descriptor);
  }
}

}  // namespace

StateFile::StateFile(const std::filesystem::path& file, const OnLine& on_line) : file_(file) {
  descriptor_ = ::open(file_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor_ < 0) {
    refuse(words(errno));
  }
  try {
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
      refuse("another receiver uses it");
    }

    struct stat status {};

    if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) {
      refuse("it is not a plain file");
    }
    if (status.st_size == 0) {
      sync_folder_of(file_);
    }
    read(on_line);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

StateFile::~StateFile() {
  ::close(descriptor_);
}

void StateFile::read(const OnLine& on_line) {
  std::array<char, std::size_t{64} * 1024> bytes{};
  std::string pending;
  std::uint64_t number = 0;
  while (true) {
    const ssize_t count = ::read(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      refuse(words(errno));
    }
    if (count == 0) {
      break;
    }
    pending.append(bytes.data(), static_cast<std::size_t>(count));
    std::size_t from = 0;
    for (std::size_t end = pending.find('\n'); end != std::string::npos;
         end = pending.find('\n', from)) {
      ++number;
      if (!on_line(std::string_view(pending).substr(from, end - from))) {
        refuse("line " + std::to_string(number) + " is not one of a receiver's state");
      }
      size_ += end + 1 - from;
      from = end + 1;
    }
    pending.erase(0, from);
  }
  if (!pending.empty() && ::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) {
    refuse("the cut-off last line cannot be removed: " + words(errno));
  }
}

void StateFile::refuse(const std::string& why) const {
  throw EnvironmentError(
      "cannot use the state file " + file_.string() + ": " + why +
      "; mend or move it away, or choose another one with --state-file"
  );
}

bool StateFile::append(std::string_view lines) {
  if (broken_) {
    return false;
  }
  std::string_view left = lines;
  while (!left.empty()) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written >= 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      broken_ = ::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0;
      return false;
    }
  }
  size_ += lines.size();
  return true;
}

bool StateFile::sync() {
  return ::fdatasync(descriptor_) == 0;
}

}  // namespace rkmock::receivers
