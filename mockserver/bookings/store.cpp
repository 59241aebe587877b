// Bookings and their customers. Services and time slots are in schedule.cpp.
#include "mockserver/bookings/store.hpp"

#include <array>
#include <chrono>

#include "rkmock/error.hpp"

#include "mockserver/bookings/paging.hpp"

namespace rkmock::bookings {

namespace {

bool holds_a_seat(const Booking& booking) {
  return booking.status != Status::cancelled;
}

/// pending → confirmed → cancelled and pending → cancelled. Staying is no transition, except that
/// cancelled is final: to cancel again is refused too.
bool may_follow(Status from, Status to) {
  if (from == Status::cancelled) {
    return false;
  }
  return from == to || to != Status::pending;
}

ApiError refused_transition(Status from, Status to) {
  return make_error(
      ErrorCode::invalid_status_transition,
      "Status cannot change from " + std::string(to_string(from)) + " to " +
          std::string(to_string(to))
  );
}

/// 0 is Monday.
int weekday_of(const std::string& date) {
  const std::chrono::sys_days day =
      std::chrono::floor<std::chrono::days>(parse_rfc3339(date + "T00:00:00Z").value());
  return static_cast<int>(std::chrono::weekday(day).iso_encoding()) - 1;
}

int weekday_of(const TimeSlot& slot, WeekStart start) {
  return start == WeekStart::monday ? slot.day_of_week : (slot.day_of_week + 6) % 7;
}

ApiError wrong_weekday(const TimeSlot& slot, WeekStart start) {
  static constexpr std::array<const char*, 7> names = {
      "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  FieldProblems problems;
  problems.bad(
      "date",
      "must fall on the time slot's weekday, " +
          std::string(names.at(static_cast<std::size_t>(weekday_of(slot, start))))
  );
  return problems.to_error();
}

void apply(const BookingFields& fields, Booking& booking) {
  if (fields.date) {
    booking.date = parse_date(*fields.date).value();
  }
  if (fields.status) {
    booking.status = parse_status(*fields.status).value();
  }
  booking.message = fields.message.value_or(booking.message);
  if (fields.cancel_reason) {
    booking.cancel_reason = fields.cancel_reason;
  }
}

void apply(const CustomerFields& fields, Customer& customer) {
  customer.name = fields.name.value_or(customer.name);
  customer.email = fields.email.value_or(customer.email);
  customer.phone = fields.phone.value_or(customer.phone);
}

CustomerFields customer_of(const BookingFields& fields) {
  return {fields.customer_name, fields.customer_email, fields.customer_phone};
}

bool is_empty(const CustomerFields& fields) {
  return !fields.name && !fields.email && !fields.phone;
}

}  // namespace

Store::Store(PayloadClock clock, IdSource next_id, StoreLimits limits, ApiRules rules)
    : clock_(clock), next_id_(std::move(next_id)), limits_(limits), rules_(rules) {}

Answer<BookingChange> Store::create_booking(
    const BookingFields& fields, std::optional<std::int64_t> service_id
) {
  FieldProblems problems;
  check_new_booking(fields, problems);
  if (!problems.empty()) {
    return problems.to_error();
  }
  if (service_id && !services_.contains(*service_id)) {
    return service_not_found(*service_id);
  }
  const auto slot = slots_.find(*fields.time_slot_id);
  if (slot == slots_.end() || (service_id && slot->second.service_id != *service_id)) {
    return time_slot_not_found(*fields.time_slot_id);
  }
  Booking booking;
  booking.service_id = slot->second.service_id;
  booking.time_slot_id = slot->first;
  apply(fields, booking);
  apply(customer_of(fields), booking.customer);
  if (auto refused = refuse_seat({}, booking)) {
    return *refused;
  }
  if (bookings_.size() >= limits_.bookings || bookings_made_.size() >= limits_.bookings_made) {
    return make_error(ErrorCode::mock_limit_reached);
  }
  booking.id = next_id_();
  booking.customer.id = next_id_();
  booking.created_at = booking.updated_at = clock_.next();
  booking.customer.created_at = booking.customer.updated_at = booking.created_at;
  RKMOCK_ASSERT(bookings_made_.insert(booking.id).second, "a booking id was given out twice");
  seats_.take(booking);
  bookings_by_service_[booking.service_id].insert(booking.id);
  bookings_.emplace(booking.id, booking);
  earlier_bookings_.made(booking.id);
  return BookingChange{BookingChange::Kind::create, std::move(booking)};
}

std::optional<Booking> Store::find_booking(std::int64_t id) const {
  const auto found = bookings_.find(id);
  return found == bookings_.end() ? std::nullopt : std::optional(found->second);
}

bool Store::knows_booking(std::int64_t id) const {
  return bookings_made_.contains(id);
}

Answer<Page<Booking>> Store::list_bookings(std::int64_t service_id, PageRequest page) const {
  if (!services_.contains(service_id)) {
    return service_not_found(service_id);
  }
  const auto ids = bookings_by_service_.find(service_id);
  const std::set<std::int64_t> none;
  return page_of<Booking>(
      ids == bookings_by_service_.end() ? none : ids->second,
      page,
      [this](std::int64_t id) { return bookings_.at(id); }
  );
}

Answer<BookingChange> Store::update_booking(std::int64_t id, const BookingFields& fields) {
  return change_booking(id, fields, BookingChange::Kind::update);
}

Answer<BookingChange> Store::cancel_booking(std::int64_t id, const BookingFields& fields) {
  return change_booking(id, fields, BookingChange::Kind::cancel);
}

Answer<BookingChange> Store::change_booking(
    std::int64_t id, const BookingFields& fields, BookingChange::Kind kind
) {
  const auto found = bookings_.find(id);
  if (found == bookings_.end()) {
    return booking_not_found(id);
  }
  const Booking& before = found->second;
  FieldProblems problems;
  check_booking_change(before, fields, kind, problems);
  if (!problems.empty()) {
    return problems.to_error();
  }
  Booking after = before;
  apply(fields, after);
  if (kind == BookingChange::Kind::cancel) {
    after.status = Status::cancelled;
    after.cancel_reason = fields.cancel_reason.value_or("Booking cancelled");
  }
  const bool sets_status = fields.status || kind == BookingChange::Kind::cancel;
  if (sets_status && !may_follow(before.status, after.status)) {
    return refused_transition(before.status, after.status);
  }
  const CustomerFields customer = customer_of(fields);
  apply(customer, after.customer);
  if (auto refused = refuse_seat(before, after)) {
    return *refused;
  }
  ++after.version;
  after.updated_at = clock_.next();
  if (!is_empty(customer)) {
    after.customer.updated_at = after.updated_at;
  }
  if (holds_a_seat(before)) {
    seats_.leave(before);
  }
  if (holds_a_seat(after)) {
    seats_.take(after);
  }
  earlier_bookings_.changed(before);
  found->second = after;
  return BookingChange{kind, std::move(after)};
}

std::optional<ApiError> Store::refuse_seat(const Booking& before, const Booking& after) const {
  if (!holds_a_seat(after)) {
    return std::nullopt;
  }
  const bool moves = before.id == 0 || before.date != after.date;
  const auto slot = slots_.find(after.time_slot_id);
  if (moves && slot == slots_.end()) {
    return time_slot_not_found(after.time_slot_id);
  }
  if (moves && rules_.check_weekday &&
      weekday_of(slot->second, rules_.week_start) != weekday_of(after.date)) {
    return wrong_weekday(slot->second, rules_.week_start);
  }
  if (seats_.has_duplicate(after)) {
    return make_error(ErrorCode::duplicate_booking);
  }
  // A booking that stays where it is needs no free seat: the capacity may have shrunk since.
  if (moves && seats_.taken(after.time_slot_id, after.date) >=
                   static_cast<std::size_t>(slot->second.max_bookings)) {
    return make_error(ErrorCode::time_slot_full);
  }
  return std::nullopt;
}

Answer<BookingChange> Store::delete_booking(std::int64_t id, const BookingFields& fields) {
  if (!bookings_.contains(id)) {
    return booking_not_found(id);
  }
  FieldProblems problems;
  check_cancel_reason(fields.cancel_reason, problems);
  if (!problems.empty()) {
    return problems.to_error();
  }
  return remove_booking(id, fields.cancel_reason);
}

BookingChange Store::remove_booking(std::int64_t id, const std::optional<std::string>& reason) {
  const auto found = bookings_.find(id);
  RKMOCK_ASSERT(found != bookings_.end(), "an index names a booking that is not there");
  Booking last = std::move(found->second);
  bookings_.erase(found);
  earlier_bookings_.gone(last);
  bookings_by_service_[last.service_id].erase(id);
  if (holds_a_seat(last)) {
    seats_.leave(last);
  }
  if (reason) {
    last.cancel_reason = reason;
  } else if (!last.cancel_reason) {
    last.cancel_reason = "Booking deleted";
  }
  last.status = Status::cancelled;
  ++last.version;
  last.updated_at = clock_.next();
  return BookingChange{BookingChange::Kind::remove, std::move(last)};
}

Answer<Customer> Store::update_customer(std::int64_t booking_id, const CustomerFields& fields) {
  const auto found = bookings_.find(booking_id);
  if (found == bookings_.end()) {
    return booking_not_found(booking_id);
  }
  FieldProblems problems;
  check_customer(fields.email, fields.phone, fields.name, "", problems);
  if (!problems.empty()) {
    return problems.to_error();
  }
  Booking after = found->second;
  apply(fields, after.customer);
  if (auto refused = refuse_seat(found->second, after)) {
    return *refused;
  }
  after.customer.updated_at = clock_.next();
  if (holds_a_seat(after)) {
    seats_.leave(found->second);
    seats_.take(after);
  }
  earlier_bookings_.changed(found->second);
  found->second = after;
  return after.customer;
}

}  // namespace rkmock::bookings
