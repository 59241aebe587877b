#include "core/journal_file.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rkmock/error.hpp"

namespace rkmock {
namespace {

std::string words(int error) {
  return std::generic_category().message(error);
}

[[noreturn]] void refuse(
    const std::filesystem::path& file, const std::string& tried, const std::string& why
) {
  throw EnvironmentError(
      "cannot write the journal " + file.string() + ": " + tried + ": " + why +
      "; make the folder writable or choose another one for the journal"
  );
}

}  // namespace

JournalFileWriter::JournalFileWriter(std::filesystem::path file) : file_(std::move(file)) {
  if (file_.has_parent_path()) {
    std::error_code error;
    std::filesystem::create_directories(file_.parent_path(), error);
    if (error) {
      refuse(file_, "creating the folder " + file_.parent_path().string(), error.message());
    }
  }
  descriptor_ = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOCTTY, 0644);
  if (descriptor_ < 0) {
    refuse(file_, "opening it", words(errno));
  }

  struct stat status {};

  plain_ = ::fstat(descriptor_, &status) == 0 && S_ISREG(status.st_mode);
}

JournalFileWriter::~JournalFileWriter() {
  ::close(descriptor_);
}

void JournalFileWriter::write(std::string_view bytes) {
  while (!bytes.empty() && failure_.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
      size_ += static_cast<std::uint64_t>(written);
    } else if (errno != EINTR) {
      fail(errno);
    }
  }
}

void JournalFileWriter::overwrite(std::uint64_t offset, std::string_view bytes) {
  while (plain_ && !bytes.empty() && failure_.empty()) {
    const ssize_t written =
        ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(written));
      offset += static_cast<std::uint64_t>(written);
    } else if (errno != EINTR) {
      fail(errno);
    }
  }
}

void JournalFileWriter::fail(int error) {
  failure_ = "the journal " + file_.string() + " is incomplete: writing failed: " + words(error) +
             "; free space or choose another folder for the journal";
}

}  // namespace rkmock
