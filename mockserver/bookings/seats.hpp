#pragma once
// Who sits where: the bookings that are not cancelled, by time slot and date.
//
// Value, owned by the store. Knows nothing of services, only seats and customers, so that
// capacity and duplicates cost a look-up and not a walk over all bookings.
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "mockserver/bookings/model.hpp"

namespace rkmock::bookings {

class Seats {
 public:
  /// How many seats are taken.
  [[nodiscard]] std::size_t taken(std::int64_t time_slot_id, const std::string& date) const;

  /// Whether another booking of the same slot and date has the same customer: the same e-mail
  /// address (whatever its case) or the same phone number. Bookings without either have none.
  [[nodiscard]] bool has_duplicate(const Booking& booking) const;

  void take(const Booking& booking);
  void leave(const Booking& booking);

 private:
  struct Row {
    std::set<std::int64_t> bookings;
    std::map<std::string, std::int64_t> emails;
    std::map<std::string, std::int64_t> phones;
  };

  std::map<std::pair<std::int64_t, std::string>, Row> rows_;
};

}  // namespace rkmock::bookings
