// `given.api`: how /v1 behaves in this scenario.
#include "core/rate_plans.hpp"
#include "scenarios/decode_parts.hpp"

namespace rkmock::scenarios {

namespace {

constexpr int most_changes_per_second = 1000;
constexpr const char* numbers_example = "`{ per_second: 10, burst: 20, monthly: 50000 }`";

int small_integer(Reader& reader, const Cursor& map, std::string_view key, int most, int absent) {
  const auto at = map.member(key);
  return at ? static_cast<int>(reader.integer(*at, 1, most).value_or(absent)) : absent;
}

std::optional<RateLimit> decode_numbers(Reader& reader, const Cursor& at) {
  if (!reader.map_of(at, keys::rate_limit)) {
    return std::nullopt;
  }
  if (!at.member("per_second")) {
    reader.refuse(
        at,
        {.message = "the rate limit has no `per_second`",
         .found = "",
         .expected = numbers_example,
         .hint = ""}
    );
  }
  RateLimit limit = rate_of(small_integer(reader, at, "per_second", most_per_second, 1));
  limit.burst = small_integer(reader, at, "burst", most_burst, limit.burst);
  if (const auto monthly = at.member("monthly")) {
    limit.monthly = reader.integer(*monthly, 1, most_monthly).value_or(0);
  }
  return limit;
}

std::optional<RateLimit> decode_rate_limit(Reader& reader, const Cursor& at) {
  if (at.node->kind == Node::Kind::map) {
    return decode_numbers(reader, at);
  }
  const std::string plan = at.node->kind == Node::Kind::scalar ? at.node->text : "";
  const auto limit = find_rate_plan(plan);
  if (!limit) {
    const std::string meant = nearest(plan, rate_plan_names());
    reader.refuse(
        at,
        {.message = "`rate_limit` is neither the name of a plan nor a map of numbers",
         .found = at.node->describe(),
         .expected = one_of(rate_plan_names()) + ", or numbers: " + numbers_example,
         .hint = meant.empty() ? "" : "did you mean `" + meant + "`?"}
    );
  }
  return limit;
}

void decode_rules(Reader& reader, const Cursor& api, ApiRules& rules) {
  if (const auto start = api.member("week_start")) {
    const auto day = reader.word(*start, "start of the week", {"monday", "sunday"});
    rules.week_start = parse_week_start(day.value_or("")).value_or(rules.week_start);
  }
  if (const auto check = api.member("check_weekday")) {
    rules.check_weekday = reader.boolean(*check).value_or(rules.check_weekday);
  }
  if (const auto cascade = api.member("cascade_events")) {
    rules.cascade_events = reader.boolean(*cascade).value_or(rules.cascade_events);
  }
  rules.changes_per_second = small_integer(
      reader, api, "changes_per_second", most_changes_per_second, rules.changes_per_second
  );
}

}  // namespace

void decode_api(Reader& reader, const Cursor& at, ApiSetup& setup) {
  if (!reader.map_of(at, keys::api)) {
    return;
  }
  if (const auto dialect = at.member("dialect")) {
    const auto name = reader.word(*dialect, "dialect", {"docs", "openapi"});
    setup.dialect = parse_dialect(name.value_or("")).value_or(setup.dialect);
  }
  if (const auto limit = at.member("rate_limit")) {
    setup.rate_limit = decode_rate_limit(reader, *limit);
  }
  decode_rules(reader, at, setup.rules);
}

}  // namespace rkmock::scenarios
