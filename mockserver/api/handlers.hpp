#pragma once
// The handlers of the routes, for the table in routes.cpp. Loop thread; each answers one request
// whole. Services and time slots are in schedule_handlers.cpp, bookings in booking_handlers.cpp,
// the document in openapi.cpp.
#include "mockserver/api/routes.hpp"

namespace rkmock::api {

net::Response get_health(const Call& call);
/// In the caller's dialect, or in the one that the query names.
net::Response get_openapi(const Call& call);

ApiAnswer create_service(const Call& call, bookings::Store& store);
ApiAnswer list_services(const Call& call, bookings::Store& store);
ApiAnswer get_service(const Call& call, bookings::Store& store);
ApiAnswer update_service(const Call& call, bookings::Store& store);
ApiAnswer delete_service(const Call& call, bookings::Store& store);
ApiAnswer get_service_time_slots(const Call& call, bookings::Store& store);
ApiAnswer list_service_bookings(const Call& call, bookings::Store& store);

ApiAnswer list_time_slots(const Call& call, bookings::Store& store);
ApiAnswer put_time_slots(const Call& call, bookings::Store& store);
ApiAnswer delete_time_slots(const Call& call, bookings::Store& store);
ApiAnswer delete_time_slot(const Call& call, bookings::Store& store);

ApiAnswer create_booking(const Call& call, bookings::Store& store);
ApiAnswer list_bookings(const Call& call, bookings::Store& store);
ApiAnswer get_booking(const Call& call, bookings::Store& store);
ApiAnswer update_booking(const Call& call, bookings::Store& store);
ApiAnswer cancel_booking(const Call& call, bookings::Store& store);
ApiAnswer delete_booking(const Call& call, bookings::Store& store);
ApiAnswer get_customer(const Call& call, bookings::Store& store);
ApiAnswer update_customer(const Call& call, bookings::Store& store);

}  // namespace rkmock::api
