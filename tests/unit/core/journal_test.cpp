#include "rkmock/journal.hpp"

#include <atomic>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rkmock {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using Time = std::chrono::steady_clock::time_point;

/// A test that waits so long has failed.
Time in_a_minute() {
  return std::chrono::steady_clock::now() + std::chrono::minutes(1);
}

class StandingClock final : public Clock {
 public:
  std::chrono::nanoseconds since_start{};

  [[nodiscard]] Time monotonic_now() const override { return Time(seconds(100) + since_start); }

  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const override {
    return std::chrono::system_clock::from_time_t(1'700'000'000);
  }
};

event::HarnessError error(const std::string& what) {
  return {what};
}

std::uint64_t dropped_count(const EventPointer& event) {
  return std::get<event::EventsDropped>(event->body).count;
}

TEST(JournalTest, NumbersEventsFromOneAndDatesThemFromItsStart) {
  StandingClock clock;
  Journal journal(clock, {});
  EXPECT_EQ(journal.last_seq(), 0U);
  clock.since_start = Nanos(5);
  EXPECT_EQ(journal.append(error("a")), 1U);
  clock.since_start = Nanos(7);
  EXPECT_EQ(journal.append(error("b")), 2U);
  const auto events = journal.since();
  ASSERT_THAT(events, SizeIs(2));
  EXPECT_EQ(*events[0], (Event{1, Nanos(5), error("a")}));
  EXPECT_EQ(*events[1], (Event{2, Nanos(7), error("b")}));
  EXPECT_EQ(journal.now(), Nanos(7));
  EXPECT_EQ(journal.last_seq(), 2U);
}

TEST(JournalTest, CompletesItsHeader) {
  const StandingClock clock;
  JournalHeader header;
  header.scenario = "serve";
  header.version = 99;
  const Journal journal(clock, header);
  EXPECT_EQ(journal.header().version, 1);
  EXPECT_EQ(journal.header().scenario, "serve");
  EXPECT_EQ(journal.header().started, "2023-11-14T22:13:20Z");
  EXPECT_EQ(journal.header().tool.rfind("rkmock ", 0), 0U);
}

TEST(JournalTest, GivesTheEventsAfterANumber) {
  Journal journal(system_clock(), {});
  for (int i = 0; i < 5; ++i) {
    journal.append(error(std::to_string(i)));
  }
  EXPECT_THAT(journal.since(0), SizeIs(5));
  ASSERT_THAT(journal.since(3), SizeIs(2));
  EXPECT_EQ(journal.since(3)[0]->seq, 4U);
  EXPECT_THAT(journal.since(5), IsEmpty());
  EXPECT_THAT(journal.since(1'000), IsEmpty());
  EXPECT_THAT(journal.since(std::numeric_limits<std::uint64_t>::max()), IsEmpty());
}

TEST(JournalTest, TakesEventsFromManyThreadsWithoutGaps) {
  Journal journal(system_clock(), {});
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&journal] {
      for (int i = 0; i < 500; ++i) {
        journal.append(error("x"));
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  const auto events = journal.since();
  ASSERT_THAT(events, SizeIs(2'000));
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i]->seq, i + 1);
    EXPECT_TRUE(i == 0 || events[i - 1]->at <= events[i]->at);
  }
}

TEST(JournalTest, WaitsForWhatAnotherThreadAppends) {
  Journal journal(system_clock(), {});
  std::atomic<bool> asked = false;
  std::thread writer([&] {
    while (!asked) {
      std::this_thread::yield();
    }
    for (int i = 0; i < 10; ++i) {
      journal.append(error(std::to_string(i)));
    }
  });
  EXPECT_TRUE(journal.wait(
      [&] {
        asked = true;
        return journal.last_seq() == 10;
      },
      in_a_minute()
  ));
  writer.join();
}

TEST(JournalTest, WakesEveryWaiter) {
  Journal journal(system_clock(), {});
  std::atomic<int> asking = 0;
  std::atomic<int> woken = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 3; ++i) {
    readers.emplace_back([&] {
      bool first = true;
      const bool held = journal.wait(
          [&] {
            asking += first ? 1 : 0;
            first = false;
            return journal.last_seq() > 0;
          },
          in_a_minute()
      );
      woken += held ? 1 : 0;
    });
  }
  while (asking < 3) {
    std::this_thread::yield();
  }
  journal.append(error("x"));
  for (std::thread& reader : readers) {
    reader.join();
  }
  EXPECT_EQ(woken, 3);
}

TEST(JournalTest, AWaiterMayAskAndAppendWhileItIsAsked) {
  Journal journal(system_clock(), {});
  EXPECT_TRUE(journal.wait(
      [&] { return journal.append(error("x")) == 3 && journal.since().size() == 3; }, in_a_minute()
  ));
}

TEST(JournalTest, AWaitEndsAtItsDeadlineWithTheLastAnswer) {
  Journal journal(system_clock(), {});
  const Time now = std::chrono::steady_clock::now();
  EXPECT_FALSE(journal.wait([] { return false; }, now + std::chrono::milliseconds(1)));
  EXPECT_GE(std::chrono::steady_clock::now(), now + std::chrono::milliseconds(1));
  EXPECT_FALSE(journal.wait([] { return false; }, now));
  EXPECT_TRUE(journal.wait([] { return true; }, now));
  // Grown while it was asked, and past the deadline: asked once more.
  EXPECT_TRUE(journal.wait([&] { return journal.append(error("x")) > 1; }, now));
}

TEST(JournalTest, AtItsBoundOfEventsItCountsWhatItDoesNotKeep) {
  JournalOptions options;
  options.max_events = 3;
  Journal journal(system_clock(), {}, options);
  std::vector<std::uint64_t> numbers;
  for (int i = 0; i < 6; ++i) {
    numbers.push_back(journal.append(error("x")));
  }
  EXPECT_THAT(numbers, ElementsAre(1, 2, 3, 4, 4, 4));
  ASSERT_THAT(journal.since(), SizeIs(4));
  EXPECT_EQ(dropped_count(journal.since().back()), 3U);
}

TEST(JournalTest, AtItsBoundOfBytesItCountsWhatItDoesNotKeep) {
  JournalOptions options;
  options.max_bytes = 100'000;
  Journal journal(system_clock(), {}, options);
  for (int i = 0; i < 20; ++i) {
    journal.append(error(std::string(10'000, 'x')));
  }
  const auto events = journal.since();
  ASSERT_THAT(events, SizeIs(testing::AllOf(testing::Gt(5U), testing::Lt(12U))));
  EXPECT_EQ(dropped_count(events.back()), 20 - (events.size() - 1));
  // Small ones do not slip in after it: the journal would have a hole that nobody sees.
  journal.append(error(""));
  EXPECT_EQ(journal.since().size(), events.size());
  EXPECT_EQ(dropped_count(journal.since().back()), dropped_count(events.back()) + 1);
}

TEST(JournalTest, AFullJournalStillWakesItsWaiters) {
  JournalOptions options;
  options.max_events = 1;
  Journal journal(system_clock(), {}, options);
  journal.append(error("kept"));
  std::atomic<bool> asked = false;
  std::thread writer([&] {
    while (!asked) {
      std::this_thread::yield();
    }
    journal.append(error("dropped"));
    journal.append(error("dropped too"));
  });
  EXPECT_TRUE(journal.wait(
      [&] {
        asked = true;
        const auto last = journal.since().back();
        const auto* dropped = std::get_if<event::EventsDropped>(&last->body);
        return dropped != nullptr && dropped->count == 2;
      },
      in_a_minute()
  ));
  writer.join();
}

TEST(JournalTest, WithoutAFileThereIsNothingToFlush) {
  Journal journal(system_clock(), {});
  journal.append(error("x"));
  EXPECT_EQ(journal.flush(), "");
}

}  // namespace
}  // namespace rkmock
