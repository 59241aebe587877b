#pragma once
// How /v1 behaves for one account, where ReserveKit's sources disagree or say nothing.
//
// Values; any thread. The defaults are the vendor's guide as written; what only we assume is
// marked so and listed in docs/reservekit-contract.md.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rkmock {

/// Whose word counts for the form of requests and answers. Webhooks are the same in both.
enum class Dialect {
  docs,     ///< the vendor's guide
  openapi,  ///< the vendor's Swagger file, and its JavaScript and Go clients
};

/// `docs`, `openapi`
[[nodiscard]] std::string_view to_string(Dialect dialect);
/// Empty for any other word.
[[nodiscard]] std::optional<Dialect> parse_dialect(std::string_view text);

/// Which day is 0 in `day_of_week`: the vendor's guide says both.
enum class WeekStart { monday, sunday };

[[nodiscard]] std::string_view to_string(WeekStart start);
[[nodiscard]] std::optional<WeekStart> parse_week_start(std::string_view text);

struct ApiRules {
  /// Deleting a service raises a delete event for each of its bookings (assumed).
  bool cascade_events = true;
  /// A booking's date must fall on its slot's weekday (no source says so).
  bool check_weekday = false;
  WeekStart week_start = WeekStart::monday;
  /// How many changes share one second of the payload clock, 1 … 1,000. With 1 no two changes of
  /// an account have the same `updated_at`.
  int changes_per_second = 1;
  bool operator==(const ApiRules&) const = default;
};

/// ReserveKit's plans, after the vendor's page on rate limits.
struct RateLimit {
  int per_second = 10;       ///< 1 … 1,000,000
  int burst = 20;            ///< 1 … 1,000,000
  std::int64_t monthly = 0;  ///< 0: no cap
  bool operator==(const RateLimit&) const = default;
};

struct ApiSetup {
  Dialect dialect = Dialect::docs;
  ApiRules rules;
  std::optional<RateLimit> rate_limit;  ///< empty: no limit, and no headers that speak of one
  /// The key counts only in requests whose Origin is of this domain. `example.com` fits that host
  /// with any scheme and port, `https://app.example.com:8443` that origin alone. Empty: any.
  std::string domain;
  bool revoked = false;  ///< the key was valid once
  bool operator==(const ApiSetup&) const = default;
};

}  // namespace rkmock
