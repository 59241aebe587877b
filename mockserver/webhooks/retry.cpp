#include "mockserver/webhooks/retry.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace rkmock::webhooks {

namespace {

/// A connection that fails within this is tried once more at once.
/// Source: svix/svix-webhooks, webhook_http_client.rs.
constexpr std::chrono::seconds soon{1};

constexpr int gone = 410;

constexpr std::string_view given_up = "given up: ";

Next give_up(const std::string& why) {
  return {Next::Kind::give_up, {}, std::string(given_up) + why};
}

/// No answer came, and not because the sender gave up waiting for one.
bool connection_failed(const Tried& tried) {
  return tried.status == 0 && !tried.timed_out &&
         (tried.outcome == Outcome::impossible || tried.outcome == Outcome::unknown);
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool whole = problem == std::errc() && end == text.data() + text.size() && value >= 0;
  return whole ? std::optional(value) : std::nullopt;
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that HTTP lets a server send (RFC 9110, 5.6.7).
std::optional<std::chrono::sys_seconds> read_http_date(std::string_view text) {
  constexpr std::size_t length = 29;
  constexpr std::array<std::string_view, 12> months{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (text.size() != length || text.substr(3, 2) != ", " || !text.ends_with(" GMT") ||
      text[19] != ':' || text[22] != ':') {
    return std::nullopt;
  }
  const auto* const month = std::find(months.begin(), months.end(), text.substr(8, 3));
  const auto day = number(text.substr(5, 2));
  const auto year = number(text.substr(12, 4));
  const auto hour = number(text.substr(17, 2));
  const auto minute = number(text.substr(20, 2));
  const auto second = number(text.substr(23, 2));
  if (month == months.end() || !day || !year || !hour || !minute || !second || *hour > 23 ||
      *minute > 59 || *second > 60) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date(
      std::chrono::year(*year),
      std::chrono::month(static_cast<unsigned>(month - months.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(*day))
  );
  if (!date.ok()) {
    return std::nullopt;
  }
  return std::chrono::sys_days(date) + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
         std::chrono::seconds(*second);
}

struct Wait {
  Nanos span{};
  std::string words;  ///< what made it another than the schedule's; may be empty
};

Wait wait_before_retry(const SenderProfile& profile, Nanos scheduled, const Tried& tried) {
  if (profile.retry_after == RetryAfter::ignored || tried.outcome != Outcome::refused) {
    return {scheduled, ""};
  }
  const auto asked = read_retry_after(tried.retry_after, tried.ended);
  if (!asked) {
    return {scheduled, ""};
  }
  const Nanos longest =
      profile.retry_after == RetryAfter::clamped ? 2 * scheduled : longest_retry_after;
  return {
      std::max(scheduled, std::min(*asked, longest)),
      ", Retry-After asked for " + format_duration(*asked)};
}

}  // namespace

std::string Next::why() const {
  return kind == Kind::give_up ? words.substr(given_up.size()) : "";
}

Next next_after(
    const SenderProfile& profile, const std::vector<Nanos>& schedule, const Tried& tried
) {
  if (tried.outcome == Outcome::acknowledged) {
    return {};
  }
  if (tried.status == gone && profile.gone_disables) {
    return give_up("410 Gone disables the endpoint");
  }
  if (tried.only_once) {
    return give_up("it is tried once");
  }
  if (profile.instant_resend && !tried.resent && connection_failed(tried) && tried.took < soon) {
    return {Next::Kind::resend, {}, "the same bytes at once: the connection failed within 1 s"};
  }
  const auto done = static_cast<std::size_t>(std::max(1, tried.scheduled));
  if (done > schedule.size()) {
    return give_up(schedule.empty() ? "the sender does not retry" : "the schedule is at its end");
  }
  const Wait wait = wait_before_retry(profile, schedule[done - 1], tried);
  return {
      Next::Kind::retry,
      wait.span,
      "retry " + std::to_string(done) + " of " + std::to_string(schedule.size()) + " in " +
          format_duration(wait.span) + wait.words};
}

std::optional<Nanos> read_retry_after(
    std::string_view text, std::chrono::system_clock::time_point now
) {
  constexpr std::size_t most_digits = 9;
  while (text.starts_with(' ') || text.starts_with('\t')) {
    text.remove_prefix(1);
  }
  while (text.ends_with(' ') || text.ends_with('\t')) {
    text.remove_suffix(1);
  }
  if (text.empty()) {
    return std::nullopt;
  }
  if (text.find_first_not_of("0123456789") == std::string_view::npos) {
    const auto seconds = text.size() <= most_digits ? number(text) : std::nullopt;
    return seconds ? std::min<Nanos>(std::chrono::seconds(*seconds), longest_retry_after)
                   : longest_retry_after;
  }
  const auto date = read_http_date(text);
  if (!date) {
    return std::nullopt;
  }
  // In seconds: a date of the year 9999 has no room in nanoseconds.
  const auto left = *date - std::chrono::floor<std::chrono::seconds>(now);
  if (left >= std::chrono::floor<std::chrono::seconds>(longest_retry_after)) {
    return longest_retry_after;
  }
  return std::max<Nanos>(left, Nanos{});
}

std::string redirect_note(const SenderProfile& profile, int status, std::string_view location) {
  constexpr std::size_t longest = 200;
  if (profile.redirects != Redirects::followed || status < 300 || status >= 400 ||
      location.empty()) {
    return {};
  }
  return ": the real sender would follow it to " + std::string(location.substr(0, longest));
}

Nanos compressed(Nanos wait, double time_scale) {
  if (time_scale <= 0) {
    return Nanos{};
  }
  constexpr Nanos longest = std::chrono::hours(24 * 365 * 10);
  const double real = static_cast<double>(wait.count()) / time_scale;
  return real < static_cast<double>(longest.count()) ? Nanos(static_cast<std::int64_t>(real))
                                                     : longest;
}

}  // namespace rkmock::webhooks
