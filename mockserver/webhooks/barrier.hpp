#pragma once
// Where racing copies meet, so that their requests are written in one go.
//
// Resource of the loop thread.
#include <cstddef>
#include <memory>
#include <vector>

namespace rkmock::webhooks {

class Attempt;

/// Racing copies meet here, each on its own connection; when all have come or given up, those
/// that came write their requests in one go.
class Barrier final {
 public:
  explicit Barrier(std::size_t expected) : expected_(expected) {}

  void arrive(std::shared_ptr<Attempt> attempt);
  /// One that was expected will not come.
  void leave();
  /// Nobody is released any more.
  void cancel();

 private:
  void release_when_all_are_here();

  std::size_t expected_;
  std::vector<std::shared_ptr<Attempt>> here_;
};

}  // namespace rkmock::webhooks
