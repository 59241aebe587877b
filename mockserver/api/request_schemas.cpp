#include "rkmock/error.hpp"

#include "mockserver/api/input.hpp"
#include "mockserver/api/openapi_schemas.hpp"
#include "mockserver/api/schema_builders.hpp"
#include "mockserver/bookings/fields.hpp"

namespace rkmock::api {

namespace {

using namespace schema;  // NOLINT(google-build-using-namespace): the words of a language

Json given_time(const char* example) {
  return text("`YYYY-MM-DD HH:MM:SS` or RFC 3339, the date being a placeholder (D; G).", example);
}

Json slot_members() {
  return {
      {"day_of_week", day_of_week()},
      {"start_time", given_time("2023-01-01 09:00:00")},
      {"end_time", given_time("2023-01-01 17:00:00")},
      {"max_bookings",
       integer(1, bookings::max_max_bookings, "On one date, cancelled ones aside (D).", 8)},
  };
}

Json given_slot(const char* id_description) {
  Json members = {{"id", optional(id(id_description, 456))}};
  members.update(slot_members());
  return open(
      "A time slot; each field but `id` is needed, in an update too (D).",
      {"day_of_week", "start_time", "end_time", "max_bookings"},
      std::move(members)
  );
}

Json slots_given(const char* schema) {
  Json list = list_of(schema_ref(schema));
  list["maxItems"] = bookings::max_slots_per_service;
  return list;
}

Json given_name() {
  return described(
      {{"type", "string"}, {"minLength", 1}, {"maxLength", bookings::max_name}},
      "(D; the limits S0)",
      "Consultation"
  );
}

Json given_description() {
  return optional(text_up_to(bookings::max_description, "(D; the limit S0)", "30 minutes"));
}

Json given_email() {
  return optional(text_up_to(
      bookings::max_email,
      "One @, a dot in the domain, no spaces; or empty (D).",
      "jane@example.com"
  ));
}

Json given_phone() {
  return optional(text_like(phone_pattern, "E.164, or empty (D).", "+12025550185"));
}

Json given_date() {
  return text("`YYYY-MM-DD`, or RFC 3339, whose date counts as written (D; J, G).", "2030-01-07");
}

Json given_message() {
  return optional(text_up_to(bookings::max_text, "(D; the limit assumed)"));
}

Json given_reason(const char* description) {
  return optional(text_up_to(bookings::max_text, description, "Customer requested it"));
}

Json booking_requests() {
  Json schemas;
  schemas["NewBooking"] = open(
      "(D, S, J, G)",
      {"date", "time_slot_id"},
      {
          {"date", given_date()},
          {"time_slot_id", id("The slot says which service it is.", 456)},
          {"message", given_message()},
          {"customer_name",
           optional(text_up_to(bookings::max_customer_name, "(the limit assumed)", "Jane Doe"))},
          {"customer_email", given_email()},
          {"customer_phone", given_phone()},
      }
  );
  schemas["BookingChange"] = open(
      "What is left out stays as it is (D).",
      {},
      {
          {"date", optional(given_date())},
          {"status",
           optional(any_of(
               {"pending", "confirmed", "cancelled"},
               "pending → confirmed → cancelled, pending → cancelled; anything else is 422 "
               "(assumed)."
           ))},
          {"cancel_reason", given_reason("Needed with `cancelled` (D), an error without.")},
          {"message", given_message()},
      }
  );
  schemas["Cancellation"] = open(
      "May be left out whole, as the Express quick start does (D).",
      {},
      {
          {"cancel_reason", given_reason("`Booking cancelled` if absent (assumed).")},
          {"message", given_message()},
      }
  );
  schemas["CustomerChange"] = open(
      "What is left out stays as it is (D).",
      {},
      {
          {"name",
           optional(text_up_to(bookings::max_customer_name, "(the limit assumed)", "Jane Roe"))},
          {"email", given_email()},
          {"phone", given_phone()},
      }
  );
  return schemas;
}

}  // namespace

Json request_schemas() {
  Json schemas;
  schemas["NewService"] = open(
      "(D)",
      {"name", "timezone"},
      {
          {"name", given_name()},
          {"description", given_description()},
          {"timezone", text("A name of the IANA database (D).", "America/New_York")},
          {"time_slots", optional(slots_given("NewTimeSlot"))},
      }
  );
  schemas["ServiceChange"] = open(
      "What is left out stays as it is (D).",
      {},
      {
          {"name", optional(given_name())},
          {"description", given_description()},
          {"timezone", optional(text("A name of the IANA database (D).", "Europe/Berlin"))},
      }
  );
  schemas["NewTimeSlot"] = given_slot("Ours to choose if absent.");
  schemas["TimeSlotBatch"] = open(
      "All or nothing.",
      {"service_id", "time_slots"},
      {{"service_id", id("(D)", 123)}, {"time_slots", slots_given("TimeSlotInBatch")}}
  );
  schemas["TimeSlotInBatch"] = given_slot("Updates that slot; without it a slot is made (D).");
  schemas.update(booking_requests());
  return schemas;
}

Json query_parameter(std::string_view name, bool required) {
  static const Json schemas = {
      {"page", integer(1, "From 1; 1 if absent (D).", 1)},
      {"page_size", integer(1, max_page_size, "10 if absent (D's samples).", default_page_size)},
      {"service_id", integer(1, "The service (D, S, J, G).", 123)},
      {"day_of_week", day_of_week()},
      {"no_pagination", described({{"type", "boolean"}}, "All at once; 1 and 0 do too (D, S).")},
      {"dialect",
       any_of({"docs", "openapi"}, "Which description; that of the caller's answers if absent.")},
  };
  const auto found = schemas.find(name);
  RKMOCK_ASSERT(found != schemas.end(), "no such query parameter: " + std::string(name));
  Json schema = *found;
  Json description = schema["description"];
  schema.erase("description");
  return {
      {"name", name},
      {"in", "query"},
      {"description", std::move(description)},
      {"required", required},
      {"schema", std::move(schema)},
  };
}

Json id_parameter(std::string_view of_what) {
  return {
      {"name", "id"},
      {"in", "path"},
      {"description", "Of the " + std::string(of_what) + "."},
      {"required", true},
      {"schema", {{"type", "integer"}}},
  };
}

}  // namespace rkmock::api
