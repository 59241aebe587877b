#include "live/process.hpp"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rkmock::testing_support {

namespace {

constexpr std::chrono::minutes patience{1};

struct Pipe {
  int reading = -1;
  int writing = -1;

  Pipe() {
    int ends[2] = {-1, -1};
    if (pipe2(ends, O_CLOEXEC) != 0) {
      throw std::runtime_error(std::string("no pipe: ") + std::strerror(errno));
    }
    reading = ends[0];
    writing = ends[1];
  }
};

[[noreturn]] void become_rkmock(
    const std::vector<std::string>& arguments,
    const Process::Environment& environment,
    std::size_t largest_file,
    const Pipe& out,
    const Pipe& err
) {
  dup2(out.writing, STDOUT_FILENO);
  dup2(err.writing, STDERR_FILENO);
  if (largest_file > 0) {
    const rlimit limit{largest_file, largest_file};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  unsetenv("NO_COLOR");
  unsetenv("RECEIVER_URL");
  unsetenv("GITHUB_ACTIONS");
  for (const auto& [name, value] : environment) {
    setenv(name.c_str(), value.c_str(), 1);
  }
  std::vector<std::string> words{RKMOCK_BINARY};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) {
    argv.push_back(word.data());
  }
  argv.push_back(nullptr);
  execv(RKMOCK_BINARY, argv.data());
  _exit(127);
}

}  // namespace

Process::Process(
    const std::vector<std::string>& arguments,
    const Environment& environment,
    std::size_t largest_file
) {
  const Pipe out;
  const Pipe err;
  pid_ = fork();
  if (pid_ < 0) {
    throw std::runtime_error(std::string("no fork: ") + std::strerror(errno));
  }
  if (pid_ == 0) {
    become_rkmock(arguments, environment, largest_file, out, err);
  }
  close(out.writing);
  close(err.writing);
  out_reader_ = std::thread([this, end = out.reading] { collect(end, out_); });
  err_reader_ = std::thread([this, end = err.reading] { collect(end, err_); });
}

Process::~Process() {
  if (!ended_) {
    kill(pid_, SIGKILL);
    wait();
  }
}

void Process::collect(int descriptor, std::string& into) {
  char buffer[4096];
  while (true) {
    const ssize_t count = read(descriptor, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    const std::lock_guard lock(mutex_);
    if (count <= 0) {
      --open_pipes_;
      close(descriptor);
      changed_.notify_all();
      return;
    }
    into.append(buffer, static_cast<std::size_t>(count));
    changed_.notify_all();
  }
}

std::optional<std::string> Process::wait_for_line(const std::string& prefix) {
  std::unique_lock lock(mutex_);
  std::optional<std::string> rest;
  changed_.wait_for(lock, patience, [&] {
    std::size_t start = 0;
    for (std::size_t end = out_.find('\n'); end != std::string::npos;
         end = out_.find('\n', start)) {
      if (out_.compare(start, prefix.size(), prefix) == 0) {
        rest = out_.substr(start + prefix.size(), end - start - prefix.size());
        return true;
      }
      start = end + 1;
    }
    return open_pipes_ == 0;
  });
  return rest;
}

void Process::send_signal(int signal) const {
  kill(pid_, signal);
}

Ended Process::wait() {
  if (ended_) {
    return *ended_;
  }
  bool in_time = false;
  {
    std::unique_lock lock(mutex_);
    in_time = changed_.wait_for(lock, patience, [&] { return open_pipes_ == 0; });
  }
  if (!in_time) {
    kill(pid_, SIGKILL);
  }
  int status = 0;
  waitpid(pid_, &status, 0);
  out_reader_.join();
  err_reader_.join();
  const bool exited = in_time && WIFEXITED(status);
  ended_ = Ended{exited ? WEXITSTATUS(status) : -1, out_, err_};
  return *ended_;
}

Ended run_rkmock(
    const std::vector<std::string>& arguments,
    const Process::Environment& environment,
    std::size_t largest_file
) {
  return Process(arguments, environment, largest_file).wait();
}

ScratchFolder::ScratchFolder() {
  std::string name = std::filesystem::temp_directory_path() / "rkmock-test-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error(std::string("no folder: ") + std::strerror(errno));
  }
  folder_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

std::string ScratchFolder::path(const std::string& name) const {
  return folder_ + "/" + name;
}

std::string ScratchFolder::write(const std::string& name, const std::string& text) const {
  std::ofstream(path(name), std::ios::binary) << text;
  return path(name);
}

std::string ScratchFolder::read(const std::string& name) const {
  std::ifstream in(path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace rkmock::testing_support
