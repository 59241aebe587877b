#include "mockserver/bookings/fields.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <set>

#include "rkmock/clock.hpp"

#include "mockserver/bookings/model.hpp"
#include "mockserver/bookings/timezones.hpp"

namespace rkmock::bookings {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether `text` looks like `pattern`, in which `d` stands for a digit.
bool matches(std::string_view text, std::string_view pattern) {
  return std::equal(
      text.begin(),
      text.end(),
      pattern.begin(),
      pattern.end(),
      [](char have, char want) { return want == 'd' ? is_digit(have) : have == want; }
  );
}

int number(std::string_view digits) {
  int value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

bool is_calendar_day(std::string_view date) {
  const std::chrono::year_month_day day{
      std::chrono::year{number(date.substr(0, 4))},
      std::chrono::month{static_cast<unsigned>(number(date.substr(5, 2)))},
      std::chrono::day{static_cast<unsigned>(number(date.substr(8, 2)))}};
  return day.ok();
}

bool is_time_of_day(std::string_view time) {
  return number(time.substr(0, 2)) < 24 && number(time.substr(3, 2)) < 60 &&
         number(time.substr(6, 2)) < 60;
}

void check_length(
    const std::optional<std::string>& text,
    std::size_t limit,
    const std::string& field,
    FieldProblems& problems
) {
  // length() is never above size(), which is cheaper to ask.
  if (text && text->size() > limit && length(*text) > limit) {
    problems.bad(field, "must be at most " + std::to_string(limit) + " characters long");
  }
}

void check_required_text(
    const std::optional<std::string>& text, const std::string& field, FieldProblems& problems
) {
  if (text && text->empty()) {
    problems.bad(field, "must not be empty");
  }
}

constexpr const char* only_when_cancelled = "is only allowed when the status is cancelled";

void check_formats(const BookingFields& fields, FieldProblems& problems) {
  if (fields.date && !parse_date(*fields.date)) {
    problems.bad("date", "must be in format YYYY-MM-DD");
  }
  if (fields.status && !parse_status(*fields.status)) {
    problems.bad("status", "must be one of pending, confirmed, cancelled");
  }
  check_cancel_reason(fields.cancel_reason, problems);
  check_length(fields.message, max_text, "message", problems);
  check_customer(
      fields.customer_email, fields.customer_phone, fields.customer_name, "customer_", problems
  );
}

void check_time_slot(
    const GivenTimeSlot& slot, const std::string& prefix, TimeForm form, FieldProblems& problems
) {
  if (slot.day_of_week < 0 || slot.day_of_week > 6) {
    problems.bad(prefix + "day_of_week", "must be between 0 and 6");
  }
  const char* const expected = form == TimeForm::api ? "must be in format YYYY-MM-DD HH:MM:SS"
                                                     : "must be in format HH:MM or HH:MM:SS";
  const auto start = parse_time_of_day(slot.start_time, form);
  const auto end = parse_time_of_day(slot.end_time, form);
  if (!start) {
    problems.bad(prefix + "start_time", expected);
  }
  if (!end) {
    problems.bad(prefix + "end_time", expected);
  }
  if (start && end && *start == *end) {
    problems.bad(prefix + "end_time", "must differ from start_time");
  }
  if (slot.max_bookings < 1 || slot.max_bookings > max_max_bookings) {
    problems.bad(
        prefix + "max_bookings", "must be between 1 and " + std::to_string(max_max_bookings)
    );
  }
}

}  // namespace

std::optional<std::string> parse_date(std::string_view text) {
  const std::string_view date = text.substr(0, 10);
  if (!matches(date, "dddd-dd-dd") || !is_calendar_day(date)) {
    return std::nullopt;
  }
  if (text.size() > 10 && !parse_rfc3339(text)) {
    return std::nullopt;
  }
  return std::string(date);
}

std::optional<std::string> parse_time_of_day(std::string_view text, TimeForm form) {
  if (form == TimeForm::scenario && matches(text, "dd:dd")) {
    return parse_time_of_day(std::string(text) + ":00", form);
  }
  std::string_view time;
  if (form == TimeForm::scenario && matches(text, "dd:dd:dd")) {
    time = text;
  } else if (matches(text, "dddd-dd-dd dd:dd:dd") && is_calendar_day(text.substr(0, 10))) {
    time = text.substr(11);
  } else if (parse_rfc3339(text) && matches(text.substr(0, 19), "dddd-dd-ddTdd:dd:dd")) {
    time = text.substr(11, 8);
  }
  if (time.empty() || !is_time_of_day(time)) {
    return std::nullopt;
  }
  return std::string(time);
}

std::size_t length(std::string_view utf8) {
  return static_cast<std::size_t>(std::count_if(utf8.begin(), utf8.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  }));
}

