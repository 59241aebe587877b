// happened: what the scenario asked for really took place. What did not happen proves nothing.
#include <algorithm>
#include <map>
#include <utility>
#include <variant>

#include "assertions/checks/descriptors.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

/// The deliveries that one decision planned: an event's copies at one subscription.
using Group = std::vector<const Delivery*>;

/// Why it did not happen; empty when it did.
using Objection = std::string;

struct Asked {
  std::string what;  ///< `jane.create: copies 3 together`
  Objection objection;
  std::uint64_t seq = 0;  ///< the line that asked for it
};

const Phases* phases_of(const Delivery& delivery, std::size_t attempt = 0) {
  return attempt < delivery.attempts.size() && delivery.attempts[attempt].finished
             ? &(*delivery.attempts[attempt].finished)->phases
             : nullptr;
}

const Phases* written(const Delivery& delivery, std::size_t attempt = 0) {
  const Phases* phases = phases_of(delivery, attempt);
  return phases != nullptr && phases->write_started && phases->written ? phases : nullptr;
}

std::string not_sent(const Delivery& delivery) {
  if (delivery.attempts.empty()) {
    return delivery.planned->delivery + " was never sent";
  }
  return "not all was sent: " + describe(delivery.attempts.front());
}

Objection whole_group(const Group& group) {
  const auto copies = static_cast<std::size_t>(std::max(1, group.front()->planned->copies));
  if (group.size() != copies) {
    return "only " + std::to_string(group.size()) + " of the copies were planned";
  }
  for (const Delivery* delivery : group) {
    if (written(*delivery) == nullptr) {
      return not_sent(*delivery);
    }
  }
  return {};
}

/// Every copy was written before the first answer began, so all were in the receiver's hands at
/// one moment; and what is in flight at the same time is on different connections.
Objection copies_together(const Group& group) {
  if (Objection objection = whole_group(group); !objection.empty()) {
    return objection;
  }
  Nanos last_start = Nanos::min();
  Nanos first_end = Nanos::max();
  for (const Delivery* delivery : group) {
    const Phases& phases = *written(*delivery);
    last_start = std::max(last_start, *phases.write_started);
    const auto end = phases.first_byte ? phases.first_byte : phases.finished;
    first_end = std::min(first_end, end.value_or(last_start));
  }
  if (last_start >= first_end) {
    return "the copies did not overlap: one was answered before the last was written";
  }
  return {};
}

/// Other faults may keep a copy's first attempt from being whole: then that it was tried counts.
bool has_faults_on_attempts(const Group& group) {
  const auto& actions = group.front()->planned->actions;
  return std::any_of(actions.begin(), actions.end(), [](const Action& action) {
    return aim_of(action) != nullptr;
  });
}

Objection copies_in_turn(const Group& group) {
  if (Objection objection = whole_group(group);
      !objection.empty() && !has_faults_on_attempts(group)) {
    return objection;
  }
  for (std::size_t i = 1; i < group.size(); ++i) {
    const Phases* before = phases_of(*group[i - 1]);
    const Phases* after = phases_of(*group[i]);
    if (before == nullptr || after == nullptr) {
      return "not every copy was tried";
    }
    if (!before->finished || after->started < *before->finished) {
      return group[i]->planned->delivery + " did not wait for the copy before it";
    }
  }
  return {};
}

Objection delayed(const Group& group) {
  for (const Delivery* delivery : group) {
    if (delivery->attempts.empty()) {
      return not_sent(*delivery);
    }
    const Nanos waited = elapsed(delivery->planned.at, delivery->attempts.front().started.at);
    if (waited < delivery->planned->delay) {
      return delivery->planned->delivery + " waited only " + format_duration(waited);
    }
  }
  return {};
}

Objection never_sent(const Group& group) {
  for (const Delivery* delivery : group) {
    if (!delivery->attempts.empty()) {
      return delivery->planned->delivery + " was sent";
    }
    if (!delivery->ended || (*delivery->ended)->result != "dropped") {
      return delivery->planned->delivery + " was not ended as dropped";
    }
  }
  return {};
}

/// Each copy began before the one before it had ended.
Objection copies_overlapping(const Group& group) {
  if (Objection objection = whole_group(group); !objection.empty()) {
    return objection;
  }
  for (std::size_t i = 1; i < group.size(); ++i) {
    const Phases& before = *written(*group[i - 1]);
    const Phases& after = *written(*group[i]);
    const auto end = before.first_byte ? before.first_byte : before.finished;
    if (end && *after.write_started >= *end) {
      return "the copies did not overlap: " + group[i - 1]->planned->delivery +
             " was answered before the next one was written";
    }
  }
  return {};
}

