#include "scenarios/player.hpp"

#include <algorithm>
#include <set>

#include "rkmock/error.hpp"
#include "rkmock/random.hpp"

#include "scenarios/rest.hpp"
#include "scenarios/stage.hpp"

namespace rkmock::scenarios {

namespace {

/// Between two rounds of the drain, doubled with each: a receiver that comes back soon is found
/// soon, and one that stays away does not fill the journal.
constexpr std::chrono::milliseconds first_drain_pause{100};

/// A scenario has one subscription, and its endpoint is the receiver.
constexpr const char* every_subscription = "";

AccountSetup account_setup(const Scenario& scenario, const PlayOptions& options) {
  AccountSetup setup;
  setup.name = options.account;
  setup.api_key = options.api_key;
  setup.seed = scenario.seed;
  setup.api = scenario.api;
  setup.large_ids = scenario.large_ids;
  setup.services = scenario.services;
  setup.api_faults = scenario.api_faults;
  setup.webhook_faults = scenario.webhook_faults;
  Subscription subscription;
  subscription.url = scenario.receiver.url;
  setup.subscriptions = {subscription};
  setup.sender = options.sender;
  setup.effects = scenario.receiver.effects;
  setup.payload_start = scenario.clock;
  setup.journal_header.tool = options.tool;
  setup.journal_header.scenario = scenario.title;
  setup.journal_header.scenario_file = scenario.file;
  setup.journal_header.scenario_hash = scenario.hash;
  setup.journal_header.seed = scenario.seed;
  setup.journal = options.journal;
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
  explicit Player(Stage& stage) : stage_(stage), rest_(stage) {}

  void run() {
    stage_.record(run_started(stage_.scenario));
    for (const Step& step : stage_.scenario.steps) {
      ++index_;
      // What is not in the journal cannot be judged.
      if (!play_step(step) || stage_.watch.journal_full()) {
        break;
      }
    }
    drain();
    rest_.settle();
    rest_.probe_finally();
    finish();
  }

  /// `step 3 of 7 (update jane, line 12)`
  [[nodiscard]] std::string place() const {
    if (index_ == 0) {
      return "before the first step";
    }
    const Step& step = stage_.scenario.steps[static_cast<std::size_t>(index_ - 1)];
    return "step " + std::to_string(index_) + " of " +
           std::to_string(stage_.scenario.steps.size()) + " (" + step.text + ", line " +
           std::to_string(step.at.line) + ")";
  }

 private:
  bool play_step(const Step& step) {
    stage_.throw_if_cancelled();
    stage_.say(step.text);
    stage_.record(event::StepStarted{index_, step.at.line, step.text});
    return std::visit([this](const auto& body) { return play(body); }, step.body);
  }

  bool play(const step::Change& change) {
    const std::set<std::string> held_back = stage_.watch.held_back();
    const BookingAnswer answer =
        stage_.control.change_booking(stage_.options.account, change.command);
    if (answer.status >= 400) {
      stage_.record(event::HarnessError{
          place() + " was refused with " + std::to_string(answer.status) + " " + answer.error_code +
          ": " + answer.error_message + "; the steps after it were not played"});
      return false;
    }
    stage_.watch.update();
    if (!answer.event.empty() && !stage_.watch.held(answer.event)) {
      stage_.wait_for_deliveries({answer.event}, Stage::Time::max());
    }
    wait_for_overtaken(held_back);
    return worth_going_on();
  }

  /// Those that this step's event has gone past come now, before the next step.
  void wait_for_overtaken(const std::set<std::string>& held_back) {
    std::vector<std::string> overtaken;
    for (const std::string& event : held_back) {
      if (!stage_.watch.held_back().contains(event)) {
        overtaken.push_back(event);
      }
    }
    if (!overtaken.empty()) {
      stage_.wait_for_deliveries(overtaken, Stage::Time::max());
    }
  }

  /// Against a receiver that never says a word, every further step would cost all the timeouts of
  /// all its attempts and teach nothing new.
  bool worth_going_on() {
    if (!stage_.watch.receiver_is_mute()) {
      return true;
    }
    if (static_cast<std::size_t>(index_) < stage_.scenario.steps.size()) {
      stage_.record(event::HarnessError{
          "the receiver has not answered one request up to " + place() +
          "; the steps after it were not played"});
    }
    return false;
  }

  bool play(const step::Wait& wait) {
    stage_.say("waiting " + format_duration(wait.duration));
    stage_.wait([] { return false; }, stage_.now() + wait.duration);
    return true;
  }

  bool play(const step::WaitSettled& /*wait*/) {
    rest_.settle();
    return true;
  }

  bool play(const step::Hold& /*hold*/) {
    stage_.control.hold(stage_.options.account);
    return true;
  }

  bool play(const step::Release& release) {
    stage_.watch.update();
    std::vector<std::string> order = release.events;
    if (release.order != step::Release::Order::given) {
      order = stage_.watch.held();
    }
    if (release.order == step::Release::Order::reversed) {
      std::reverse(order.begin(), order.end());
    } else if (release.order == step::Release::Order::shuffled) {
      shuffle(order);
    }
    stage_.control.release(
        stage_.options.account,
        release.order == step::Release::Order::as_raised ? std::vector<std::string>() : order,
        release.pace
    );
    if (release.pace == ReleasePace::merged) {
      order = {merged_name(order)};
    }
    stage_.wait_for_deliveries(order, Stage::Time::max());
    return worth_going_on();
  }

  bool play(const step::Discard& /*discard*/) {
    stage_.control.discard(stage_.options.account);
    return true;
  }

  /// What waited for an endpoint is waited for once it goes out.
  bool play(const step::SetEndpoint& endpoint) {
    stage_.watch.update();
    const std::vector<std::string> parked = stage_.watch.parked();
    stage_.control.set_endpoint(
        stage_.options.account, every_subscription, endpoint.active, endpoint.backlog
    );
    if (endpoint.active) {
      stage_.wait_for_deliveries(parked, Stage::Time::max());
    }
    return worth_going_on();
  }

  bool play(const step::Redeliver& redeliver) {
    stage_.watch.update();
    const std::string delivery = stage_.watch.last_delivery(redeliver.event);
    const RedeliveryAnswer answer =
        stage_.control.redeliver(stage_.options.account, delivery, redeliver.bytes);
    if (!answer.problem.empty()) {
      stage_.record(event::HarnessError{
          place() + " was refused: " + answer.problem + "; the steps after it were not played"});
      return false;
    }
    stage_.wait_for_deliveries({redeliver.event}, Stage::Time::max());
    return worth_going_on();
  }

  void shuffle(std::vector<std::string>& events) const {
    const Dice dice(stage_.scenario.seed);
    const std::string purpose = "order of step " + std::to_string(index_);
    const auto key = [&](const std::string& event) {
      return std::pair(dice.draw("release", event, purpose), event);
    };
    std::sort(events.begin(), events.end(), [&](const std::string& a, const std::string& b) {
      return key(a) < key(b);
    });
  }

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
  int index_ = 0;
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
