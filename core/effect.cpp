#include "rkmock/effect.hpp"

#include <charconv>

#include <nlohmann/json.hpp>

#include "core/json_pointer.hpp"

namespace rkmock {
namespace {

using nlohmann::json;

std::string text_at(const json& document, const std::string& pointer) {
  const json* value = value_at(document, pointer);
  return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
}

std::optional<std::int64_t> booking_id_at(const json& document, const std::string& pointer) {
  const json* value = value_at(document, pointer);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (value->is_number_unsigned()) {
    const auto id = value->get<std::uint64_t>();
    return id <= INT64_MAX ? std::optional(static_cast<std::int64_t>(id)) : std::nullopt;
  }
  if (value->is_number_integer()) {
    return value->get<std::int64_t>();
  }
  if (!value->is_string()) {
    return std::nullopt;
  }
  const auto& digits = value->get_ref<const std::string&>();
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  std::int64_t id = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  return failed == std::errc() ? std::optional(id) : std::nullopt;
}

}  // namespace

EffectKey read_effect(const EffectRule& rule, std::string_view body) {
  const json document = json::parse(body, nullptr, false);
  if (document.is_discarded()) {
    return {};
  }
  return {
      booking_id_at(document, rule.booking),
      text_at(document, rule.event_type),
      text_at(document, rule.updated_at),
  };
}

}  // namespace rkmock
