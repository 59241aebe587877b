// The store's services and time slots. Bookings are in store.cpp.
#include <algorithm>

#include "rkmock/error.hpp"

#include "mockserver/bookings/paging.hpp"
#include "mockserver/bookings/store.hpp"

namespace rkmock::bookings {

namespace {

/// The last integer that JavaScript holds exactly.
constexpr std::int64_t max_id = 9'007'199'254'740'991;

std::string slot_prefix(std::size_t index) {
  return "time_slots[" + std::to_string(index) + "].";
}

void fill(const GivenTimeSlot& given, TimeForm form, PayloadTime now, TimeSlot& slot) {
  slot.day_of_week = given.day_of_week;
  slot.start_time = parse_time_of_day(given.start_time, form).value();
  slot.end_time = parse_time_of_day(given.end_time, form).value();
  slot.max_bookings = given.max_bookings;
  slot.updated_at = now;
}

/// Notes an id that is no id or taken; otherwise sets it aside in `taken`.
void claim_id(
    std::int64_t id,
    bool exists,
    const std::string& field,
    std::set<std::int64_t>& taken,
    FieldProblems& problems
) {
  if (id == 0) {
    return;
  }
  if (id < 0 || id > max_id) {
    problems.bad(field, "must be between 1 and " + std::to_string(max_id));
  } else if (exists || !taken.insert(id).second) {
    problems.bad(field, "is already taken");
  }
}

}  // namespace

void Store::check_given(
    const GivenService& given,
    std::set<std::int64_t>& services,
    std::set<std::int64_t>& slots,
    FieldProblems& problems
) const {
  claim_id(given.id, services_.contains(given.id), "id", services, problems);
  for (std::size_t i = 0; i < given.time_slots.size(); ++i) {
    const std::int64_t id = given.time_slots[i].id;
    claim_id(id, slots_.contains(id), slot_prefix(i) + "id", slots, problems);
  }
}

Answer<Service> Store::add_service(const GivenService& given, TimeForm form) {
  FieldProblems problems;
  check_given_service(given, form, problems);
  std::set<std::int64_t> services;
  std::set<std::int64_t> slots;
  check_given(given, services, slots, problems);
  if (!problems.empty()) {
    return problems.to_error();
  }
  if (services_.size() >= limits_.services) {
    return make_error(ErrorCode::mock_limit_reached);
  }
  return insert_service(given, form);
}

Answer<std::vector<Service>> Store::add_services(std::span<const GivenService> given) {
  FieldProblems problems;
  std::set<std::int64_t> services;
  std::set<std::int64_t> slots;
  for (std::size_t i = 0; i < given.size(); ++i) {
    FieldProblems own;
    check_given_service(given[i], TimeForm::scenario, own);
    check_given(given[i], services, slots, own);
    problems.merge(own, "services[" + std::to_string(i) + "].");
  }
  if (!problems.empty()) {
    return problems.to_error();
  }
  if (services_.size() + given.size() > limits_.services) {
    return make_error(ErrorCode::mock_limit_reached);
  }
  if (!services.empty()) {
    next_service_id_ = std::max(next_service_id_, *services.rbegin() + 1);
  }
  if (!slots.empty()) {
    next_slot_id_ = std::max(next_slot_id_, *slots.rbegin() + 1);
  }
  std::vector<Service> added;
  for (const GivenService& service : given) {
    added.push_back(insert_service(service, TimeForm::scenario));
  }
  return added;
}

Service Store::insert_service(const GivenService& given, TimeForm form) {
  Service service;
  service.id = given.id != 0 ? given.id : next_service_id_;
  next_service_id_ = std::max(next_service_id_, service.id + 1);
  service.name = given.name;
  service.description = given.description;
  service.timezone = given.timezone;
  service.created_at = service.updated_at = clock_.next();
  services_.emplace(service.id, service);
  earlier_services_.made(service.id);
  for (const GivenTimeSlot& slot : given.time_slots) {
    next_slot_id_ = std::max(next_slot_id_, slot.id + 1);
  }
  for (const GivenTimeSlot& slot : given.time_slots) {
    insert_time_slot(service.id, slot, form, service.created_at);
  }
  return service;
}

TimeSlot Store::insert_time_slot(
    std::int64_t service_id, const GivenTimeSlot& given, TimeForm form, PayloadTime now
) {
  TimeSlot slot;
  slot.id = given.id != 0 ? given.id : next_slot_id_++;
  slot.service_id = service_id;
  slot.created_at = now;
  fill(given, form, now, slot);
  slots_by_service_[service_id].insert(slot.id);
  slots_.emplace(slot.id, slot);
  earlier_slots_.made(slot.id);
  return slot;
}

std::optional<Service> Store::find_service(std::int64_t id) const {
  const auto found = services_.find(id);
  return found == services_.end() ? std::nullopt : std::optional(found->second);
}

Page<Service> Store::list_services(PageRequest page) const {
  return page_of<Service>(services_, page, [](const auto& entry) { return entry.second; });
}

Answer<Service> Store::update_service(std::int64_t id, const ServiceFields& fields) {
  const auto found = services_.find(id);
  if (found == services_.end()) {
    return service_not_found(id);
  }
  FieldProblems problems;
  check_service(fields.name, fields.description, fields.timezone, problems);
  if (!problems.empty()) {
    return problems.to_error();
  }
  Service& service = found->second;
  earlier_services_.changed(service);
  service.name = fields.name.value_or(service.name);
  service.description = fields.description.value_or(service.description);
  service.timezone = fields.timezone.value_or(service.timezone);
  ++service.version;
  service.updated_at = clock_.next();
  return service;
}

Answer<std::vector<BookingChange>> Store::delete_service(std::int64_t id) {
  const auto found = services_.find(id);
  if (found == services_.end()) {
    return service_not_found(id);
  }
  earlier_services_.gone(std::move(found->second));
  services_.erase(found);
  std::vector<BookingChange> changes;
  const std::set<std::int64_t> booking_ids = bookings_by_service_[id];
  changes.reserve(booking_ids.size());
  for (const std::int64_t booking : booking_ids) {
    changes.push_back(remove_booking(booking, std::nullopt));
    changes.back().announced = rules_.cascade_events;
  }
  bookings_by_service_.erase(id);
  for (const std::int64_t slot : slots_by_service_[id]) {
    earlier_slots_.gone(slots_.at(slot));
    slots_.erase(slot);
  }
  slots_by_service_.erase(id);
  return changes;
}

std::optional<TimeSlot> Store::find_time_slot(std::int64_t id) const {
  const auto found = slots_.find(id);
  return found == slots_.end() ? std::nullopt : std::optional(found->second);
}

Answer<std::vector<TimeSlot>> Store::time_slots_of(std::int64_t service_id) const {
  if (!services_.contains(service_id)) {
    return service_not_found(service_id);
  }
  std::vector<TimeSlot> slots;
  const auto ids = slots_by_service_.find(service_id);
  if (ids != slots_by_service_.end()) {
    for (const std::int64_t id : ids->second) {
      slots.push_back(slots_.at(id));
    }
  }
  return slots;
}

Answer<Page<TimeSlot>> Store::list_time_slots(std::int64_t service_id, PageRequest page) const {
  const auto all = time_slots_of(service_id);
  if (const auto* error = std::get_if<ApiError>(&all)) {
    return *error;
  }
  return page_of<TimeSlot>(std::get<std::vector<TimeSlot>>(all), page, [](const TimeSlot& slot) {
    return slot;
  });
}

Answer<std::vector<TimeSlot>> Store::put_time_slots(
    std::int64_t service_id, std::span<const GivenTimeSlot> slots, TimeForm form
) {
  if (!services_.contains(service_id)) {
    return service_not_found(service_id);
  }
  FieldProblems problems;
  check_time_slots(slots, form, problems);
  std::size_t made = 0;
  std::optional<std::int64_t> unknown;
  for (const GivenTimeSlot& slot : slots) {
    const auto found = slots_.find(slot.id);
    if (slot.id == 0) {
      ++made;
    } else if (!unknown && (found == slots_.end() || found->second.service_id != service_id)) {
      unknown = slot.id;
    }
  }
  if (slots_by_service_[service_id].size() + made > max_slots_per_service) {
    problems.bad(
        "time_slots",
        "must not give a service more than " + std::to_string(max_slots_per_service) + " time slots"
    );
  }
  if (!problems.empty()) {
    return problems.to_error();
  }
  if (unknown) {
    return time_slot_not_found(*unknown);
  }
  const PayloadTime now = clock_.next();
  std::vector<TimeSlot> touched;
  for (const GivenTimeSlot& slot : slots) {
    if (slot.id == 0) {
      touched.push_back(insert_time_slot(service_id, slot, form, now));
    } else {
      earlier_slots_.changed(slots_.at(slot.id));
      fill(slot, form, now, slots_.at(slot.id));
      touched.push_back(slots_.at(slot.id));
    }
  }
  return touched;
}

void Store::erase_time_slot(std::int64_t id) {
  const auto found = slots_.find(id);
  slots_by_service_[found->second.service_id].erase(id);
  earlier_slots_.gone(std::move(found->second));
  slots_.erase(found);
}

Answer<TimeSlot> Store::delete_time_slot(std::int64_t id) {
  const auto found = slots_.find(id);
  if (found == slots_.end()) {
    return time_slot_not_found(id);
  }
  TimeSlot last = found->second;
  erase_time_slot(id);
  return last;
}

Answer<std::size_t> Store::delete_time_slots(std::int64_t service_id, int day_of_week) {
  if (!services_.contains(service_id)) {
    return service_not_found(service_id);
  }
  std::size_t deleted = 0;
  const std::set<std::int64_t> ids = slots_by_service_[service_id];
  for (const std::int64_t id : ids) {
    if (slots_.at(id).day_of_week == day_of_week) {
      erase_time_slot(id);
      ++deleted;
    }
  }
  return deleted;
}

}  // namespace rkmock::bookings
