// Random sequences of commands against a model that is as simple as can be: lists, walked whole.
// The store must give the same answers and end in the same state.
#include <algorithm>
#include <cctype>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "unit/bookings/store_fixture.hpp"

namespace rkmock::bookings {
namespace {

enum class Verb { create, update, cancel, remove, customer, resize, drop_slot, drop_service };

struct Command {
  Verb verb = Verb::create;
  int booking = 0;  ///< which of those ever made
  int slot = 0;     ///< 0 … 3; the last never exists
  int date = 0;
  int status = -1;  ///< -1: not set
  int email = 0;    ///< 0: none
  int phone = 0;    ///< 0: none
  bool set_date = false;
  bool reason = false;
  int capacity = 1;
};

void showValue(const Command& command, std::ostream& out) {  // NOLINT: RapidCheck's name
  out << "{verb " << static_cast<int>(command.verb) << ", booking " << command.booking << ", slot "
      << command.slot << ", date " << command.date << ", status " << command.status << ", email "
      << command.email << ", phone " << command.phone << ", set_date " << command.set_date
      << ", reason " << command.reason << ", capacity " << command.capacity << "}";
}

rc::Gen<Command> any_command() {
  using rc::gen::inRange;
  return rc::gen::build<Command>(
      rc::gen::set(
          &Command::verb,
          rc::gen::weightedElement<Verb>({
              {16, Verb::create},
              {8, Verb::update},
              {3, Verb::cancel},
              {3, Verb::remove},
              {4, Verb::customer},
              {2, Verb::resize},
              {1, Verb::drop_slot},
              {1, Verb::drop_service},
          })
      ),
      rc::gen::set(&Command::booking, inRange(0, 24)),
      rc::gen::set(&Command::slot, inRange(0, 4)),
      rc::gen::set(&Command::date, inRange(0, 2)),
      rc::gen::set(&Command::status, inRange(-1, 3)),
      rc::gen::set(&Command::email, inRange(0, 4)),
      rc::gen::set(&Command::phone, inRange(0, 3)),
      rc::gen::set(&Command::set_date),
      rc::gen::set(&Command::reason),
      rc::gen::set(&Command::capacity, inRange(1, 6))
  );
}

const std::vector<std::string> dates = {"2023-07-10", "2023-07-17"};
const std::vector<std::string> emails = {"", "a@b.de", "A@b.de", "c@d.ef"};
const std::vector<std::string> phones = {"", "+491", "+492"};
const std::vector<std::string> statuses = {"pending", "confirmed", "cancelled"};

std::string key_of(std::string email) {
  std::transform(email.begin(), email.end(), email.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return email;
}

struct ModelSlot {
  std::int64_t service = 0;
  std::size_t capacity = 1;
  bool exists = true;
};

struct ModelBooking {
  std::int64_t service = 0;
  int slot = 0;
  std::string date;
  std::string status = "pending";
  std::string email;
  std::string phone;
  int version = 1;
  bool exists = true;

  [[nodiscard]] bool sits_with(const ModelBooking& other) const {
    return exists && status != "cancelled" && slot == other.slot && date == other.date;
  }

  [[nodiscard]] bool same_customer(const ModelBooking& other) const {
    return (!email.empty() && key_of(email) == key_of(other.email)) ||
           (!phone.empty() && phone == other.phone);
  }
};

/// The rules once more, without any index. Answers the expected error code.
class Model {
 public:
  /// Slots 0 and 1 are service 1's, slot 2 is service 2's; slot 3 is nobody's.
  std::vector<ModelSlot> slots = {{1, 1, true}, {1, 4, true}, {2, 2, true}, {0, 0, false}};
  std::vector<bool> services = {false, true, true};
  std::vector<ModelBooking> bookings;

  std::string create(const Command& command) {
    const auto& slot = slots[static_cast<std::size_t>(command.slot)];
    ModelBooking booking;
    booking.service = slot.service;
    booking.slot = command.slot;
    booking.date = dates[static_cast<std::size_t>(command.date)];
    booking.email = emails[static_cast<std::size_t>(command.email)];
    booking.phone = phones[static_cast<std::size_t>(command.phone)];
    if (!slot.exists) {
      return "time_slot_not_found";
    }
    std::string refused = refuse(booking, nullptr, true);
    if (refused.empty()) {
      bookings.push_back(booking);
    }
    return refused;
  }

  std::string update(const Command& command, bool is_cancel) {
    ModelBooking* const booking = find(command.booking);
    if (booking == nullptr) {
      return "booking_not_found";
    }
    ModelBooking after = *booking;
    const bool sets_status = is_cancel || command.status >= 0;
    if (sets_status) {
      after.status = is_cancel ? "cancelled" : statuses[static_cast<std::size_t>(command.status)];
    }
    const bool cancels = sets_status && after.status == "cancelled";
    if (cancels && !is_cancel && !command.reason) {
      return "missing_required_field";
    }
    if (command.reason && !cancels && booking->status != "cancelled") {
      return "invalid_field_format";
    }
    if (sets_status && (booking->status == "cancelled" ||
                        (booking->status == "confirmed" && after.status == "pending"))) {
      return "invalid_status_transition";
    }
    if (!is_cancel && command.set_date) {
      after.date = dates[static_cast<std::size_t>(command.date)];
    }
    const bool moves = after.date != booking->date;
    if (after.status != "cancelled") {
      if (moves && !slots[static_cast<std::size_t>(after.slot)].exists) {
        return "time_slot_not_found";
      }
      std::string refused = refuse(after, booking, moves);
      if (!refused.empty()) {
        return refused;
      }
    }
    ++after.version;
    *booking = after;
    return "";
  }

  std::string remove(const Command& command) {
    ModelBooking* const booking = find(command.booking);
    if (booking == nullptr) {
      return "booking_not_found";
    }
    booking->exists = false;
    return "";
  }

  std::string customer(const Command& command) {
    ModelBooking* const booking = find(command.booking);
    if (booking == nullptr) {
      return "booking_not_found";
    }
    ModelBooking after = *booking;
    after.email = emails[static_cast<std::size_t>(command.email)];
    after.phone = phones[static_cast<std::size_t>(command.phone)];
    const std::string refused =
        after.status == "cancelled" ? std::string() : refuse(after, booking, false);
    if (refused.empty()) {
      *booking = after;
    }
    return refused;
  }

  /// How many bookings went with it; nothing when there is no such service.
  std::optional<std::size_t> drop_service(std::int64_t id) {
    if (!services[static_cast<std::size_t>(id)]) {
      return std::nullopt;
    }
    services[static_cast<std::size_t>(id)] = false;
    for (ModelSlot& slot : slots) {
      slot.exists = slot.exists && slot.service != id;
    }
    std::size_t gone = 0;
    for (ModelBooking& booking : bookings) {
      gone += booking.exists && booking.service == id ? 1U : 0U;
      booking.exists = booking.exists && booking.service != id;
    }
    return gone;
  }

  ModelBooking* find(int index) {
    const auto at = static_cast<std::size_t>(index);
    return at < bookings.size() && bookings[at].exists ? &bookings[at] : nullptr;
  }

 private:
  [[nodiscard]] std::string refuse(
      const ModelBooking& wanted, const ModelBooking* self, bool needs_seat
  ) const {
    std::size_t taken = 0;
    for (const ModelBooking& other : bookings) {
      if (&other == self || !other.sits_with(wanted)) {
        continue;
      }
      ++taken;
      if (other.same_customer(wanted)) {
        return "duplicate_booking";
      }
    }
    const bool full = taken >= slots[static_cast<std::size_t>(wanted.slot)].capacity;
    return needs_seat && full ? "time_slot_full" : "";
  }
};

/// The store and the model, side by side.
class Pair {
 public:
  Pair() {
    const GivenTimeSlot one{.id = 100, .start_time = "09:00", .end_time = "10:00"};
    GivenTimeSlot two = one;
    two.id = 101;
    two.max_bookings = 4;
    GivenTimeSlot three = one;
    three.id = 102;
    three.max_bookings = 2;
    std::get<Service>(fixture_.store.add_service(service_named("A", {one, two}, 1)));
    std::get<Service>(fixture_.store.add_service(service_named("B", {three}, 2)));
  }

  void apply(const Command& command) {
    switch (command.verb) {
      case Verb::create:
        return create(command);
      case Verb::update:
        return expect_change(
            fixture_.store.update_booking(id_of(command.booking), fields_of_update(command)),
            model_.update(command, false)
        );
      case Verb::cancel: {
        BookingFields fields;
        if (command.reason) {
          fields.cancel_reason = "ill";
        }
        return expect_change(
            fixture_.store.cancel_booking(id_of(command.booking), fields),
            model_.update(command, true)
        );
      }
      case Verb::remove:
        return expect_change(
            fixture_.store.delete_booking(id_of(command.booking), {}), model_.remove(command)
        );
      case Verb::customer:
        return change_customer(command);
      case Verb::resize:
        return resize(command);
      case Verb::drop_slot:
        return drop_slot(command);
      case Verb::drop_service:
        return drop_service(1 + command.date);
    }
  }

  void compare() {
    for (std::size_t i = 0; i < model_.bookings.size(); ++i) {
      const ModelBooking& expected = model_.bookings[i];
      const auto found = fixture_.store.find_booking(ids_.at(i));
      RC_ASSERT(fixture_.store.knows_booking(ids_.at(i)));
      RC_ASSERT(found.has_value() == expected.exists);
      if (found) {
        RC_ASSERT(found->date == expected.date);
        RC_ASSERT(to_string(found->status) == expected.status);
        RC_ASSERT(found->customer.email == expected.email);
        RC_ASSERT(found->customer.phone == expected.phone);
        RC_ASSERT(found->version == expected.version);
        RC_ASSERT(found->cancel_reason.has_value() == (expected.status == "cancelled"));
      }
    }
    for (std::int64_t service = 1; service <= 2; ++service) {
      const auto listed = fixture_.store.list_bookings(service, {1, 100});
      const bool exists = model_.services[static_cast<std::size_t>(service)];
      RC_ASSERT(std::holds_alternative<ApiError>(listed) == !exists);
      if (exists) {
        const auto expected = std::count_if(
            model_.bookings.begin(),
            model_.bookings.end(),
            [&](const ModelBooking& booking) {
              return booking.exists && booking.service == service;
            }
        );
        RC_ASSERT(std::get<Page<Booking>>(listed).total_count == static_cast<int>(expected));
      }
    }
  }

 private:
  [[nodiscard]] std::int64_t id_of(int booking) const {
    const auto at = static_cast<std::size_t>(booking);
    return at < ids_.size() ? ids_[at] : 1;
  }

  static BookingFields fields_of_update(const Command& command) {
    BookingFields fields;
    if (command.set_date) {
      fields.date = dates[static_cast<std::size_t>(command.date)];
    }
    if (command.status >= 0) {
      fields.status = statuses[static_cast<std::size_t>(command.status)];
    }
    if (command.reason) {
      fields.cancel_reason = "ill";
    }
    return fields;
  }

  void create(const Command& command) {
    BookingFields fields =
        fields_for(dates[static_cast<std::size_t>(command.date)], 100 + command.slot);
    fields.customer_email = emails[static_cast<std::size_t>(command.email)];
    fields.customer_phone = phones[static_cast<std::size_t>(command.phone)];
    const auto answer = fixture_.store.create_booking(fields, std::nullopt);
    if (const auto* change = std::get_if<BookingChange>(&answer)) {
      ids_.push_back(change->after.id);
    }
    expect_change(answer, model_.create(command));
  }

  /// Refusals use up no payload time, so that accepted changes follow each other by one second.
  void expect_change(const Answer<BookingChange>& answer, const std::string& expected) {
    RC_ASSERT(code_of(answer) == expected);
    if (const auto* change = std::get_if<BookingChange>(&answer)) {
      expect_tick(change->after.updated_at);
    }
  }

  void expect_tick(PayloadTime now) {
    if (last_) {
      RC_ASSERT(now == *last_ + std::chrono::seconds(1));
    }
    last_ = now;
  }

  void change_customer(const Command& command) {
    const CustomerFields fields{
        {},
        emails[static_cast<std::size_t>(command.email)],
        phones[static_cast<std::size_t>(command.phone)]};
    const auto answer = fixture_.store.update_customer(id_of(command.booking), fields);
    RC_ASSERT(code_of(answer) == model_.customer(command));
    if (const auto* customer = std::get_if<Customer>(&answer)) {
      expect_tick(customer->updated_at);
    }
  }

  void resize(const Command& command) {
    ModelSlot& slot = model_.slots[static_cast<std::size_t>(command.slot)];
    const GivenTimeSlot given{100 + command.slot, 0, "09:00", "10:00", command.capacity};
    const auto answer =
        fixture_.store.put_time_slots(slot.service, {&given, 1}, TimeForm::scenario);
    const bool has_service = model_.services[static_cast<std::size_t>(slot.service)];
    RC_ASSERT(
        code_of(answer) == (slot.exists   ? ""
                            : has_service ? "time_slot_not_found"
                                          : "service_not_found")
    );
    if (slot.exists) {
      slot.capacity = static_cast<std::size_t>(command.capacity);
      expect_tick(std::get<std::vector<TimeSlot>>(answer).front().updated_at);
    }
  }

  void drop_slot(const Command& command) {
    ModelSlot& slot = model_.slots[static_cast<std::size_t>(command.slot)];
    const auto answer = fixture_.store.delete_time_slot(100 + command.slot);
    RC_ASSERT(code_of(answer) == (slot.exists ? "" : "time_slot_not_found"));
    slot.exists = false;
  }

  void drop_service(std::int64_t id) {
    const auto answer = fixture_.store.delete_service(id);
    const auto expected = model_.drop_service(id);
    RC_ASSERT(std::holds_alternative<ApiError>(answer) == !expected.has_value());
    if (expected) {
      const auto& changes = std::get<std::vector<BookingChange>>(answer);
      RC_ASSERT(changes.size() == *expected);
      for (const BookingChange& change : changes) {
        RC_ASSERT(change.kind == BookingChange::Kind::remove);
        RC_ASSERT(change.after.status == Status::cancelled);
        expect_tick(change.after.updated_at);
      }
    }
  }

  StoreFixture fixture_;
  Model model_;
  std::vector<std::int64_t> ids_;
  std::optional<PayloadTime> last_;
};

RC_GTEST_PROP(StorePropertyTest, AgreesWithTheSimplestModelOnAnyCommands, ()) {
  // Longer than by default: several customers have to meet in one slot and date.
  const auto commands =
      *rc::gen::scale(5.0, rc::gen::container<std::vector<Command>>(any_command()));
  Pair pair;
  for (const Command& command : commands) {
    pair.apply(command);
    pair.compare();
  }
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
