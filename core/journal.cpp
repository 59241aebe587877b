#include "rkmock/journal.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "rkmock/error.hpp"
#include "rkmock/version.hpp"

#include "core/event_codec.hpp"
#include "core/journal_file.hpp"

namespace rkmock {
namespace {

constexpr std::size_t batch_events = 1'024;
/// What of a batch is encoded and written at a time. Small, so that the buffer stays small, and so
/// that the writer thread does not keep a processor for long when there are few.
constexpr std::size_t piece_events = 256;
constexpr std::size_t piece_bytes = 128 << 10;
/// How long the writer thread lets a batch grow. Woken for each event of a busy journal, it would
/// cost the loop more than all else that an append does.
constexpr std::chrono::milliseconds batch_time{10};

JournalHeader complete(JournalHeader header, const Clock& clock) {
  header.version = journal_version;
  if (header.tool.empty()) {
    header.tool = "rkmock " + std::string(version());
  }
  if (header.started.empty()) {
    header.started = format_rfc3339(std::chrono::floor<std::chrono::seconds>(clock.wall_now()));
  }
  return header;
}

/// The line of an EventsDropped has room for any count, so that a later one can be written over
/// it: spaces at its end are JSON too.
std::string dropped_line(const Event& event) {
  constexpr std::size_t most_digits = 20;
  std::string line = to_json_line(event);
  const std::size_t digits =
      std::to_string(std::get<event::EventsDropped>(event.body).count).size();
  line.append(most_digits - digits, ' ');
  return line + "\n";
}

/// With what weigh() said of it, so that letting go of it does not touch memory that has gone cold.
struct Kept {
  EventPointer event;
  std::size_t weight = 0;
};

}  // namespace

// The lock guards all that is below it. The writer thread takes pointers out of `events` under
// the lock and encodes and writes them without it; there is no queue besides `events` itself.
struct Journal::State {
  const Clock& clock;
  const JournalHeader header;
  const JournalOptions options;
  const std::chrono::steady_clock::time_point start;
  std::unique_ptr<JournalFileWriter> file;  ///< the writer thread's, once it runs

  mutable std::mutex mutex;
  mutable std::condition_variable grown;  ///< for wait()
  std::condition_variable to_write;       ///< for the writer thread
  std::condition_variable written;        ///< for flush()
  std::deque<Kept> events;
  std::size_t held = 0;        ///< bytes of `events`, about
  std::uint64_t let_go = 0;    ///< how many came before `events` and are gone
  std::uint64_t appended = 0;  ///< calls of append, kept or not
  std::uint64_t dropped = 0;
  std::uint64_t in_file = 0;  ///< the last sequence number handed to the file
  std::uint64_t dropped_in_file = 0;
  std::uint64_t flush_until = 0;  ///< somebody waits in flush() for this sequence number
  bool update_dropped = false;    ///< the file's count of dropped events is to be brought up
  std::string failure;
  bool stopping = false;

  std::thread writer;

  State(const Clock& its_clock, JournalHeader its_header, JournalOptions its_options)
      : clock(its_clock),
        header(complete(std::move(its_header), its_clock)),
        options(std::move(its_options)),
        start(its_clock.monotonic_now()) {}

  [[nodiscard]] Nanos now() const { return clock.monotonic_now() - start; }

  [[nodiscard]] std::uint64_t last_seq() const { return let_go + events.size(); }

  [[nodiscard]] bool full() const {
    return dropped > 0 || events.size() >= options.max_events || held >= options.max_bytes;
  }

  void keep(std::shared_ptr<Event> event, std::size_t weight) {
    event->seq = last_seq() + 1;
    event->at = now();
    held += weight;
    events.push_back({std::move(event), weight});
  }

  /// Lets go of what is beyond the window and need not stay for the file.
  void trim() {
    const bool file_takes_all = file && failure.empty();
    while (options.window_bytes != 0 && held > options.window_bytes && events.size() > 1 &&
           (!file_takes_all || let_go < in_file)) {
      held -= events.front().weight;
      events.pop_front();
      ++let_go;
    }
  }

  /// The newest count is a new value: whoever holds the old pointer keeps the old one.
  void drop() {
    if (++dropped == 1) {
      keep(std::make_shared<Event>(Event{0, {}, event::EventsDropped{dropped}}), 0);
      return;
    }
    Event newest = *events.back().event;
    newest.body = event::EventsDropped{dropped};
    events.back().event = std::make_shared<const Event>(std::move(newest));
  }

  /// The events after that sequence number that are still here, but no more than so many.
  [[nodiscard]] std::vector<EventPointer> pointers(std::uint64_t after, std::size_t most) const {
    const std::uint64_t skipped = std::max(after, let_go) - let_go;
    std::vector<EventPointer> found;
    if (skipped < events.size()) {
      auto next = events.begin() + static_cast<std::ptrdiff_t>(skipped);
      found.reserve(std::min<std::size_t>(events.size() - skipped, most));
      for (; next != events.end() && found.size() < most; ++next) {
        found.push_back(next->event);
      }
    }
    return found;
  }

  [[nodiscard]] bool file_is_complete() const {
    return in_file == last_seq() && (!update_dropped || dropped_in_file == dropped);
  }

  /// Whether what is to be written should not wait for more.
  [[nodiscard]] bool batch_is_due() const {
    return stopping || in_file < flush_until || in_file == last_seq() ||
           last_seq() - in_file >= batch_events;
  }

  void run_writer();
  void write_all();
  void write_piece(std::unique_lock<std::mutex>& lock);
  void write_dropped(std::unique_lock<std::mutex>& lock);

