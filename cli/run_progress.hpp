#pragma once
// What a run says of the scenarios that are being played: a line that renews itself on a terminal,
// elsewhere a plain line for each wait that takes long.
//
// Resource. Any thread; what is printed meanwhile is given to end(), so that the line is not in its
// way.
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "rkmock/clock.hpp"

#include "cli/terminal.hpp"

namespace rkmock::cli {

/// The words, without a terminal or a thread. One thread at a time.
class PlaysUnderWay {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit PlaysUnderWay(std::size_t total) : total_(total) {}

  void begin(std::size_t number, const std::string& title, Time now);
  void doing(std::size_t number, const std::string& what, Time now);
  void end(std::size_t number);

  /// `[3/12] Title: waiting for jane.create`, or with several at once
  /// `3 running, 4 of 12 done; [3/12] Title: waiting for jane.create, 12 s`, of that which has
  /// waited longest.
  [[nodiscard]] std::string line(Time now) const;

  /// A line for each that has waited for one thing longer than 10 s and was not told of yet.
  [[nodiscard]] std::vector<std::string> slow(Time now);

 private:
  struct Play {
    std::string place;
    std::string doing = "beginning";
    Time since;
    bool told = false;
  };

  std::size_t total_;
  std::size_t done_ = 0;
  std::map<std::size_t, Play> plays_;
};

class RunProgress final {
 public:
  RunProgress(std::size_t total, const Clock& clock);
  ~RunProgress();
  RunProgress(const RunProgress&) = delete;
  RunProgress& operator=(const RunProgress&) = delete;

  /// Before anything is played.
  void say(const std::string& text);
  void begin(std::size_t number, const std::string& title);
  void doing(std::size_t number, const std::string& what);
  /// `print` runs with the line away and nobody else printing.
  void end(std::size_t number, const std::function<void()>& print);

 private:
  void watch();
  void show();

  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable stopping_;
  bool stopped_ = false;
  PlaysUnderWay plays_;
  ProgressLine line_;
  std::thread watcher_;
};

}  // namespace rkmock::cli
