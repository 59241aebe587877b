#pragma once
// The store of one account: services, time slots, bookings, customers and their rules.
//
// Resource of the loop thread; no locks. Every operation either happens whole or answers with an
// ApiError and changes nothing. Ids of bookings and customers come from a source shared by all
// accounts of a server, so that an effect can be traced to its account by booking id.
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

#include "rkmock/api_setup.hpp"
#include "rkmock/control.hpp"

#include "mockserver/bookings/earlier.hpp"
#include "mockserver/bookings/errors.hpp"
#include "mockserver/bookings/fields.hpp"
#include "mockserver/bookings/model.hpp"
#include "mockserver/bookings/seats.hpp"

namespace rkmock::bookings {

/// The payload clock: whole seconds that never go back. A second is given out `per_second` times,
/// then the next one is; with 1 the readings strictly increase.
class PayloadClock {
 public:
  /// Without a start it follows `clock`'s wall time, and runs ahead of it when changes come
  /// faster than `per_second`. With a start that is the first reading, and time goes on only as
  /// seconds are used up.
  PayloadClock(const Clock& clock, std::optional<PayloadTime> start, int per_second = 1);
  PayloadTime next();

 private:
  const Clock* clock_;
  std::optional<PayloadTime> start_;
  int per_second_;
  std::optional<PayloadTime> last_;
  int given_ = 0;  // how often last_ was given out
};

/// Either the value or why not.
template <class T>
using Answer = std::variant<T, ApiError>;

struct PageRequest {
  int page = 1;
  int page_size = 10;
};

template <class T>
struct Page {
  std::vector<T> items;
  int current_page = 1;
  int total_pages = 0;
  int total_count = 0;
  int page_size = 0;
};

/// Empty: leave as it is. An empty text clears.
struct ServiceFields {
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::optional<std::string> timezone;
};

struct CustomerFields {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<std::string> phone;
};

using IdSource = std::function<std::int64_t()>;

/// Bounds of one account; beyond them `mock_limit_reached`.
struct StoreLimits {
  std::size_t services = 1000;
  std::size_t bookings = 100'000;         ///< kept at a time
  std::size_t bookings_made = 1'000'000;  ///< ever: their ids are remembered
};

class Store final {
 public:
  Store(PayloadClock clock, IdSource next_id, StoreLimits limits = {}, ApiRules rules = {});
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // Services. Ids are the given ones, or above all there were when 0.
  Answer<Service> add_service(const GivenService& given, TimeForm form = TimeForm::scenario);
  /// All or none. Given ids are set aside first, so that a free one never takes them.
  Answer<std::vector<Service>> add_services(std::span<const GivenService> given);
  [[nodiscard]] std::optional<Service> find_service(std::int64_t id) const;
  [[nodiscard]] Page<Service> list_services(PageRequest page) const;
  Answer<Service> update_service(std::int64_t id, const ServiceFields& fields);
  /// Its time slots and bookings go too: one `remove` for each booking, by id; unannounced
  /// without ApiRules::cascade_events.
  Answer<std::vector<BookingChange>> delete_service(std::int64_t id);

  // Time slots, by id.
  [[nodiscard]] std::optional<TimeSlot> find_time_slot(std::int64_t id) const;
  [[nodiscard]] Answer<std::vector<TimeSlot>> time_slots_of(std::int64_t service_id) const;
  [[nodiscard]] Answer<Page<TimeSlot>> list_time_slots(std::int64_t service_id, PageRequest page)
      const;
  /// All or none: with an id the slot is updated, without one made. In the order given.
  Answer<std::vector<TimeSlot>> put_time_slots(
      std::int64_t service_id, std::span<const GivenTimeSlot> slots, TimeForm form
  );
  /// Bookings of a deleted slot stay as they are; they cannot move to another date any more.
  Answer<TimeSlot> delete_time_slot(std::int64_t id);
  /// How many there were.
  Answer<std::size_t> delete_time_slots(std::int64_t service_id, int day_of_week);

  // Bookings. An accepted update is a change even if every value was so before.
  Answer<BookingChange> create_booking(
      const BookingFields& fields, std::optional<std::int64_t> service_id
  );
  [[nodiscard]] std::optional<Booking> find_booking(std::int64_t id) const;
  [[nodiscard]] Answer<Page<Booking>> list_bookings(std::int64_t service_id, PageRequest page)
      const;
  Answer<BookingChange> update_booking(std::int64_t id, const BookingFields& fields);
  /// Without a reason: `Booking cancelled`.
  Answer<BookingChange> cancel_booking(std::int64_t id, const BookingFields& fields);
  /// The reason is the one given, or the one it was cancelled for, or `Booking deleted`.
  Answer<BookingChange> delete_booking(std::int64_t id, const BookingFields& fields);
  /// Whether this account ever made it, deleted or not.
  [[nodiscard]] bool knows_booking(std::int64_t id) const;

  /// Changes the customer alone; the booking's own version and updated_at stay.
  Answer<Customer> update_customer(std::int64_t booking_id, const CustomerFields& fields);

  // Stale reads.
  /// What reads saw before the last change of each object: what was made since is not there, what
  /// was deleted still is (of each kind the latest 1000). A copy, in time linear in the store.
  [[nodiscard]] std::unique_ptr<Store> before_last_changes() const;
  /// What there is now counts as having been there always.
  void forget_earlier();

 private:
  using ServiceIndex = std::map<std::int64_t, std::set<std::int64_t>>;

  Service insert_service(const GivenService& given, TimeForm form);
  TimeSlot insert_time_slot(
      std::int64_t service_id, const GivenTimeSlot& given, TimeForm form, PayloadTime now
  );
  void check_given(
      const GivenService& given,
      std::set<std::int64_t>& services,
      std::set<std::int64_t>& slots,
      FieldProblems& problems
  ) const;
  void erase_time_slot(std::int64_t id);
  Answer<BookingChange> change_booking(
      std::int64_t id, const BookingFields& fields, BookingChange::Kind kind
  );
  [[nodiscard]] std::optional<ApiError> refuse_seat(const Booking& before, const Booking& after)
      const;
  BookingChange remove_booking(std::int64_t id, const std::optional<std::string>& reason);

  PayloadClock clock_;
  IdSource next_id_;
  StoreLimits limits_;
  ApiRules rules_;
  std::map<std::int64_t, Service> services_;
  std::map<std::int64_t, TimeSlot> slots_;
  std::map<std::int64_t, Booking> bookings_;
  ServiceIndex slots_by_service_;
  ServiceIndex bookings_by_service_;
  std::unordered_set<std::int64_t> bookings_made_;
  Seats seats_;
  Earlier<Service> earlier_services_;
  Earlier<TimeSlot> earlier_slots_;
  Earlier<Booking> earlier_bookings_;
  std::int64_t next_service_id_ = 1;
  std::int64_t next_slot_id_ = 1;
};

}  // namespace rkmock::bookings
