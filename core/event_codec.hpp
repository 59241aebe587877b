#pragma once
// Events and the journal's header as JSON lines, and back. Pure functions; any thread.
//
// The written format is docs/journal-format.md. Writing is to_json_line in rkmock/event.hpp.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rkmock/event.hpp"
#include "rkmock/journal.hpp"

namespace rkmock {

/// The newest format this build reads, and the one it writes.
constexpr int journal_version = 1;

/// Why a line could not be read. `column` counts bytes from 1; 0 when it is the whole line.
struct LineProblem {
  std::string message;
  int column = 0;
  std::string hint = {};  ///< the next step, when it is not that of any other problem
};

/// A line read back: an event, or nothing when its type is not known here.
struct DecodedLine {
  std::optional<Event> event;
  std::uint64_t seq = 0;  ///< also of a line whose type is not known
  std::optional<LineProblem> problem;
};

/// What to_json_line gives, appended.
void append_json_line(std::string& out, const Event& event);

/// Members that are missing keep their defaults, unknown ones are skipped; `seq`, `at_ns` and
/// `type` are required. A member of the wrong type is a problem.
[[nodiscard]] DecodedLine event_from_json(std::string_view line);

/// About how many bytes the event takes in memory.
[[nodiscard]] std::size_t weigh(const EventBody& body);

/// `{"journal":"rkmock","version":1,…}` without the newline.
[[nodiscard]] std::string to_json_line(const JournalHeader& header);

struct DecodedHeader {
  JournalHeader header;
  std::optional<LineProblem> problem;
};

/// A line that is not a rkmock journal's header, or of a newer version, is a problem.
[[nodiscard]] DecodedHeader header_from_json(std::string_view line);

}  // namespace rkmock
