#include "scenarios/player.hpp"

#include <algorithm>
#include <list>

#include "rkmock/error.hpp"

#include "scenarios/performer.hpp"
#include "scenarios/rest.hpp"
#include "scenarios/stage.hpp"

namespace rkmock::scenarios {

namespace {

/// Between two rounds of the drain, doubled with each: a receiver that comes back soon is found
/// soon, and one that stays away does not fill the journal.
constexpr std::chrono::milliseconds first_drain_pause{100};

AccountSetup account_setup(const Scenario& scenario, const PlayOptions& options) {
  AccountSetup setup;
  setup.name = options.account;
  setup.api_key = scenario.api_key.empty() ? options.api_key : scenario.api_key;
  setup.seed = scenario.seed;
  setup.api = scenario.api;
  setup.large_ids = scenario.large_ids;
  setup.services = scenario.services;
  setup.bookings = scenario.bookings;
  setup.api_faults = scenario.api_faults;
  setup.webhook_faults = scenario.webhook_faults;
  Subscription subscription;
  subscription.url = scenario.receiver.url;
  subscription.events = scenario.receiver.events;
  subscription.service_id = scenario.receiver.service;
  setup.subscriptions = {subscription};
  setup.sender = options.sender;
  setup.effects = scenario.receiver.effects;
  setup.payload_start = scenario.clock;
  setup.journal_header.tool = options.tool;
  setup.journal_header.scenario = scenario.title;
  setup.journal_header.scenario_file = scenario.file;
  setup.journal_header.scenario_hash = scenario.hash;
  setup.journal_header.seed = scenario.seed;
  setup.journal_header.replay = options.replay;
  setup.journal_header.round = options.round;
  setup.journal_header.rounds = options.rounds;
  setup.journal = options.journal;
  return setup;
}

/// Nobody subscribes to it, and its journal stays in memory.
AccountSetup other_setup(
    const Scenario& scenario, const OtherAccount& account, const PlayOptions& options
) {
  AccountSetup setup;
  setup.name = other_account_name(options, account);
  setup.api_key = other_account_key(options, account);
  setup.seed = scenario.seed;
  setup.api = scenario.api;
  setup.services = account.services;
  setup.bookings = account.bookings;
  setup.sender = options.sender;
  setup.payload_start = scenario.clock;
  return setup;
}

event::RunStarted run_started(const Scenario& scenario) {
  event::RunStarted started;
  started.receiver = scenario.receiver.url;
  started.has_state_probe = scenario.receiver.state.has_value();
  started.effects = scenario.receiver.effects;
  started.expectations = scenario.expectations;
  return started;
}

class Player {
 public:
  explicit Player(Stage& stage) : stage_(stage), rest_(stage), performer_(stage, rest_, saved_) {}

  void run() {
    stage_.record(run_started(stage_.scenario));
    if (stage_.options.calibration) {
      stage_.record(*stage_.options.calibration);
    }
    if (stage_.options.clean_run) {
      stage_.record(*stage_.options.clean_run);
    }
    performer_.perform(stage_.scenario.steps);
    drain();
    rest_.settle();
    rest_.probe_finally();
    finish();
  }

  [[nodiscard]] std::string place() const { return performer_.place(); }

 private:
  void drain() {
    const Stage::Time deadline = stage_.now() + stage_.scenario.receiver.drain;
    stage_.control.release_held_back(stage_.options.account);
    // Deliveries that no step waited for, such as those of bookings the receiver made itself.
    stage_.say("waiting for the open deliveries to end");
    stage_.wait([this] { return stage_.watch.nothing_open(); }, deadline);
    stage_.record(event::DrainStarted{stage_.watch.unacknowledged()});
    for (auto pause = first_drain_pause; redeliver_all(deadline); pause *= 2) {
      stage_.wait([] { return false; }, std::min(deadline, stage_.now() + pause));
    }
    stage_.watch.update();
    stage_.record(event::DrainFinished{stage_.watch.unacknowledged()});
  }

  /// One round. Whether there is something left to deliver and time to do so.
  bool redeliver_all(Stage::Time deadline) {
    stage_.watch.update();
    for (const std::string& event : stage_.watch.unacknowledged()) {
      stage_.throw_if_cancelled();
      if (stage_.now() >= deadline) {
        return false;
      }
      stage_.say("delivering " + event + " once more");
      stage_.control.deliver_unacknowledged(stage_.options.account, event);
      stage_.wait_for_deliveries({event}, deadline);
    }
    const bool all_done = stage_.watch.unacknowledged().empty() && stage_.watch.nothing_open();
    return !all_done && stage_.now() < deadline;
  }

  void finish() {
    const std::string not_written = stage_.journal->flush();
    if (!not_written.empty()) {
      stage_.record(event::HarnessError{"the journal's file could not be written: " + not_written});
    }
    stage_.record(event::RunFinished{});
  }

  Stage& stage_;
  Rest rest_;
  Saved saved_;
  Performer performer_;
};

/// Closes the account on every way out. Deliveries still open end as stopped.
class OpenAccount {
 public:
  OpenAccount(Control& control, std::string account)
      : control_(control), account_(std::move(account)) {}

  ~OpenAccount() {
    try {
      close();
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): something else is thrown
    }
  }

  OpenAccount(const OpenAccount&) = delete;
  OpenAccount& operator=(const OpenAccount&) = delete;

  void close() {
    if (!closed_) {
      closed_ = true;
      control_.close_account(account_);
    }
  }

 private:
  Control& control_;
  std::string account_;
  bool closed_ = false;
};

}  // namespace

std::shared_ptr<Journal> play(
    const Scenario& scenario,
    Control& control,
    HttpClient& http,
    const Clock& clock,
    const PlayOptions& options
) {
  // The scenario's own comes last: a receiver that calls with a key of nobody's gets that one.
  std::list<OpenAccount> others;
  for (const OtherAccount& other : scenario.accounts) {
    control.open_account(other_setup(scenario, other, options));
    others.emplace_back(control, other_account_name(options, other));
  }
  std::shared_ptr<Journal> journal = control.open_account(account_setup(scenario, options));
  OpenAccount account(control, options.account);
  Stage stage(scenario, control, http, clock, options, journal);
  Player player(stage);
  try {
    player.run();
  } catch (const Cancelled&) {
    stage.record(event::HarnessError{"interrupted at " + player.place()});
  } catch (const EnvironmentError&) {
    throw;
  } catch (const std::exception& error) {
    stage.record(event::HarnessError{player.place() + ": " + error.what()});
  }
  account.close();
  journal->flush();
  return journal;
}

}  // namespace rkmock::scenarios
