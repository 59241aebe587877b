#pragma once
// What all parts of a play share: the ports, the journal, and waiting that ends.
//
// Resource of one play, and of each branch of a `parallel`; one thread.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/player.hpp"
#include "scenarios/watch.hpp"

namespace rkmock::scenarios {

/// Unwinds a play that was cancelled. Never leaves play().
struct Cancelled {};

class Stage {
 public:
  using Time = std::chrono::steady_clock::time_point;

  Stage(
      const Scenario& scenario,
      Control& control,
      HttpClient& http,
      const Clock& clock,
      const PlayOptions& options,
      std::shared_ptr<Journal> journal
  );

  /// For a branch of a `parallel`: the same ports, and a view of the journal of its own.
  enum class Branch { of_a_parallel };
  Stage(const Stage& whole, Branch branch);

  [[nodiscard]] Time now() const { return clock.monotonic_now(); }

  void record(EventBody body);
  void say(const std::string& doing) const;
  void throw_if_cancelled() const;

  /// Waits until it holds or the deadline is past; returns whether it holds. Throws Cancelled.
  bool wait(const std::function<bool()>& holds, Time deadline);

  /// As above, but the deadline may move while it waits.
  bool wait(const std::function<bool()>& holds, const std::function<Time()>& deadline);

  /// Until every delivery of these events has ended. What does not move for longer than its
  /// sender could take becomes a HarnessError; returns false then, or past `latest`.
  bool wait_for_deliveries(const std::vector<std::string>& events, Time latest);

  const Scenario& scenario;
  Control& control;
  HttpClient& http;
  const Clock& clock;
  const PlayOptions& options;
  std::shared_ptr<Journal> journal;
  Watch watch;

 private:
  [[nodiscard]] Nanos patience(const std::string& event) const;

  Nanos longest_written_wait_;  ///< named in any step's `deliver`
};

}  // namespace rkmock::scenarios
