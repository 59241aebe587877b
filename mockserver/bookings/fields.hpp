#pragma once
// What single fields must look like: dates, times of day, e-mail, phone, lengths.
//
// Pure; any thread. The patterns are the vendor's (best practices, error handling and time slots
// pages); limits the vendor leaves open are ours and listed in docs/reservekit-contract.md.
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rkmock/account_setup.hpp"

#include "core/contact.hpp"
#include "mockserver/bookings/errors.hpp"
#include "mockserver/bookings/model.hpp"

namespace rkmock::bookings {

inline constexpr std::size_t max_name = 72;            ///< of a service; the vendor's Swagger
inline constexpr std::size_t max_description = 255;    ///< of a service; the vendor's Swagger
inline constexpr std::size_t max_customer_name = 255;  ///< ours
using rkmock::is_email;
using rkmock::is_phone;
using rkmock::max_email;
inline constexpr std::size_t max_text = 2000;              ///< message, cancel_reason; ours
inline constexpr int max_max_bookings = 1'000'000;         ///< ours
inline constexpr std::size_t max_slots_per_service = 500;  ///< ours

/// `2023-07-10` out of that or of an RFC 3339 time, whose date is taken as written. Empty for
/// anything else and for days that no calendar has.
[[nodiscard]] std::optional<std::string> parse_date(std::string_view text);

/// `09:00:00` out of `2023-01-01 09:00:00` or an RFC 3339 time (taken as written) and, where
/// people write it, `09:00` or `09:00:00`.
enum class TimeForm { api, scenario };
[[nodiscard]] std::optional<std::string> parse_time_of_day(std::string_view text, TimeForm form);

/// In characters, not bytes.
[[nodiscard]] std::size_t length(std::string_view utf8);

/// The check_ functions note problems and change nothing. They judge what can be said of the
/// fields alone; whether ids exist, seats are free and so on is the store's business.
void check_new_booking(const BookingFields& fields, FieldProblems& problems);

/// `kind` is update or cancel; `before` is the booking as it stands.
void check_booking_change(
    const Booking& before,
    const BookingFields& fields,
    BookingChange::Kind kind,
    FieldProblems& problems
);

/// Of a delete, only the reason counts.
void check_cancel_reason(const std::optional<std::string>& reason, FieldProblems& problems);

void check_customer(
    const std::optional<std::string>& email,
    const std::optional<std::string>& phone,
    const std::optional<std::string>& name,
    std::string_view prefix,
    FieldProblems& problems
);

/// Ids but 0 may be named once.
void check_time_slots(std::span<const GivenTimeSlot> slots, TimeForm form, FieldProblems& problems);

void check_service(
    const std::optional<std::string>& name,
    const std::optional<std::string>& description,
    const std::optional<std::string>& timezone,
    FieldProblems& problems
);

/// A whole service with its time slots, but for their ids.
void check_given_service(const GivenService& given, TimeForm form, FieldProblems& problems);

}  // namespace rkmock::bookings
