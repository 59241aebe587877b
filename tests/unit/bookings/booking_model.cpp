#include "unit/bookings/booking_model.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace rkmock::bookings {

namespace {

constexpr std::int64_t nobodys_slot = 99'999;

const std::vector<std::string> dates = {"2023-07-10", "2023-07-17"};
const std::vector<std::string> emails = {"", "a@b.de", "A@b.de", "c@d.ef"};
const std::vector<std::string> phones = {"", "+491", "+492"};
const std::vector<std::string> statuses = {"pending", "confirmed", "cancelled"};

template <class T>
const T& at(const std::vector<T>& list, int index) {
  return list.at(static_cast<std::size_t>(index));
}

std::string key_of(std::string email) {
  std::transform(email.begin(), email.end(), email.begin(), [](unsigned char c) {
    return static_cast<char>(std::tolower(c));
  });
  return email;
}

struct ModelSlot {
  int service = 0;
  int capacity = 1;
  int day = 0;
  bool exists = true;
};

struct ModelBooking {
  int service = 0;
  int slot = 0;
  std::string date;
  std::string status = "pending";
  std::string email;
  std::string phone;
  bool exists = true;

  [[nodiscard]] bool sits_with(const ModelBooking& other) const {
    return exists && status != "cancelled" && slot == other.slot && date == other.date;
  }

  [[nodiscard]] bool same_customer(const ModelBooking& other) const {
    return (!email.empty() && key_of(email) == key_of(other.email)) ||
           (!phone.empty() && phone == other.phone);
  }
};

/// The rules once more. Each function answers the expected error code.
class Model {
 public:
  explicit Model(bool asks_fields_first) : asks_fields_first_(asks_fields_first) {}

  std::vector<ModelSlot> slots = {{1, 1}, {1, 4}, {2, 2}, {0, 0, 0, false}};
  std::vector<bool> services = {false, true, true};
  std::vector<ModelBooking> bookings;

  std::string create(const Command& command) {
    if (command.service != 0 && !services.at(static_cast<std::size_t>(command.service))) {
      return "service_not_found";
    }
    const ModelSlot* const slot = find_slot(command.slot);
    if (slot == nullptr || (command.service != 0 && slot->service != command.service)) {
      return "time_slot_not_found";
    }
    ModelBooking booking;
    booking.service = slot->service;
    booking.slot = command.slot;
    booking.date = at(dates, command.date);
    booking.email = at(emails, command.email);
    booking.phone = at(phones, command.phone);
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
      after.status = is_cancel ? "cancelled" : at(statuses, command.status);
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
      after.date = at(dates, command.date);
    }
    const bool moves = after.date != booking->date;
    if (after.status != "cancelled") {
      if (moves && find_slot(after.slot) == nullptr) {
        return "time_slot_not_found";
      }
      std::string refused = refuse(after, booking, moves);
      if (!refused.empty()) {
        return refused;
      }
    }
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
    after.email = at(emails, command.email);
    after.phone = at(phones, command.phone);
    std::string refused =
        after.status == "cancelled" ? std::string() : refuse(after, booking, false);
    if (refused.empty()) {
      *booking = after;
    }
    return refused;
  }

  /// All or none.
  std::string put_slots(const Command& command) {
    const bool has_service = services.at(static_cast<std::size_t>(command.service));
    if (!has_service && !asks_fields_first_) {
      return "service_not_found";
    }
    int problems = 0;
    bool unknown = false;
    std::set<int> named;
    for (const SlotCommand& given : command.slots) {
      const ModelSlot* const slot = find_slot(given.slot);
      // However many ids there are that never were, all are written as the same one.
      const int id = given.slot < static_cast<int>(slots.size()) ? given.slot : 3;
      problems += given.capacity < 1 ? 1 : 0;
      problems += id >= 0 && !named.insert(id).second ? 1 : 0;
      unknown =
          unknown || (given.slot >= 0 && (slot == nullptr || slot->service != command.service));
    }
    if (problems > 0) {
      return problems == 1 ? "invalid_field_format" : "validation_failed";
    }
    if (!has_service) {
      return "service_not_found";
    }
    if (unknown) {
      return "time_slot_not_found";
    }
    for (const SlotCommand& given : command.slots) {
      if (given.slot < 0) {
        slots.push_back({command.service, given.capacity, given.day});
      } else {
        ModelSlot& slot = slots.at(static_cast<std::size_t>(given.slot));
        slot.capacity = given.capacity;
        slot.day = given.day;
      }
    }
    return "";
  }

