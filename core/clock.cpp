#include "rkmock/clock.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdlib>

namespace rkmock {
namespace {

class SystemClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::steady_clock::time_point monotonic_now() const override {
    return std::chrono::steady_clock::now();
  }

  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const override {
    return std::chrono::system_clock::now();
  }
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Takes exactly `digits` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) {
    return std::nullopt;
  }
  int number = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (!is_digit(text[i])) {
      return std::nullopt;
    }
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

/// `Z`, `+02:00`; what is left must be just that.
std::optional<std::chrono::minutes> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") {
    return std::chrono::minutes(0);
  }
  const int sign = !text.empty() && text.front() == '-' ? -1 : 1;
  if (!take(text, "+-")) {
    return std::nullopt;
  }
  const std::optional<int> hours = take_number(text, 2);
  if (!hours || !take(text, ":")) {
    return std::nullopt;
  }
  const std::optional<int> minutes = take_number(text, 2);
  if (!minutes || !text.empty() || *hours > 23 || *minutes > 59) {
    return std::nullopt;
  }
  return std::chrono::minutes(sign * (*hours * 60 + *minutes));
}

std::optional<std::chrono::sys_days> take_date(std::string_view& text) {
  const std::optional<int> year = take_number(text, 4);
  if (!year || !take(text, "-")) {
    return std::nullopt;
  }
  const std::optional<int> month = take_number(text, 2);
  if (!month || !take(text, "-")) {
    return std::nullopt;
  }
  const std::optional<int> day = take_number(text, 2);
  if (!day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date(
      std::chrono::year(*year),
      std::chrono::month(static_cast<unsigned>(*month)),
      std::chrono::day(static_cast<unsigned>(*day))
  );
  return date.ok() ? std::optional(std::chrono::sys_days(date)) : std::nullopt;
}

std::optional<std::chrono::seconds> take_time_of_day(std::string_view& text) {
  const std::optional<int> hour = take_number(text, 2);
  if (!hour || !take(text, ":")) {
    return std::nullopt;
  }
  const std::optional<int> minute = take_number(text, 2);
  if (!minute || !take(text, ":")) {
    return std::nullopt;
  }
  const std::optional<int> second = take_number(text, 2);
  if (!second || *hour > 23 || *minute > 59 || *second > 59) {
    return std::nullopt;
  }
  if (take(text, ".")) {
    if (text.empty() || !is_digit(text.front())) {
      return std::nullopt;
    }
    while (!text.empty() && is_digit(text.front())) {
      text.remove_prefix(1);
    }
  }
  return std::chrono::seconds(*hour * 3600 + *minute * 60 + *second);
}

/// As printf's `%0*d` would; every answer of /v1 holds a handful of times.
void append_padded(std::string& text, int value, std::size_t width) {
  std::array<char, 12> digits{};
  std::size_t at = digits.size();
  unsigned rest = static_cast<unsigned>(std::abs(value));
  do {
    digits[--at] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0 || digits.size() - at < width - (value < 0 ? 1 : 0));
  if (value < 0) {
    digits[--at] = '-';
  }
  text.append(digits.data() + at, digits.size() - at);
}

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t longest_ns = 3'652 * 86'400 * second_ns;  // ten years

constexpr std::array<Unit, 7> units{{
    {"ns", 1},
    {"us", 1'000},
    {"ms", 1'000'000},
    {"s", second_ns},
    {"m", 60 * second_ns},
    {"h", 3'600 * second_ns},
    {"d", 86'400 * second_ns},
}};

struct Scale {
  std::string_view name;
  std::int64_t nanoseconds;
  std::int64_t until;  ///< from here on the next scale reads better
};

constexpr std::array<Scale, 7> scales{{
    {"ns", 1, 1'000},
    {"µs", 1'000, 1'000},
    {"ms", 1'000'000, 1'000},
    {"s", second_ns, 60},
    {"min", 60 * second_ns, 60},
    {"h", 3'600 * second_ns, 24},
    {"d", 86'400 * second_ns, INT64_MAX},
}};

/// Three significant digits of ns / unit, rounded half up, without trailing zeros.
std::string three_digits(std::uint64_t ns, std::uint64_t unit) {
  std::uint64_t decimals = ns / unit >= 100 ? 0 : ns / unit >= 10 ? 1 : 2;
  const std::uint64_t power = decimals == 0 ? 1 : decimals == 1 ? 10 : 100;
  // ns of the largest unit in use is below 2^63, so the remainder times 100 cannot overflow.
  const std::uint64_t rest = ((ns % unit) * power + unit / 2) / unit;
  std::uint64_t scaled = ns / unit * power + rest;
  while (decimals > 0 && scaled % 10 == 0) {
    scaled /= 10;
    --decimals;
  }
  std::string text = std::to_string(scaled);
  if (decimals > 0) {
    if (text.size() <= decimals) {
      text.insert(0, decimals + 1 - text.size(), '0');
    }
    text.insert(text.size() - decimals, ".");
  }
  return text;
}

}  // namespace

const Clock& system_clock() {
  static const SystemClock clock;
  return clock;
}

std::string format_rfc3339(PayloadTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  std::string text;
  append_padded(text, static_cast<int>(date.year()), 4);
  text += '-';
  append_padded(text, static_cast<int>(static_cast<unsigned>(date.month())), 2);
  text += '-';
  append_padded(text, static_cast<int>(static_cast<unsigned>(date.day())), 2);
  text += 'T';
  append_padded(text, static_cast<int>(clock.hours().count()), 2);
  text += ':';
  append_padded(text, static_cast<int>(clock.minutes().count()), 2);
  text += ':';
  append_padded(text, static_cast<int>(clock.seconds().count()), 2);
  text += 'Z';
  return text;
}

std::optional<PayloadTime> parse_rfc3339(std::string_view text) {
  const auto date = take_date(text);
  if (!date || !take(text, "Tt")) {
    return std::nullopt;
  }
  const auto time_of_day = take_time_of_day(text);
  if (!time_of_day) {
    return std::nullopt;
  }
  const auto offset = parse_offset(text);
  if (!offset) {
    return std::nullopt;
  }
  return PayloadTime(*date) + *time_of_day - *offset;
}

std::optional<Nanos> parse_duration(std::string_view text) {
  std::size_t at = 0;
  std::int64_t whole = 0;
  for (; at < text.size() && is_digit(text[at]); ++at) {
    if (whole > longest_ns / 10) {
      return std::nullopt;
    }
    whole = whole * 10 + (text[at] - '0');
  }
  if (at == 0) {
    return std::nullopt;
  }
  std::string_view fraction;
  if (at < text.size() && text[at] == '.') {
    const std::size_t from = ++at;
    while (at < text.size() && is_digit(text[at])) {
      ++at;
    }
    fraction = text.substr(from, at - from);
    if (fraction.empty() || fraction.size() > 9) {
      return std::nullopt;
    }
  }
  for (const Unit& unit : units) {
    if (text.substr(at) != unit.name) {
      continue;
    }
    if (whole > longest_ns / unit.nanoseconds) {
      return std::nullopt;
    }
    std::int64_t total = whole * unit.nanoseconds;
    std::int64_t place = unit.nanoseconds;
    for (const char digit : fraction) {
      place /= 10;
      total += (digit - '0') * place;
    }
    return total <= longest_ns ? std::optional(Nanos(total)) : std::nullopt;
  }
  return std::nullopt;
}

std::string format_duration(Nanos span) {
  if (span == Nanos::zero()) {
    return "0 s";
  }
  const bool negative = span < Nanos::zero();
  const auto magnitude = static_cast<std::uint64_t>(span.count());
  const std::uint64_t ns = negative ? 0 - magnitude : magnitude;
  std::string text;
  for (const Scale& scale : scales) {
    text = three_digits(ns, static_cast<std::uint64_t>(scale.nanoseconds));
    // Rounding can carry into the next scale: 999.9 ms is 1 s.
    const bool carried = text == std::to_string(scale.until);
    if (ns / static_cast<std::uint64_t>(scale.nanoseconds) <
            static_cast<std::uint64_t>(scale.until) &&
        !carried) {
      text += " ";
      text += scale.name;
      break;
    }
  }
  return negative ? "-" + text : text;
}

}  // namespace rkmock
