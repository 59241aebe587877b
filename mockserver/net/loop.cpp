#include "mockserver/net/loop.hpp"

#include <cstdio>
#include <memory>
#include <utility>

#include <boost/asio/post.hpp>

namespace rkmock::net {

namespace {

std::string describe(const std::exception_ptr& bug) {
  try {
    std::rethrow_exception(bug);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "something that is no std::exception was thrown";
  }
}

/// Shared by the caller, who may find the loop ended, and the handler, which may never run.
struct Call {
  bool claimed = false;
  bool done = false;
  std::exception_ptr thrown;
};

}  // namespace

Loop::Loop(BugHandler on_bug)
    : work_(boost::asio::make_work_guard(context_)),
      on_bug_(std::move(on_bug)),
      thread_([this] { run(); }) {}

Loop::~Loop() {
  stop();
}

void Loop::run() noexcept {
  bool over = false;
  while (!over) {
    try {
      context_.run();
      over = true;
    } catch (...) {
      report_bug(std::current_exception());
    }
  }
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

void Loop::report_bug(const std::exception_ptr& bug) noexcept {
  try {
    on_bug_(describe(bug));
  } catch (...) {
    std::fputs("rkmock: a bug on the loop, and a second one in reporting it\n", stderr);
  }
}

void Loop::post(std::function<void()> work) {
  boost::asio::post(context_, std::move(work));
}

void Loop::call(const std::function<void()>& work) {
  if (context_.get_executor().running_in_this_thread()) {
    work();
    return;
  }
  const auto call = std::make_shared<Call>();
  // `work` belongs to the caller, who waits whenever the claim was the loop's.
  boost::asio::post(context_, [this, call, &work] {
    {
      const std::lock_guard lock(mutex_);
      if (std::exchange(call->claimed, true)) {
        return;
      }
    }
    std::exception_ptr thrown;
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();
    }
    const std::lock_guard lock(mutex_);
    call->thrown = std::move(thrown);
    call->done = true;
    changed_.notify_all();
  });
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return call->done || ended_; });
    call->claimed = true;
  }
  if (!call->done) {
    const std::lock_guard lock(late_);
    work();
  } else if (call->thrown) {
    std::rethrow_exception(call->thrown);
  }
}

void Loop::stop() noexcept {
  context_.stop();
  if (context_.get_executor().running_in_this_thread()) {
    return;  // the thread cannot wait for itself; the destructor's stop() joins it
  }
  const std::lock_guard lock(stopping_);
  if (thread_.joinable()) {
    thread_.join();
  }
}

}  // namespace rkmock::net
