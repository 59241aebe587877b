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

}  // namespace

net::Response get_health(const Call& call) {
  std::string health;
  JsonObject object(health);
  object.text("status", "ok").text("env", "mock").text("version", rkmock::version()).close();
  return data_response(health, call.dialect);
}

ApiAnswer create_service(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  const auto body = read_body(call.request);
  if (const auto* error = std::get_if<ApiError>(&body)) {
    return render.answer(*error);
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
    return render.answer(*error);
  }
  return render.answer(store.add_service(given, TimeForm::api), 201);
}

ApiAnswer list_services(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  FieldProblems problems;
  const auto page = QueryReader(call.request, problems).page();
  if (const auto error = error_of(problems)) {
    return render.answer(*error);
  }
  return render.answer(render.json("services", store.list_services(page)));
}

ApiAnswer get_service(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  const auto service = store.find_service(call.id);
  return service ? render.answer(render.json(*service))
                 : render.answer(bookings::service_not_found(call.id));
}

ApiAnswer update_service(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  if (!store.find_service(call.id)) {
    return render.answer(bookings::service_not_found(call.id));
  }
  const auto body = read_body(call.request);
  if (const auto* error = std::get_if<ApiError>(&body)) {
    return render.answer(*error);
  }
  FieldProblems problems;
  ObjectReader reader(std::get<json>(body), problems);
  const bookings::ServiceFields fields{
      reader.text("name"), reader.text("description"), reader.text("timezone")};
  bookings::check_service(fields.name, fields.description, fields.timezone, problems);
  if (const auto error = error_of(problems)) {
    return render.answer(*error);
  }
  return render.answer(store.update_service(call.id, fields));
}

ApiAnswer delete_service(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  auto deleted = store.delete_service(call.id);
  if (const auto* error = std::get_if<ApiError>(&deleted)) {
    return render.answer(*error);
  }
  ApiAnswer answer = render.ok();
  answer.changes = std::get<std::vector<bookings::BookingChange>>(std::move(deleted));
  return answer;
}

ApiAnswer get_service_time_slots(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  return render.answer(store.time_slots_of(call.id));
}

ApiAnswer list_time_slots(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  FieldProblems problems;
  QueryReader query(call.request, problems);
  const auto service_id = query.integer("service_id", Need::required);
  const bool all = query.flag("no_pagination");
  const auto page = query.page();
  if (const auto error = error_of(problems)) {
    return render.answer(*error);
  }
  if (!all) {
    return render.answer("time_slots", store.list_time_slots(*service_id, page));
  }
  const auto slots = store.time_slots_of(*service_id);
  if (const auto* error = std::get_if<ApiError>(&slots)) {
    return render.answer(*error);
  }
  std::string all_slots;
  JsonObject object(all_slots);
  render.write(object.member("time_slots"), std::get<std::vector<bookings::TimeSlot>>(slots));
  if (call.dialect == Dialect::docs) {  // J's type; S's type has no null
    object.json("pagination", "null");
  }
  object.close();
  return render.answer(all_slots);
}

ApiAnswer put_time_slots(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  const auto body = read_body(call.request);
  if (const auto* error = std::get_if<ApiError>(&body)) {
    return render.answer(*error);
  }
  FieldProblems problems;
  ObjectReader reader(std::get<json>(body), problems);
  const auto service_id = reader.integer("service_id", Need::required);
  const auto slots = read_time_slots(reader.list("time_slots", Need::required), problems);
  bookings::check_time_slots(slots, TimeForm::api, problems);
  if (const auto error = error_of(problems)) {
    return render.answer(*error);
  }
  return render.answer(store.put_time_slots(*service_id, slots, TimeForm::api));
}

ApiAnswer delete_time_slots(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  FieldProblems problems;
  QueryReader query(call.request, problems);
  const auto service_id = query.integer("service_id", Need::required);
  const auto day = query.integer("day_of_week", Need::required);
  if (day && (*day < 0 || *day > 6)) {
    problems.bad("day_of_week", "must be between 0 and 6");
  }
  if (const auto error = error_of(problems)) {
    return render.answer(*error);
  }
  const auto deleted = store.delete_time_slots(*service_id, static_cast<int>(*day));
  const auto* const error = std::get_if<ApiError>(&deleted);
  return error != nullptr ? render.answer(*error) : render.ok();
}

ApiAnswer delete_time_slot(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  const auto deleted = store.delete_time_slot(call.id);
  const auto* const error = std::get_if<ApiError>(&deleted);
  return error != nullptr ? render.answer(*error) : render.ok();
}

}  // namespace rkmock::api
