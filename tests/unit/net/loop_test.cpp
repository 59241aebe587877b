#include "mockserver/net/loop.hpp"

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <boost/asio/steady_timer.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::net {
namespace {

using testing::ElementsAre;

class LoopTest : public testing::Test {
 protected:
  std::vector<std::string> bugs;  // written on the loop thread, read inside call()
  Loop loop{[this](const std::string& what) { bugs.push_back(what); }};
};

TEST_F(LoopTest, WorkRunsInItsOrderOnOneOtherThread) {
  std::vector<int> order;
  std::vector<std::thread::id> threads;
  for (int i = 0; i < 3; ++i) {
    loop.post([&, i] {
      order.push_back(i);
      threads.push_back(std::this_thread::get_id());
    });
  }
  std::thread::id calling;
  loop.call([&] { calling = std::this_thread::get_id(); });
  EXPECT_THAT(order, ElementsAre(0, 1, 2));
  EXPECT_THAT(threads, ElementsAre(calling, calling, calling));
  EXPECT_NE(calling, std::this_thread::get_id());
}

TEST_F(LoopTest, ACallWithinACallRunsAtOnce) {
  std::vector<int> order;
  loop.call([&] {
    order.push_back(1);
    loop.call([&] { order.push_back(2); });
    order.push_back(3);
  });
  EXPECT_THAT(order, ElementsAre(1, 2, 3));
}

TEST_F(LoopTest, WhatACallThrowsReachesItsCallerAndIsNoBug) {
  EXPECT_THAT(
      [this] { loop.call([] { throw std::runtime_error("mine"); }); },
      testing::ThrowsMessage<std::runtime_error>("mine")
  );
  loop.call([this] { EXPECT_THAT(bugs, testing::IsEmpty()); });
}

TEST_F(LoopTest, AHandlerThatThrowsIsReportedAndTheLoopGoesOn) {
  loop.post([] { throw std::runtime_error("first"); });
  loop.post([] { throw 7; });
  boost::asio::steady_timer timer(loop.context());
  std::promise<void> fired;
  timer.expires_after(std::chrono::milliseconds(0));
  timer.async_wait([&](const boost::system::error_code&) {
    fired.set_value();
    throw std::runtime_error("of a timer");
  });
  fired.get_future().wait();
  loop.call([this] {
    EXPECT_THAT(
        bugs,
        testing::UnorderedElementsAre(
            "first", "something that is no std::exception was thrown", "of a timer"
        )
    );
  });
}

TEST(LoopAlone, AReportThatThrowsDoesNotEndTheLoop) {
  Loop loop([](const std::string&) { throw std::runtime_error("nobody listens"); });
  loop.post([] { throw std::runtime_error("first"); });
  bool ran = false;
  loop.call([&] { ran = true; });
  EXPECT_TRUE(ran);
}

TEST_F(LoopTest, CallsFromManyThreadsNeverOverlap) {
  int count = 0;  // no atomic: overlapping is what the thread sanitizer would see
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 100; ++n) {
        loop.call([&] { ++count; });
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  loop.call([&] { EXPECT_EQ(count, 800); });
}

TEST_F(LoopTest, AfterStopACallRunsOnItsCaller) {
  loop.stop();
  std::thread::id ran;
  loop.call([&] { loop.call([&] { ran = std::this_thread::get_id(); }); });
  EXPECT_EQ(ran, std::this_thread::get_id());
  EXPECT_THROW(loop.call([] { throw std::runtime_error("mine"); }), std::runtime_error);
}

TEST_F(LoopTest, ACallThatStopOvertakesStillRunsOnce) {
  for (int round = 0; round < 50; ++round) {
    Loop other([](const std::string&) {});
    std::promise<void> busy;
    std::promise<void> go_on;
    other.post([&] {
      busy.set_value();
      go_on.get_future().wait();
    });
    busy.get_future().wait();
    std::atomic<int> ran = 0;
    std::thread caller([&] { other.call([&] { ++ran; }); });
    std::thread stopper([&] { other.stop(); });
    go_on.set_value();
    caller.join();
    stopper.join();
    EXPECT_EQ(ran, 1);
  }
}

TEST_F(LoopTest, LateCallsOfManyThreadsNeverOverlap) {
  loop.stop();
  int count = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 100; ++n) {
        loop.call([&] { ++count; });
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(count, 800);
}

TEST_F(LoopTest, StopEndsItThoughWorkIsWaiting) {
  boost::asio::steady_timer timer(loop.context());
  bool fired = false;
  timer.expires_after(std::chrono::hours(1));
  timer.async_wait([&](const boost::system::error_code&) { fired = true; });
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this] { loop.stop(); });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  loop.stop();
  EXPECT_FALSE(fired);
}

TEST_F(LoopTest, WhatIsPostedAfterStopNeverRunsAndIsLetGo) {
  auto held = std::make_shared<int>(0);
  {
    Loop other([](const std::string&) {});
    other.stop();
    other.post([held] { ++*held; });
  }
  EXPECT_EQ(*held, 0);
  EXPECT_EQ(held.use_count(), 1);
}

}  // namespace
}  // namespace rkmock::net
