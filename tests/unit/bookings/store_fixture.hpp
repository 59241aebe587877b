#pragma once
// A store with one service for tests: service 123, slots 456 (Monday, 2 seats) and 457
// (Wednesday, 1 seat). Payload time starts at the vendor's sample, ids at 789.
#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "rkmock/clock.hpp"
#include "rkmock/control.hpp"

#include "mockserver/bookings/store.hpp"

namespace rkmock::bookings {

/// Stands still until told otherwise.
class ManualClock final : public Clock {
 public:
  [[nodiscard]] std::chrono::steady_clock::time_point monotonic_now() const override { return {}; }

  [[nodiscard]] std::chrono::system_clock::time_point wall_now() const override { return wall; }

  std::chrono::system_clock::time_point wall{};
};

inline PayloadTime payload_time(const char* text) {
  return parse_rfc3339(text).value();
}

inline GivenService sample_service() {
  GivenService service;
  service.id = 123;
  service.name = "Consultation";
  service.description = "30-minute initial consultation";
  service.timezone = "America/New_York";
  service.time_slots = {{456, 0, "09:00", "17:00", 2}, {457, 2, "10:00", "15:00", 1}};
  return service;
}

inline GivenService service_named(
    const std::string& name, std::vector<GivenTimeSlot> slots = {}, std::int64_t id = 0
) {
  GivenService service;
  service.id = id;
  service.name = name;
  service.time_slots = std::move(slots);
  return service;
}

inline BookingFields fields_for(const std::string& date, std::int64_t slot) {
  BookingFields fields;
  fields.date = date;
  fields.time_slot_id = slot;
  return fields;
}

inline BookingFields fields_of(const std::string& email, const std::string& phone = {}) {
  BookingFields fields = fields_for("2023-07-10", 456);
  fields.customer_email = email;
  if (!phone.empty()) {
    fields.customer_phone = phone;
  }
  return fields;
}

struct StoreFixture {
  explicit StoreFixture(StoreLimits limits = {})
      : store(
            PayloadClock(clock, payload_time("2023-06-20T09:15:00Z")),
            [this] { return next_id++; },
            limits
        ) {}

  /// The usual service, added.
  StoreFixture& with_service() {
    std::get<Service>(store.add_service(sample_service()));
    return *this;
  }

  /// Requires that it can be made.
  Booking make(const BookingFields& fields) {
    return std::get<BookingChange>(store.create_booking(fields, std::nullopt)).after;
  }

  ManualClock clock;
  std::int64_t next_id = 789;
  Store store;
};

/// The code of a refusal; empty for a success.
template <class T>
std::string code_of(const Answer<T>& answer) {
  const auto* const error = std::get_if<ApiError>(&answer);
  return error == nullptr ? std::string() : error->code;
}

/// What is wrong with one field; empty when nothing is.
template <class T>
std::string detail_of(const Answer<T>& answer, const std::string& field) {
  const auto* const error = std::get_if<ApiError>(&answer);
  return error == nullptr || !error->details.contains(field) ? std::string()
                                                             : error->details.at(field);
}

}  // namespace rkmock::bookings
