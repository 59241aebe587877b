#include "core/command.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <memory>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rkmock {

namespace {

using Clock = std::chrono::steady_clock;

/// How late an end may be noticed.
constexpr std::chrono::milliseconds slice{5};
constexpr long kept_output = 4 * 1024;
constexpr off_t most_output = off_t{64} << 20;  ///< beyond it the command is ended

off_t size_of(std::FILE* file) {
  struct stat status {};

  return fstat(fileno(file), &status) == 0 ? status.st_size : 0;
}

std::string reason(int error) {
  return std::generic_category().message(error);
}

/// A file, not a pipe: what the command leaves running may keep it open for ever.
using OutputFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

std::string read_end(std::FILE* file) {
  std::fseek(file, 0, SEEK_END);
  const long size = std::ftell(file);
  std::fseek(file, std::max(0L, size - kept_output), SEEK_SET);
  std::string output(static_cast<std::size_t>(std::min(size, kept_output)), '\0');
  output.resize(std::fread(output.data(), 1, output.size(), file));
  return output;
}

std::vector<std::string> environment_of(const Command& command) {
  std::vector<std::string> lines;
  for (const auto& [name, value] : command.environment) {
    lines.push_back(name + "=" + value);
  }
  for (char** entry = environ; *entry != nullptr; ++entry) {
    lines.emplace_back(*entry);  // of two with one name the first counts
  }
  return lines;
}

/// Its own process group, so that all of it can be ended; signals as a new process has them.
int spawn(const Command& command, int output, pid_t& pid) {
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_init(&files);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&files, output, STDERR_FILENO);
  // What it leaves running must not keep our sockets open.
  posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  sigset_t none;
  sigset_t defaults;
  sigemptyset(&none);
  sigemptyset(&defaults);
  for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGXFSZ}) {
    sigaddset(&defaults, signal);
  }
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
  );
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &defaults);

  std::string shell = "/bin/sh";
  std::string flag = "-c";
  std::string text = command.text;
  const std::array<char*, 4> arguments = {shell.data(), flag.data(), text.data(), nullptr};
  std::vector<std::string> lines = environment_of(command);
  std::vector<char*> environment;
  environment.reserve(lines.size() + 1);
  for (std::string& line : lines) {
    environment.push_back(line.data());
  }
  environment.push_back(nullptr);
  const int error =
      posix_spawn(&pid, shell.c_str(), &files, &attributes, arguments.data(), environment.data());
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return error;
}

/// In words; empty when it may go on.
std::string why_to_end_it(
    const std::function<bool()>& cancelled, Clock::time_point deadline, std::FILE* output
) {
  if (cancelled && cancelled()) {
    return "it was interrupted";
  }
  if (Clock::now() >= deadline) {
    return "it did not end in time";
  }
  return size_of(output) > most_output ? "it wrote more than 64 MiB" : "";
}

}  // namespace

CommandEnd run_command(const Command& command, const std::function<bool()>& cancelled) {
  CommandEnd end;
  const OutputFile output(std::tmpfile(), std::fclose);
  if (!output) {
    end.problem = "there is no place for its output: " + reason(errno);
    return end;
  }
  pid_t pid = 0;
  if (const int error = spawn(command, fileno(output.get()), pid); error != 0) {
    end.problem = "it cannot be started: " + reason(error);
    return end;
  }
  const Clock::time_point deadline = Clock::now() + command.timeout;
  int status = 0;
  pid_t ended = 0;
  while ((ended = waitpid(pid, &status, WNOHANG)) == 0) {
    end.problem = why_to_end_it(cancelled, deadline, output.get());
    if (!end.problem.empty()) {
      kill(-pid, SIGKILL);
      ended = waitpid(pid, &status, 0);
      break;
    }
    std::this_thread::sleep_for(slice);
  }
  if (ended < 0) {
    end.problem = "how it ended is not known: " + reason(errno);
    return end;
  }
  end.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  end.output = read_end(output.get());
  return end;
}

}  // namespace rkmock
