// `with`: the fields of a change, their defaults and whether the booking may take them.
#include "scenarios/decode_fields.hpp"

#include <algorithm>
#include <cctype>

#include "core/contact.hpp"

namespace rkmock::scenarios {

namespace {

/// A Monday far enough ahead that no receiver takes it for the past.
constexpr std::string_view default_date = "2030-01-07";

void read_text(
    Reader& reader, const Cursor& with, std::string_view key, std::optional<std::string>& field
) {
  if (const auto at = with.member(key)) {
    field = reader.text(*at);
  }
}

std::vector<std::int64_t> time_slot_ids(const Scenario& scenario) {
  std::vector<std::int64_t> ids;
  for (const GivenService& service : scenario.services) {
    for (const GivenTimeSlot& slot : service.time_slots) {
      ids.push_back(slot.id);
    }
  }
  return ids;
}

void decode_time_slot_id(
    Reader& reader, const Cursor& at, const std::vector<std::int64_t>& ids, BookingFields& fields
) {
  fields.time_slot_id = reader.integer(at, 1, max_id);
  if (!fields.time_slot_id ||
      std::find(ids.begin(), ids.end(), *fields.time_slot_id) != ids.end()) {
    return;
  }
  std::vector<std::string> known;
  for (const std::int64_t id : ids) {
    if (std::find(known.begin(), known.end(), std::to_string(id)) == known.end()) {
      known.push_back(std::to_string(id));
    }
  }
  const auto given = reader.root().member("given");
  const bool own = given && given->member("services");
  reader.refuse(
      at,
      {.message = "there is no time slot " + at.node->text,
       .found = "",
       .expected = known.empty() ? "a time slot under `given.services`" : one_of(known),
       .hint = own ? "" : "add it under `given.services`"}
  );
}

void check_contact(
    Reader& reader,
    const Cursor& with,
    std::string_view key,
    bool (*fits)(std::string_view),
    const std::string& what,
    const std::string& expected
) {
  const auto at = with.member(key);
  if (at && at->node->kind == Node::Kind::scalar && !at->node->text.empty() &&
      !fits(at->node->text)) {
    reader.refuse(
        *at,
        {.message = at->label() + " is not " + what,
         .found = at->node->describe(),
         .expected = expected,
         .hint = ""}
    );
  }
}

void read_create_fields(
    Reader& reader, const Cursor& with, const Scenario& scenario, BookingFields& fields
) {
  if (const auto date = with.member("date")) {
    fields.date = reader.date(*date);
  }
  if (const auto slot = with.member("time_slot_id")) {
    decode_time_slot_id(reader, *slot, time_slot_ids(scenario), fields);
  }
  read_text(reader, with, "message", fields.message);
  read_text(reader, with, "customer_name", fields.customer_name);
  read_text(reader, with, "customer_email", fields.customer_email);
  read_text(reader, with, "customer_phone", fields.customer_phone);
  check_contact(
      reader, with, "customer_email", is_email, "an e-mail address", "one such as jane@example.com"
  );
  check_contact(
      reader,
      with,
      "customer_phone",
      is_phone,
      "a telephone number as in E.164",
      "`+` and digits, such as \"+12025550185\""
  );
}

void fill_in_defaults(
    const std::string& nickname, const Scenario& scenario, BookingFields& fields
) {
  const std::vector<std::int64_t> ids = time_slot_ids(scenario);
  if (!fields.date) {
    fields.date = std::string(default_date);
  }
  if (!fields.time_slot_id && !ids.empty()) {
    fields.time_slot_id = ids.front();
  }
  // Customers of their own: one customer does not get the same slot twice.
  if (!fields.customer_name) {
    std::string name = nickname;
    name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    fields.customer_name = std::move(name);
  }
  if (!fields.customer_email) {
    fields.customer_email = nickname + "@example.com";
  }
}

/// A status is final once it is `cancelled`, and that needs a reason.
void check_status(
    Reader& reader,
    const Cursor& with,
    Story& story,
    const std::string& nickname,
    const BookingFields& fields
) {
  const auto status = with.member("status");
  const auto reason = with.member("cancel_reason");
  const bool cancels = fields.status == "cancelled";
  if (status && fields.status && !story.may_take_status(*status, nickname)) {
    return;
  }
  if (cancels && !reason) {
    reader.refuse(
        *status,
        {.message = "a booking is not cancelled without a reason",
         .found = "",
         .expected = "`cancel_reason` beside it",
         .hint = "or use the step `cancel: " + nickname + "`"}
    );
  }
  if (cancels) {
    story.cancelled(*status, nickname);
  } else if (reason && !story.is_cancelled(nickname)) {
    reader.refuse(
        *reason,
        {.message = "only a cancelled booking has a `cancel_reason`",
         .found = "",
         .expected = "`status: cancelled` beside it",
         .hint = "or use the step `cancel: " + nickname + "`"}
    );
  }
}

}  // namespace

void decode_create_fields(
    Reader& reader,
    const std::optional<Cursor>& with,
    const std::string& nickname,
    const Scenario& scenario,
    BookingFields& fields
) {
  if (with && reader.map_of(*with, keys::with_create)) {
    read_create_fields(reader, *with, scenario, fields);
  }
  fill_in_defaults(nickname, scenario, fields);
}

void decode_given_fields(
    Reader& reader, const Cursor& at, const Scenario& scenario, GivenBooking& booking
) {
  BookingFields& fields = booking.fields;
  if (at.node->kind != Node::Kind::null && reader.map_of(at, keys::given_booking)) {
    read_create_fields(reader, at, scenario, fields);
    if (const auto status = at.member("status")) {
      fields.status = reader.word(*status, "status", {"pending", "confirmed", "cancelled"});
    }
    read_text(reader, at, "cancel_reason", fields.cancel_reason);
    if ((fields.status == "cancelled") != fields.cancel_reason.has_value()) {
      reader.refuse(
          at,
          {.message = "a booking is cancelled with a reason, and has one only then",
           .found = "",
           .expected = "`status: cancelled` and `cancel_reason`, or neither",
           .hint = ""}
      );
    }
  }
  fill_in_defaults(booking.name, scenario, fields);
}

void decode_update_fields(
    Reader& reader,
    const std::optional<Cursor>& with,
    Story& story,
    const std::string& nickname,
    BookingFields& fields
) {
  if (!with || !reader.map_of(*with, keys::with_update)) {
    return;
  }
  if (const auto date = with->member("date")) {
    fields.date = reader.date(*date);
  }
  if (const auto status = with->member("status")) {
    fields.status = reader.word(*status, "status", {"pending", "confirmed", "cancelled"});
  }
  read_text(reader, *with, "message", fields.message);
  read_text(reader, *with, "cancel_reason", fields.cancel_reason);
  check_status(reader, *with, story, nickname, fields);
}

void decode_cancel_fields(
    Reader& reader, const std::optional<Cursor>& with, BookingFields& fields
) {
  if (with && reader.map_of(*with, keys::with_cancel)) {
    read_text(reader, *with, "cancel_reason", fields.cancel_reason);
  }
}

}  // namespace rkmock::scenarios
