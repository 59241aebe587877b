#include "core/references.hpp"

#include <algorithm>

#include "core/json_pointer.hpp"

namespace rkmock {

namespace {

using nlohmann::json;

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) {
    return "";
  }
  return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

/// Calls `plain` and `name` for the parts of a text, in order. False when a `{{` is not closed.
template <class Plain, class Name>
bool for_each_part(std::string_view text, Plain plain, Name name) {
  while (true) {
    const std::size_t open = text.find("{{");
    if (open == std::string_view::npos) {
      plain(text);
      return true;
    }
    const std::size_t close = text.find("}}", open);
    if (close == std::string_view::npos) {
      return false;
    }
    plain(text.substr(0, open));
    name(trimmed(text.substr(open + 2, close - open - 2)));
    text.remove_prefix(close + 2);
  }
}

std::string as_text(const json& value) {
  return value.is_string() ? value.get<std::string>()
                           : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

json fill_text(const std::string& text, const ResolveReference& resolve) {
  const auto names = references_in(text);
  const bool alone =
      names && names->size() == 1 && text.starts_with("{{") && text.find("}}") == text.size() - 2;
  return alone ? resolve(names->front()) : json(fill_references(text, resolve));
}

}  // namespace

std::optional<std::vector<std::string>> references_in(std::string_view text) {
  std::vector<std::string> names;
  const bool closed = for_each_part(
      text, [](std::string_view) {}, [&](std::string name) { names.push_back(std::move(name)); }
  );
  return closed ? std::optional(std::move(names)) : std::nullopt;
}

std::string fill_references(std::string_view text, const ResolveReference& resolve) {
  std::string filled;
  for_each_part(
      text,
      [&](std::string_view plain) { filled += plain; },
      [&](const std::string& name) { filled += as_text(resolve(name)); }
  );
  return filled;
}

json fill_references_in(const json& value, const ResolveReference& resolve) {
  if (value.is_string()) {
    return fill_text(value.get_ref<const std::string&>(), resolve);
  }
  json filled = value;
  if (value.is_structured()) {
    for (json& member : filled) {
      member = fill_references_in(member, resolve);
    }
  }
  return filled;
}

const std::vector<std::string>& booking_fields() {
  static const std::vector<std::string> names = {
      "id",
      "service_id",
      "date",
      "time_slot_id",
      "status",
      "cancel_reason",
      "message",
      "created_at",
      "updated_at",
      "customer.id",
      "customer.name",
      "customer.email",
      "customer.phone"};
  return names;
}

json booking_field(const std::string& booking, const std::string& field) {
  std::string pointer = "/" + field;
  std::replace(pointer.begin(), pointer.end(), '.', '/');
  const json state = json::parse(booking, nullptr, /*allow_exceptions=*/false);
  const json* value = value_at(state, pointer);
  return value != nullptr ? *value : json();
}

}  // namespace rkmock