  std::string drop_slot(const Command& command) {
    if (find_slot(command.slot) == nullptr) {
      return "time_slot_not_found";
    }
    slots.at(static_cast<std::size_t>(command.slot)).exists = false;
    return "";
  }

  std::string drop_day(const Command& command) {
    if (!services.at(static_cast<std::size_t>(command.service))) {
      return "service_not_found";
    }
    for (ModelSlot& slot : slots) {
      slot.exists = slot.exists && (slot.service != command.service || slot.day != command.day);
    }
    return "";
  }

  /// The indices of the bookings that go with it are added to `removed`.
  std::string drop_service(const Command& command, std::vector<std::size_t>& removed) {
    if (!services.at(static_cast<std::size_t>(command.service))) {
      return "service_not_found";
    }
    services.at(static_cast<std::size_t>(command.service)) = false;
    for (ModelSlot& slot : slots) {
      slot.exists = slot.exists && slot.service != command.service;
    }
    for (std::size_t i = 0; i < bookings.size(); ++i) {
      if (bookings[i].exists && bookings[i].service == command.service) {
        bookings[i].exists = false;
        removed.push_back(i);
      }
    }
    return "";
  }

  [[nodiscard]] const ModelSlot* find_slot(int index) const {
    const bool is_one = index >= 0 && index < static_cast<int>(slots.size());
    return is_one && at(slots, index).exists ? &at(slots, index) : nullptr;
  }

 private:
  ModelBooking* find(int index) {
    const auto place = static_cast<std::size_t>(index);
    return place < bookings.size() && bookings[place].exists ? &bookings[place] : nullptr;
  }

  [[nodiscard]] std::string refuse(
      const ModelBooking& wanted, const ModelBooking* self, bool needs_seat
  ) const {
    int taken = 0;
    for (const ModelBooking& other : bookings) {
      if (&other == self || !other.sits_with(wanted)) {
        continue;
      }
      ++taken;
      if (other.same_customer(wanted)) {
        return "duplicate_booking";
      }
    }
    return needs_seat && taken >= at(slots, wanted.slot).capacity ? "time_slot_full" : "";
  }

  bool asks_fields_first_;
};

/// The subject and the model, side by side.
class Pair {
 public:
  explicit Pair(Subject& subject) : subject_(subject), model_(subject.asks_fields_first()) {}

  void apply(const Command& command);
  void compare();

 private:
  [[nodiscard]] std::int64_t id_of(int booking) const {
    const auto place = static_cast<std::size_t>(booking);
    return place < ids_.size() ? ids_[place] : 1;
  }

  [[nodiscard]] std::int64_t slot_of(int slot) const {
    const auto place = static_cast<std::size_t>(slot);
    return place < slot_ids_.size() ? slot_ids_[place] : nobodys_slot;
  }

  void create(const Command& command);
  void put_slots(const Command& command);
  void drop_service(const Command& command);
  void remove(const Command& command);
  void expect(const Answered& answered, const std::string& code);

  Subject& subject_;
  Model model_;
  std::vector<std::int64_t> ids_;
  std::vector<std::int64_t> slot_ids_ = {100, 101, 102, nobodys_slot};
  std::optional<PayloadTime> last_;
};

BookingFields fields_of_update(const Command& command) {
  BookingFields fields;
  if (command.set_date) {
    fields.date = at(dates, command.date);
  }
  if (command.status >= 0) {
    fields.status = at(statuses, command.status);
  }
  if (command.reason) {
    fields.cancel_reason = "ill";
  }
  return fields;
}

BookingFields fields_of_cancel(const Command& command) {
  BookingFields fields;
  if (command.reason) {
    fields.cancel_reason = "ill";
  }
  return fields;
}

/// Refusals use up no payload time, so that accepted changes follow each other by one second.
void Pair::expect(const Answered& answered, const std::string& code) {
  RC_ASSERT(answered.code == code);
  RC_ASSERT(code.empty() || answered.changed_at.empty());
  for (const PayloadTime now : answered.changed_at) {
    if (last_) {
      RC_ASSERT(now == *last_ + std::chrono::seconds(1));
    }
    last_ = now;
  }
}

void Pair::create(const Command& command) {
  BookingFields fields = fields_for(at(dates, command.date), slot_of(command.slot));
  fields.customer_email = at(emails, command.email);
  fields.customer_phone = at(phones, command.phone);
  const Answered answered = subject_.create(
      fields, command.service == 0 ? std::nullopt : std::optional<std::int64_t>(command.service)
  );
  if (answered.code.empty()) {
    ids_.push_back(answered.id);
  }
  expect(answered, model_.create(command));
}

