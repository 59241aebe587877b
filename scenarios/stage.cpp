#include "scenarios/stage.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace rkmock::scenarios {

namespace {

using std::chrono::milliseconds;

/// How long an interrupt may go unnoticed.
constexpr milliseconds slice{50};

/// How long faults may take without naming a duration: a body that drips (30 s), a connection that
/// becomes stale (10 s).
constexpr std::chrono::seconds unwritten_waits{45};

/// The faults are not known here, but a wait they cause is written as a duration.
Nanos durations_in(const nlohmann::json& value) {
  if (value.is_string()) {
    return parse_duration(value.get_ref<const std::string&>()).value_or(Nanos{});
  }
  Nanos sum{};
  if (value.is_structured()) {
    for (const nlohmann::json& member : value) {
      sum += std::min<Nanos>(durations_in(member), std::chrono::hours(24));
    }
  }
  return sum;
}

Nanos waits_in(const std::string& text) {
  const auto json = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  return json.empty() ? Nanos{} : durations_in(json) + unwritten_waits;
}

Nanos longest_wait_in(const std::vector<Step>& steps) {
  Nanos longest{};
  for (const Step& step : steps) {
    if (const auto* change = std::get_if<step::Change>(&step.body)) {
      longest = std::max(longest, waits_in(change->command.deliver));
    } else if (const auto* parallel = std::get_if<step::Parallel>(&step.body)) {
      for (const std::vector<Step>& branch : parallel->branches) {
        longest = std::max(longest, longest_wait_in(branch));
      }
    }
  }
  return longest;
}

Nanos longest_written_wait(const Scenario& scenario) {
  Nanos of_rules{};
  for (const std::string& rule : scenario.webhook_faults) {
    of_rules += waits_in(rule);
  }
  return longest_wait_in(scenario.steps) + of_rules;
}

}  // namespace

Stage::Stage(
    const Scenario& the_scenario,
    Control& the_control,
    HttpClient& the_http,
    const Clock& the_clock,
    const PlayOptions& the_options,
    std::shared_ptr<Journal> the_journal
)
    : scenario(the_scenario),
      control(the_control),
      http(the_http),
      clock(the_clock),
      options(the_options),
      journal(std::move(the_journal)),
      watch(journal),
      longest_written_wait_(longest_written_wait(the_scenario)) {}

Stage::Stage(const Stage& whole, Branch /*branch*/)
    : scenario(whole.scenario),
      control(whole.control),
      http(whole.http),
      clock(whole.clock),
      options(whole.options),
      journal(whole.journal),
      watch(journal),
      longest_written_wait_(whole.longest_written_wait_) {}

void Stage::record(EventBody body) {
  control.record(options.account, std::move(body));
}

void Stage::say(const std::string& doing) const {
  if (options.on_progress) {
    options.on_progress(doing);
  }
}

void Stage::throw_if_cancelled() const {
  if (options.cancelled && options.cancelled()) {
    throw Cancelled{};
  }
}

bool Stage::wait(const std::function<bool()>& holds, Time deadline) {
  return wait(holds, [deadline] { return deadline; });
}

bool Stage::wait(const std::function<bool()>& holds, const std::function<Time()>& deadline) {
  const auto look = [&] {
    watch.update();
    return holds();
  };
  while (true) {
    if (look()) {
      return true;
    }
    throw_if_cancelled();
    const Time until = deadline();
    const Time current = now();
    if (current >= until) {
      return false;
    }
    journal->wait(look, std::min(until, current + slice));
  }
}

Nanos Stage::patience(const std::string& event) const {
  Nanos retry_wait{};
  if (options.sender.time_scale > 0) {
    const auto compressed =
        static_cast<double>(watch.longest_retry_wait(event).count()) / options.sender.time_scale;
    retry_wait = Nanos(static_cast<Nanos::rep>(compressed));
  }
  return options.sender.timeout + retry_wait + watch.longest_delay(event) + longest_written_wait_ +
         options.grace;
}

bool Stage::wait_for_deliveries(const std::vector<std::string>& events, Time latest) {
  const auto over = [&](const std::string& event) { return watch.over(event); };
  const auto open = [&] { return std::find_if_not(events.begin(), events.end(), over); };
  std::string last_said;
  bool stuck = false;
  const auto all_over = [&] {
    const auto event = open();
    if (event == events.end() || watch.journal_full()) {
      return true;
    }
    if (*event != last_said) {
      last_said = *event;
      say("waiting for " + *event + " to be acknowledged");
    }
    return false;
  };
  const auto deadline = [&] {
    // An ordered sender may be busy with what was raised before these.
    const auto& busy_with = options.sender.ordered ? std::vector<std::string>() : events;
    const Nanos since_progress = journal->now() - watch.last_progress(busy_with);
    const Nanos left = patience(*open()) - since_progress;
    const Time patient = now() + std::max(left, Nanos{});
    stuck = patient < latest;
    return std::min(patient, latest);
  };
  if (wait(all_over, deadline)) {
    return open() == events.end();
  }
  if (stuck) {
    record(event::HarnessError{
        "nothing has happened to the deliveries of " + *open() + " for longer than the sender " +
        "could take; the play goes on without them"});
  }
  return false;
}

}  // namespace rkmock::scenarios
