#pragma once
// A shell command run to its end, with a bound in time and on what is kept of its output.
//
// Blocks its caller; any thread, several at once. No open file of ours is handed on. What the
// command starts in the background may outlive it, unless the command itself is ended.
#include <chrono>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace rkmock {

struct Command {
  std::string text;  ///< for /bin/sh -c
  /// Set beside the caller's own environment.
  std::vector<std::pair<std::string, std::string>> environment;
  std::chrono::nanoseconds timeout{};
};

struct CommandEnd {
  int exit_code = -1;   ///< 128 and the signal's number when one ended it; -1 when it did not run
  std::string output;   ///< the last 4 KiB of both streams together
  std::string problem;  ///< why it could not be run, or not to its end; empty when it was
};

/// `cancelled` is polled; when it holds, the command and all of its process group are ended.
[[nodiscard]] CommandEnd run_command(
    const Command& command, const std::function<bool()>& cancelled = {}
);

}  // namespace rkmock
