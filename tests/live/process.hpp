#pragma once
// A rkmock process under test: its arguments, what it prints, how it ends.
//
// Resource. Every wait gives up after a minute, so that a hang is a failed test and not a hung
// suite; nothing here depends on how fast the machine is.
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <sys/types.h>

namespace rkmock::testing_support {

struct Ended {
  int exit_code = -1;  ///< -1 when a signal ended it, or the test had to
  std::string out;
  std::string err;
};

class Process final {
 public:
  using Environment = std::map<std::string, std::string>;

  /// Runs the rkmock of this build. `environment` is added to the test's own; NO_COLOR,
  /// RECEIVER_URL and GITHUB_ACTIONS are not passed on. `largest_file` bounds the files it
  /// writes; 0: no bound.
  explicit Process(
      const std::vector<std::string>& arguments,
      const Environment& environment = {},
      std::size_t largest_file = 0
  );
  ~Process();  ///< kills it if it still runs
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// Blocks until a line of stdout begins with `prefix`; returns the rest of that line, or nothing
  /// when stdout ended without.
  std::optional<std::string> wait_for_line(const std::string& prefix);

  void send_signal(int signal) const;

  [[nodiscard]] pid_t id() const { return pid_; }

  /// Blocks until it has ended.
  Ended wait();

 private:
  void collect(int descriptor, std::string& into);

  pid_t pid_ = -1;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::string out_;
  std::string err_;
  int open_pipes_ = 2;
  std::optional<Ended> ended_;
  std::thread out_reader_;
  std::thread err_reader_;
};

/// Runs rkmock to its end.
Ended run_rkmock(
    const std::vector<std::string>& arguments,
    const Process::Environment& environment = {},
    std::size_t largest_file = 0
);

/// A folder of its own for a test, gone at its end.
class ScratchFolder final {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  /// A path in it; no file is made.
  [[nodiscard]] std::string path(const std::string& name) const;
  /// Writes a file and returns its path.
  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const;
  [[nodiscard]] std::string read(const std::string& name) const;

 private:
  std::string folder_;
};

}  // namespace rkmock::testing_support
