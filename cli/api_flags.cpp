#include "cli/api_flags.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include "cli/command.hpp"
#include "core/rate_plans.hpp"
#include "mockserver/api/api.hpp"
#include "mockserver/api/cors.hpp"
#include "mockserver/api/input.hpp"

namespace rkmock::cli {

namespace po = boost::program_options;

namespace {

constexpr int most_changes_per_second = 1000;

std::vector<std::string> words(const po::variables_map& values, const char* name) {
  return values.count(name) != 0 ? values[name].as<std::vector<std::string>>()
                                 : std::vector<std::string>();
}

std::optional<std::int64_t> number_from(std::string_view text, std::int64_t most) {
  const auto number = api::parse_integer(text);
  return number && *number >= 1 && *number <= most ? number : std::nullopt;
}

/// `starter`, `10/s`
std::optional<RateLimit> plan_or_rate(std::string_view text) {
  if (text.ends_with("/s")) {
    text.remove_suffix(2);
    const auto rate = number_from(text, most_per_second);
    return rate ? std::optional(rate_of(static_cast<int>(*rate))) : std::nullopt;
  }
  return find_rate_plan(text);
}

/// `burst=20`, `monthly=50000`; false for anything else.
bool take_part(std::string_view part, RateLimit& limit) {
  const std::size_t equals = std::min(part.find('='), part.size());
  const std::string_view name = part.substr(0, equals);
  const std::string_view value = part.substr(std::min(equals + 1, part.size()));
  if (name == "burst") {
    const auto burst = number_from(value, most_burst);
    limit.burst = static_cast<int>(burst.value_or(0));
    return burst.has_value();
  }
  if (name == "monthly") {
    const auto monthly = number_from(value, most_monthly);
    limit.monthly = monthly.value_or(0);
    return monthly.has_value();
  }
  return false;
}

RateLimit parse_rate_limit(const std::string& text) {
  const auto refuse = [&](std::string_view part) {
    const bool whole = part == text;
    throw UsageError(
        "--rate-limit is `" + text + "`" +
        (whole ? "" : ", of which `" + std::string(part) + "` is not understood") +
        "; expected starter, developer, growth or a rate such as 10/s, and behind it, if you "
        "like, ,burst=20 and ,monthly=50000"
    );
  };
  std::string_view rest = text;
  const std::string_view first = rest.substr(0, rest.find(','));
  std::optional<RateLimit> limit = plan_or_rate(first);
  if (!limit) {
    refuse(first);
  }
  rest.remove_prefix(first.size());
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::string_view part = rest.substr(0, rest.find(','));
    if (!take_part(part, *limit)) {
      refuse(part);
    }
    rest.remove_prefix(part.size());
  }
  return *limit;
}

void require_key(const std::string& flag, const std::string& key) {
  if (!api::is_token(key)) {
    throw UsageError(
        flag + " is `" + key + "`, expected a key of letters, digits and -._~+/= such as sk_rsv_me"
    );
  }
}

void read_keys(const po::variables_map& values, ApiFlags& flags) {
  for (const std::string& text : words(values, "api-key")) {
    const std::size_t at = text.find('@');
    const std::string key = text.substr(0, at);
    const std::string domain = at == std::string::npos ? "" : text.substr(at + 1);
    require_key("--api-key", key);
    if (at != std::string::npos && !api::is_domain(domain)) {
      throw UsageError(
          "--api-key is `" + text +
          "`, expected behind the @ a host such as example.com or an origin such as "
          "https://example.com:8443"
      );
    }
    if (!flags.domains.emplace(key, domain).second) {
      throw UsageError("--api-key names `" + key + "` twice");
    }
  }
  for (const std::string& key : words(values, "revoked-key")) {
    require_key("--revoked-key", key);
    if (flags.domains.contains(key)) {
      throw UsageError("`" + key + "` is both an --api-key and a --revoked-key");
    }
    flags.revoked.insert(key);
  }
}

Dialect read_dialect(const po::variables_map& values) {
  const std::string text = values["dialect"].as<std::string>();
  const auto dialect = parse_dialect(text);
  if (!dialect) {
    throw UsageError("--dialect is `" + text + "`, expected docs or openapi");
  }
  return *dialect;
}

ApiRules read_rules(const po::variables_map& values) {
  ApiRules rules;
  const std::string day = values["week-start"].as<std::string>();
  const auto start = parse_week_start(day);
  if (!start) {
    throw UsageError("--week-start is `" + day + "`, expected monday or sunday");
  }
  rules.week_start = *start;
  rules.check_weekday = values["check-weekday"].as<bool>();
  rules.cascade_events = !values["no-cascade-events"].as<bool>();
  rules.changes_per_second = values["changes-per-second"].as<int>();
  if (rules.changes_per_second < 1 || rules.changes_per_second > most_changes_per_second) {
    throw UsageError(
        "--changes-per-second is " + std::to_string(rules.changes_per_second) + ", expected 1 to " +
        std::to_string(most_changes_per_second)
    );
  }
  return rules;
}

}  // namespace

void add_api_flags(Options& options) {
  options.group("How the API behaves");
  options.add(
      "dialect",
      po::value<std::string>()->default_value("docs")->value_name("NAME"),
      "Whose form answers have: docs (the guide) or openapi (Swagger and clients)."
  );
  options.add(
      "api-key",
      po::value<std::vector<std::string>>()->composing()->value_name("KEY[@DOMAIN]"),
      "Accept only the keys so given, one account each; with @example.com or "
      "@https://example.com:8443 only in requests of that Origin. Repeatable."
  );
  options.add(
      "revoked-key",
      po::value<std::vector<std::string>>()->composing()->value_name("KEY"),
      "A key that was valid once: 401. Repeatable."
  );
  options.add(
      "rate-limit",
      po::value<std::string>()->value_name("LIMIT"),
      "429 above it, for each account: starter, developer, growth, or numbers such as "
      "10/s,burst=20,monthly=50000. Without it there is no limit."
  );
  options.add(
      "week-start",
      po::value<std::string>()->default_value("monday")->value_name("DAY"),
      "Which day is 0 in day_of_week: monday or sunday."
  );
  options.add(
      "check-weekday",
      po::bool_switch(),
      "Refuse bookings on another weekday than their time slot's."
  );
  options.add(
      "changes-per-second",
      po::value<int>()->default_value(1)->value_name("N"),
      "How many changes have the same second in updated_at; 1 gives each its own."
  );
  options.add(
      "no-cascade-events",
      po::bool_switch(),
      "Send no webhooks for bookings that are deleted with their service."
  );
}

ApiFlags read_api_flags(const po::variables_map& values) {
  ApiFlags flags;
  read_keys(values, flags);
  flags.everyone.dialect = read_dialect(values);
  flags.everyone.rules = read_rules(values);
  if (values.count("rate-limit") != 0) {
    flags.everyone.rate_limit = parse_rate_limit(values["rate-limit"].as<std::string>());
  }
  return flags;
}

std::optional<ApiSetup> api_setup_for(const ApiFlags& flags, const std::string& key) {
  ApiSetup setup = flags.everyone;
  if (flags.revoked.contains(key)) {
    setup.revoked = true;
    return setup;
  }
  const auto found = flags.domains.find(key);
  if (found != flags.domains.end()) {
    setup.domain = found->second;
    return setup;
  }
  return flags.domains.empty() ? std::optional(setup) : std::nullopt;
}

}  // namespace rkmock::cli
