#include "assertions/run_checks.hpp"

#include <algorithm>
#include <exception>
#include <memory>
#include <utility>

#include "assertions/checks/descriptors.hpp"
#include "assertions/parameters.hpp"
#include "assertions/references.hpp"

namespace rkmock::assertions {

namespace {

const Check* find_check(const std::string& name) {
  const auto& all = checks();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Check& check) {
    return check.descriptor.name == name;
  });
  return found == all.end() ? nullptr : &*found;
}

bool has_expectations(const History& history) {
  return history.run() != nullptr && !history.run()->expectations.empty();
}

/// What is judged whether the run expects it or not: what the scenario's steps claimed, and that
/// its faults took place.
void add_built_in(const History& history, std::vector<Expectation>& all) {
  for (const Check& check : {steps(), happened()}) {
    const bool asked = std::any_of(all.begin(), all.end(), [&](const Expectation& expectation) {
      return expectation.check == check.descriptor.name;
    });
    if (!asked && check.possible(history)) {
      all.push_back({std::string(check.descriptor.name), "null"});
    }
  }
}

/// What the run expects; without any, what can be judged. The built-in ones are among them.
std::vector<Expectation> expectations(const History& history) {
  std::vector<Expectation> all;
  if (has_expectations(history)) {
    all = history.run()->expectations;
  } else {
    for (const Check& check : checks()) {
      if (check.possible(history)) {
        all.push_back({std::string(check.descriptor.name), "null"});
      }
    }
  }
  add_built_in(history, all);
  return all;
}

CheckResult inconclusive(std::string message, std::string next_step) {
  CheckResult result;
  result.verdict = Verdict::inconclusive;
  result.message = std::move(message);
  result.next_step = std::move(next_step);
  return result;
}

CheckResult judge_one(const History& history, const Expectation& expectation) {
  const Check* check = find_check(expectation.check);
  if (check == nullptr) {
    return inconclusive(
        "this version of rkmock has no check of this name",
        "judge the journal with the version that wrote it (its first line names it)"
    );
  }
  const Filled filled = fill_references(expectation.parameters, history);
  if (!filled.unresolved.empty()) {
    return inconclusive(
        "the run has nothing for " + listed(filled.unresolved),
        "name a booking of the scenario that is there when the check judges"
    );
  }
  const auto problems = check->descriptor.validate(filled.parameters);
  if (!problems.empty()) {
    return inconclusive(
        "its parameters do not fit: " + problems.front().message + "; found " +
            problems.front().found,
        "write " + problems.front().expected
    );
  }
  try {
    return check->descriptor.judge(history, filled.parameters);
  } catch (const std::exception& error) {
    return inconclusive(
        std::string("the check broke off: ") + error.what(),
        "this is a bug of rkmock: please report it with the journal"
    );
  }
}

CheckResult judge_expectation(const History& history, const Expectation& expectation) {
  CheckResult result = judge_one(history, expectation);
  result.check = expectation.check;
  return result;
}

/// The history as if the run had ended there: a checkpoint comes after the receiver was given
/// time to settle and was asked for its state.
History up_to(const History& history, std::uint64_t seq) {
  std::vector<EventPointer> events;
  for (const EventPointer& event : history.events()) {
    if (event->seq <= seq) {
      events.push_back(event);
    }
  }
  if (!events.empty()) {
    events.push_back(std::make_shared<const Event>(Event{
        seq + 1, events.back()->at, event::RunFinished{}}));
  }
  return History(history.header(), std::move(events));
}

/// A pass needs a whole journal.
void respect_gaps(CheckResult& result, const std::vector<std::string>& gaps) {
  if (result.verdict != Verdict::pass || gaps.empty()) {
    return;
  }
  result.verdict = Verdict::inconclusive;
  result.message =
      "not proven, because " + listed(gaps) + std::string(would_have_proven) + result.message;
  if (result.next_step.empty()) {
    result.next_step = "mend what cut the run short, and run the scenario again";
  }
}

}  // namespace

Judgement judge(const History& history) {
  Judgement judgement;
  judgement.verdict = Verdict::pass;
  const std::vector<std::string> gaps = history.gaps();
  const auto add = [&](CheckResult result) {
    respect_gaps(result, gaps);
    judgement.verdict = merge(judgement.verdict, result.verdict);
    judgement.results.push_back(std::move(result));
  };
  for (const auto& checkpoint : history.of<event::Checkpoint>()) {
    const History so_far = up_to(history, checkpoint.seq);
    for (const Expectation& expectation : checkpoint->expectations) {
      CheckResult result = judge_expectation(so_far, expectation);
      result.subject += (result.subject.empty() ? "" : ", ") + std::string("at line ") +
                        std::to_string(checkpoint->line);
      add(std::move(result));
    }
  }
  for (const Expectation& expectation : expectations(history)) {
    add(judge_expectation(history, expectation));
  }
  return judgement;
}

bool evidence_complete(const History& history, const std::vector<Expectation>& in_between) {
  const std::vector<Expectation> all = in_between.empty() ? expectations(history) : in_between;
  const bool to_come = in_between.empty() && history.of<event::DrainFinished>().empty();
  return std::all_of(all.begin(), all.end(), [&](const Expectation& expectation) {
    const Check* check = find_check(expectation.check);
    const Filled filled = fill_references(expectation.parameters, history);
    const bool waits = check != nullptr && check->shown != nullptr &&
                       !(to_come && check->counts_the_whole_run) &&
                       check->descriptor.validate(filled.parameters).empty();
    return !waits || check->shown(history, filled.parameters);
  });
}

}  // namespace rkmock::assertions
