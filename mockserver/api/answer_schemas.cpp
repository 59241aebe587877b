#include "mockserver/api/input.hpp"
#include "mockserver/api/openapi_schemas.hpp"
#include "mockserver/api/schema_builders.hpp"
#include "mockserver/bookings/fields.hpp"

namespace rkmock::api {

namespace {

using namespace schema;  // NOLINT(google-build-using-namespace): the words of a language

constexpr const char* time_of_day_pattern = R"(^2023-01-01 \d{2}:\d{2}:\d{2}$)";
constexpr const char* time_on_wire_pattern = R"(^2023-01-01T\d{2}:\d{2}:\d{2}Z$)";
constexpr const char* date_pattern = R"(^\d{4}-\d{2}-\d{2}$)";
constexpr const char* midnight_pattern = R"(^\d{4}-\d{2}-\d{2}T00:00:00Z$)";

Json slot_time(Dialect dialect, const char* description, const std::string& time) {
  return dialect == Dialect::docs
             ? text_like(time_of_day_pattern, description, "2023-01-01 " + time)
             : text_like(time_on_wire_pattern, description, "2023-01-01T" + time + "Z");
}

Json service(Dialect dialect) {
  Json members = {
      {"id", id("Counts up in each account, unless a scenario gave it.", 123)},
      {"name", text_up_to(bookings::max_name, "(D; the limit S0)", "Consultation")},
      {"description", text_up_to(bookings::max_description, "Empty when none was given.")},
      {"timezone", text("A name of the IANA database (D).", "America/New_York")},
      {"created_at", timestamp("(D)")},
      {"updated_at", timestamp("(D)")},
  };
  if (dialect == Dialect::openapi) {
    members["provider_id"] = text("The vendor's user (S, J); always the same here.", "provider-1");
    members["version"] = integer(1, "Counts the changes (S, J).", 1);
  }
  return closed("A service (D). S's `provider` is left out.", std::move(members));
}

Json time_slot(Dialect dialect) {
  return closed(
      "A time slot, every week (D).",
      {
          {"id", id("Counts up in each account, unless a scenario gave it.", 456)},
          {"service_id", id("Its service.", 123)},
          {"day_of_week", day_of_week()},
          {"start_time", slot_time(dialect, "The date is a placeholder (D).", "09:00:00")},
          {"end_time", slot_time(dialect, "Before the start: on the next day.", "17:00:00")},
          {"max_bookings",
           integer(1, bookings::max_max_bookings, "On one date, cancelled ones aside (D).", 8)},
          {"created_at", timestamp("(D)")},
          {"updated_at", timestamp("(D)")},
      }
  );
}

Json customer() {
  return closed(
      "The customer of one booking (D, W). What was not given is an empty string.",
      {
          {"id", id("From the same source as the ids of bookings.", 790)},
          {"name", text_up_to(bookings::max_customer_name, "(D, W)", "Jane Doe")},
          {"email", text_up_to(bookings::max_email, "(D, W)", "jane.doe@example.com")},
          {"phone", text_like(phone_pattern, "E.164, or empty (D).", "+12025550185")},
          {"created_at", timestamp("(D, W)")},
          {"updated_at", timestamp("(D, W)")},
      }
  );
}

/// Alone among the members, `cancel_reason` comes and goes: JSON Schema can say when.
Json booking(Dialect dialect) {
  const bool docs = dialect == Dialect::docs;
  Json schema = closed(
      "A booking (D, W).",
      {
          {"id", id("New in each run, and no other account's (assumed).", 789)},
          {"service_id", id("The service of its time slot.", 123)},
          {"date",
           docs ? text_like(date_pattern, "(D, W)", "2023-07-10")
                : text_like(midnight_pattern, "As G parses it.", "2023-07-10T00:00:00Z")},
          {"time_slot_id", id("The slot may be deleted meanwhile.", 456)},
          {"status", any_of({"pending", "confirmed", "cancelled"}, "(D, W)")},
          {"message", text_up_to(bookings::max_text, "Empty when none was given.")},
          {"created_at", timestamp("(D, W)")},
          {"updated_at", timestamp("Of its last change.")},
          {"customer", schema_ref("Customer")},
      }
  );
  schema["properties"]["cancel_reason"] =
      text_up_to(bookings::max_text, "Of a cancelled booking alone (D, W).");
  if (!docs) {
    schema["properties"]["customer_id"] = id("The id of `customer` (S, J).", 790);
    schema["properties"]["user_id"] = text("The vendor's user (S); always the same here.");
    schema["properties"]["version"] = integer(1, "Counts the changes (S, J).", 1);
    for (const char* member : {"customer_id", "user_id", "version"}) {
      schema["required"].push_back(member);
    }
    schema["properties"]["time_slot"] = schema_ref("TimeSlot");  // not when it is deleted
  }
  schema["if"] = {{"properties", {{"status", {{"const", "cancelled"}}}}}};
  schema["then"] = {{"required", Json::array({"cancel_reason"})}};
  schema["else"] = {{"properties", {{"cancel_reason", false}}}};
  return schema;
}

Json pagination(Dialect dialect) {
  const Json size = integer(1, max_page_size, "As asked for.", default_page_size);
  if (dialect == Dialect::openapi) {
    return closed(
        "Where a page stands in its list (S).",
        {
            {"page", integer(1, "From 1.", 1)},
            {"page_size", size},
            {"total_items", integer(0, "On all pages.", 1)},
            {"total_pages", integer(0, "0 when there is nothing.", 1)},
        }
    );
  }
  return closed(
      "Where a page stands in its list (D).",
      {
          {"current_page", integer(1, "From 1.", 1)},
          {"total_pages", integer(0, "0 when there is nothing.", 1)},
          {"total_count", integer(0, "On all pages.", 1)},
          {"page_size", size},
      }
  );
}

Json page_of(const char* name, const char* schema) {
  return closed(
      "One page of a list, by id.",
      {{name, list_of(schema_ref(schema))}, {"pagination", schema_ref("Pagination")}}
  );
}

/// `no_pagination=true`: null in `docs` as J's type has it; S's type has no null, so that in
/// `openapi` the member is left out.
Json time_slots_page(Dialect dialect) {
  Json schema = page_of("time_slots", "TimeSlot");
  if (dialect == Dialect::openapi) {
    schema["description"] = "One page of a list, by id. No pagination with `no_pagination=true`.";
    schema["required"] = Json::array({"time_slots"});
  } else {
    schema["description"] = "One page of a list, by id. Null with `no_pagination=true` (J).";
    schema["properties"]["pagination"] = {
        {"oneOf", Json::array({schema_ref("Pagination"), {{"type", "null"}}})}};
  }
  return schema;
}

Json webhook_event() {
  return closed(
      "What a webhook carries (W), whatever the dialect of the API.",
      {
          {"event_type", any_of({"bookings.create", "bookings.update", "bookings.delete"}, "(W)")},
          {"bookings", list_of(schema_ref("WebhookBooking"))},
          {"timestamp", timestamp("The booking's `updated_at`, as in W's samples.")},
      }
  );
}

/// What both dialects say of an error beside its message.
Json error_details() {
  return {
      {"details",
       {{"type", "object"},
        {"description", "Field → what is wrong with it, all bad fields at once (D)."},
        {"additionalProperties", {{"type", "string"}}},
        {"examples", Json::array({{{"date", "must be in format YYYY-MM-DD"}}})}}},
      {"retry_after", integer(0, "Seconds; of a 429 alone (D).", 1)},
  };
}

Json error_code() {
  return text("What programs should compare.", "booking_not_found");
}

Json any_error(Dialect dialect) {
  constexpr const char* sample = "Booking with ID 789 not found";
  if (dialect == Dialect::docs) {
    Json error = closed("", {{"message", text("For people.", sample)}});
    error["properties"]["code"] = error_code();
    error["properties"].update(error_details());
    return closed("A failure (D). One error, 403's, has no code.", {{"error", error}});
  }
  Json schema = closed(
      "A failure: `error` as S and J have it, the rest as G has it.",
      {
          {"data", {{"type", "null"}}},
          {"error", text("The message (S, J).", sample)},
          {"status", integer(400, 599, "The HTTP status (G).", 404)},
          {"message", text("The message again (G).", sample)},
          {"code", error_code()},
      }
  );
  schema["properties"].update(error_details());
  return schema;
}

}  // namespace

Json schema_ref(std::string_view name) {
  return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

Json answer_schemas(Dialect dialect) {
  Json schemas;
  schemas["Health"] = closed(
      "(D names the route, S0 its members)",
      {
          {"status", {{"const", "ok"}}},
          {"env", {{"const", "mock"}}},
          {"version", text("Of rkmock.", "0.1.0")},
      }
  );
  schemas["Ok"] = {{"const", "ok"}, {"description", "It is done (D)."}};
  schemas["Service"] = service(dialect);
  schemas["Services"] = page_of("services", "Service");
  schemas["TimeSlot"] = time_slot(dialect);
  schemas["TimeSlots"] = time_slots_page(dialect);
  schemas["Customer"] = customer();
  schemas["Booking"] = booking(dialect);
  schemas["Bookings"] = page_of("bookings", "Booking");
  schemas["Pagination"] = pagination(dialect);
  schemas["Error"] = any_error(dialect);
  schemas["WebhookBooking"] = booking(Dialect::docs);
  schemas["WebhookEvent"] = webhook_event();
  return schemas;
}

Json envelope_of(Json data, Dialect dialect) {
  Json members = {{"data", std::move(data)}};
  if (dialect == Dialect::openapi) {
    members["error"] = {{"type", "null"}};
  }
  return closed("", std::move(members));
}

Json error_schema(const std::vector<std::string>& codes, Dialect dialect) {
  if (codes.empty()) {
    return schema_ref("Error");
  }
  const bool docs = dialect == Dialect::docs;
  Json narrowed = {{"properties", {{"code", {{"enum", codes}}}}}};
  if (codes == std::vector<std::string>{""}) {
    narrowed = docs ? Json{{"properties", {{"code", false}}}} : narrowed;
  } else {
    narrowed["required"] = Json::array({"code"});
  }
  if (docs) {
    narrowed = {{"properties", {{"error", std::move(narrowed)}}}};
  }
  return {{"allOf", Json::array({schema_ref("Error"), std::move(narrowed)})}};
}

}  // namespace rkmock::api
