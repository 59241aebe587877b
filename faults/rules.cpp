#include "faults/rules.hpp"

#include <optional>

#include "faults/fields.hpp"
#include "faults/parameters.hpp"
#include "faults/plan.hpp"

namespace rkmock::faults {

namespace {

constexpr std::size_t longest_name = 200;

void decode_event(const Fields& event, Rule& rule) {
  event.allow_only({"type", "booking"});
  rule.type =
      event.word("type", {"bookings.create", "bookings.update", "bookings.delete"}).value_or("");
  rule.booking = event.text("booking", longest_name).value_or("");
}

/// The faults of a `deliver`, whose problems get their place in the whole.
void decode_deliver(const Fields& root, Rule& rule, Problems& problems) {
  Problems own;
  if (const auto* deliver = root.find("deliver")) {
    rule.faults = decode(deliver->dump(), own);
  }
  for (ParameterError& problem : own) {
    problem.pointer = "/deliver" + problem.pointer;
    problems.push_back(std::move(problem));
  }
  if (own.empty() && rule.faults.empty()) {
    root.refuse("", "the rule changes nothing", "`deliver` with a fault, such as { copies: 2 }");
  }
}

void decode_root(const Fields& root, Rule& rule, Problems& problems) {
  root.allow_only({"id", "event", "when", "deliver"});
  rule.id = root.text("id", longest_name).value_or("");
  if (const auto event = root.map("event")) {
    decode_event(*event, rule);
  }
  if (const auto when = root.map("when")) {
    when->allow_only({"nth", "from", "to", "every", "times", "share"});
    decode_occurrence(*when, rule.when);
  }
  decode_deliver(root, rule, problems);
}

std::optional<Rule> decode_rule(const std::string& text, Problems& problems) {
  const auto map = Fields::Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!map.is_object()) {
    problems.push_back(
        {.pointer = "",
         .message = "a rule is a map",
         .found = describe(nlohmann::json(map)),
         .expected = "a map such as { event: { type: bookings.update }, deliver: { copies: 2 } }",
         .hint = ""}
    );
    return std::nullopt;
  }
  Rule rule;
  decode_root(Fields(map, "", "a rule", problems), rule, problems);
  return problems.empty() ? std::optional(std::move(rule)) : std::nullopt;
}

bool is_for(const Rule& rule, const Exchange& exchange) {
  return (rule.type.empty() || rule.type == exchange.type) &&
         (rule.booking.empty() || rule.booking == exchange.booking);
}

}  // namespace

std::vector<ParameterError> Rules::add(const std::string& json) {
  Problems problems;
  if (auto rule = decode_rule(json, problems)) {
    if (rule->id.empty()) {
      rule->id = "rule-" + std::to_string(rules_.size() + 1);
    }
    rules_.push_back({*std::move(rule)});
  }
  return problems;
}

std::vector<FaultPointer> Rules::strike(const Exchange& exchange) {
  std::vector<FaultPointer> faults;
  for (Counted& counted : rules_) {
    const Rule& rule = counted.rule;
    if (!is_for(rule, exchange)) {
      continue;
    }
    ++counted.events;
    if (rule.when.strikes(counted.events, counted.struck, dice_, "webhook fault " + rule.id)) {
      ++counted.struck;
      faults.insert(faults.end(), rule.faults.begin(), rule.faults.end());
    }
  }
  return faults;
}

std::vector<ParameterError> problems_of_rule(const std::string& json) {
  Problems problems;
  (void)decode_rule(json, problems);
  return problems;
}

}  // namespace rkmock::faults
