#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "rkmock/history.hpp"
#include "rkmock/journal.hpp"

#include "unit/core/journal_folder.hpp"

extern char** environ;

namespace rkmock {
namespace {

using testing::Contains;
using testing::HasSubstr;

/// A process that writes a journal until it is killed.
class Writer {
 public:
  explicit Writer(const std::filesystem::path& file) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) {
      throw std::runtime_error("no pipe");
    }
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    std::string name = JOURNAL_WRITER;
    std::string argument = file.string();
    std::array<char*, 3> arguments{name.data(), argument.data(), nullptr};
    const int failed =
        ::posix_spawn(&pid_, name.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    said_ = ::fdopen(ends[0], "r");
    if (failed != 0 || said_ == nullptr) {
      throw std::runtime_error("cannot start " + name);
    }
  }

  ~Writer() {
    kill();
    std::fclose(said_);
  }

  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Waits for the next flush; answers how many events the file has since then.
  std::uint64_t next_flush() {
    std::array<char, 32> line{};
    return std::fgets(line.data(), line.size(), said_) == nullptr
               ? 0
               : std::strtoull(line.data(), nullptr, 10);
  }

  void kill() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      ::waitpid(pid_, nullptr, 0);
      pid_ = 0;
    }
  }

 private:
  pid_t pid_ = 0;
  std::FILE* said_ = nullptr;
};

class JournalKillTest : public JournalFolder {};

TEST_F(JournalKillTest, AKilledRunLosesNothingThatWasFlushedAndTheReaderTells) {
  for (int flushes = 1; flushes < 5; ++flushes) {
    std::uint64_t flushed = 0;
    {
      Writer writer(path());
      for (int i = 0; i < flushes; ++i) {
        flushed = writer.next_flush();
      }
      writer.kill();
    }
    ASSERT_GT(flushed, 0U);
    const auto result = read_journal(path());
    ASSERT_TRUE(result) << to_text(result.error());
    EXPECT_GE(result->events.size(), flushed);
    for (std::size_t i = 0; i < result->events.size(); ++i) {
      ASSERT_EQ(result->events[i]->seq, i + 1);
    }
    const std::string bytes = read(path());
    const auto lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
    const bool rest = bytes.back() != '\n';
    const bool told = !result->warning.empty();
    // The header is a line too; a rest without its newline is an event or told of.
    EXPECT_EQ(result->events.size() + 1, lines + (rest && !told ? 1 : 0));
    EXPECT_TRUE(rest || !told) << result->warning;
    const History history(result->header, result->events);
    EXPECT_THAT(history.gaps(), Contains(HasSubstr("was not played to its end")));
  }
}

}  // namespace
}  // namespace rkmock
