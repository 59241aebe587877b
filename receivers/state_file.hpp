#pragma once
// A file of lines that only grows: what a receiver must not forget.
//
// Resource. From one thread at a time. The file is locked, so that two receivers do not share it.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace rkmock::receivers {

class StateFile final {
 public:
  /// Says whether the line made sense.
  using OnLine = std::function<bool(std::string_view line)>;

  /// Opens or makes the file and reads it back. A last line that was cut off is removed. Throws
  /// EnvironmentError when that fails, or a line before the last makes no sense.
  StateFile(const std::filesystem::path& file, const OnLine& on_line);
  ~StateFile();
  StateFile(const StateFile&) = delete;
  StateFile& operator=(const StateFile&) = delete;

  /// Adds whole lines. False when they could not be written; then the file is as before.
  [[nodiscard]] bool append(std::string_view lines);

  /// False when the disk may not have everything yet.
  [[nodiscard]] bool sync();

 private:
  void read(const OnLine& on_line);
  [[noreturn]] void refuse(const std::string& why) const;

  std::filesystem::path file_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;  ///< up to the end of the last whole line
  bool broken_ = false;     ///< what lies behind `size_` could not be removed
};

}  // namespace rkmock::receivers
