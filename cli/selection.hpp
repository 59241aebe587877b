#pragma once
// Which of the scenarios are played, in which order and how often. Pure; any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/scenario.hpp"

namespace rkmock::cli {

/// `2/5`: the second of five parts, counted from 1.
struct Shard {
  int number = 1;
  int of = 1;
  bool operator==(const Shard&) const = default;
};

struct Selection {
  std::vector<std::string> tags;           ///< any of these; empty: whatever it has
  std::vector<std::string> excluded_tags;  ///< none of these
  Shard shard;
  int repeat = 1;
  std::optional<std::uint64_t> shuffle_seed;  ///< nothing: as given
};

/// One play of a scenario, which stands at this place in the list.
struct PlannedPlay {
  std::size_t scenario = 0;
  int round = 1;
  bool operator==(const PlannedPlay&) const = default;
};

/// `a,b` and `c` are three tags. Throws UsageError naming the flag.
[[nodiscard]] std::vector<std::string> tags_from(
    const std::vector<std::string>& words, const std::string& flag
);

/// Throws UsageError.
[[nodiscard]] Shard shard_from(const std::string& text);

/// Those that the tags and the shard leave, in their order. A scenario's shard is its place among
/// those that the tags leave. Throws UsageError when nothing is left.
[[nodiscard]] std::vector<scenarios::Scenario> select(
    const std::vector<scenarios::Scenario>& scenarios, const Selection& selection
);

/// The rounds of a scenario follow each other, unless the order is drawn.
[[nodiscard]] std::vector<PlannedPlay> plan(
    const std::vector<scenarios::Scenario>& scenarios, const Selection& selection
);

/// Whether nothing may be played beside it: it says so, or an API key or the receiver's process
/// is its own.
[[nodiscard]] bool plays_alone(const scenarios::Scenario& scenario);

}  // namespace rkmock::cli
