#include "receivers/webhook.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace rkmock::receivers {

namespace {

using nlohmann::ordered_json;

constexpr std::array<std::pair<std::string_view, Change>, 3> event_types = {{
    {"bookings.create", Change::create},
    {"bookings.update", Change::update},
    {"bookings.delete", Change::remove},
}};

Webhook malformed(std::string problem) {
  Webhook webhook;
  webhook.problem = std::move(problem);
  return webhook;
}

const ordered_json* member(const ordered_json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

constexpr std::array<std::string_view, 3> payload_members = {"event_type", "bookings", "timestamp"};
constexpr std::array<std::string_view, 9> booking_members = {
    "id",
    "service_id",
    "date",
    "time_slot_id",
    "status",
    "message",
    "created_at",
    "updated_at",
    "customer"};
constexpr std::array<std::string_view, 4> customer_members = {"id", "name", "email", "phone"};

template <class Members>
bool has_others(const ordered_json& object, const Members& members) {
  if (!object.is_object()) {
    return false;
  }
  return std::any_of(object.items().begin(), object.items().end(), [&](const auto& item) {
    return std::find(members.begin(), members.end(), item.key()) == members.end();
  });
}

template <class Members>
bool lacks(const ordered_json& object, const Members& members) {
  return std::any_of(members.begin(), members.end(), [&](std::string_view name) {
    const auto found = object.is_object() ? object.find(std::string(name)) : object.end();
    return found == object.end() || found->is_null();
  });
}

/// For rejects_extra_fields.
bool has_extra_fields(ordered_json payload) {
  if (has_others(payload, payload_members)) {
    return true;
  }
  for (ordered_json& booking : payload["bookings"]) {
    if (booking.is_object()) {
      booking.erase("cancel_reason");
      ordered_json& customer = booking["customer"];
      if (customer.is_object()) {
        customer.erase("created_at");
        customer.erase("updated_at");
      }
      if (has_others(customer, customer_members)) {
        return true;
      }
    }
    if (has_others(booking, booking_members)) {
      return true;
    }
  }
  return false;
}

/// For crashes_on_missing_field.
bool lacks_a_field(const ordered_json& payload) {
  if (lacks(payload, payload_members)) {
    return true;
  }
  const ordered_json& bookings = payload["bookings"];
  return std::any_of(bookings.begin(), bookings.end(), [](const ordered_json& booking) {
    return lacks(booking, booking_members) || lacks(booking["customer"], customer_members);
  });
}

/// For float_ids.
void round_id(News& news) {
  const ordered_json& id = news.booking.at("id");
  if (id.is_number()) {
    const double rounded = id.get<double>();
    constexpr double largest = 9.2e18;
    news.booking["id"] = static_cast<std::int64_t>(std::min(rounded, largest));
    news.booking_id = news.booking["id"].dump();
  }
}

}  // namespace

std::optional<Change> change_of(std::string_view event_type) {
  for (const auto& [name, change] : event_types) {
    if (name == event_type) {
      return change;
    }
  }
  return std::nullopt;
}

std::string_view event_type_of(Change change) {
  return event_types.at(static_cast<std::size_t>(change)).first;
}

std::optional<News> read_news(Change change, const ordered_json& booking) {
  if (!booking.is_object()) {
    return std::nullopt;
  }
  const ordered_json* id = member(booking, "id");
  const ordered_json* updated_at = member(booking, "updated_at");
  const bool identified = id != nullptr && (id->is_number_integer() || id->is_string());
  if (!identified || updated_at == nullptr || !updated_at->is_string()) {
    return std::nullopt;
  }
  const auto time = parse_rfc3339(updated_at->get_ref<const std::string&>());
  if (!time) {
    return std::nullopt;
  }
  News news;
  news.booking_id = id->dump();
  news.version = {*time, change};
  news.booking = ordered_json::object();
  for (const auto& [name, value] : booking.items()) {
    if (value.is_primitive()) {
      news.booking[name] = value;
    }
  }
  return news;
}

Webhook read_webhook(std::string_view body, Flaws flaws) {
  const ordered_json payload = ordered_json::parse(body, nullptr, false);
  if (!payload.is_object()) {
    return malformed("the body is not a JSON object");
  }
  Webhook webhook;
  if (flaws.has(Flaw::rejects_extra_fields) && has_extra_fields(payload)) {
    return malformed("a member is not documented");
  }
  if (flaws.has(Flaw::crashes_on_missing_field) && lacks_a_field(payload)) {
    webhook.crashed = true;
    return webhook;
  }
  const ordered_json* event_type = member(payload, "event_type");
  if (event_type == nullptr || !event_type->is_string()) {
    return malformed("`event_type` is missing");
  }
  webhook.event_type = event_type->get<std::string>();
  const auto change = change_of(webhook.event_type);
  webhook.known = change.has_value();
  if (!webhook.known) {
    return webhook;
  }
  const ordered_json* bookings = member(payload, "bookings");
  if (bookings == nullptr || !bookings->is_array()) {
    return malformed("`bookings` is missing");
  }
  for (const ordered_json& booking : *bookings) {
    std::optional<News> news = read_news(*change, booking);
    if (!news) {
      webhook.problem = "a booking has no usable `id` or `updated_at`";
      return webhook;
    }
    if (flaws.has(Flaw::float_ids)) {
      round_id(*news);
    }
    webhook.news.push_back(std::move(*news));
    if (flaws.has(Flaw::first_booking_only)) {
      break;
    }
  }
  return webhook;
}

}  // namespace rkmock::receivers
