#include "faults/rules.hpp"

#include <algorithm>
#include <optional>

#include "core/document.hpp"
#include "faults/parameters.hpp"
#include "faults/plan.hpp"

namespace rkmock::faults {

namespace {

using nlohmann::json;
using Problems = std::vector<ParameterError>;
using Words = std::vector<std::string>;

constexpr int most_calls = 1'000'000'000;

void allow_only(const json& map, const Words& keys, Problems& problems) {
  for (const auto& [key, value] : map.items()) {
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) {
      continue;
    }
    std::string expected = "one of";
    for (const std::string& known : keys) {
      expected += (known == keys.front() ? " " : ", ") + known;
    }
    const std::string meant = nearest(key, keys);
    problems.push_back(problem_at(
        key,
        value,
        "there is no `" + key + "` here",
        std::move(expected),
        meant.empty() ? "" : "did you mean `" + meant + "`?"
    ));
  }
}

/// The map under a key, whose problems get their place in the whole; an empty one when it is not
/// there, or no map.
template <class Decode>
void within(const json& map, const std::string& key, Problems& problems, Decode decode) {
  const auto found = map.find(key);
  if (found == map.end()) {
    return;
  }
  if (!found->is_object()) {
    problems.push_back(problem_at(key, *found, "`" + key + "` is a map", "a map"));
    return;
  }
  Problems own;
  decode(*found, own);
  for (ParameterError& problem : own) {
    problem.pointer = "/" + key + problem.pointer;
    problems.push_back(std::move(problem));
  }
}

void decode_event(const json& map, Rule& rule, Problems& problems) {
  allow_only(map, {"type", "booking"}, problems);
  rule.type =
      read_word(map, "type", {"bookings.create", "bookings.update", "bookings.delete"}, problems)
          .value_or("");
  rule.booking = read_line(map, "booking", "jane", problems).value_or("");
}

std::optional<double> read_share(const json& map, Problems& problems) {
  const auto found = map.find("share");
  if (found == map.end()) {
    return std::nullopt;
  }
  if (found->is_number() && *found > 0 && *found <= 1) {
    return found->get<double>();
  }
  problems.push_back(problem_at(
      "share", *found, "`share` is a part of the events", "a number above 0, up to 1, such as 0.2"
  ));
  return std::nullopt;
}

void decode_when(const json& map, Occurrence& when, Problems& problems) {
  allow_only(map, {"nth", "from", "to", "every", "times", "share"}, problems);
  const auto count = [&](const char* key) { return read_count(map, key, 1, most_calls, problems); };
  const auto nth = count("nth");
  const auto from = count("from");
  const auto to = count("to");
  if (nth && (from || to)) {
    problems.push_back(problem_at(
        "nth", map.at("nth"), "`nth` is one event and no window", "either `nth` or `from` and `to`"
    ));
  }
  when.from = nth.value_or(from.value_or(1));
  when.to = nth ? *nth : to ? *to : Occurrence::no_end;
  if (when.to < when.from) {
    problems.push_back(problem_at("to", map.at("to"), "`to` is before `from`", "at least `from`"));
  }
  when.every = count("every").value_or(1);
  const auto times = count("times");
  when.times = times ? *times : Occurrence::no_end;
  when.share = read_share(map, problems).value_or(1);
}

void decode_deliver(const json& map, Rule& rule, Problems& problems) {
  const auto deliver = map.find("deliver");
  Problems own;
  if (deliver != map.end()) {
    rule.faults = decode(deliver->dump(), own);
  }
  for (ParameterError& problem : own) {
    problem.pointer = "/deliver" + problem.pointer;
    problems.push_back(std::move(problem));
  }
  if (own.empty() && rule.faults.empty()) {
    problems.push_back(
        {.pointer = "",
         .message = "the rule changes nothing",
         .found = "",
         .expected = "`deliver` with a fault, such as { copies: 2 }",
         .hint = ""}
    );
  }
}

std::optional<Rule> decode_rule(const std::string& text, Problems& problems) {
  const json map = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!map.is_object()) {
    problems.push_back(
        {.pointer = "",
         .message = "a rule is a map",
         .found = describe(map),
         .expected = "a map such as { event: { type: bookings.update }, deliver: { copies: 2 } }",
         .hint = ""}
    );
    return std::nullopt;
  }
  Rule rule;
  allow_only(map, {"id", "event", "when", "deliver"}, problems);
  rule.id = read_line(map, "id", "late-updates", problems).value_or("");
  within(map, "event", problems, [&](const json& event, Problems& own) {
    decode_event(event, rule, own);
  });
  within(map, "when", problems, [&](const json& when, Problems& own) {
    decode_when(when, rule.when, own);
  });
  decode_deliver(map, rule, problems);
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
