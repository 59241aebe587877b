#include "rkmock/effect.hpp"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "rkmock/error.hpp"

#include "core/ascii.hpp"
#include "core/json_pointer.hpp"

namespace rkmock {
namespace {

using nlohmann::json;

constexpr std::string_view in_header = "header:";
constexpr std::string_view in_query = "query:";
constexpr std::size_t longest_marker = 1024;

/// A request, its body parsed once for all places.
class Places {
 public:
  explicit Places(const SinkRequest& request)
      : request_(request), body_(json::parse(request.body, nullptr, false)) {}

  /// What stands there; null when nothing does. Headers and parameters are texts.
  [[nodiscard]] json at(const std::string& place) const {
    if (place.starts_with(in_header)) {
      const std::string_view name = std::string_view(place).substr(in_header.size());
      const auto found =
          std::find_if(request_.headers.begin(), request_.headers.end(), [&](const auto& header) {
            return same_word(header.first, name);
          });
      return found == request_.headers.end() ? json() : json(found->second);
    }
    if (place.starts_with(in_query)) {
      const auto found = request_.query.find(place.substr(in_query.size()));
      return found == request_.query.end() ? json() : json(found->second);
    }
    const json* value = value_at(body_, place);
    return value == nullptr ? json() : *value;
  }

 private:
  const SinkRequest& request_;
  json body_;
};

std::string text_of(const json& value) {
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::optional<std::int64_t> booking_id_of(const json& value) {
  if (value.is_number_unsigned()) {
    const auto id = value.get<std::uint64_t>();
    return id <= INT64_MAX ? std::optional(static_cast<std::int64_t>(id)) : std::nullopt;
  }
  if (value.is_number_integer()) {
    return value.get<std::int64_t>();
  }
  if (!value.is_string()) {
    return std::nullopt;
  }
  const auto& digits = value.get_ref<const std::string&>();
  if (digits.empty() || digits.find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  std::int64_t id = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), id);
  return failed == std::errc() ? std::optional(id) : std::nullopt;
}

}  // namespace

std::string_view to_string(OncePer once_per) {
  switch (once_per) {
    case OncePer::event:
      return "event";
    case OncePer::booking:
      return "booking";
    case OncePer::none:
      return "none";
  }
  fail_invariant("once_per is an enumerator", __FILE__, __LINE__, "unknown value");
}

bool is_effect_place(std::string_view place) {
  for (const std::string_view kind : {in_header, in_query}) {
    if (place.starts_with(kind)) {
      return place.size() > kind.size();
    }
  }
  return !place.empty() && is_json_pointer(place);
}

EffectKey read_effect(const EffectRule& rule, const SinkRequest& request) {
  const Places places(request);
  EffectKey key;
  key.booking_id = booking_id_of(places.at(rule.booking));
  key.event_type = text_of(places.at(rule.event_type));
  key.updated_at = text_of(places.at(rule.updated_at));
  if (!rule.marker.empty()) {
    key.marker = text_of(places.at(rule.marker)).substr(0, longest_marker);
  }
  return key;
}

}  // namespace rkmock
