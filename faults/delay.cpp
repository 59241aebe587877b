// delay: the event is due later than it was raised, on the real clock.
#include <algorithm>
#include <memory>

#include "faults/descriptors.hpp"
#include "faults/distribution.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

using nlohmann::json;
using Problems = std::vector<ParameterError>;

/// Drawn anew for each event.
class DrawnDelay final : public Fault {
 public:
  explicit DrawnDelay(Distribution distribution) : distribution_(distribution) {}

  Action decide(const Exchange& exchange, const Dice& dice) const override {
    const Nanos by =
        draw(distribution_, dice, "delay", exchange.event + " " + exchange.subscription);
    return by > Nanos{} ? Action(action::Delay{.by = by}) : action::Pass{};
  }

 private:
  Distribution distribution_;
};

/// Reads the members of `delay: { … }`, and notes those that are missing or not its own.
class DistributionReader {
 public:
  DistributionReader(const json& map, Problems& problems) : map_(map), problems_(problems) {}

  Nanos span(const std::string& key) {
    note(key);
    if (!map_.contains(key)) {
      refuse(map_, "the distribution has no `" + key + "`", "a duration such as 80ms");
    }
    return read_wait(map_, key, own_).value_or(Nanos{});
  }

  Nanos most() {
    note("max");
    return read_wait(map_, "max", own_).value_or(longest_delay);
  }

  double sigma() {
    constexpr double widest = 10;
    note("sigma");
    const auto found = map_.find("sigma");
    const bool fits = found != map_.end() && found->is_number() && *found >= 0 && *found <= widest;
    if (!fits) {
      refuse(
          found == map_.end() ? json(nullptr) : *found,
          "`sigma` is the spread of the logarithm",
          "a number from 0 to 10, such as 0.4"
      );
    }
    return fits ? found->get<double>() : 0;
  }

  /// The distribution, or nothing when something was wrong.
  std::optional<Distribution> finish(const Distribution& distribution) {
    for (const auto& [key, value] : map_.items()) {
      if (std::find(known_.begin(), known_.end(), key) == known_.end()) {
        std::string expected = "one of";
        for (const std::string& name : known_) {
          expected += (name == known_.front() ? " " : ", ") + name;
        }
        own_.push_back(problem_at(
            key, value, "this distribution has no parameter `" + key + "`", std::move(expected)
        ));
      }
    }
    for (ParameterError& problem : own_) {
      problem.pointer = "/delay" + problem.pointer;
      problems_.push_back(std::move(problem));
    }
    return own_.empty() ? std::optional(distribution) : std::nullopt;
  }

  void refuse(const json& found, std::string message, std::string expected) {
    ParameterError problem = problem_at("", found, std::move(message), std::move(expected));
    problem.pointer.clear();
    own_.push_back(std::move(problem));
  }

 private:
  void note(const std::string& key) { known_.push_back(key); }

  const json& map_;
  Problems& problems_;
  Problems own_;
  std::vector<std::string> known_ = {"type"};
};

std::optional<Distribution> read_distribution(const json& map, Problems& problems) {
  Problems of_type;
  const auto type =
      read_word(map, "type", {"uniform", "normal", "lognormal", "exponential"}, of_type);
  DistributionReader reader(map, problems);
  if (!type) {
    const auto found = map.find("type");
    problems.push_back(problem_at(
        "delay",
        found == map.end() ? map : *found,
        "the distribution has no `type` that there is",
        "type: one of uniform, normal, lognormal, exponential"
    ));
    return std::nullopt;
  }
  if (*type == "uniform") {
    const Nanos lower = reader.span("lower");
    const Nanos upper = reader.span("upper");
    if (upper < lower) {
      reader.refuse(map, "`upper` is below `lower`", "an `upper` of at least `lower`");
    }
    return reader.finish(distribution::Uniform{lower, upper});
  }
  if (*type == "normal") {
    const Nanos mean = reader.span("mean");
    const Nanos deviation = reader.span("deviation");
    return reader.finish(distribution::Normal{mean, deviation, reader.most()});
  }
  if (*type == "lognormal") {
    const Nanos median = reader.span("median");
    const double sigma = reader.sigma();
    return reader.finish(distribution::Lognormal{median, sigma, reader.most()});
  }
  const Nanos mean = reader.span("mean");
  return reader.finish(distribution::Exponential{mean, reader.most()});
}

FaultPointer decode_delay(const std::string& deliver, Problems& problems) {
  const json map = read_map(deliver);
  const auto found = map.find("delay");
  if (found != map.end() && found->is_object()) {
    const auto distribution = read_distribution(*found, problems);
    return distribution ? std::make_shared<DrawnDelay>(*distribution) : nullptr;
  }
  const auto by = read_wait(map, "delay", problems);
  return by && *by > Nanos{} ? fixed(action::Delay{.by = *by}) : nullptr;
}

}  // namespace

FaultDescriptor delay() {
  return {
      .name = "delay",
      .keys = {},
      .summary =
          "Sends the event later by this much in real time, or by a draw from a "
          "distribution.",
      .decode = decode_delay};
}

}  // namespace rkmock::faults
