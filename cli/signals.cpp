#include "cli/signals.hpp"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>

#include <poll.h>
#include <unistd.h>

#include "rkmock/error.hpp"

namespace rkmock::cli {

namespace {

// A handler may touch only lock-free atomics and write(2): the pipe is what wait_… sleeps on.
std::atomic<bool> requested{false};
std::array<int, 2> wake_pipe{-1, -1};

void on_signal(int signal) {
  if (requested.exchange(true)) {
    _exit(128 + signal);
  }
  const char byte = 0;
  // A full pipe wakes as well as one byte does.
  [[maybe_unused]] const ssize_t written = write(wake_pipe[1], &byte, 1);
}

}  // namespace

void catch_termination() {
  if (pipe(wake_pipe.data()) != 0) {
    throw EnvironmentError("no pipe could be made: too many open files; raise `ulimit -n`");
  }

  struct sigaction action {};

  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool termination_requested() {
  return requested;
}

void wait_for_termination() {
  pollfd readable{wake_pipe[0], POLLIN, 0};
  while (!requested) {
    if (poll(&readable, 1, -1) < 0 && errno != EINTR) {
      return;
    }
  }
}

}  // namespace rkmock::cli
