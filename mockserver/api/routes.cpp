#include "mockserver/api/routes.hpp"

#include <array>

#include "mockserver/api/handlers.hpp"

namespace rkmock::api {

namespace {

// clang-format off
const auto table = std::to_array<Route>({
    {"GET",    "/v1/health",                   get_health, "Health check"},

    {"POST",   "/v1/services",                 create_service, "Create a service"},
    {"GET",    "/v1/services",                 list_services, "List services"},
    {"GET",    "/v1/services/{id}",            get_service, "Get a service"},
    {"PATCH",  "/v1/services/{id}",            update_service, "Update a service"},
    {"DELETE", "/v1/services/{id}",            delete_service, "Delete a service"},
    {"GET",    "/v1/services/{id}/time-slots", get_service_time_slots, "Time slots of a service"},
    {"GET",    "/v1/services/{id}/bookings",   list_service_bookings, "Bookings of a service"},

    {"GET",    "/v1/time-slots",               list_time_slots, "List time slots"},
    {"PATCH",  "/v1/time-slots",               put_time_slots, "Update and create time slots"},
    {"DELETE", "/v1/time-slots",               delete_time_slots, "Delete a day's time slots"},
    {"DELETE", "/v1/time-slots/{id}",          delete_time_slot, "Delete a time slot"},

    {"POST",   "/v1/bookings",                 create_booking, "Create a booking"},
    {"GET",    "/v1/bookings",                 list_bookings, "List bookings"},
    {"GET",    "/v1/bookings/{id}",            get_booking, "Get a booking"},
    {"PATCH",  "/v1/bookings/{id}",            update_booking, "Update a booking"},
    {"DELETE", "/v1/bookings/{id}",            delete_booking, "Delete a booking"},
    {"POST",   "/v1/bookings/{id}/cancel",     cancel_booking, "Cancel a booking"},
    {"GET",    "/v1/bookings/{id}/customer",   get_customer, "Get a booking's customer"},
    {"PATCH",  "/v1/bookings/{id}/customer",   update_customer, "Update a booking's customer"},
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
  Match result;
  for (const Route& route : table) {
    const auto id = match(route.path, path);
    if (!id) {
      continue;
    }
    if (route.method == wanted) {
      result.route = &route;
      result.id = *id;
    }
    result.allow += route.method;
    result.allow += route.method == "GET" ? ", HEAD, " : ", ";
  }
  if (!result.allow.empty()) {
    result.allow += "OPTIONS";
  }
  return result;
}

}  // namespace rkmock::api
