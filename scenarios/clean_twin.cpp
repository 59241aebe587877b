#include "scenarios/clean_twin.hpp"

#include <type_traits>
#include <utility>

namespace rkmock::scenarios {

namespace {

/// Takes the steps that belong to the story, and not what goes wrong with it or is claimed of it.
class StoryFilter {
 public:
  explicit StoryFilter(std::vector<Step>& steps) : steps_(steps) {}

  void take(Step step) {
    if (auto* parallel = std::get_if<step::Parallel>(&step.body)) {
      for (std::vector<Step>& branch : parallel->branches) {
        for (Step& inner : branch) {
          take(std::move(inner));
        }
      }
      return;
    }
    if (std::visit([](auto& body) { return keep(body); }, step.body)) {
      steps_.push_back(std::move(step));
    }
  }

 private:
  static bool keep(step::Change& change) {
    change.command.deliver = "{}";
    return true;
  }

  static bool keep(step::Call& call) {
    call.answer = {};
    return true;
  }

  static bool keep(const step::WaitSettled& /*wait*/) { return true; }

  template <class Body>
  static bool keep(const Body& /*body*/) {
    return false;
  }

  std::vector<Step>& steps_;
};

}  // namespace

Scenario clean_twin(Scenario scenario) {
  std::vector<Step> steps;
  StoryFilter story(steps);
  for (Step& step : scenario.steps) {
    story.take(std::move(step));
  }
  scenario.steps = std::move(steps);
  scenario.title = "Clean run of: " + scenario.title;
  scenario.webhook_faults.clear();
  scenario.api_faults.clear();
  scenario.expectations.clear();
  return scenario;
}

}  // namespace rkmock::scenarios
