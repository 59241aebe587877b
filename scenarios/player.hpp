#pragma once
// Plays a scenario against a server through its ports, up to the point where it can be judged.
//
// Runs on the caller's thread and blocks it; the branches of a `parallel` run on threads that end
// with it. Steps one after another; after each change it waits until the deliveries that are due
// have ended (held ones aside). Then the drain, quiescence and a final probe of every booking. It
// never judges: `satisfied` comes from outside.
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "rkmock/control.hpp"
#include "rkmock/history.hpp"
#include "rkmock/http.hpp"

#include "scenarios/scenario.hpp"

namespace rkmock::scenarios {

struct PlayOptions {
  std::string account = "scenario-1";
  std::string api_key = "sk_rsv_scenario_1";
  SenderProfile sender;  ///< resolved, with the scenario's signing
  JournalOptions journal;
  std::string tool;  ///< for the journal's header, as are the next three
  std::string replay;
  int round = 1;
  int rounds = 1;
  /// For a busy machine: how long a delivery may stand still beyond its timeout and waits.
  Nanos grace = std::chrono::seconds(10);
  /// Asked while settling: whether the history shows all that these expectations wait for (none:
  /// the run's own), so that waiting can end early.
  std::function<bool(const History& history, const std::vector<Expectation>& expectations)>
      satisfied;
  std::optional<event::Calibrated> calibration;  ///< of the machine, for the journal
  std::optional<event::CleanRun> clean_run;      ///< of this story, for the journal
  /// Called as it goes, for progress lines: `waiting for jane.create to be acknowledged`.
  std::function<void(const std::string& doing)> on_progress;
  /// Why no request may go to this URL, in words; empty when it may. For what a scenario calls.
  std::function<std::string(const std::string& url)> refuse_destination;
  /// Polled while waiting; true ends the play early (interrupt).
  std::function<bool()> cancelled;
};

/// Returns the account's journal, complete with run_finished. A step that the API refuses is a
/// HarnessError in it. Throws EnvironmentError (receiver not allowed, journal not writable).
std::shared_ptr<Journal> play(
    const Scenario& scenario,
    Control& control,
    HttpClient& http,
    const Clock& clock,
    const PlayOptions& options
);

}  // namespace rkmock::scenarios
