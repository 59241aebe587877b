#pragma once
// What an account of the mock holds when it is opened. Values; any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rkmock/api_setup.hpp"
#include "rkmock/clock.hpp"
#include "rkmock/effect.hpp"
#include "rkmock/journal.hpp"
#include "rkmock/sender.hpp"

namespace rkmock {

struct GivenTimeSlot {
  std::int64_t id = 0;     ///< 0: the next free one
  int day_of_week = 0;     ///< 0 … 6; which day is 0: ApiRules::week_start
  std::string start_time;  ///< `09:00`
  std::string end_time;    ///< `17:00`
  int max_bookings = 1;
  bool operator==(const GivenTimeSlot&) const = default;
};

struct GivenService {
  std::int64_t id = 0;  ///< 0: the next free one
  std::string name;
  std::string description;
  std::string timezone = "UTC";
  std::vector<GivenTimeSlot> time_slots;
  bool operator==(const GivenService&) const = default;
};

struct Subscription {
  std::string id;  ///< empty: `webhook-N`
  std::string url;
  std::optional<std::int64_t> service_id;  ///< empty: every service
  std::vector<std::string> events;         ///< empty: all three types
  bool active = true;
  bool operator==(const Subscription&) const = default;
};

/// The fields of a booking that a caller sets. Empty: leave as it is, or the default.
struct BookingFields {
  std::optional<std::string> date;  ///< `2023-07-10`
  std::optional<std::int64_t> time_slot_id;
  std::optional<std::string> status;
  std::optional<std::string> message;
  std::optional<std::string> cancel_reason;
  std::optional<std::string> customer_name;
  std::optional<std::string> customer_email;
  std::optional<std::string> customer_phone;
  bool operator==(const BookingFields&) const = default;
};

/// A booking that is there before the first change; no webhook tells of it.
struct GivenBooking {
  std::string name;      ///< nickname
  BookingFields fields;  ///< `status` too
  bool operator==(const GivenBooking&) const = default;
};

/// Everything of one account. Accounts never see each other.
struct AccountSetup {
  std::string name;     ///< in journals and reports, never the key
  std::string api_key;  ///< unique in the server
  std::uint64_t seed = 0;
  ApiSetup api;
  /// Ids of bookings are odd numbers above 2^53, which no floating-point number can hold.
  bool large_ids = false;
  std::vector<GivenService> services;
  std::vector<GivenBooking> bookings;
  std::vector<Subscription> subscriptions;
  SenderProfile sender;
  std::size_t delivery_log_bytes = std::size_t{4} << 20;  ///< the delivery log's bound
  std::vector<EffectRule> effects;
  std::vector<std::string> api_faults;       ///< armed from the beginning: JSON texts
  std::vector<std::string> webhook_faults;   ///< rules for webhook events: JSON texts
  std::optional<PayloadTime> payload_start;  ///< empty: the wall clock
  JournalHeader journal_header;              ///< tool, account, seed, started are filled in
  JournalOptions journal;
};

}  // namespace rkmock