void check_new_booking(const BookingFields& fields, FieldProblems& problems) {
  if (!fields.date) {
    problems.missing("date");
  }
  if (!fields.time_slot_id) {
    problems.missing("time_slot_id");
  }
  check_formats(fields, problems);
  if (fields.status && *fields.status != to_string(Status::pending)) {
    problems.bad("status", "must be pending in a new booking");
  }
  if (fields.cancel_reason) {
    problems.bad("cancel_reason", only_when_cancelled);
  }
}

void check_booking_change(
    const Booking& before,
    const BookingFields& fields,
    BookingChange::Kind kind,
    FieldProblems& problems
) {
  check_formats(fields, problems);
  if (fields.time_slot_id) {
    problems.bad("time_slot_id", "cannot be changed");
  }
  const bool is_cancel = kind == BookingChange::Kind::cancel;
  const bool says_cancelled = fields.status && *fields.status == to_string(Status::cancelled);
  if (is_cancel && fields.status && !says_cancelled) {
    problems.bad("status", "must be cancelled");
  }
  if (!is_cancel && says_cancelled && !fields.cancel_reason) {
    problems.missing("cancel_reason");
  }
  const bool is_cancelled = before.status == Status::cancelled || is_cancel || says_cancelled;
  if (fields.cancel_reason && !is_cancelled) {
    problems.bad("cancel_reason", only_when_cancelled);
  }
}

void check_cancel_reason(const std::optional<std::string>& reason, FieldProblems& problems) {
  check_required_text(reason, "cancel_reason", problems);
  check_length(reason, max_text, "cancel_reason", problems);
}

void check_customer(
    const std::optional<std::string>& email,
    const std::optional<std::string>& phone,
    const std::optional<std::string>& name,
    std::string_view prefix,
    FieldProblems& problems
) {
  const std::string before(prefix);
  if (email && !email->empty() && !is_email(*email)) {
    problems.bad(before + "email", "must be a valid email address");
  }
  if (phone && !phone->empty() && !is_phone(*phone)) {
    problems.bad(before + "phone", "must be a phone number in E.164 format");
  }
  check_length(name, max_customer_name, before + "name", problems);
}

void check_time_slots(
    std::span<const GivenTimeSlot> slots, TimeForm form, FieldProblems& problems
) {
  if (slots.size() > max_slots_per_service) {
    problems.bad(
        "time_slots", "must have at most " + std::to_string(max_slots_per_service) + " items"
    );
    return;
  }
  std::set<std::int64_t> named;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const std::string prefix = "time_slots[" + std::to_string(i) + "].";
    check_time_slot(slots[i], prefix, form, problems);
    if (slots[i].id != 0 && !named.insert(slots[i].id).second) {
      problems.bad(prefix + "id", "must be named once");
    }
  }
}

void check_service(
    const std::optional<std::string>& name,
    const std::optional<std::string>& description,
    const std::optional<std::string>& timezone,
    FieldProblems& problems
) {
  check_required_text(name, "name", problems);
  check_length(name, max_name, "name", problems);
  check_length(description, max_description, "description", problems);
  if (timezone && !is_timezone(*timezone)) {
    problems.bad("timezone", "must be an IANA time zone name");
  }
}

void check_given_service(const GivenService& given, TimeForm form, FieldProblems& problems) {
  check_service(given.name, given.description, given.timezone, problems);
  check_time_slots(given.time_slots, form, problems);
}

}  // namespace rkmock::bookings
