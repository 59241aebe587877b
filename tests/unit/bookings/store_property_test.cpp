// Random sequences of commands: the store gives the same answers as a model that is as simple as
// can be, and ends in the same state.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "unit/bookings/booking_model.hpp"

namespace rkmock::bookings {
namespace {

class StoreSubject final : public Subject {
 public:
  StoreSubject() {
    const auto services = services_at_first();
    std::get<std::vector<Service>>(fixture_.store.add_services(services));
  }

  [[nodiscard]] bool asks_fields_first() const override { return false; }

  Answered create(const BookingFields& fields, std::optional<std::int64_t> service) override {
    return of(fixture_.store.create_booking(fields, service));
  }

  Answered update(std::int64_t id, const BookingFields& fields) override {
    return of(fixture_.store.update_booking(id, fields));
  }

  Answered cancel(std::int64_t id, const BookingFields& fields) override {
    return of(fixture_.store.cancel_booking(id, fields));
  }

  Answered remove(std::int64_t id) override { return of(fixture_.store.delete_booking(id, {})); }

  Answered change_customer(std::int64_t id, const CustomerFields& fields) override {
    const auto answer = fixture_.store.update_customer(id, fields);
    Answered answered{code_of(answer)};
    if (const auto* customer = std::get_if<Customer>(&answer)) {
      answered.changed_at = {customer->updated_at};
    }
    return answered;
  }

  Answered put_slots(std::int64_t service, const std::vector<GivenTimeSlot>& slots) override {
    const auto answer = fixture_.store.put_time_slots(service, slots, TimeForm::api);
    Answered answered{code_of(answer)};
    if (const auto* touched = std::get_if<std::vector<TimeSlot>>(&answer)) {
      for (const TimeSlot& slot : *touched) {
        answered.slots.push_back(slot.id);
        RC_ASSERT(slot.updated_at == touched->front().updated_at);  // all at once
        answered.changed_at = {slot.updated_at};
      }
    }
    return answered;
  }

  Answered drop_slot(std::int64_t id) override {
    return Answered{code_of(fixture_.store.delete_time_slot(id))};
  }

  Answered drop_day(std::int64_t service, int day) override {
    return Answered{code_of(fixture_.store.delete_time_slots(service, day))};
  }

  Answered drop_service(std::int64_t id) override {
    const auto answer = fixture_.store.delete_service(id);
    Answered answered{code_of(answer)};
    if (const auto* changes = std::get_if<std::vector<BookingChange>>(&answer)) {
      for (const BookingChange& change : *changes) {
        note(change, answered);
      }
    }
    return answered;
  }

  std::optional<Seen> find(std::int64_t booking) override {
    RC_ASSERT(fixture_.store.knows_booking(booking));
    const auto found = fixture_.store.find_booking(booking);
    if (!found) {
      return std::nullopt;
    }
    return Seen{
        found->date,
        std::string(to_string(found->status)),
        found->customer.email,
        found->customer.phone,
        found->cancel_reason};
  }

  std::optional<std::size_t> count_bookings(std::int64_t service) override {
    const auto listed = fixture_.store.list_bookings(service, {1, 1});
    const auto* const page = std::get_if<Page<Booking>>(&listed);
    return page == nullptr ? std::nullopt
                           : std::optional(static_cast<std::size_t>(page->total_count));
  }

  std::optional<std::size_t> count_slots(std::int64_t service) override {
    const auto listed = fixture_.store.time_slots_of(service);
    const auto* const slots = std::get_if<std::vector<TimeSlot>>(&listed);
    return slots == nullptr ? std::nullopt : std::optional(slots->size());
  }

 private:
  static void note(const BookingChange& change, Answered& answered) {
    answered.id = change.after.id;
    answered.changed_at.push_back(change.after.updated_at);
    if (change.kind == BookingChange::Kind::remove) {
      RC_ASSERT(change.after.status == Status::cancelled);
      answered.removed.push_back(change.after.id);
    }
  }

  static Answered of(const Answer<BookingChange>& answer) {
    Answered answered{code_of(answer)};
    if (const auto* change = std::get_if<BookingChange>(&answer)) {
      note(*change, answered);
    }
    return answered;
  }

  StoreFixture fixture_;
};

RC_GTEST_PROP(StorePropertyTest, AgreesWithTheSimplestModelOnAnyCommands, ()) {
  const auto commands = *any_commands();
  StoreSubject subject;
  expect_agreement(subject, commands, 1);
}

RC_GTEST_PROP(StorePropertyTest, ADateIsKeptOrRefusedAndNeverChanged, (const std::string& text)) {
  if (const auto date = parse_date(text)) {
    RC_ASSERT(date->size() == 10U);
    RC_ASSERT(text.substr(0, 10) == *date);
  }
}

RC_GTEST_PROP(StorePropertyTest, EveryDayOfTheCalendarIsADate, ()) {
  const std::chrono::sys_days day{std::chrono::days(*rc::gen::inRange(-700'000, 2'900'000))};
  const std::string text = format_rfc3339(day);
  RC_PRE(text.size() == 20);
  RC_ASSERT(parse_date(text) == text.substr(0, 10));
  RC_ASSERT(parse_date(text.substr(0, 10)) == text.substr(0, 10));
}

}  // namespace
}  // namespace rkmock::bookings
