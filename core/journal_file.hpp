#pragma once
// A journal's file: opened once, written in whole batches.
//
// Resource. One thread at a time. Only the constructor throws; a write that fails is remembered
// and nothing more is written after it, so that the file never has a hole.
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace rkmock {

class JournalFileWriter final {
 public:
  /// Creates missing folders, and the file anew. Throws EnvironmentError.
  explicit JournalFileWriter(std::filesystem::path file);
  ~JournalFileWriter();
  JournalFileWriter(const JournalFileWriter&) = delete;
  JournalFileWriter& operator=(const JournalFileWriter&) = delete;

  /// One write(2), more only when the kernel takes less than all.
  void write(std::string_view bytes);

  /// Writes over bytes that are already in the file. What is not a plain file stays as it is.
  void overwrite(std::uint64_t offset, std::string_view bytes);

  /// How many bytes were written.
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// Why writing failed, with the file's name; empty while all is well.
  [[nodiscard]] const std::string& failure() const { return failure_; }

 private:
  void fail(int error);

  std::filesystem::path file_;
  int descriptor_ = -1;
  bool plain_ = false;
  std::uint64_t size_ = 0;
  std::string failure_;
};

}  // namespace rkmock
