#include "cli/run_progress.hpp"

#include <algorithm>
#include <iostream>

#include "assertions/reports/text.hpp"

namespace rkmock::cli {

namespace {

constexpr std::chrono::seconds long_wait{10};
constexpr std::chrono::seconds between_looks{1};

std::string whole_seconds(std::chrono::steady_clock::duration span) {
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(span).count()) + " s";
}

}  // namespace

void PlaysUnderWay::begin(std::size_t number, const std::string& title, Time now) {
  Play& play = plays_[number];
  play.place = "[" + std::to_string(number) + "/" + std::to_string(total_) + "] " + title;
  play.since = now;
}

void PlaysUnderWay::doing(std::size_t number, const std::string& what, Time now) {
  const auto found = plays_.find(number);
  // Rest is told of again and again while it is waited for.
  if (found == plays_.end() || found->second.doing == what) {
    return;
  }
  found->second.doing = what;
  found->second.since = now;
  found->second.told = false;
}

void PlaysUnderWay::end(std::size_t number) {
  plays_.erase(number);
  ++done_;
}

std::string PlaysUnderWay::line(Time now) const {
  const auto longest = std::min_element(plays_.begin(), plays_.end(), [](auto& a, auto& b) {
    return a.second.since < b.second.since;
  });
  if (longest == plays_.end()) {
    return "";
  }
  const Play& play = longest->second;
  std::string said = play.place + ": " + play.doing;
  if (plays_.size() == 1) {
    return said;
  }
  return std::to_string(plays_.size()) + " running, " + std::to_string(done_) + " of " +
         std::to_string(total_) + " done; " + said + ", " + whole_seconds(now - play.since);
}

std::vector<std::string> PlaysUnderWay::slow(Time now) {
  std::vector<std::string> lines;
  for (auto& [number, play] : plays_) {
    if (!play.told && now - play.since > long_wait) {
      play.told = true;
      lines.push_back(
          play.place + ": " + play.doing + ", for " + whole_seconds(now - play.since) + " now"
      );
    }
  }
  return lines;
}

RunProgress::RunProgress(std::size_t total, const Clock& clock)
    : clock_(clock), plays_(total), watcher_([this] { watch(); }) {}

RunProgress::~RunProgress() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  stopping_.notify_all();
  watcher_.join();
}

void RunProgress::say(const std::string& text) {
  const std::lock_guard lock(mutex_);
  line_.show(text);
}

void RunProgress::begin(std::size_t number, const std::string& title) {
  const std::lock_guard lock(mutex_);
  plays_.begin(number, title, clock_.monotonic_now());
  show();
}

void RunProgress::doing(std::size_t number, const std::string& what) {
  const std::lock_guard lock(mutex_);
  plays_.doing(number, what, clock_.monotonic_now());
  show();
}

void RunProgress::end(std::size_t number, const std::function<void()>& print) {
  const std::lock_guard lock(mutex_);
  plays_.end(number);
  line_.clear();
  print();
  show();
}

/// With the mutex held.
void RunProgress::show() {
  const std::string text = plays_.line(clock_.monotonic_now());
  if (!text.empty()) {
    line_.show(text);
  }
}

void RunProgress::watch() {
  std::unique_lock lock(mutex_);
  while (!stopping_.wait_for(lock, between_looks, [this] { return stopped_; })) {
    if (line_.enabled()) {
      show();
      continue;
    }
    for (const std::string& line : plays_.slow(clock_.monotonic_now())) {
      std::cerr << "rkmock run: " << reports::clean(line) << "\n" << std::flush;
    }
  }
}

}  // namespace rkmock::cli
