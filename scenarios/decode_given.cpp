// The `given` section: what the account holds before the first step.
#include <algorithm>
#include <chrono>
#include <map>

#include "scenarios/decode_fields.hpp"
#include "scenarios/decode_parts.hpp"

namespace rkmock::scenarios {

namespace {

constexpr std::int64_t max_max_bookings = 1'000'000;
constexpr std::size_t most_services = 100;
constexpr std::size_t most_time_slots = 500;
constexpr std::size_t most_bookings = 1000;
constexpr std::size_t most_accounts = 10;
constexpr std::size_t longest_name = 72;
constexpr std::size_t longest_description = 255;

/// Where each id was given first.
using Ids = std::map<std::int64_t, int>;

void require(
    Reader& reader,
    const Cursor& at,
    std::string_view key,
    const std::string& what,
    const std::string& example
) {
  if (!at.member(key)) {
    reader.refuse(
        at,
        {.message = what + " has no `" + std::string(key) + "`",
         .found = "",
         .expected = "`" + std::string(key) + ": " + example + "`",
         .hint = ""}
    );
  }
}

void decode_id(
    Reader& reader, const Cursor& map, const std::string& what, Ids& ids, std::int64_t& id
) {
  const auto at = map.member("id");
  const auto value = at ? reader.integer(*at, 1, max_id) : std::nullopt;
  if (!value) {
    return;
  }
  id = *value;
  const auto [first, fresh] = ids.emplace(id, at->node->at.line);
  if (!fresh) {
    reader.refuse(
        *at,
        {.message = "there are two " + what + "s with the id " + std::to_string(id),
         .found = "",
         .expected = "an id of its own for each " + what,
         .hint = "the other one is in line " + std::to_string(first->second)}
    );
  }
}

GivenTimeSlot decode_time_slot(Reader& reader, const Cursor& at, Ids& ids) {
  GivenTimeSlot slot;
  if (!reader.map_of(at, keys::time_slot)) {
    return slot;
  }
  require(reader, at, "id", "the time slot", "456");
  decode_id(reader, at, "time slot", ids, slot.id);
  if (const auto day = at.member("day_of_week")) {
    slot.day_of_week = static_cast<int>(reader.integer(*day, 0, 6).value_or(0));
  }
  slot.start_time = "09:00";
  slot.end_time = "17:00";
  if (const auto start = at.member("start_time")) {
    slot.start_time = reader.time_of_day(*start).value_or(slot.start_time);
  }
  if (const auto end = at.member("end_time")) {
    slot.end_time = reader.time_of_day(*end).value_or(slot.end_time);
  }
  // `09:00` and `09:00:00` are the same; past midnight is fine.
  if ((slot.start_time + ":00").substr(0, 8) == (slot.end_time + ":00").substr(0, 8)) {
    reader.refuse(
        at.member("end_time").value_or(at),
        {.message = "the time slot ends when it begins",
         .found = "start_time " + slot.start_time + ", end_time " + slot.end_time,
         .expected = "an `end_time` that differs from `start_time`",
         .hint = ""}
    );
  }
  if (const auto most = at.member("max_bookings")) {
    slot.max_bookings = static_cast<int>(reader.integer(*most, 1, max_max_bookings).value_or(1));
  }
  return slot;
}

std::string decode_timezone(Reader& reader, const Cursor& at) {
  const auto text = reader.text(at, longest_name);
  static constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/_+-";
  if (text && (text->empty() || text->find_first_not_of(letters) != std::string::npos)) {
    reader.refuse(
        at,
        {.message = "`timezone` is not the name of a time zone",
         .found = at.node->describe(),
         .expected = "an IANA name such as America/New_York",
         .hint = ""}
    );
  }
  return text.value_or("UTC");
}

bool few_enough(Reader& reader, const Cursor& list, const std::string& what, std::size_t most) {
  const std::size_t count = list.node->items.size();
  if (count <= most) {
    return true;
  }
  reader.refuse(
      list,
      {.message = "there are too many " + what,
       .found = std::to_string(count),
       .expected = "at most " + std::to_string(most),
       .hint = ""}
  );
  return false;
}

GivenService decode_service(Reader& reader, const Cursor& at, Ids& services, Ids& slots) {
  GivenService service;
  if (!reader.map_of(at, keys::service)) {
    return service;
  }
  decode_id(reader, at, "service", services, service.id);
  require(reader, at, "name", "the service", "Consultation");
  if (const auto name = at.member("name")) {
    service.name = reader.text(*name, longest_name).value_or("");
  }
  if (const auto description = at.member("description")) {
    service.description = reader.text(*description, longest_description).value_or("");
  }
  if (const auto timezone = at.member("timezone")) {
    service.timezone = decode_timezone(reader, *timezone);
  }
  const auto list = at.member("time_slots");
  if (list && reader.list(*list, "time slots") &&
      few_enough(reader, *list, "time slots", most_time_slots)) {
    for (std::size_t i = 0; i < list->node->items.size(); ++i) {
      service.time_slots.push_back(decode_time_slot(reader, list->item(i), slots));
    }
  }
  return service;
}

void decode_clock(Reader& reader, const Cursor& at, Scenario& scenario) {
  scenario.clock =
      at.node->kind == Node::Kind::scalar ? parse_rfc3339(at.node->text) : std::nullopt;
  if (!scenario.clock) {
    reader.refuse(
        at,
        {.message = "`clock` is not a time",
         .found = at.node->describe(),
         .expected = "a time as in RFC 3339, such as 2030-01-07T09:00:00Z",
         .hint = ""}
    );
  }
}

/// As RFC 6750 has a bearer token.
std::string decode_api_key(Reader& reader, const Cursor& at) {
  const auto text = reader.text(at, longest_description);
  static constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=";
  if (text && (text->empty() || text->find_first_not_of(letters) != std::string::npos)) {
    reader.refuse(
        at,
        {.message = "`api_key` cannot be a key",
         .found = at.node->describe(),
         .expected = "letters, digits and -._~+/, such as sk_rsv_test",
         .hint = ""}
    );
  }
  return text.value_or("");
}

std::vector<GivenBooking> decode_bookings(
    Reader& reader, const Cursor& at, const Scenario& scenario
) {
  std::vector<GivenBooking> bookings;
  if (at.node->kind != Node::Kind::map || at.node->members.size() > most_bookings) {
    reader.refuse(
        at,
        {.message = "`bookings` is not a map, or has too many members",
         .found = at.node->describe(),
         .expected = "up to " + std::to_string(most_bookings) +
                     " nicknames, each with its fields: `jane: { status: confirmed }`",
         .hint = ""}
    );
    return bookings;
  }
  for (const auto& [key, value] : at.node->members) {
    GivenBooking booking;
    booking.name = key.text;
    if (check_nickname(reader, at.key(key.text))) {
      decode_given_fields(reader, *at.member(key.text), scenario, booking);
      bookings.push_back(std::move(booking));
    }
  }
  return bookings;
}

/// An account is found by its key.
void check_own_key(
    Reader& reader, const Cursor& at, const std::string& key, const Scenario& scenario
) {
  const auto has_it = [&](const OtherAccount& other) { return other.api_key == key; };
  const bool taken = key == scenario.api_key ||
                     std::any_of(scenario.accounts.begin(), scenario.accounts.end(), has_it);
  if (!key.empty() && taken) {
    reader.refuse(
        at,
        {.message = "another account has this key",
         .found = at.node->describe(),
         .expected = "a key of its own for each account",
         .hint = ""}
    );
  }
}

void decode_accounts(Reader& reader, const Cursor& at, Scenario& scenario) {
  if (at.node->kind != Node::Kind::map || at.node->members.size() > most_accounts) {
    reader.refuse(
        at,
        {.message = "`accounts` is not a map, or has too many members",
         .found = at.node->describe(),
         .expected = "up to " + std::to_string(most_accounts) +
                     " names, each with what the account holds: `other: {}`",
         .hint = ""}
    );
    return;
  }
  for (const auto& [name, value] : at.node->members) {
    const Cursor map = *at.member(name.text);
    OtherAccount account;
    account.name = name.text;
    if (!check_nickname(reader, at.key(name.text)) || !reader.map_of(map, keys::account)) {
      continue;
    }
    Scenario theirs;
    const auto services = map.member("services");
    theirs.services = services ? decode_services(reader, *services)
                               : default_services(scenario.api.rules.week_start);
    if (const auto key = map.member("api_key")) {
      account.api_key = decode_api_key(reader, *key);
      check_own_key(reader, *key, account.api_key, scenario);
    }
    if (const auto bookings = map.member("bookings")) {
      account.bookings = decode_bookings(reader, *bookings, theirs);
    }
    account.services = std::move(theirs.services);
    scenario.accounts.push_back(std::move(account));
  }
}

}  // namespace

std::vector<GivenService> decode_services(Reader& reader, const Cursor& at) {
  std::vector<GivenService> services;
  Ids service_ids;
  Ids slot_ids;
  if (reader.list(at, "services") && few_enough(reader, at, "services", most_services)) {
    for (std::size_t i = 0; i < at.node->items.size(); ++i) {
      services.push_back(decode_service(reader, at.item(i), service_ids, slot_ids));
    }
  }
  return services;
}

std::vector<GivenService> default_services(WeekStart start) {
  GivenTimeSlot slot;
  slot.id = 456;
  slot.day_of_week = start == WeekStart::monday ? 0 : 1;
  slot.start_time = "09:00";
  slot.end_time = "17:00";
  slot.max_bookings = 100;
  GivenService service;
  service.id = 123;
  service.name = "Consultation";
  service.time_slots = {slot};
  return {service};
}

void decode_given(Reader& reader, const Catalog& catalog, Scenario& scenario) {
  const auto given = reader.root().member("given");
  const bool readable = given && reader.map_of(*given, keys::given);
  if (readable) {
    if (const auto clock = given->member("clock")) {
      decode_clock(reader, *clock, scenario);
    }
    if (const auto large = given->member("large_ids")) {
      scenario.large_ids = reader.boolean(*large).value_or(false);
    }
    if (const auto api = given->member("api")) {
      decode_api(reader, *api, scenario.api);
    }
    if (const auto faults = given->member("api_faults")) {
      scenario.api_faults = decode_api_faults(reader, catalog, *faults);
    }
    if (const auto rules = given->member("webhook_faults")) {
      scenario.webhook_faults =
          decode_fault_list(reader, *rules, "faults on webhooks", catalog.validate_webhook_fault);
    }
  }
  const auto services = readable ? given->member("services") : std::nullopt;
  scenario.services = services ? decode_services(reader, *services)
                               : default_services(scenario.api.rules.week_start);
  if (readable) {
    if (const auto key = given->member("api_key")) {
      scenario.api_key = decode_api_key(reader, *key);
    }
    if (const auto bookings = given->member("bookings")) {
      scenario.bookings = decode_bookings(reader, *bookings, scenario);
    }
    if (const auto accounts = given->member("accounts")) {
      decode_accounts(reader, *accounts, scenario);
    }
  }
}

}  // namespace rkmock::scenarios
