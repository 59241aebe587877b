#include "mockserver/api/render.hpp"

#include "mockserver/bookings/json.hpp"

namespace rkmock::api {

namespace {

using Json = nlohmann::ordered_json;

/// The vendor's one provider in this account, `user_id` of a booking and `provider_id` of a
/// service. J's types call it a string; the value is ours.
constexpr const char* provider_id = "provider-1";

/// G parses times of day and dates as RFC 3339.
std::string midnight(const std::string& date) {
  return date + "T00:00:00Z";
}

std::string on_placeholder_date(const std::string& time) {
  return "2023-01-01T" + time + "Z";
}

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

Json Renderer::json(const bookings::Service& service) const {
  Json json = bookings::to_json(service);
  if (dialect_ == Dialect::openapi) {
    json["provider_id"] = provider_id;
    json["version"] = service.version;
  }
  return json;
}

Json Renderer::json(const bookings::TimeSlot& slot) const {
  Json json = bookings::to_json(slot);
  if (dialect_ == Dialect::openapi) {
    json["start_time"] = on_placeholder_date(slot.start_time);
    json["end_time"] = on_placeholder_date(slot.end_time);
  }
  return json;
}

Json Renderer::json(const bookings::Customer& customer) const {
  return bookings::to_json(customer);
}

/// The slot of a booking may be deleted by now; `time_slot` is left out then.
Json Renderer::json(const bookings::Booking& booking) const {
  Json json = bookings::to_json(booking);
  if (dialect_ == Dialect::openapi) {
    json["date"] = midnight(booking.date);
    json["customer_id"] = booking.customer.id;
    if (const auto slot = store_.find_time_slot(booking.time_slot_id)) {
      json["time_slot"] = this->json(*slot);
    }
    json["user_id"] = provider_id;
    json["version"] = booking.version;
  }
  return json;
}

ApiAnswer Renderer::answer(Json data, int status) const {
  return {data_response(std::move(data), dialect_, status), {}, {}};
}

ApiAnswer Renderer::answer(const bookings::ApiError& error) const {
  return {to_response(error, dialect_), {}, {}};
}

net::Response data_response(Json data, Dialect dialect, int status) {
  Json json;
  json["data"] = std::move(data);
  if (dialect == Dialect::openapi) {
    json["error"] = nullptr;
  }
  net::Response response;
  response.status = status;
  response.body = bookings::to_text(json);
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
