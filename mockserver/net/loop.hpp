#pragma once
// The one loop: one thread that owns every socket, timer, store and journal of a server.
//
// Resource. post() and call() are for any thread; everything else that says "loop thread" runs
// inside them. A handler that throws is reported to `on_bug` and the loop goes on.
#include <functional>
#include <string>
#include <thread>

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

  void post(std::function<void()> work);

  /// Runs `work` on the loop thread and waits until it has run; on the loop thread itself it runs
  /// at once. What it throws is thrown here. After stop() it runs on the calling thread.
  void call(const std::function<void()>& work);

  /// Ends the thread after the handler that runs now. Idempotent, any thread but the loop's.
  void stop() noexcept;

 private:
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  BugHandler on_bug_;
  std::thread thread_;  // last: everything it uses outlives it
};

}  // namespace rkmock::net
