#pragma once
// Plays things in their order, several at a time.
//
// play_all blocks its caller; with more than one job it starts threads and joins them. No state
// outlives it.
#include <cstddef>
#include <functional>

namespace rkmock::cli {

struct Schedule {
  std::size_t count = 0;
  int jobs = 1;
  /// Whether nothing may run beside it.
  std::function<bool(std::size_t index)> alone;
  /// Asked before each start; true: nothing more begins.
  std::function<bool()> stopped;
  std::function<void(std::size_t index)> play;
};

/// Begins 0, 1, 2 … as jobs become free. What must be alone waits until those before it have
/// ended, and those after it wait for it. When one throws, nothing more begins, and that is thrown
/// once the others have ended.
void play_all(const Schedule& schedule);

}  // namespace rkmock::cli
