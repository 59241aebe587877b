#pragma once
// A process that a benchmark started, and ends.
//
// Resource. One thread at a time. What cannot be started is a std::runtime_error that names it.
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace rkmock::bench {

using Arguments = std::vector<std::string>;  ///< the program first; it is looked for in PATH

class Child final {
 public:
  /// Its stdout can be read here; its stderr is the benchmark's own.
  explicit Child(const Arguments& arguments);
  ~Child();  ///< SIGTERM, and waits
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// The next line of its stdout, without the newline; empty at the end.
  std::string read_line();

  /// What is left of its stdout; waits until it has ended. Throws when it has failed.
  std::string read_all();

  /// VmRSS.
  [[nodiscard]] double resident_megabytes() const;

  [[nodiscard]] int threads() const;

  /// Sends SIGTERM and does not wait; read_all() does.
  void terminate() const noexcept;

 private:
  [[nodiscard]] double status(const std::string& member) const;
  int wait() noexcept;

  std::string name_;
  pid_t pid_ = -1;
  int output_ = -1;
};

/// Runs it to its end; what it printed.
std::string run(const Arguments& arguments);

}  // namespace rkmock::bench
