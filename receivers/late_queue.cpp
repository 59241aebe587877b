#include "receivers/late_queue.hpp"

namespace rkmock::receivers {

namespace {

constexpr std::chrono::milliseconds until_stored{500};

}  // namespace

LateQueue::LateQueue(std::function<void(const std::vector<News>& news)> store)
    : store_(std::move(store)), thread_([this] { run(); }) {}

LateQueue::~LateQueue() {
  stop();
}

void LateQueue::add(std::vector<News> news) {
  const std::lock_guard lock(mutex_);
  waiting_.emplace_back(std::chrono::steady_clock::now() + until_stored, std::move(news));
  changed_.notify_all();
}

void LateQueue::run() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    if (waiting_.empty()) {
      changed_.wait(lock);
    } else if (const Moment due = waiting_.front().first; std::chrono::steady_clock::now() < due) {
      changed_.wait_until(lock, due);
    } else {
      const std::vector<News> news = std::move(waiting_.front().second);
      waiting_.pop_front();
      lock.unlock();
      store_(news);
      lock.lock();
    }
  }
}

void LateQueue::stop() noexcept {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) {
    thread_.join();
  }
}

}  // namespace rkmock::receivers
