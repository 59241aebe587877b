#include "cli/schedule.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace rkmock::cli {

namespace {

class Players {
 public:
  explicit Players(const Schedule& schedule) : schedule_(schedule) {}

  /// One thread's work.
  void work() {
    while (const auto index = take()) {
      std::exception_ptr thrown;
      try {
        schedule_.play(*index);
      } catch (...) {
        thrown = std::current_exception();
      }
      give_back(*index, thrown);
    }
  }

  void rethrow() const {
    if (thrown_) {
      std::rethrow_exception(thrown_);
    }
  }

 private:
  std::optional<std::size_t> take() {
    std::unique_lock lock(mutex_);
    while (true) {
      if (thrown_ || next_ >= schedule_.count || schedule_.stopped()) {
        return std::nullopt;
      }
      const bool alone = schedule_.alone(next_);
      if (!one_alone_ && (!alone || running_ == 0)) {
        one_alone_ = alone;
        ++running_;
        return next_++;
      }
      ended_.wait(lock);
    }
  }

  void give_back(std::size_t index, const std::exception_ptr& thrown) {
    const std::lock_guard lock(mutex_);
    --running_;
    if (schedule_.alone(index)) {
      one_alone_ = false;
    }
    if (thrown && !thrown_) {
      thrown_ = thrown;
    }
    ended_.notify_all();
  }

  const Schedule& schedule_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::size_t next_ = 0;
  std::size_t running_ = 0;
  bool one_alone_ = false;
  std::exception_ptr thrown_;
};

}  // namespace

void play_all(const Schedule& schedule) {
  Players players(schedule);
  const std::size_t jobs =
      std::min(static_cast<std::size_t>(std::max(schedule.jobs, 1)), schedule.count);
  std::vector<std::jthread> others;  // joined on every way out
  for (std::size_t i = 1; i < jobs; ++i) {
    others.emplace_back([&players] { players.work(); });
  }
  players.work();
  others.clear();
  players.rethrow();
}

}  // namespace rkmock::cli
