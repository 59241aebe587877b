#include "mockserver/webhooks/barrier.hpp"

#include <utility>

#include "mockserver/webhooks/attempt.hpp"

namespace rkmock::webhooks {

void Barrier::arrive(std::shared_ptr<Attempt> attempt) {
  here_.push_back(std::move(attempt));
  release_when_all_are_here();
}

void Barrier::leave() {
  if (expected_ > 0) {
    --expected_;
  }
  release_when_all_are_here();
}

void Barrier::cancel() {
  expected_ = 0;
  here_.clear();
}

void Barrier::release_when_all_are_here() {
  if (here_.empty() || here_.size() < expected_) {
    return;
  }
  std::vector<std::shared_ptr<Attempt>> coming;
  for (auto& attempt : here_) {
    if (!attempt->replace_stale()) {
      coming.push_back(std::move(attempt));
    }
  }
  here_ = std::move(coming);
  if (here_.size() < expected_) {
    return;  // a kept-alive connection died meanwhile: its attempt comes again on a fresh one
  }
  const auto released = std::exchange(here_, {});
  expected_ = 0;
  for (const auto& attempt : released) {
    attempt->at_barrier_ = false;
    attempt->passed_barrier_ = true;
  }
  for (const auto& attempt : released) {
    attempt->write_request();
  }
}

}  // namespace rkmock::webhooks