/// Journals of older versions say only that some fault shaped the attempt.
bool was_done(const Attempt& attempt, const Action& action, const std::string& words) {
  const auto& changes = attempt.started->faults;
  const auto says = [&](const std::vector<std::string>& faults) {
    return std::find(faults.begin(), faults.end(), words) != faults.end();
  };
  if (!attempt.finished) {
    return false;
  }
  const event::AttemptFinished& finished = *attempt.finished->body;
  const bool old = changes.empty() && finished.faults.empty() && finished.faulted &&
                   finished.outcome == Outcome::unknown;
  return says(changes) || says(finished.faults) ||
         (old && std::holds_alternative<action::LoseAck>(action));
}

/// What was done to one delivery; `done` collects the attempts to which it was.
Objection done_to(
    const Delivery& delivery, const Action& action, std::vector<const Attempt*>& done
) {
  const Aim& aim = *aim_of(action);
  const std::string words = to_text(action);
  const auto first = static_cast<std::size_t>(std::max(1, aim.from_attempt) - 1);
  const std::size_t wanted = aim.attempts > 0 ? static_cast<std::size_t>(aim.attempts) : 1;
  if (aim.attempts < 0 || delivery.attempts.size() < first + wanted) {
    return delivery.planned->delivery + " had only " + counted(delivery.attempts.size(), "attempt");
  }
  for (std::size_t i = first; i < first + wanted; ++i) {
    const Attempt& attempt = delivery.attempts[i];
    if (!was_done(attempt, action, words)) {
      return "it made no difference to " + describe(attempt);
    }
    done.push_back(&attempt);
  }
  return {};
}

/// After an attempt that went wrong on purpose the event must come once more, or nothing was
/// tested.
Objection tried_again(const WebhookEvent& event, const std::vector<const Attempt*>& done) {
  std::uint64_t last_loss = 0;
  for (const Attempt* attempt : done) {
    if (!attempt->acknowledged()) {
      last_loss = std::max(last_loss, attempt->finished->seq);
    }
  }
  if (last_loss == 0) {
    return {};
  }
  for (const Delivery& delivery : event.deliveries) {
    for (const Attempt& attempt : delivery.attempts) {
      if (attempt.started.seq > last_loss && attempt.possible()) {
        return {};
      }
    }
  }
  return "the event was not tried again after it";
}

Objection done_to_attempts(const WebhookEvent& event, const Group& group, const Action& action) {
  std::vector<const Attempt*> done;
  for (const Delivery* delivery : group) {
    const int copy = aim_of(action)->copy;
    if (copy != 0 && delivery->planned->copy != copy) {
      continue;
    }
    if (Objection objection = done_to(*delivery, action, done); !objection.empty()) {
      return objection;
    }
  }
  return done.empty() ? "there is no such copy" : tried_again(event, done);
}

/// What speaks against each action's having taken place.
struct Object {
  const WebhookEvent& event;
  const Group& group;

  Objection operator()(const action::Pass& /*pass*/) const { return {}; }

  Objection operator()(const action::Copies& copies) const {
    if (copies.overlapping) {
      return copies_overlapping(group);
    }
    return copies.together ? copies_together(group) : copies_in_turn(group);
  }

  Objection operator()(const action::Delay& /*delay*/) const { return delayed(group); }

  Objection operator()(const action::Drop& /*drop*/) const { return never_sent(group); }

  Objection operator()(const action::Other& /*other*/) const {
    return "this version of rkmock cannot tell";
  }

  template <class OfAttempts>
  Objection operator()(const OfAttempts& action) const {
    return done_to_attempts(event, group, action);
  }
};

/// The scenario's own deliveries by subscription, in the order of the copies.
std::map<std::string, Group> groups_of(const WebhookEvent& event) {
  std::map<std::string, Group> groups;
  for (const Delivery& delivery : event.deliveries) {
    if (delivery.planned->purpose == "scenario") {
      groups[delivery.planned->subscription].push_back(&delivery);
    }
  }
  return groups;
}

void look_at_faults(const WebhookEvent& event, std::vector<Asked>& asked) {
  for (const auto& [subscription, group] : groups_of(event)) {
    for (const Action& action : group.front()->planned->actions) {
      asked.push_back(
          {event.raised->event + ": " + to_text(action),
           std::visit(Object{event, group}, action),
           group.front()->planned.seq}
      );
    }
  }
}

/// One event of a release after another: the later one was written when the receiver had
/// answered (or at least taken) the earlier one.
Objection in_order(const WebhookEvent* before, const WebhookEvent* after) {
  if (before == nullptr || after == nullptr) {
    return "the journal does not hold both events";
  }
  if (dropped(*before) || dropped(*after)) {
    return {};
  }
  const Attempt* second = first_attempt(*after);
  const Attempt* first = first_attempt(*before);
  if (first == nullptr || second == nullptr) {
    return "not both were sent";
  }
  for (const Attempt* attempt : {first, second}) {
    if (!attempt->finished || !attempt->possible()) {
      return "the receiver did not get " + describe(*attempt);
    }
  }
  const auto start = (*second->finished)->phases.write_started;
  const auto end = (*first->finished)->phases.finished;
  if (!start || !end || *start < *end) {
    return after->raised->event + " was written before " + before->raised->event + " was answered";
  }
  return {};
}

