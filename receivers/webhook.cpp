#include "receivers/webhook.hpp"

#include <array>
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

Webhook read_webhook(std::string_view body) {
  const ordered_json payload = ordered_json::parse(body, nullptr, false);
  if (!payload.is_object()) {
    return malformed("the body is not a JSON object");
  }
  const ordered_json* event_type = member(payload, "event_type");
  if (event_type == nullptr || !event_type->is_string()) {
    return malformed("`event_type` is missing");
  }
  Webhook webhook;
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
      return malformed("a booking has no usable `id` or `updated_at`");
    }
    webhook.news.push_back(std::move(*news));
  }
  return webhook;
}

}  // namespace rkmock::receivers
