#include "assertions/normal_form.hpp"

#include <algorithm>
#include <cctype>

#include "core/json_pointer.hpp"

namespace rkmock::assertions {

namespace {

using nlohmann::json;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// `0000-00-00T00:00:00`, and what may follow.
bool looks_like_time(std::string_view text) {
  constexpr std::string_view shape = "0000-00-00T00:00:00";
  if (text.size() < shape.size() || text.size() > 40) {
    return false;
  }
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const bool space = shape[i] == 'T' && text[i] == ' ';
    if (shape[i] == '0' ? !is_digit(text[i]) : text[i] != shape[i] && !space) {
      return false;
    }
  }
  return true;
}

/// 8-4-4-4-12 digits of base 16.
bool looks_like_uuid(std::string_view text) {
  constexpr std::size_t size = 36;
  if (text.size() != size) {
    return false;
  }
  for (std::size_t i = 0; i < size; ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) {
      return false;
    }
  }
  return true;
}

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return name.ends_with(ending);
  });
}

/// As programmers call what a database or a clock gives them.
bool names_an_id(std::string_view member) {
  return member == "id" || ends_with_any(member, {"_id", "Id", "ID", "uuid"});
}

bool names_a_time(std::string_view member) {
  return ends_with_any(member, {"_at", "At", "time", "Time", "timestamp", "_ms", "duration"});
}

}  // namespace

NormalForm::NormalForm(const History& history) {
  for (const auto& change : history.of<event::BookingChanged>()) {
    const std::string& name = change->booking;
    ids_.emplace(std::to_string(change->booking_id), "{{" + name + ".id}}");
    const json state = json::parse(change->state, nullptr, /*allow_exceptions=*/false);
    if (const json* customer = value_at(state, "/customer/id")) {
      ids_.emplace(customer->dump(), "{{" + name + ".customer.id}}");
    }
    for (const char* at : {"/service_id", "/time_slot_id"}) {
      if (const json* id = value_at(state, at)) {
        fixed_.insert(id->dump());
      }
    }
    if (const auto time = parse_rfc3339(change->updated_at)) {
      times_.emplace(
          time->time_since_epoch().count(),
          "{{" + name + ".updated_at#" + std::to_string(change->version) + "}}"
      );
    }
  }
}

std::string NormalForm::of(const std::string& text) const {
  const json document = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_structured()) {
    return with_ids_replaced(text);
  }
  return of(document, "").dump(-1, ' ', false, json::error_handler_t::replace);
}

json NormalForm::of(const json& value, std::string_view member) const {
  if (value.is_object()) {
    json members = json::object();
    for (const auto& [name, inner] : value.items()) {
      members[with_ids_replaced(name)] = of(inner, name);
    }
    return members;
  }
  if (value.is_array()) {
    json items = json::array();
    for (const json& inner : value) {
      items.push_back(of(inner, member));
    }
    return items;
  }
  if (value.is_string()) {
    return of_text(value.get_ref<const std::string&>(), member);
  }
  if (!value.is_number()) {
    return value;
  }
  const std::string digits = value.dump();
  if (const auto id = ids_.find(digits); id != ids_.end()) {
    return id->second;
  }
  if (names_a_time(member)) {
    return "{{time}}";
  }
  return names_an_id(member) && !fixed_.contains(digits) ? json("{{id}}") : value;
}

json NormalForm::of_text(const std::string& text, std::string_view member) const {
  if (looks_like_time(text)) {
    const auto instant = parse_rfc3339(text);
    const auto version = instant ? times_.find(instant->time_since_epoch().count()) : times_.end();
    return version != times_.end() ? version->second : "{{time}}";
  }
  if (looks_like_uuid(text)) {
    return "{{id}}";
  }
  const std::string replaced = with_ids_replaced(text);
  const bool other_id = names_an_id(member) && replaced == text && !fixed_.contains(text);
  return other_id ? "{{id}}" : replaced;
}

std::string NormalForm::with_ids_replaced(const std::string& text) const {
  std::string replaced;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    while (at < text.size() && is_digit(text[at])) {
      ++at;
    }
    if (at == begin) {
      replaced += text[at++];
      continue;
    }
    const std::string digits = text.substr(begin, at - begin);
    const auto id = ids_.find(digits);
    replaced += id == ids_.end() ? digits : id->second;
  }
  return replaced;
}

}  // namespace rkmock::assertions