  // The writer thread's.
  std::uint64_t dropped_offset = 0;  ///< where the line of EventsDropped begins
  std::string bytes;                 ///< the lines being made; its memory is kept
};

void Journal::State::write_piece(std::unique_lock<std::mutex>& lock) {
  const std::vector<EventPointer> batch = pointers(in_file, piece_events);
  lock.unlock();
  bytes.clear();
  std::size_t encoded = 0;
  std::uint64_t dropped_now = 0;
  for (; encoded < batch.size() && bytes.size() < piece_bytes; ++encoded) {
    const Event& event = *batch[encoded];
    if (const auto* body = std::get_if<event::EventsDropped>(&event.body)) {
      dropped_offset = file->size() + bytes.size();
      dropped_now = body->count;
      bytes += dropped_line(event);
    } else {
      append_json_line(bytes, event);
      bytes += '\n';
    }
  }
  file->write(bytes);
  lock.lock();
  in_file += encoded;
  dropped_in_file = std::max(dropped_in_file, dropped_now);
  failure = file->failure();
  trim();
}

void Journal::State::write_dropped(std::unique_lock<std::mutex>& lock) {
  const EventPointer newest = events.back().event;
  update_dropped = false;
  lock.unlock();
  file->overwrite(dropped_offset, dropped_line(*newest));
  lock.lock();
  dropped_in_file = std::get<event::EventsDropped>(newest->body).count;
  failure = file->failure();
}

// After a failure the thread ends, and what comes then stays in memory only.
void Journal::State::write_all() {
  std::unique_lock lock(mutex);
  while (failure.empty()) {
    to_write.wait(lock, [this] { return stopping || !file_is_complete(); });
    if (file_is_complete()) {
      return;  // only when stopping
    }
    to_write.wait_for(lock, batch_time, [this] { return batch_is_due(); });
    if (in_file < last_seq()) {
      write_piece(lock);
    } else {
      write_dropped(lock);
    }
    written.notify_all();
  }
}

void Journal::State::run_writer() {
  try {
    write_all();
  } catch (const std::exception& error) {
    const std::lock_guard lock(mutex);
    failure = "the journal " + options.file.string() + " is incomplete: " + error.what();
    written.notify_all();
  }
}

Journal::Journal(const Clock& clock, JournalHeader header, JournalOptions options)
    : state_(std::make_unique<State>(clock, std::move(header), std::move(options))) {
  State& state = *state_;
  if (state.options.file.empty()) {
    return;
  }
  state.file = std::make_unique<JournalFileWriter>(state.options.file);
  state.file->write(to_json_line(state.header) + "\n");
  if (!state.file->failure().empty()) {
    throw EnvironmentError(state.file->failure());
  }
  state.writer = std::thread([&state] { state.run_writer(); });
}

Journal::~Journal() {
  State& state = *state_;
  if (!state.writer.joinable()) {
    return;
  }
  {
    const std::lock_guard lock(state.mutex);
    state.update_dropped = true;
    state.stopping = true;
  }
  state.to_write.notify_all();
  state.writer.join();
}

std::uint64_t Journal::append(EventBody body) {
  State& state = *state_;
  const std::size_t weight = weigh(body);
  auto event = std::make_shared<Event>();  // not under the lock: it may be waited for
  event->body = std::move(body);
  std::uint64_t seq = 0;
  std::uint64_t to_write = 0;
  {
    const std::lock_guard lock(state.mutex);
    if (state.full()) {
      state.drop();
    } else {
      state.keep(std::move(event), weight);
      state.trim();
    }
    ++state.appended;
    seq = state.last_seq();
    to_write = seq - state.in_file;
  }
  state.grown.notify_all();
  // The writer thread waits either for anything at all or for a whole batch.
  if (to_write == 1 || to_write == batch_events) {
    state.to_write.notify_one();
  }
  return seq;
}

Nanos Journal::now() const {
  return state_->now();
}

const JournalHeader& Journal::header() const {
  return state_->header;
}

std::vector<EventPointer> Journal::since(std::uint64_t after) const {
  const std::lock_guard lock(state_->mutex);
  return state_->pointers(after, state_->events.size());
}

std::uint64_t Journal::last_seq() const {
  const std::lock_guard lock(state_->mutex);
  return state_->last_seq();
}

std::uint64_t Journal::let_go() const {
  const std::lock_guard lock(state_->mutex);
  return state_->let_go;
}

bool Journal::wait(
    const std::function<bool()>& holds, std::chrono::steady_clock::time_point deadline
) const {
  const State& state = *state_;
  while (true) {
    std::uint64_t seen = 0;
    {
      const std::lock_guard lock(state.mutex);
      seen = state.appended;
    }
    // Read before asking: an append during the question is noticed below.
    if (holds()) {
      return true;
    }
    std::unique_lock lock(state.mutex);
    const bool more =
        state.grown.wait_until(lock, deadline, [&] { return state.appended != seen; });
    lock.unlock();
    if (!more) {
      return false;
    }
    if (std::chrono::steady_clock::now() >= deadline) {
      return holds();
    }
  }
}

std::string Journal::flush() {
  State& state = *state_;
  if (!state.file) {
    return {};
  }
  std::unique_lock lock(state.mutex);
  const std::uint64_t until = state.last_seq();
  const std::uint64_t dropped = state.dropped;
  state.flush_until = until;
  state.update_dropped = true;
  state.to_write.notify_one();
  state.written.wait(lock, [&] {
    return !state.failure.empty() || (state.in_file >= until && state.dropped_in_file >= dropped);
  });
  return state.failure;
}

}  // namespace rkmock