void Pair::remove(const Command& command) {
  const Answered answered = subject_.remove(id_of(command.booking));
  expect(answered, model_.remove(command));
  RC_ASSERT(answered.removed.size() == (answered.code.empty() ? 1U : 0U));
}

void Pair::put_slots(const Command& command) {
  std::vector<GivenTimeSlot> slots;
  for (const SlotCommand& given : command.slots) {
    slots.push_back(
        {given.slot < 0 ? 0 : slot_of(given.slot),
         given.day,
         "2023-01-01 09:00:00",
         "2023-01-01 10:00:00",
         given.capacity}
    );
  }
  const Answered answered = subject_.put_slots(command.service, slots);
  expect(answered, model_.put_slots(command));
  if (answered.code.empty()) {
    if (slots.empty() && last_) {
      *last_ += std::chrono::seconds(1);  // nothing shows it, but its time has passed
    }
    RC_ASSERT(answered.slots.size() == command.slots.size());
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (command.slots[i].slot < 0) {
        slot_ids_.push_back(answered.slots[i]);
      } else {
        RC_ASSERT(answered.slots[i] == slots[i].id);
      }
    }
  }
}

void Pair::drop_service(const Command& command) {
  const Answered answered = subject_.drop_service(command.service);
  std::vector<std::size_t> removed;
  expect(answered, model_.drop_service(command, removed));
  RC_ASSERT(answered.removed.size() == removed.size());
  RC_ASSERT(answered.changed_at.size() == removed.size());
  for (std::size_t i = 0; i < removed.size(); ++i) {
    RC_ASSERT(answered.removed[i] == ids_.at(removed[i]));
  }
}

void Pair::apply(const Command& command) {
  switch (command.verb) {
    case Verb::create:
      return create(command);
    case Verb::update:
      return expect(
          subject_.update(id_of(command.booking), fields_of_update(command)),
          model_.update(command, false)
      );
    case Verb::cancel:
      return expect(
          subject_.cancel(id_of(command.booking), fields_of_cancel(command)),
          model_.update(command, true)
      );
    case Verb::remove:
      return remove(command);
    case Verb::customer:
      return expect(
          subject_.change_customer(
              id_of(command.booking), {{}, at(emails, command.email), at(phones, command.phone)}
          ),
          model_.customer(command)
      );
    case Verb::put_slots:
      return put_slots(command);
    case Verb::drop_slot:
      return expect(subject_.drop_slot(slot_of(command.slot)), model_.drop_slot(command));
    case Verb::drop_day:
      return expect(subject_.drop_day(command.service, command.day), model_.drop_day(command));
    case Verb::drop:
      return drop_service(command);
  }
}

void Pair::compare() {
  for (std::size_t i = 0; i < model_.bookings.size(); ++i) {
    const ModelBooking& expected = model_.bookings[i];
    const auto found = subject_.find(ids_.at(i));
    RC_ASSERT(found.has_value() == expected.exists);
    if (found) {
      RC_ASSERT(found->date == expected.date);
      RC_ASSERT(found->status == expected.status);
      RC_ASSERT(found->email == expected.email);
      RC_ASSERT(found->phone == expected.phone);
      RC_ASSERT(found->cancel_reason.has_value() == (expected.status == "cancelled"));
    }
  }
  for (int service = 1; service <= 2; ++service) {
    const bool exists = model_.services.at(static_cast<std::size_t>(service));
    const auto of_it = [&](const auto& each) { return each.exists && each.service == service; };
    const auto count = [&](const auto& list) {
      return exists ? std::optional<std::size_t>(std::count_if(list.begin(), list.end(), of_it))
                    : std::nullopt;
    };
    RC_ASSERT(subject_.count_bookings(service) == count(model_.bookings));
    RC_ASSERT(subject_.count_slots(service) == count(model_.slots));
  }
}

}  // namespace

std::vector<GivenService> services_at_first() {
  const auto slot = [](std::int64_t id, int capacity) {
    return GivenTimeSlot{id, 0, "09:00", "10:00", capacity};
  };
  return {
      service_named("A", {slot(100, 1), slot(101, 4)}, 1), service_named("B", {slot(102, 2)}, 2)};
}

void expect_agreement(
    Subject& subject, const std::vector<Command>& commands, std::size_t compare_every
) {
  Pair pair(subject);
  std::size_t played = 0;
  for (const Command& command : commands) {
    pair.apply(command);
    if (++played % compare_every == 0) {
      pair.compare();
    }
  }
  pair.compare();
}

}  // namespace rkmock::bookings
