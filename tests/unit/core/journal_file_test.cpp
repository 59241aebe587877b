#include <csignal>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "rkmock/error.hpp"
#include "rkmock/journal.hpp"

#include "unit/core/journal_folder.hpp"

namespace rkmock {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class JournalFileTest : public JournalFolder {
 protected:
  static JournalOptions into(const std::filesystem::path& file) {
    JournalOptions options;
    options.file = file;
    return options;
  }

  /// The text of the EnvironmentError; empty when there is none.
  static std::string refusal(const std::filesystem::path& file) {
    try {
      const Journal journal(system_clock(), {}, into(file));
    } catch (const EnvironmentError& error) {
      return error.what();
    }
    return "";
  }

  static JournalFile read_back(const std::filesystem::path& file) {
    auto result = read_journal(file);
    EXPECT_TRUE(result) << to_text(result.error());
    return result ? std::move(result).value() : JournalFile{};
  }
};

/// Writes beyond the limit fail as on a full disk.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    rlimit limit = before_;
    limit.rlim_cur = bytes;
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }

  ~FileSizeLimit() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

  FileSizeLimit(const FileSizeLimit&) = delete;
  FileSizeLimit& operator=(const FileSizeLimit&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int);
};

TEST_F(JournalFileTest, WhatWasFlushedCanBeReadBack) {
  JournalHeader header;
  header.scenario = "A title";
  header.seed = 42;
  Journal journal(system_clock(), header, into(path("new/folder/run.jsonl")));
  for (int i = 0; i < 5'000; ++i) {
    journal.append(event::HarnessError{std::to_string(i)});
  }
  EXPECT_EQ(journal.flush(), "");
  const JournalFile file = read_back(path("new/folder/run.jsonl"));
  EXPECT_EQ(file.header, journal.header());
  EXPECT_EQ(file.warning, "");
  const auto events = journal.since();
  ASSERT_THAT(file.events, SizeIs(events.size()));
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(*file.events[i], *events[i]);
  }
}

TEST_F(JournalFileTest, WhatWasNotFlushedIsInTheFileAtTheEnd) {
  {
    Journal journal(system_clock(), {}, into(path()));
    journal.append(event::RunFinished{});
  }
  EXPECT_THAT(read_back(path()).events, SizeIs(1));
}

TEST_F(JournalFileTest, FlushMayBeCalledFromManyThreads) {
  Journal journal(system_clock(), {}, into(path()));
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < 100; ++k) {
        const std::uint64_t seq = journal.append(event::RunFinished{});
        EXPECT_EQ(journal.flush(), "");
        EXPECT_GE(journal.last_seq(), seq);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_THAT(read_back(path()).events, SizeIs(400));
}

TEST_F(JournalFileTest, StartsAnewOverAnOldFile) {
  write(std::string(100'000, 'x'));
  { const Journal journal(system_clock(), {}, into(path())); }
  EXPECT_THAT(read_back(path()).events, IsEmpty());
}

TEST_F(JournalFileTest, TheFileCountsDroppedEventsToTheLast) {
  JournalOptions options = into(path());
  options.max_events = 2;
  Journal journal(system_clock(), {}, options);
  const auto count = [&] {
    return std::get<event::EventsDropped>(read_back(path()).events.at(2)->body).count;
  };
  for (int i = 0; i < 3; ++i) {
    journal.append(event::RunFinished{});
  }
  EXPECT_EQ(journal.flush(), "");
  EXPECT_EQ(count(), 1U);
  for (int i = 0; i < 123'456; ++i) {
    journal.append(event::RunFinished{});
  }
  EXPECT_EQ(journal.flush(), "");
  EXPECT_EQ(count(), 123'457U);
  EXPECT_THAT(read_back(path()).events, SizeIs(3));
}

TEST_F(JournalFileTest, TheCountOfDroppedEventsIsRightWithoutAFlush) {
  JournalOptions options = into(path());
  options.max_events = 1;
  {
    Journal journal(system_clock(), {}, options);
    for (int i = 0; i < 1'001; ++i) {
      journal.append(event::RunFinished{});
    }
  }
  EXPECT_EQ(std::get<event::EventsDropped>(read_back(path()).events.at(1)->body).count, 1'000U);
}

TEST_F(JournalFileTest, AFolderThatCannotBeWrittenIsRefusedWithTheNextStep) {
  // Not by permissions: they do not bind root.
  EXPECT_THAT(
      refusal("/proc/rkmock/run.jsonl"),
      AllOf(
          HasSubstr("cannot write the journal /proc/rkmock/run.jsonl"),
          HasSubstr("creating the folder /proc/rkmock"),
          HasSubstr("make the folder writable or choose another one")
      )
  );
  write("a file");
  EXPECT_THAT(refusal(path() / "run.jsonl"), HasSubstr("Not a directory"));
  EXPECT_THAT(refusal(path().parent_path()), HasSubstr("opening it: Is a directory"));
}

TEST_F(JournalFileTest, AFullDiskAtTheStartIsRefused) {
  EXPECT_THAT(
      refusal("/dev/full"), AllOf(HasSubstr("No space left on device"), HasSubstr("free space"))
  );
}

TEST_F(JournalFileTest, ADiskThatFillsUpIsToldByFlushAndMemoryGoesOn) {
  Journal journal(system_clock(), {}, into(path()));
  EXPECT_EQ(journal.flush(), "");
  const FileSizeLimit limit(10'000);
  for (int i = 0; i < 1'000; ++i) {
    journal.append(event::HarnessError{std::string(100, 'x')});
  }
  EXPECT_THAT(
      journal.flush(),
      AllOf(
          HasSubstr("run.jsonl is incomplete: writing failed: File too large"),
          HasSubstr("free space or choose another folder")
      )
  );
  EXPECT_EQ(journal.append(event::RunFinished{}), 1'001U);
  EXPECT_THAT(journal.since(), SizeIs(1'001));
  EXPECT_THAT(journal.flush(), HasSubstr("incomplete"));
  // What is there is whole, but for its last line, unless the disk was full just behind one.
  const JournalFile file = read_back(path());
  EXPECT_THAT(file.warning, testing::AnyOf("", HasSubstr("is cut off")));
  ASSERT_THAT(file.events, SizeIs(testing::Gt(10U)));
  EXPECT_EQ(file.events.back()->seq, file.events.size());
}

}  // namespace
}  // namespace rkmock
