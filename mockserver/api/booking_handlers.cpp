// Bookings and their customers.
#include "mockserver/api/handlers.hpp"
#include "mockserver/api/input.hpp"
#include "mockserver/api/render.hpp"

namespace rkmock::api {

namespace {

using bookings::ApiError;
using bookings::Booking;
using bookings::BookingChange;
using bookings::FieldProblems;
using bookings::Store;
using nlohmann::json;

ApiAnswer changed(
    const Renderer& render, bookings::Answer<BookingChange> answer, int status = 200
) {
  if (const auto* error = std::get_if<ApiError>(&answer)) {
    return render.answer(*error);
  }
  auto& change = std::get<BookingChange>(answer);
  ApiAnswer result = render.answer(render.json(change.after), status);
  result.changes.push_back(std::move(change));
  return result;
}

/// What PATCH and cancel have in common: the booking, the body, the fields, the change.
ApiAnswer change_booking(
    const Call& call, Store& store, BookingChange::Kind kind, const json& body
) {
  const Renderer render(call.dialect, store);
  const auto before = store.find_booking(call.id);
  FieldProblems problems;
  ObjectReader reader(body, problems);
  BookingFields fields;
  if (kind == BookingChange::Kind::update) {
    fields.date = reader.text("date");
    fields.status = reader.text("status");
  }
  fields.cancel_reason = reader.text("cancel_reason");
  fields.message = reader.text("message");
  bookings::check_booking_change(*before, fields, kind, problems);
  if (!problems.empty()) {
    return render.answer(problems.to_error());
  }
  return changed(
      render,
      kind == BookingChange::Kind::cancel ? store.cancel_booking(call.id, fields)
                                          : store.update_booking(call.id, fields)
  );
}

}  // namespace

ApiAnswer create_booking(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  const auto body = read_body(call.request);
  if (const auto* error = std::get_if<ApiError>(&body)) {
    return render.answer(*error);
  }
  FieldProblems problems;
  const auto service_id = QueryReader(call.request, problems).integer("service_id");
  ObjectReader reader(std::get<json>(body), problems);
  BookingFields fields;
  fields.date = reader.text("date");
  fields.time_slot_id = reader.integer("time_slot_id");
  fields.message = reader.text("message");
  fields.customer_name = reader.text("customer_name");
  fields.customer_email = reader.text("customer_email");
  fields.customer_phone = reader.text("customer_phone");
  bookings::check_new_booking(fields, problems);
  if (!problems.empty()) {
    return render.answer(problems.to_error());
  }
  return changed(render, store.create_booking(fields, service_id), 201);
}

ApiAnswer list_bookings(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  FieldProblems problems;
  QueryReader query(call.request, problems);
  const auto service_id = query.integer("service_id", Need::required);
  const auto page = query.page();
  if (!problems.empty()) {
    return render.answer(problems.to_error());
  }
  return render.answer("bookings", store.list_bookings(*service_id, page));
}

ApiAnswer list_service_bookings(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  FieldProblems problems;
  const auto page = QueryReader(call.request, problems).page();
  if (!problems.empty()) {
    return render.answer(problems.to_error());
  }
  return render.answer("bookings", store.list_bookings(call.id, page));
}

ApiAnswer get_booking(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  const auto booking = store.find_booking(call.id);
  return booking ? render.answer(render.json(*booking))
                 : render.answer(bookings::booking_not_found(call.id));
}

ApiAnswer update_booking(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  if (!store.find_booking(call.id)) {
    return render.answer(bookings::booking_not_found(call.id));
  }
  const auto body = read_body(call.request);
  if (const auto* error = std::get_if<ApiError>(&body)) {
    return render.answer(*error);
  }
  return change_booking(call, store, BookingChange::Kind::update, std::get<json>(body));
}

ApiAnswer cancel_booking(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  if (!store.find_booking(call.id)) {
    return render.answer(bookings::booking_not_found(call.id));
  }
  if (call.request.body.empty()) {  // the vendor's Express quick start sends none
    return change_booking(call, store, BookingChange::Kind::cancel, json::object());
  }
  const auto body = read_body(call.request);
  if (const auto* error = std::get_if<ApiError>(&body)) {
    return render.answer(*error);
  }
  return change_booking(call, store, BookingChange::Kind::cancel, std::get<json>(body));
}

ApiAnswer delete_booking(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  const auto deleted = store.delete_booking(call.id, {});
  if (const auto* error = std::get_if<ApiError>(&deleted)) {
    return render.answer(*error);
  }
  ApiAnswer answer = render.ok();
  answer.changes.push_back(std::get<BookingChange>(deleted));
  return answer;
}

ApiAnswer get_customer(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  const auto booking = store.find_booking(call.id);
  return booking ? render.answer(render.json(booking->customer))
                 : render.answer(bookings::booking_not_found(call.id));
}

ApiAnswer update_customer(const Call& call, Store& store) {
  const Renderer render(call.dialect, store);
  if (!store.find_booking(call.id)) {
    return render.answer(bookings::booking_not_found(call.id));
  }
  const auto body = read_body(call.request);
  if (const auto* error = std::get_if<ApiError>(&body)) {
    return render.answer(*error);
  }
  FieldProblems problems;
  ObjectReader reader(std::get<json>(body), problems);
  const bookings::CustomerFields fields{
      reader.text("name"), reader.text("email"), reader.text("phone")};
  bookings::check_customer(fields.email, fields.phone, fields.name, "", problems);
  if (!problems.empty()) {
    return render.answer(problems.to_error());
  }
  return render.answer(store.update_customer(call.id, fields));
}

}  // namespace rkmock::api
