#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

#include "rkmock/journal.hpp"

#include "core/event_codec.hpp"
#include "core/utf8.hpp"

namespace rkmock {
namespace {

constexpr std::size_t longest_line = 16U << 20;
constexpr std::size_t most_lines = 10'000'000;
constexpr std::size_t most_problems = 10;
constexpr std::size_t chunk_bytes = 1U << 16;

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

using OpenFile = std::unique_ptr<std::FILE, Close>;

/// Gives the lines of a file, bounded.
class Lines {
 public:
  explicit Lines(OpenFile file) : file_(std::move(file)), chunk_(chunk_bytes, '\0') {}

  enum class Got { line, cut_off_line, too_long, end, unreadable };

  /// The next line without its newline; a last line without one is cut off.
  Got next(std::string& line) {
    line.clear();
    while (true) {
      if (at_ == filled_ && !fill()) {
        if (std::ferror(file_.get()) != 0) {
          return Got::unreadable;
        }
        return line.empty() ? Got::end : Got::cut_off_line;
      }
      const std::size_t newline = chunk_.find('\n', at_);
      const bool found = newline < filled_;
      const std::size_t until = found ? newline : filled_;
      line.append(chunk_, at_, until - at_);
      at_ = found ? until + 1 : until;
      if (line.size() > longest_line) {
        return Got::too_long;
      }
      if (found) {
        return Got::line;
      }
    }
  }

 private:
  bool fill() {
    errno = 0;
    filled_ = std::fread(chunk_.data(), 1, chunk_.size(), file_.get());
    at_ = 0;
    return filled_ > 0;
  }

  OpenFile file_;
  std::string chunk_;
  std::size_t at_ = 0;
  std::size_t filled_ = 0;
};

/// Reads one file; gathers events and problems.
class JournalReader {
 public:
  JournalReader(std::string file, Lines lines) : file_(std::move(file)), lines_(std::move(lines)) {}

  Result<JournalFile> read() {
    if (!read_header()) {
      return problems_;
    }
    while (read_line()) {
    }
    if (!problems_.empty()) {
      return problems_;
    }
    if (skipped_ > 0) {
      warn(
          std::to_string(skipped_) + " of its events are of types this rkmock does not know and " +
          "were skipped"
      );
    }
    return std::move(result_);
  }

 private:
  void report(std::string message, int column, std::string hint) {
    Diagnostic problem;
    problem.at = {file_, line_number_, column};
    problem.message = std::move(message);
    problem.found = shorten(line_, 60);
    problem.hint = std::move(hint);
    problems_.push_back(std::move(problem));
  }

  void warn(const std::string& text) {
    result_.warning += (result_.warning.empty() ? "" : "; ") + text;
  }

  bool read_header() {
    line_number_ = 1;
    const Lines::Got got = lines_.next(line_);
    if (got == Lines::Got::end) {
      report("the file is empty", 0, "give a journal that a run of rkmock has written");
      return false;
    }
    if (got == Lines::Got::unreadable) {
      report_unreadable();
      return false;
    }
    DecodedHeader decoded = got == Lines::Got::too_long
                                ? DecodedHeader{{}, LineProblem{"this is not a rkmock journal", 0}}
                                : header_from_json(line_);
    if (decoded.problem) {
      report(
          decoded.problem->message,
          decoded.problem->column,
          decoded.problem->hint.empty() ? "give a journal that a run of rkmock has written"
                                        : decoded.problem->hint
      );
      return false;
    }
    result_.header = std::move(decoded.header);
    return true;
  }

  /// False at the end, or when going on makes no sense.
  bool read_line() {
    ++line_number_;
    const Lines::Got got = lines_.next(line_);
    switch (got) {
      case Lines::Got::end:
        return false;
      case Lines::Got::unreadable:
        report_unreadable();
        return false;
      case Lines::Got::too_long:
        report("the line is longer than 16 MiB", 0, "this is not a line that rkmock writes");
        return false;
      case Lines::Got::line:
      case Lines::Got::cut_off_line:
        break;
    }
    if (static_cast<std::size_t>(line_number_) > most_lines) {
      report("the journal has more than 10,000,000 lines", 0, "judge a shorter run");
      return false;
    }
    DecodedLine decoded = event_from_json(line_);
    if (decoded.problem && got == Lines::Got::cut_off_line) {
      warn(
          "the last line (" + std::to_string(line_number_) +
          ") is cut off: the run ended before it was written"
      );
      return false;
    }
    take(std::move(decoded));
    return problems_.size() < most_problems;
  }

  void take(DecodedLine decoded) {
    static const char* const damaged =
        "the file was damaged or edited after it was written; run the scenario again";
    if (decoded.problem) {
      report(std::move(decoded.problem->message), decoded.problem->column, damaged);
      ++last_seq_;  // taken to be the damaged one's
      return;
    }
    if (decoded.seq != last_seq_ + 1) {
      report(
          "event " + std::to_string(decoded.seq) + " follows event " + std::to_string(last_seq_) +
              ": lines are missing or out of order",
          0,
          damaged
      );
    }
    last_seq_ = decoded.seq;
    if (decoded.event) {
      result_.events.push_back(std::make_shared<const Event>(std::move(*decoded.event)));
    } else {
      ++skipped_;
    }
  }

  void report_unreadable() {
    line_.clear();
    report(
        "cannot read the journal: " + std::generic_category().message(errno),
        0,
        "give the journal's file, and make it readable"
    );
  }

  std::string file_;
  Lines lines_;
  std::string line_;
  int line_number_ = 0;
  std::uint64_t last_seq_ = 0;
  std::size_t skipped_ = 0;
  JournalFile result_;
  Diagnostics problems_;
};

}  // namespace

Result<JournalFile> read_journal(const std::filesystem::path& file) {
  OpenFile open(std::fopen(file.c_str(), "rbe"));
  if (!open) {
    Diagnostic problem;
    problem.at.file = file.string();
    problem.message = "cannot open the journal: " + std::generic_category().message(errno);
    problem.hint = "check the path; a run writes journals to the folder given by --journal";
    return Diagnostics{problem};
  }
  return JournalReader(file.string(), Lines(std::move(open))).read();
}

}  // namespace rkmock
