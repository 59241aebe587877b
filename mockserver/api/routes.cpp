#include "mockserver/api/routes.hpp"

#include <array>

#include "mockserver/api/handlers.hpp"

namespace rkmock::api {

namespace {

using enum bookings::ErrorCode;

// clang-format off
const auto table = std::to_array<Route>({
    {"GET",    "/v1/health",                   get_health, "Health check",
     {"getHealth", {}, "", 200, "Health", {}}},
    {"GET",    "/v1/openapi.json",             get_openapi, "This description of the API",
     {"getOpenapi", {"dialect"}, "", 200, "", {}}},

    {"POST",   "/v1/services",                 create_service, "Create a service",
     {"createService", {}, "NewService", 201, "Service", {mock_limit_reached}}},
    {"GET",    "/v1/services",                 list_services, "List services",
     {"listServices", {"page", "page_size"}, "", 200, "Services", {}}},
    {"GET",    "/v1/services/{id}",            get_service, "Get a service",
     {"getService", {}, "", 200, "Service", {service_not_found}}},
    {"PATCH",  "/v1/services/{id}",            update_service, "Update a service",
     {"updateService", {}, "ServiceChange", 200, "Service", {service_not_found}}},
    {"DELETE", "/v1/services/{id}",            delete_service, "Delete a service",
     {"deleteService", {}, "", 200, "Ok", {service_not_found}}},
    {"GET",    "/v1/services/{id}/time-slots", get_service_time_slots, "Time slots of a service",
     {"getServiceTimeSlots", {}, "", 200, "TimeSlot[]", {service_not_found}}},
    {"GET",    "/v1/services/{id}/bookings",   list_service_bookings, "Bookings of a service",
     {"listServiceBookings", {"page", "page_size"}, "", 200, "Bookings", {service_not_found}}},

    {"GET",    "/v1/time-slots",               list_time_slots, "List time slots",
     {"listTimeSlots", {"service_id!", "page", "page_size", "no_pagination"}, "", 200, "TimeSlots",
      {service_not_found}}},
    {"PATCH",  "/v1/time-slots",               put_time_slots, "Update and create time slots",
     {"putTimeSlots", {}, "TimeSlotBatch", 200, "TimeSlot[]",
      {service_not_found, time_slot_not_found}}},
    {"DELETE", "/v1/time-slots",               delete_time_slots, "Delete a day's time slots",
     {"deleteTimeSlots", {"service_id!", "day_of_week!"}, "", 200, "Ok", {service_not_found}}},
    {"DELETE", "/v1/time-slots/{id}",          delete_time_slot, "Delete a time slot",
     {"deleteTimeSlot", {}, "", 200, "Ok", {time_slot_not_found}}},

    {"POST",   "/v1/bookings",                 create_booking, "Create a booking",
     {"createBooking", {"service_id"}, "NewBooking", 201, "Booking",
      {service_not_found, time_slot_not_found, time_slot_full, duplicate_booking,
       mock_limit_reached}}},
    {"GET",    "/v1/bookings",                 list_bookings, "List bookings",
     {"listBookings", {"service_id!", "page", "page_size"}, "", 200, "Bookings",
      {service_not_found}}},
    {"GET",    "/v1/bookings/{id}",            get_booking, "Get a booking",
     {"getBooking", {}, "", 200, "Booking", {booking_not_found}}},
    {"PATCH",  "/v1/bookings/{id}",            update_booking, "Update a booking",
     {"updateBooking", {}, "BookingChange", 200, "Booking",
      {booking_not_found, time_slot_not_found, time_slot_full, duplicate_booking,
       invalid_status_transition, missing_required_field}}},  // of cancel_reason
    {"DELETE", "/v1/bookings/{id}",            delete_booking, "Delete a booking",
     {"deleteBooking", {}, "", 200, "Ok", {booking_not_found}}},
    {"POST",   "/v1/bookings/{id}/cancel",     cancel_booking, "Cancel a booking",
     {"cancelBooking", {}, "Cancellation?", 200, "Booking",
      {booking_not_found, invalid_status_transition}}},
    {"GET",    "/v1/bookings/{id}/customer",   get_customer, "Get a booking's customer",
     {"getCustomer", {}, "", 200, "Customer", {booking_not_found}}},
    {"PATCH",  "/v1/bookings/{id}/customer",   update_customer, "Update a booking's customer",
     {"updateCustomer", {}, "CustomerChange", 200, "Customer",
      {booking_not_found, duplicate_booking}}},
});

// clang-format on

std::string_view take_segment(std::string_view& path) {
  const std::size_t slash = path.find('/', 1);
  const std::string_view segment = path.substr(0, slash);
  path.remove_prefix(segment.size());
  return segment;
}

/// What stood for {id}, empty in a pattern without one; nothing when the path does not fit.
std::optional<std::string_view> match(std::string_view pattern, std::string_view path) {
  std::string_view id;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view expected = take_segment(pattern);
    const std::string_view found = take_segment(path);
    if (expected == "/{id}" && found.size() > 1) {
      id = found.substr(1);
    } else if (expected != found) {
      return std::nullopt;
    }
  }
  return pattern.empty() && path.empty() ? std::optional(id) : std::nullopt;
}

}  // namespace

std::span<const Route> routes() {
  return table;
}

Match find_route(std::string_view method, std::string_view path) {
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const Route& route : table) {
    if (route.method != wanted) {
      continue;
    }
    if (const auto id = match(route.path, path)) {
      return {&route, std::string(*id)};
    }
  }
  return {};
}

std::string methods_of(std::string_view path) {
  std::string methods;
  for (const Route& route : table) {
    if (match(route.path, path)) {
      methods += route.method;
      methods += route.method == "GET" ? ", HEAD, " : ", ";
    }
  }
  return methods.empty() ? methods : methods + "OPTIONS";
}

}  // namespace rkmock::api
