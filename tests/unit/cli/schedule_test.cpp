// Plays at once: order, bound, those that are alone, and how it ends early.
#include "cli/schedule.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock::cli {
namespace {

using testing::ElementsAre;

Schedule of(std::size_t count, int jobs) {
  Schedule schedule;
  schedule.count = count;
  schedule.jobs = jobs;
  schedule.alone = [](std::size_t) { return false; };
  schedule.stopped = [] { return false; };
  schedule.play = [](std::size_t) {};
  return schedule;
}

TEST(ScheduleTest, OneJobPlaysInOrder) {
  std::vector<std::size_t> played;
  Schedule schedule = of(4, 1);
  schedule.play = [&](std::size_t index) { played.push_back(index); };
  play_all(schedule);
  EXPECT_THAT(played, ElementsAre(0, 1, 2, 3));
}

/// Says who runs at any moment. The threads wait for each other, so that it does not matter how
/// fast they are.
class Meeting {
 public:
  void enter(std::size_t index) {
    const std::lock_guard lock(mutex_);
    inside_.insert(index);
    most_ = std::max(most_, inside_.size());
    changed_.notify_all();
  }

  void wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return most_ >= count; });
  }

  std::set<std::size_t> leave(std::size_t index) {
    const std::lock_guard lock(mutex_);
    std::set<std::size_t> beside = inside_;
    inside_.erase(index);
    return beside;
  }

  [[nodiscard]] std::size_t most() const { return most_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<std::size_t> inside_;
  std::size_t most_ = 0;
};

TEST(ScheduleTest, SoManyJobsRunAtOnceAndNoMore) {
  Meeting meeting;
  Schedule schedule = of(20, 3);
  schedule.play = [&](std::size_t index) {
    meeting.enter(index);
    meeting.wait_for(3);  // would hang if they did not run beside each other
    meeting.leave(index);
  };
  play_all(schedule);
  EXPECT_EQ(meeting.most(), 3U);
}

TEST(ScheduleTest, NothingRunsBesideWhatIsAlone) {
  Meeting meeting;
  std::mutex mutex;
  std::set<std::size_t> beside_five;
  std::set<std::size_t> played;
  Schedule schedule = of(12, 4);
  schedule.alone = [](std::size_t index) { return index == 5; };
  schedule.play = [&](std::size_t index) {
    meeting.enter(index);
    if (index < 4) {
      meeting.wait_for(4);
    }
    const std::set<std::size_t> beside = meeting.leave(index);
    const std::lock_guard lock(mutex);
    played.insert(index);
    if (index == 5) {
      beside_five = beside;
      EXPECT_THAT(played, ElementsAre(0, 1, 2, 3, 4, 5));
    }
  };
  play_all(schedule);
  EXPECT_THAT(beside_five, ElementsAre(5));
  EXPECT_EQ(played.size(), 12U);
}

TEST(ScheduleTest, NothingBeginsOnceItIsStopped) {
  std::vector<std::size_t> played;
  Schedule schedule = of(10, 1);
  schedule.stopped = [&] { return played.size() == 3; };
  schedule.play = [&](std::size_t index) { played.push_back(index); };
  play_all(schedule);
  EXPECT_THAT(played, ElementsAre(0, 1, 2));
}

TEST(ScheduleTest, AnExceptionEndsItAndComesOut) {
  std::mutex mutex;
  std::size_t played = 0;
  Schedule schedule = of(1000, 2);
  schedule.alone = [](std::size_t) { return true; };
  schedule.play = [&](std::size_t index) {
    const std::lock_guard lock(mutex);
    ++played;
    if (index == 2) {
      throw std::runtime_error("no more");
    }
  };
  EXPECT_THROW(play_all(schedule), std::runtime_error);
  EXPECT_EQ(played, 3U);
}

}  // namespace
}  // namespace rkmock::cli
