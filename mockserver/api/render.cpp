#include "mockserver/api/render.hpp"

#include <nlohmann/json.hpp>

#include "mockserver/bookings/json.hpp"

namespace rkmock::api {

namespace {

using Json = nlohmann::ordered_json;

/// The vendor's one provider in this account, `user_id` of a booking and `provider_id` of a
/// service. J's types call it a string; the value is ours.
constexpr const char* provider_id = "provider-1";

/// Slots recur weekly; the date before the time is a placeholder (the vendor's time slots page).
/// G parses times of day and dates as RFC 3339.
constexpr const char* placeholder_date = "2023-01-01";

/// code, message, details: what both dialects say of an error, each in its place.
void add_details(const bookings::ApiError& error, Json& json) {
  if (!error.details.empty()) {
    json["details"] = error.details;
  }
  if (error.retry_after) {
    json["retry_after"] = *error.retry_after;
  }
}

Json docs_error(const bookings::ApiError& error) {
  Json json = Json::object();
  if (!error.code.empty()) {
    json["code"] = error.code;
  }
  json["message"] = error.message;
  add_details(error, json);
  return {{"error", json}};
}

/// `error` is what S and J read, the rest is G's error type.
Json openapi_error(const bookings::ApiError& error) {
  Json json = {
      {"data", nullptr},
      {"error", error.message},
      {"status", error.status},
      {"message", error.message},
      {"code", error.code},
  };
  add_details(error, json);
  return json;
}

}  // namespace

void Renderer::write(std::string& out, const bookings::Service& service) const {
  JsonObject object(out);
  bookings::add_members(object, service);
  if (dialect_ == Dialect::openapi) {
    object.text("provider_id", provider_id);
    object.number("version", service.version);
  }
  object.close();
}

void Renderer::write(std::string& out, const bookings::TimeSlot& slot) const {
  const bool rfc3339 = dialect_ == Dialect::openapi;
  const auto time = [&](const std::string& of_day) {
    return std::string(placeholder_date) + (rfc3339 ? "T" + of_day + "Z" : " " + of_day);
  };
  JsonObject object(out);
  bookings::add_members(object, slot, time(slot.start_time), time(slot.end_time));
  object.close();
}

void Renderer::write(std::string& out, const bookings::Customer& customer) const {
  JsonObject object(out);
  bookings::add_members(object, customer);
  object.close();
}

/// The slot of a booking may be deleted by now; `time_slot` is left out then.
void Renderer::write(std::string& out, const bookings::Booking& booking) const {
  JsonObject object(out);
  if (dialect_ == Dialect::docs) {
    bookings::add_members(object, booking, booking.date);
  } else {
    bookings::add_members(object, booking, booking.date + "T00:00:00Z");
    object.number("customer_id", booking.customer.id);
    if (const auto slot = store_.find_time_slot(booking.time_slot_id)) {
      write(object.member("time_slot"), *slot);
    }
    object.text("user_id", provider_id);
    object.number("version", booking.version);
  }
  object.close();
}

ApiAnswer Renderer::answer(const std::string& data, int status) const {
  return {data_response(data, dialect_, status), {}, {}};
}

ApiAnswer Renderer::answer(const bookings::ApiError& error) const {
  return {to_response(error, dialect_), {}, {}};
}

net::Response data_response(std::string_view data, Dialect dialect, int status) {
  net::Response response;
  response.status = status;
  JsonObject object(response.body);
  object.json("data", data);
  if (dialect == Dialect::openapi) {
    object.json("error", "null");
  }
  object.close();
  return response;
}

net::Response to_response(const bookings::ApiError& error, Dialect dialect) {
  net::Response response;
  response.status = error.status;
  response.body =
      bookings::to_text(dialect == Dialect::docs ? docs_error(error) : openapi_error(error));
  if (error.status == 401) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer");
  }
  if (error.retry_after) {
    response.headers.emplace_back("Retry-After", std::to_string(*error.retry_after));
  }
  return response;
}

}  // namespace rkmock::api
