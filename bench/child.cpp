#include "bench/child.hpp"

#include <array>
#include <csignal>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rkmock::bench {

Child::Child(const Arguments& arguments) : name_(arguments.front()) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe for " + name_);
  }
  std::vector<std::string> copies = arguments;
  std::vector<char*> words;
  words.reserve(copies.size() + 1);
  for (std::string& word : copies) {
    words.push_back(word.data());
  }
  words.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
  const int failed = ::posix_spawnp(&pid_, words[0], &actions, nullptr, words.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(pipe[1]);
  output_ = pipe[0];
  if (failed != 0) {
    ::close(output_);
    throw std::runtime_error("cannot start " + name_ + "; ./dev bench installs what it needs");
  }
}

Child::~Child() {
  if (pid_ > 0) {
    ::kill(pid_, SIGTERM);
    wait();
  }
  ::close(output_);
}

int Child::wait() noexcept {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return status;
}

std::string Child::read_line() {
  std::string line;
  char c = 0;
  while (::read(output_, &c, 1) == 1 && c != '\n') {
    line += c;
  }
  return line;
}

std::string Child::read_all() {
  std::string text;
  std::array<char, 4096> buffer{};
  ssize_t count = 0;
  while ((count = ::read(output_, buffer.data(), buffer.size())) > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
  }
  if (const int status = wait(); status != 0) {
    throw std::runtime_error(name_ + " failed: " + text);
  }
  return text;
}

double Child::resident_megabytes() const {
  return status("VmRSS:") / 1024;
}

int Child::threads() const {
  return static_cast<int>(status("Threads:"));
}

void Child::terminate() const noexcept {
  ::kill(pid_, SIGTERM);
}

double Child::status(const std::string& member) const {
  std::ifstream status("/proc/" + std::to_string(pid_) + "/status");
  std::string word;
  double value = 0;
  while (status >> word) {
    if (word == member && status >> value) {
      return value;
    }
  }
  throw std::runtime_error(name_ + " has ended already");
}

std::string run(const Arguments& arguments) {
  return Child(arguments).read_all();
}

}  // namespace rkmock::bench
