// delay: the event is due later than it was raised, on the real clock.
#include <memory>

#include "faults/descriptors.hpp"
#include "faults/distribution.hpp"
#include "faults/fields.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

using nlohmann::json;

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

Nanos required(const Fields& fields, const std::string& key) {
  if (!fields.has(key)) {
    fields.refuse("", "the distribution has no `" + key + "`", "a duration such as 80ms");
  }
  return fields.duration(key, Nanos{}, longest_delay).value_or(Nanos{});
}

Nanos most_of(const Fields& fields) {
  return fields.duration("max", Nanos{}, longest_delay).value_or(longest_delay);
}

double sigma_of(const Fields& fields) {
  constexpr double widest = 10;
  if (!fields.has("sigma")) {
    fields.refuse("", "the distribution has no `sigma`", "a number such as 0.4");
  }
  return fields.number("sigma", 0, widest).value_or(0);
}

std::optional<Distribution> read_distribution(const Fields& fields) {
  const Fields::Words types = {"uniform", "normal", "lognormal", "exponential"};
  const auto type = fields.word("type", types);
  if (!type) {
    if (!fields.has("type")) {
      fields.refuse("", "the distribution has no `type`", one_of(types));
    }
    return std::nullopt;
  }
  if (*type == "uniform") {
    fields.allow_only({"type", "lower", "upper"});
    const Nanos lower = required(fields, "lower");
    const Nanos upper = required(fields, "upper");
    if (upper < lower) {
      fields.refuse("upper", "`upper` is below `lower`", "at least `lower`");
    }
    return distribution::Uniform{lower, upper};
  }
  if (*type == "normal") {
    fields.allow_only({"type", "mean", "deviation", "max"});
    const Nanos mean = required(fields, "mean");
    return distribution::Normal{mean, required(fields, "deviation"), most_of(fields)};
  }
  if (*type == "lognormal") {
    fields.allow_only({"type", "median", "sigma", "max"});
    const Nanos median = required(fields, "median");
    return distribution::Lognormal{median, sigma_of(fields), most_of(fields)};
  }
  fields.allow_only({"type", "mean", "max"});
  return distribution::Exponential{required(fields, "mean"), most_of(fields)};
}

FaultPointer decode_delay(const std::string& deliver, Problems& problems) {
  const json map = read_map(deliver);
  const auto found = map.find("delay");
  if (found != map.end() && found->is_object()) {
    const std::size_t before = problems.size();
    const Fields::Json members = *found;
    const auto distribution = read_distribution(Fields(members, "/delay", "`delay`", problems));
    return distribution && problems.size() == before ? std::make_shared<DrawnDelay>(*distribution)
                                                     : nullptr;
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
