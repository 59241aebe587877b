#pragma once
// The one loop: one thread that owns every socket, timer, store and journal of a server.
//
// Resource. post() and call() are for any thread; everything else that says "loop thread" runs
// inside them. A handler that throws is reported to `on_bug` and the loop goes on.
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

namespace rkmock::net {

class Loop final {
 public:
  using BugHandler = std::function<void(const std::string& what)>;

  explicit Loop(BugHandler on_bug);
  ~Loop();  ///< stop()
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  [[nodiscard]] boost::asio::io_context& context() { return context_; }

  /// After stop() it is dropped.
  void post(std::function<void()> work);

  /// Runs `work` on the loop thread and waits until it has run; on the loop thread itself it runs
  /// at once. What it throws is thrown here. After stop() it runs on the calling thread, one such
  /// call at a time; so does one that stop() overtook.
  void call(const std::function<void()>& work);

  /// Ends the thread after the handler that runs now. Idempotent, any thread but the loop's.
  void stop() noexcept;

  /// For handlers that answer for their own bugs: tells `on_bug`. Loop thread.
  void report_bug(const std::exception_ptr& bug) noexcept;

 private:
  void run() noexcept;

  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  BugHandler on_bug_;
  std::mutex mutex_;  // guards ended_ and the `done` of calls
  std::condition_variable changed_;
  bool ended_ = false;         // the thread runs no handler any more
  std::recursive_mutex late_;  // held while a late call runs on its caller's thread
  std::mutex stopping_;        // held while the thread is joined
  std::thread thread_;         // last: everything it uses outlives it
};

}  // namespace rkmock::net