/// All of them came, however they were answered.
Objection all_sent(const History& history, const std::vector<std::string>& events) {
  for (const std::string& name : events) {
    const WebhookEvent* event = history.webhook_event(name);
    if (event == nullptr || (first_attempt(*event) == nullptr && !dropped(*event))) {
      return name + " was not sent";
    }
  }
  return {};
}

Objection none_sent(const History& history, const std::vector<std::string>& events) {
  for (const std::string& name : events) {
    const WebhookEvent* event = history.webhook_event(name);
    if (event != nullptr && first_attempt(*event) != nullptr) {
      return name + " was sent";
    }
  }
  return {};
}

std::string in_words(const event::EventsReleased& release, const std::vector<std::string>& order) {
  if (release.how == "discarded") {
    return "the loss of " + listed(order);
  }
  if (release.how == "merged") {
    return "the webhook " + merged_name(order);
  }
  return (release.how == "burst" ? "the burst of " : "the order ") + listed(order);
}

Objection objection_to(
    const History& history,
    const event::EventsReleased& release,
    const std::vector<std::string>& order
) {
  if (release.how == "discarded") {
    return none_sent(history, order);
  }
  if (release.how == "burst") {
    return all_sent(history, order);
  }
  if (release.how == "merged") {
    return all_sent(history, {merged_name(order)});
  }
  for (std::size_t i = 1; i < order.size(); ++i) {
    Objection objection =
        in_order(history.webhook_event(order[i - 1]), history.webhook_event(order[i]));
    if (!objection.empty()) {
      return objection;
    }
  }
  return {};
}

void look_at_releases(const History& history, std::vector<Asked>& asked) {
  std::vector<std::string> held;
  std::map<std::string, std::uint64_t> lines;
  for (const auto& line : history.of<event::EventHeld>()) {
    if (line->past > 0) {
      continue;  // by a fault, which is judged with its delivery
    }
    held.push_back(line->event);
    lines[line->event] = line.seq;
  }
  for (const auto& release : history.of<event::EventsReleased>()) {
    const std::vector<std::string>& order = release->order;
    for (const std::string& event : order) {
      std::erase(held, event);
    }
    if (order.empty() || (order.size() < 2 && release->how != "discarded")) {
      continue;
    }
    asked.push_back(
        {in_words(*release.body, order), objection_to(history, *release.body, order), release.seq}
    );
  }
  for (const std::string& event : held) {
    asked.push_back({"the release of " + event, "it was held and never released", lines[event]});
  }
}

CheckResult judge(const History& history, const std::string& /*parameters*/) {
  std::vector<Asked> asked;
  for (const WebhookEvent& event : history.webhook_events()) {
    look_at_faults(event, asked);
  }
  look_at_releases(history, asked);
  CheckResult result;
  result.verdict = Verdict::pass;
  for (const Asked& one : asked) {
    if (one.objection.empty()) {
      continue;
    }
    result.verdict = Verdict::inconclusive;
    ++result.count;
    const std::string words = one.what + ": " + one.objection;
    result.first = result.first.empty() ? words : result.first;
    add_evidence(result, one.seq, words);
  }
  result.worst = result.first;
  if (result.verdict == Verdict::pass) {
    result.message = asked.empty() ? "the scenario asked for no fault and no order"
                                   : "what the scenario asked for took place: " +
                                         counted(asked.size(), "fault") + ", orders included";
    for (const Asked& one : asked) {
      add_evidence(result, one.seq, one.what + ": took place");
    }
    return result;
  }
  result.message =
      std::to_string(result.count) + " of " + counted(asked.size(), "fault") +
      ", orders included, did not take place as asked: the receiver was not tested by " +
      (result.count == 1 ? "it" : "them");
  result.cause =
      "the receiver was not reachable or gave no answer at that moment, the run was cut short, or "
      "the machine was too busy";
  result.next_step = "see to it that the receiver answers plain webhooks, then run it again";
  return result;
}

std::vector<ParameterError> validate(const std::string& parameters) {
  const nlohmann::json given = parse_parameters(parameters);
  if (given.is_null()) {
    return {};
  }
  return {problem_at("", given, "`happened` takes no parameters", "its name alone")};
}

bool always(const History& /*history*/) {
  return true;
}

}  // namespace

Check happened() {
  return {
      {.name = "happened",
       .summary = "The faults and orders that the scenario asked for really took place.",
       .validate = validate,
       .judge = judge},
      always,
      nullptr};
}

}  // namespace rkmock::assertions
