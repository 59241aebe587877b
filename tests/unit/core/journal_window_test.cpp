// A journal without an end: the newest events in memory, all of them in the file.
#include <csignal>
#include <thread>

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rkmock/history.hpp"
#include "rkmock/journal.hpp"

#include "unit/core/journal_folder.hpp"

namespace rkmock {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Ge;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Le;
using testing::Lt;
using testing::Not;
using testing::SizeIs;

constexpr std::size_t text_size = 1'000;

event::HarnessError error() {
  return {std::string(text_size, 'x')};
}

JournalOptions window_of(std::size_t bytes) {
  JournalOptions options;
  options.window_bytes = bytes;
  return options;
}

void append(Journal& journal, int count) {
  for (int i = 0; i < count; ++i) {
    journal.append(error());
  }
}

TEST(JournalWindowTest, KeepsTheNewestEventsAndCountsTheOthers) {
  Journal journal(system_clock(), {}, window_of(20'000));
  append(journal, 1'000);
  const auto events = journal.since();
  EXPECT_THAT(events, SizeIs(AllOf(Ge(10U), Le(20U)))) << "of 1,000 bytes and some more each";
  EXPECT_EQ(journal.let_go(), 1'000 - events.size());
  EXPECT_EQ(journal.last_seq(), 1'000U);
}

TEST(JournalWindowTest, NumbersGoOnWithoutGapsUpToTheNewest) {
  Journal journal(system_clock(), {}, window_of(20'000));
  for (std::uint64_t i = 1; i <= 100; ++i) {
    EXPECT_EQ(journal.append(error()), i);
  }
  const auto events = journal.since();
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i]->seq, journal.let_go() + i + 1);
  }
  EXPECT_EQ(events.back()->seq, 100U);
}

TEST(JournalWindowTest, WhoAsksForWhatIsGoneGetsWhatComesAfterIt) {
  Journal journal(system_clock(), {}, window_of(20'000));
  append(journal, 100);
  EXPECT_EQ(journal.since(1).front()->seq, journal.let_go() + 1);
  EXPECT_THAT(journal.since(journal.let_go()), SizeIs(100 - journal.let_go()));
  EXPECT_EQ(journal.since(98).front()->seq, 99U);
  EXPECT_THAT(journal.since(100), IsEmpty());
}

TEST(JournalWindowTest, TheNewestStaysHoweverLargeItIs) {
  Journal journal(system_clock(), {}, window_of(1));
  append(journal, 3);
  ASSERT_THAT(journal.since(), SizeIs(1));
  EXPECT_EQ(journal.since().front()->seq, 3U);
  EXPECT_EQ(journal.let_go(), 2U);
}

TEST(JournalWindowTest, WithoutAWindowEverythingStays) {
  Journal journal(system_clock(), {});
  append(journal, 1'000);
  EXPECT_THAT(journal.since(), SizeIs(1'000));
  EXPECT_EQ(journal.let_go(), 0U);
}

TEST(JournalWindowTest, TheBoundOfAllEventsIsOfThoseInMemory) {
  JournalOptions options = window_of(20'000);
  options.max_events = 50;
  Journal journal(system_clock(), {}, options);
  append(journal, 1'000);
  EXPECT_EQ(journal.last_seq(), 1'000U) << "nothing was dropped";
}

TEST(JournalWindowTest, WaitersSeeEventsComeAndGo) {
  Journal journal(system_clock(), {}, window_of(1));
  std::thread writer([&] { append(journal, 1'000); });
  EXPECT_TRUE(journal.wait(
      [&] { return journal.last_seq() == 1'000 && journal.since().size() == 1; },
      std::chrono::steady_clock::now() + std::chrono::minutes(1)
  ));
  writer.join();
}

TEST(JournalWindowTest, AHistoryOfWhatIsLeftSaysSo) {
  Journal journal(system_clock(), {}, window_of(1));
  append(journal, 3);
  journal.append(event::RunFinished{});
  EXPECT_THAT(
      History(journal).gaps(), Contains(HasSubstr("the first 3 events are not in memory any more"))
  );
  const History whole(journal.header(), journal.since());
  EXPECT_THAT(whole.gaps(), IsEmpty()) << "the same events, and none let go";
}

class JournalWindowFileTest : public JournalFolder {
 protected:
  JournalOptions into_file(std::size_t window) const {
    JournalOptions options = window_of(window);
    options.file = path();
    return options;
  }
};

TEST_F(JournalWindowFileTest, TheFileHasAllEvents) {
  Journal journal(system_clock(), {}, into_file(20'000));
  append(journal, 5'000);
  EXPECT_EQ(journal.flush(), "");
  EXPECT_THAT(journal.since(), SizeIs(Le(20U)));
  const auto file = read_journal(path());
  ASSERT_TRUE(file) << to_text(file.error());
  EXPECT_EQ(file->warning, "");
  ASSERT_THAT(file->events, SizeIs(5'000));
  EXPECT_EQ(*file->events.back(), *journal.since().back());
  EXPECT_THAT(
      History(file->header, file->events).gaps(), Not(Contains(HasSubstr("not in memory")))
  );
}

/// A pipe that takes little until it is read.
class NarrowPipe {
 public:
  explicit NarrowPipe(const std::filesystem::path& path) {
    ::mkfifo(path.c_str(), 0600);
    end_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);  // so that no open() waits
    ::fcntl(end_, F_SETPIPE_SZ, 4'096);
  }

  ~NarrowPipe() { ::close(end_); }

  NarrowPipe(const NarrowPipe&) = delete;
  NarrowPipe& operator=(const NarrowPipe&) = delete;

  /// Reads so many lines.
  void drain(int lines) {
    char c = 0;
    while (lines > 0 && ::read(end_, &c, 1) == 1) {
      lines -= c == '\n' ? 1 : 0;
    }
  }

 private:
  int end_ = -1;
};

TEST_F(JournalWindowFileTest, NothingIsLetGoBeforeTheFileHasIt) {
  NarrowPipe pipe(path());
  Journal journal(system_clock(), {}, into_file(1));
  append(journal, 100);
  EXPECT_THAT(journal.let_go(), Lt(10U)) << "the pipe takes no more than a few";
  EXPECT_THAT(journal.since(), SizeIs(testing::Gt(90U)));
  std::thread reader([&] { pipe.drain(101); });  // with the header
  EXPECT_EQ(journal.flush(), "");
  reader.join();
  EXPECT_EQ(journal.let_go(), 99U);
}

TEST_F(JournalWindowFileTest, AFileThatCannotBeWrittenHoldsNothingBack) {
  Journal journal(system_clock(), {}, into_file(1));
  ASSERT_EQ(journal.flush(), "");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  rlimit narrow = before;
  narrow.rlim_cur = 10'000;
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  ::setrlimit(RLIMIT_FSIZE, &narrow);
  append(journal, 100);
  EXPECT_THAT(journal.flush(), HasSubstr("is incomplete"));
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  journal.append(error());
  EXPECT_THAT(journal.since(), SizeIs(1));
  EXPECT_THAT(journal.flush(), HasSubstr("is incomplete"));
}

}  // namespace
}  // namespace rkmock
