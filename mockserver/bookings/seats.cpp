#include "mockserver/bookings/seats.hpp"

#include "rkmock/error.hpp"

#include "core/ascii.hpp"

namespace rkmock::bookings {

namespace {

bool held_by_another(
    const std::map<std::string, std::int64_t>& holders, const std::string& key, std::int64_t id
) {
  const auto found = holders.find(key);
  return !key.empty() && found != holders.end() && found->second != id;
}

void note(std::map<std::string, std::int64_t>& holders, const std::string& key, std::int64_t id) {
  if (!key.empty()) {
    holders[key] = id;
  }
}

}  // namespace

std::size_t Seats::taken(std::int64_t time_slot_id, const std::string& date) const {
  const auto row = rows_.find({time_slot_id, date});
  return row == rows_.end() ? 0 : row->second.bookings.size();
}

bool Seats::has_duplicate(const Booking& booking) const {
  const auto row = rows_.find({booking.time_slot_id, booking.date});
  if (row == rows_.end()) {
    return false;
  }
  const Customer& customer = booking.customer;
  return held_by_another(row->second.emails, to_lower(customer.email), booking.id) ||
         held_by_another(row->second.phones, customer.phone, booking.id);
}

void Seats::take(const Booking& booking) {
  Row& row = rows_[{booking.time_slot_id, booking.date}];
  RKMOCK_ASSERT(row.bookings.insert(booking.id).second, "a booking took its seat twice");
  note(row.emails, to_lower(booking.customer.email), booking.id);
  note(row.phones, booking.customer.phone, booking.id);
}

void Seats::leave(const Booking& booking) {
  const auto row = rows_.find({booking.time_slot_id, booking.date});
  RKMOCK_ASSERT(
      row != rows_.end() && row->second.bookings.erase(booking.id) == 1,
      "a booking left a seat it did not have"
  );
  row->second.emails.erase(to_lower(booking.customer.email));
  row->second.phones.erase(booking.customer.phone);
  if (row->second.bookings.empty()) {
    rows_.erase(row);
  }
}

}  // namespace rkmock::bookings
