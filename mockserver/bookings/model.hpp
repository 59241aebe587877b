#pragma once
// The objects of ReserveKit as values: services, time slots, customers, bookings.
//
// Any thread. Field names and types follow the vendor's documentation (services, time slots,
// bookings, webhooks pages). How they look on the wire is the business of api/ and
// webhooks/payload.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rkmock/clock.hpp"

namespace rkmock::bookings {

struct Service {
  std::int64_t id = 0;
  std::string name;         ///< at most 72 characters
  std::string description;  ///< at most 255 characters
  std::string timezone;     ///< IANA name
  int version = 1;
  PayloadTime created_at{};
  PayloadTime updated_at{};
  bool operator==(const Service&) const = default;
};

struct TimeSlot {
  std::int64_t id = 0;
  std::int64_t service_id = 0;
  int day_of_week = 0;     ///< 0 … 6
  std::string start_time;  ///< `09:00:00`
  std::string end_time;    ///< `17:00:00`
  int max_bookings = 1;    ///< per date, at least 1
  PayloadTime created_at{};
  PayloadTime updated_at{};
  bool operator==(const TimeSlot&) const = default;
};

struct Customer {
  std::int64_t id = 0;
  std::string name;
  std::string email;
  std::string phone;  ///< E.164
  PayloadTime created_at{};
  PayloadTime updated_at{};
  bool operator==(const Customer&) const = default;
};

enum class Status { pending, confirmed, cancelled };

struct Booking {
  std::int64_t id = 0;
  std::int64_t service_id = 0;
  std::string date;  ///< `2023-07-10`
  std::int64_t time_slot_id = 0;
  Status status = Status::pending;
  std::string message;
  std::optional<std::string> cancel_reason;  ///< only when cancelled
  int version = 1;
  PayloadTime created_at{};
  PayloadTime updated_at{};
  Customer customer;
  bool operator==(const Booking&) const = default;
};

/// A change of a booking, as the store hands it out. `kind` is what was asked for: an update that
/// sets the status to cancelled is an update, a cancel is a cancel. `after` of a delete is the
/// booking as it goes to webhooks: cancelled, with a newer updated_at.
struct BookingChange {
  enum class Kind { create, update, cancel, remove };

  Kind kind = Kind::create;
  Booking after;
  bool announced = true;  ///< raises a webhook event
  bool operator==(const BookingChange&) const = default;
};

/// `pending`, `confirmed`, `cancelled`
[[nodiscard]] std::string_view to_string(Status status);
/// Empty for any other word.
[[nodiscard]] std::optional<Status> parse_status(std::string_view text);
/// `create`, `update`, `cancel`, `delete`
[[nodiscard]] std::string_view to_string(BookingChange::Kind kind);

}  // namespace rkmock::bookings
