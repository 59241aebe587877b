#pragma once
// The store of one account: services, time slots, bookings, customers and their rules.
//
// Resource of the loop thread; no locks. Every operation either happens whole or answers with an
// ApiError and changes nothing. Ids of bookings and customers come from a source shared by all
// accounts of a server, so that an effect can be traced to its account by booking id.
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "rkmock/control.hpp"

#include "mockserver/bookings/errors.hpp"
#include "mockserver/bookings/model.hpp"

namespace rkmock::bookings {

/// The payload clock: whole seconds, strictly increasing.
class PayloadClock {
 public:
  /// Without a start it follows `clock`'s wall time, and runs ahead of it when changes come
  /// faster than one a second. With a start each reading is one second after the one before.
  PayloadClock(const Clock& clock, std::optional<PayloadTime> start);
  PayloadTime next();

 private:
  const Clock& clock_;
  std::optional<PayloadTime> last_;
  bool follows_wall_ = true;
};

/// Either the value or why not.
template <class T>
using Answer = std::variant<T, ApiError>;

template <class T>
struct Page {
  std::vector<T> items;
  int current_page = 1;
  int total_pages = 0;
  int total_count = 0;
  int page_size = 0;
};

using IdSource = std::function<std::int64_t()>;

class Store final {
 public:
  Store(PayloadClock clock, IdSource next_id);
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // H-api completes this: services (create, list, get, patch, delete with cascade), time slots
  // (list by service, list paged, patch, delete by id, delete by service and day), bookings
  // (create, list, get, patch, cancel, delete), customers (get, patch). Changes of bookings are
  // returned as BookingChange (service delete: a list of them).
  Answer<BookingChange> create_booking(
      const BookingFields& fields, std::optional<std::int64_t> service_id
  );
  Answer<BookingChange> update_booking(std::int64_t id, const BookingFields& fields);
  Answer<BookingChange> cancel_booking(std::int64_t id, const BookingFields& fields);
  Answer<BookingChange> delete_booking(std::int64_t id, const BookingFields& fields);
};

}  // namespace rkmock::bookings
