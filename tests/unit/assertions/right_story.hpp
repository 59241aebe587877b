#pragma once
// Stories of a right receiver that touch what every check looks at: bookings and their changes,
// faults, spoiled requests, holds, a slow sink, probes, calls of the API, claims of steps.
//
// Values of a test; one thread.
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

#include "unit/assertions/history_builder.hpp"

namespace rkmock::assertions {

/// One thing that happens. Any numbers will do.
struct Chapter {
  unsigned booking = 0;
  unsigned change = 0;
  unsigned delivery = 0;
  unsigned aside = 0;  ///< what else happens after it
  unsigned lag = 0;    ///< of the effect, in some milliseconds
};

void showValue(const Chapter& chapter, std::ostream& out);  // NOLINT: RapidCheck's name

/// How late the story's one sink answers.
constexpr Nanos sink_delay = std::chrono::seconds(2);

class RightStory {
 public:
  RightStory();

  /// Acknowledged, and done soon after.
  void do_right(const std::string& event, Nanos lag = std::chrono::milliseconds(3));
  void play(const Chapter& chapter);
  /// What gives each check something to see: after it a right story passes them all.
  void play_evidence();
  void finish();

  /// Events that were acknowledged and had their effect.
  [[nodiscard]] const std::vector<std::string>& done() const { return done_; }

  HistoryBuilder run;

 private:
  struct Booking {
    std::string name;
    bool exists = false;
  };

  std::string change(Booking& booking, unsigned how);
  void deliver(const std::string& event, const Chapter& chapter);
  void step_aside(const Booking& booking, unsigned what);

  std::vector<Booking> bookings_;
  std::vector<std::string> done_;
  int lives_ = 0;
};

/// A call of the receiver's application.
void call_api(HistoryBuilder& run, int status, const std::string& retry_after = {});

/// Each check with parameters under which a right story passes.
[[nodiscard]] const std::vector<std::pair<std::string, std::string>>& all_checks();

}  // namespace rkmock::assertions
