#include "scenarios/performer.hpp"

#include <algorithm>
#include <list>
#include <stdexcept>
#include <thread>

#include "rkmock/error.hpp"
#include "rkmock/random.hpp"

#include "core/references.hpp"

namespace rkmock::scenarios {

namespace {

/// A scenario has one subscription, and its endpoint is the receiver.
constexpr const char* every_subscription = "";

/// Steps within it counted.
std::size_t count_steps(const std::vector<Step>& steps) {
  std::size_t count = steps.size();
  for (const Step& step : steps) {
    if (const auto* parallel = std::get_if<step::Parallel>(&step.body)) {
      for (const std::vector<Step>& branch : parallel->branches) {
        count += count_steps(branch);
      }
    }
  }
  return count;
}

}  // namespace

void Saved::set(const std::string& name, nlohmann::json value) {
  const std::lock_guard lock(mutex_);
  values_[name] = std::move(value);
}

nlohmann::json Saved::get(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = values_.find(name);
  if (found == values_.end()) {
    throw std::runtime_error("the call that saves `" + name + "` had no such value in its answer");
  }
  return found->second;
}

std::string other_account_name(const PlayOptions& options, const OtherAccount& account) {
  return options.account + "/" + account.name;
}

std::string other_account_key(const PlayOptions& options, const OtherAccount& account) {
  return account.api_key.empty() ? options.api_key + "_" + account.name : account.api_key;
}

bool Performer::perform(const std::vector<Step>& steps) {
  for (const Step& step : steps) {
    step_ = &step;
    stage_.throw_if_cancelled();
    stage_.watch.update();
    stage_.say(step.text);
    const bool included = step.at.file != stage_.scenario.file;
    stage_.record(event::StepStarted{
        step.number, step.at.line, step.text, included ? step.at.file : std::string()});
    const bool go_on = std::visit([this](const auto& body) { return play(body); }, step.body);
    // What is not in the journal cannot be judged.
    if (!go_on || stage_.watch.journal_full()) {
      return false;
    }
  }
  return true;
}

std::string Performer::place() const {
  if (step_ == nullptr) {
    return "before the first step";
  }
  return "step " + std::to_string(step_->number) + " of " +
         std::to_string(count_steps(stage_.scenario.steps)) + " (" + step_->text + ", line " +
         std::to_string(step_->at.line) + ")";
}

bool Performer::stop_here(const std::string& why) {
  stage_.record(event::HarnessError{place() + " " + why + "; the steps after it were not played"});
  return false;
}

void Performer::check(bool held, const std::string& found, const std::string& expected) {
  stage_.record(event::StepChecked{
      step_->number, step_->at.line, step_->text, held, found, expected});
}

nlohmann::json Performer::resolve(const std::string& name, const std::string& account) const {
  if (name == "mock.url") {
    return stage_.control.url();
  }
  if (name == "account.key") {
    return api_key_of(account);
  }
  const std::size_t dot = name.find('.');
  const std::string owner = name.substr(0, dot);
  const std::string field = name.substr(dot + 1);
  if (owner == "saved") {
    return saved_.get(field);
  }
  const Watch::Booking* booking = stage_.watch.find_booking(owner);
  if (booking == nullptr) {
    throw std::runtime_error("there is no booking `" + owner + "`");
  }
  if (field == "name" || field == "id") {
    return field == "name" ? nlohmann::json(booking->name) : nlohmann::json(booking->id);
  }
  return booking_field(booking->state, field);
}

std::string Performer::fill(const std::string& text, const std::string& account) const {
  return fill_references(text, [&](const std::string& name) { return resolve(name, account); });
}

nlohmann::json Performer::fill_json(const std::string& json, const std::string& account) const {
  return fill_references_in(nlohmann::json::parse(json), [&](const std::string& name) {
    return resolve(name, account);
  });
}

std::string Performer::fill_body(const BodyTemplate& body, const std::string& account) const {
  return body.json ? fill_json(body.text, account).dump() : fill(body.text, account);
}

bool Performer::play(const step::Change& change) {
  const std::set<std::string> held_back = stage_.watch.held_back();
  const BookingAnswer answer =
      stage_.control.change_booking(stage_.options.account, change.command);
  if (answer.status >= 400) {
    return stop_here(
        "was refused with " + std::to_string(answer.status) + " " + answer.error_code + ": " +
        answer.error_message
    );
  }
  stage_.watch.update();
  if (!answer.event.empty() && !stage_.watch.held(answer.event)) {
    stage_.wait_for_deliveries({answer.event}, Stage::Time::max());
  }
  wait_for_overtaken(held_back);
  return worth_going_on();
}

/// Those that this step's event has gone past come now, before the next step.
void Performer::wait_for_overtaken(const std::set<std::string>& held_back) {
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
bool Performer::worth_going_on() {
  if (!stage_.watch.receiver_is_mute()) {
    return true;
  }
  if (step_ != &stage_.scenario.steps.back()) {
    stage_.record(event::HarnessError{
        "the receiver has not answered one request up to " + place() +
        "; the steps after it were not played"});
  }
  return false;
}

bool Performer::play(const step::Wait& wait) {
  stage_.say("waiting " + format_duration(wait.duration));
  stage_.wait([] { return false; }, stage_.now() + wait.duration);
  return true;
}

bool Performer::play(const step::WaitSettled& /*wait*/) {
  rest_.settle();
  return true;
}

bool Performer::play(const step::Hold& /*hold*/) {
  stage_.control.hold(stage_.options.account);
  return true;
}

bool Performer::play(const step::Release& release) {
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

bool Performer::play(const step::Discard& /*discard*/) {
  stage_.control.discard(stage_.options.account);
  return true;
}

/// What waited for an endpoint is waited for once it goes out.
bool Performer::play(const step::SetEndpoint& endpoint) {
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

bool Performer::play(const step::Redeliver& redeliver) {
  stage_.watch.update();
  const std::string delivery = stage_.watch.last_delivery(redeliver.event);
  const RedeliveryAnswer answer =
      stage_.control.redeliver(stage_.options.account, delivery, redeliver.bytes);
  if (!answer.problem.empty()) {
    return stop_here("was refused: " + answer.problem);
  }
  stage_.wait_for_deliveries({redeliver.event}, Stage::Time::max());
  return worth_going_on();
}

void Performer::shuffle(std::vector<std::string>& events) const {
  const Dice dice(stage_.scenario.seed);
  const std::string purpose = "order of step " + std::to_string(step_->number);
  const auto key = [&](const std::string& event) {
    return std::pair(dice.draw("release", event, purpose), event);
  };
  std::sort(events.begin(), events.end(), [&](const std::string& a, const std::string& b) {
    return key(a) < key(b);
  });
}

/// Each branch has its own view of the journal, and all end before the next step.
bool Performer::play(const step::Parallel& parallel) {
  struct Branch {
    Branch(const Stage& of, Saved& saved)
        : stage(of, Stage::Branch::of_a_parallel), rest(stage), performer(stage, rest, saved) {}

    Stage stage;
    Rest rest;
    Performer performer;
    bool whole = false;
    std::exception_ptr failure;
  };

  std::list<Branch> branches;
  std::vector<std::jthread> threads;  // joined on every way out
  for (const std::vector<Step>& steps : parallel.branches) {
    Branch& branch = branches.emplace_back(stage_, saved_);
    threads.emplace_back([&branch, &steps] {
      try {
        branch.whole = branch.performer.perform(steps);
      } catch (...) {
        branch.failure = std::current_exception();
      }
    });
  }
  threads.clear();
  bool whole = true;
  for (const Branch& branch : branches) {
    if (branch.failure) {
      std::rethrow_exception(branch.failure);
    }
    whole = whole && branch.whole;
  }
  return whole;
}

bool Performer::play(const step::Arm& arm) {
  const ArmAnswer answer = stage_.control.arm_api_fault(stage_.options.account, arm.fault);
  return answer.problems.empty() || stop_here("was refused: " + answer.problems.front().message);
}

bool Performer::play(const step::Disarm& disarm) {
  Control& control = stage_.control;
  for (const ArmedApiFault& fault : control.api_faults(stage_.options.account)) {
    if (disarm.id == "all" || fault.id == disarm.id) {
      control.disarm_api_fault(stage_.options.account, fault.id);
    }
  }
  return true;  // one that is not armed any more has ended by itself
}

bool Performer::play(const step::Expect& expect) {
  rest_.settle(expect.expectations);
  rest_.probe_finally();
  stage_.record(event::Checkpoint{step_->number, step_->at.line, expect.expectations});
  return true;
}

}  // namespace rkmock::scenarios
