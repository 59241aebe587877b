#include "cli/rejudge.hpp"

#include <map>
#include <memory>

#include "assertions/reports/text.hpp"

namespace rkmock::cli {

namespace {

using Expectations = std::vector<Expectation>;

struct InlineExpect {
  int line = 0;
  Expectations expectations;
  bool reached = false;
};

/// By the step's number.
void collect(const std::vector<scenarios::Step>& steps, std::map<int, InlineExpect>& found) {
  for (const scenarios::Step& step : steps) {
    if (const auto* expect = std::get_if<scenarios::step::Expect>(&step.body)) {
      found[step.number] = {step.at.line, expect->expectations, false};
    } else if (const auto* parallel = std::get_if<scenarios::step::Parallel>(&step.body)) {
      for (const std::vector<scenarios::Step>& branch : parallel->branches) {
        collect(branch, found);
      }
    }
  }
}

void compare(
    const scenarios::Scenario& scenario,
    const JournalHeader& header,
    std::vector<std::string>& warnings
) {
  if (scenario.title != header.scenario) {
    warnings.push_back(
        "`" + reports::clean_whole(scenario.file) + "` is the scenario `" +
        reports::clean(scenario.title) + "`, the journal is of `" +
        reports::clean(header.scenario) + "`; give the file that was played"
    );
  } else if (!header.scenario_hash.empty() && scenario.hash != header.scenario_hash) {
    warnings.push_back(
        "`" + reports::clean_whole(scenario.file) +
        "` is not any more as it was played; its `expect` judges the run as it was then"
    );
  }
}

}  // namespace

void expect_as_in(
    const scenarios::Scenario& scenario, JournalFile& journal, std::vector<std::string>& warnings
) {
  compare(scenario, journal.header, warnings);
  std::map<int, InlineExpect> inline_ones;
  collect(scenario.steps, inline_ones);
  for (EventPointer& pointer : journal.events) {
    Event event = *pointer;
    if (auto* run = std::get_if<event::RunStarted>(&event.body)) {
      run->expectations = scenario.expectations;
    } else if (auto* checkpoint = std::get_if<event::Checkpoint>(&event.body)) {
      InlineExpect& wanted = inline_ones[checkpoint->index];
      wanted.reached = true;
      checkpoint->expectations = wanted.expectations;
      checkpoint->line = wanted.line > 0 ? wanted.line : checkpoint->line;
    } else {
      continue;
    }
    pointer = std::make_shared<const Event>(std::move(event));
  }
  for (const auto& [number, wanted] : inline_ones) {
    if (!wanted.reached) {
      warnings.push_back(
          "the `expect` at line " + std::to_string(wanted.line) +
          " is not judged: the run has no such step"
      );
    }
  }
}

}  // namespace rkmock::cli
