// Health, services and time slots.
#include "rkmock/version.hpp"

#include "mockserver/api/handlers.hpp"
#include "mockserver/api/input.hpp"
#include "mockserver/api/render.hpp"

namespace rkmock::api {

namespace {

using bookings::ApiError;
using bookings::FieldProblems;
using bookings::Store;
using bookings::TimeForm;
using nlohmann::json;

GivenTimeSlot read_time_slot(const json& item, FieldProblems& problems, const std::string& prefix) {
  ObjectReader reader(item, problems, prefix);
  GivenTimeSlot slot;
  slot.id = reader.integer("id").value_or(0);
  slot.day_of_week = reader.small_integer("day_of_week", Need::required).value_or(0);
  slot.start_time = reader.text("start_time", Need::required).value_or("");
  slot.end_time = reader.text("end_time", Need::required).value_or("");
  slot.max_bookings = reader.small_integer("max_bookings", Need::required).value_or(1);
  return slot;
}

std::vector<GivenTimeSlot> read_time_slots(const json* list, FieldProblems& problems) {
  std::vector<GivenTimeSlot> slots;
  if (list == nullptr) {
    return slots;
  }
  if (list->size() > bookings::max_slots_per_service) {
    // Only their number is wrong with so many; the check that follows says so.
    slots.resize(list->size());
    return slots;
  }
  for (std::size_t i = 0; i < list->size(); ++i) {
    const std::string name = "time_slots[" + std::to_string(i) + "]";
    if ((*list)[i].is_object()) {
      slots.push_back(read_time_slot((*list)[i], problems, name + "."));
    } else {
      problems.bad(name, "must be an object");
      // Keeps the places of those that follow; there is nothing more to say of this one.
      slots.push_back({0, 0, "2023-01-01 00:00:00", "2023-01-01 00:00:01", 1});
    }
  }
  return slots;
}

std::optional<ApiError> error_of(const FieldProblems& problems) {
  return problems.empty() ? std::nullopt : std::optional(problems.to_error());
}

auto one = [](const auto& object) { return bookings::to_json(object); };
auto many = [](const auto& objects) { return list_json(objects); };

}  // namespace

net::Response get_health(const Call& /*call*/) {
  return data_response(
      {{"status", "ok"}, {"env", "mock"}, {"version", std::string(rkmock::version())}}
  );
}

ApiAnswer create_service(const Call& call, Store& store) {
  const auto body = read_body(call.request);
  if (const auto* error = std::get_if<ApiError>(&body)) {
    return error_answer(*error);
  }
  FieldProblems problems;
  ObjectReader reader(std::get<json>(body), problems);
  GivenService given;
  given.name = reader.text("name", Need::required).value_or("");
  given.description = reader.text("description").value_or("");
  given.timezone = reader.text("timezone", Need::required).value_or("");
  given.time_slots = read_time_slots(reader.list("time_slots"), problems);
  for (GivenTimeSlot& slot : given.time_slots) {
    slot.id = 0;  // a new service's slots are new, whatever the caller says
  }
  bookings::check_given_service(given, TimeForm::api, problems);
  if (const auto error = error_of(problems)) {
    return error_answer(*error);
  }
  return answer_of<bookings::Service>(store.add_service(given, TimeForm::api), one, 201);
}

ApiAnswer list_services(const Call& call, Store& store) {
  FieldProblems problems;
  const auto page = QueryReader(call.request, problems).page();
  if (const auto error = error_of(problems)) {
    return error_answer(*error);
  }
  return {data_response(page_json("services", store.list_services(page))), {}, {}};
}

ApiAnswer get_service(const Call& call, Store& store) {
  const auto service = store.find_service(call.id);
  return service ? ApiAnswer{data_response(bookings::to_json(*service)), {}, {}}
                 : error_answer(bookings::service_not_found(call.id));
}

ApiAnswer update_service(const Call& call, Store& store) {
  if (!store.find_service(call.id)) {
    return error_answer(bookings::service_not_found(call.id));
  }
  const auto body = read_body(call.request);
  if (const auto* error = std::get_if<ApiError>(&body)) {
    return error_answer(*error);
  }
  FieldProblems problems;
  ObjectReader reader(std::get<json>(body), problems);
  const bookings::ServiceFields fields{
      reader.text("name"), reader.text("description"), reader.text("timezone")};
  bookings::check_service(fields.name, fields.description, fields.timezone, problems);
  if (const auto error = error_of(problems)) {
    return error_answer(*error);
  }
  return answer_of<bookings::Service>(store.update_service(call.id, fields), one);
}

ApiAnswer delete_service(const Call& call, Store& store) {
  auto deleted = store.delete_service(call.id);
  if (const auto* error = std::get_if<ApiError>(&deleted)) {
    return error_answer(*error);
  }
  ApiAnswer answer = ok_answer();
  answer.changes = std::get<std::vector<bookings::BookingChange>>(std::move(deleted));
  return answer;
}

ApiAnswer get_service_time_slots(const Call& call, Store& store) {
  return answer_of<std::vector<bookings::TimeSlot>>(store.time_slots_of(call.id), many);
}

ApiAnswer list_time_slots(const Call& call, Store& store) {
  FieldProblems problems;
  QueryReader query(call.request, problems);
  const auto service_id = query.integer("service_id", Need::required);
  const bool all = query.flag("no_pagination");
  const auto page = query.page();
  if (const auto error = error_of(problems)) {
    return error_answer(*error);
  }
  if (all) {
    return answer_of<std::vector<bookings::TimeSlot>>(
        store.time_slots_of(*service_id),
        [](const auto& slots) -> nlohmann::ordered_json {
          return {{"time_slots", list_json(slots)}, {"pagination", nullptr}};
        }
    );
  }
  return answer_of<bookings::Page<bookings::TimeSlot>>(
      store.list_time_slots(*service_id, page),
      [](const auto& slots) { return page_json("time_slots", slots); }
  );
}

ApiAnswer put_time_slots(const Call& call, Store& store) {
  const auto body = read_body(call.request);
  if (const auto* error = std::get_if<ApiError>(&body)) {
    return error_answer(*error);
  }
  FieldProblems problems;
  ObjectReader reader(std::get<json>(body), problems);
  const auto service_id = reader.integer("service_id", Need::required);
  const auto slots = read_time_slots(reader.list("time_slots", Need::required), problems);
  bookings::check_time_slots(slots, TimeForm::api, problems);
  if (const auto error = error_of(problems)) {
    return error_answer(*error);
  }
  return answer_of<std::vector<bookings::TimeSlot>>(
      store.put_time_slots(*service_id, slots, TimeForm::api), many
  );
}

ApiAnswer delete_time_slots(const Call& call, Store& store) {
  FieldProblems problems;
  QueryReader query(call.request, problems);
  const auto service_id = query.integer("service_id", Need::required);
  const auto day = query.integer("day_of_week", Need::required);
  if (day && (*day < 0 || *day > 6)) {
    problems.bad("day_of_week", "must be between 0 and 6");
  }
  if (const auto error = error_of(problems)) {
    return error_answer(*error);
  }
  const auto deleted = store.delete_time_slots(*service_id, static_cast<int>(*day));
  const auto* const error = std::get_if<ApiError>(&deleted);
  return error != nullptr ? error_answer(*error) : ok_answer();
}

ApiAnswer delete_time_slot(const Call& call, Store& store) {
  const auto deleted = store.delete_time_slot(call.id);
  const auto* const error = std::get_if<ApiError>(&deleted);
  return error != nullptr ? error_answer(*error) : ok_answer();
}

}  // namespace rkmock::api
