#pragma once
// What ack_before_safe has answered for and keeps in memory for a while before it stores it.
//
// Resource with a thread of its own; any thread may add. What waits when it stops is lost, which
// is the flaw.
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "receivers/webhook.hpp"

namespace rkmock::receivers {

class LateQueue final {
 public:
  explicit LateQueue(std::function<void(const std::vector<News>& news)> store);
  ~LateQueue();
  LateQueue(const LateQueue&) = delete;
  LateQueue& operator=(const LateQueue&) = delete;

  void add(std::vector<News> news);

  /// Idempotent; returns when the thread has ended.
  void stop() noexcept;

 private:
  using Moment = std::chrono::steady_clock::time_point;

  void run();

  std::function<void(const std::vector<News>& news)> store_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopped_ = false;
  std::deque<std::pair<Moment, std::vector<News>>> waiting_;
  std::thread thread_;
};

}  // namespace rkmock::receivers
