#pragma once
// The journal: what happened, in order. Checks, reports and fixtures are views of it.
//
// Resource. append() may be called by any one owner at a time (the loop thread of a server);
// reading and waiting are for any thread. With a file, a background thread writes the lines in
// batches: a kill -9 costs at most the last batch, and the reader says so. Sequence numbers have
// no gaps, in memory too; what a window lets go of is always the beginning.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "rkmock/clock.hpp"
#include "rkmock/event.hpp"
#include "rkmock/result.hpp"

namespace rkmock {

/// The first line of a journal file.
struct JournalHeader {
  int version = 1;            ///< of the format
  std::string tool;           ///< `rkmock 0.1.0`
  std::string scenario;       ///< its title, or `serve`
  std::string scenario_file;  ///< as given by the user; empty when there is none
  std::string scenario_hash;  ///< `sha256:…` of the file's bytes; empty when there is none
  std::string account;        ///< never the API key itself
  std::uint64_t seed = 0;
  std::string started;  ///< wall time, RFC 3339 UTC
  std::string replay;   ///< the command that plays it again; empty when there is none
  int round = 1;        ///< of a scenario that is played several times
  int rounds = 1;       ///< how many those are
  bool operator==(const JournalHeader&) const = default;
};

struct JournalOptions {
  std::filesystem::path file;  ///< empty: memory only
  // When either bound is reached an EventsDropped ends the journal. Its count grows with every
  // event that is not kept, in memory at once, in the file at flush() and at the end.
  std::size_t max_events = 1'000'000;  ///< in memory
  std::size_t max_bytes = 512U << 20;  ///< of the events in memory, about
  /// For journals without an end, as a long-lived server's: of the newest events so many bytes,
  /// about, stay in memory, and older ones are let go. Not before the file has them, when there is
  /// one that can be written. 0: every event stays, as a verdict needs it.
  std::size_t window_bytes = 0;
};

using EventPointer = std::shared_ptr<const Event>;

class Journal final {
 public:
  /// Creates the file and writes the header. Throws EnvironmentError when that fails.
  Journal(const Clock& clock, JournalHeader header, JournalOptions options = {});
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  /// Returns the event's sequence number, or that of EventsDropped when the journal is full.
  /// Wakes the waiters.
  std::uint64_t append(EventBody body);

  /// Now, on this journal's clock.
  [[nodiscard]] Nanos now() const;

  [[nodiscard]] const JournalHeader& header() const;

  /// The events with a sequence number above `after`, without those that were let go: when the
  /// first one's number is above `after + 1`, the ones between are only in the file.
  [[nodiscard]] std::vector<EventPointer> since(std::uint64_t after = 0) const;

  [[nodiscard]] std::uint64_t last_seq() const;

  /// How many of the first events are not in memory any more. Never the newest one.
  [[nodiscard]] std::uint64_t let_go() const;

  /// Blocks until `holds` is true of the journal, or the deadline. It is asked now and then after
  /// each append, with the journal's lock *not* held. Returns its last answer.
  bool wait(const std::function<bool()>& holds, std::chrono::steady_clock::time_point deadline)
      const;

  /// Blocks until everything appended so far is in the file. Returns the reason when it could
  /// not be written (disk full …), empty when all is well or there is no file.
  std::string flush();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// A journal read back.
struct JournalFile {
  JournalHeader header;
  std::vector<EventPointer> events;
  std::string warning;  ///< `the last line is cut off: …`; empty when the file is whole
};

/// Reads a journal file. A cut-off last line is a warning; anything else that is not a journal
/// of a known version is an error naming the line. Unknown event types and fields are skipped.
[[nodiscard]] Result<JournalFile> read_journal(const std::filesystem::path& file);

}  // namespace rkmock
