#pragma once
// Clocks. Time comes in through the constructor, so that a test can own it.
//
// Three clocks are kept apart. The *sending* clock says when a delivery is due and may be
// compressed (SenderProfile::time_scale). The *payload* clock fills created_at, updated_at and
// timestamp and is scenario time. The *signature* clock is the wall clock. What a receiver does
// is always measured on the monotonic clock. Any thread may call a Clock.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace rkmock {

/// A span, or an instant counted from the start of a journal. Monotonic, never wall time.
using Nanos = std::chrono::nanoseconds;

/// Payload time: whole seconds, as ReserveKit writes them ("2023-06-20T09:15:00Z").
/// Source: the vendor's webhooks page, payload samples.
using PayloadTime = std::chrono::sys_seconds;

class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual std::chrono::steady_clock::time_point monotonic_now() const = 0;
  [[nodiscard]] virtual std::chrono::system_clock::time_point wall_now() const = 0;
};

/// The machine's clocks. Lives for ever.
[[nodiscard]] const Clock& system_clock();

/// `2023-06-20T09:15:00Z`
[[nodiscard]] std::string format_rfc3339(PayloadTime time);

/// Accepts `2023-06-20T09:15:00Z`, fractions of a second (dropped) and numeric offsets.
[[nodiscard]] std::optional<PayloadTime> parse_rfc3339(std::string_view text);

/// Accepts `150ms`, `1.5s`, `2m`, `3h`, `4d`, `250us`, `10ns`; nothing for anything else,
/// negative spans and spans above 10 years.
[[nodiscard]] std::optional<Nanos> parse_duration(std::string_view text);

/// For people: three significant digits, the unit that suits: `1.25 ms`, `850 µs`, `5 s`.
[[nodiscard]] std::string format_duration(Nanos span);

}  // namespace rkmock
