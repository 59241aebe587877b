#include "faults/fields.hpp"

#include <algorithm>
#include <utility>

#include "core/document.hpp"
#include "faults/distribution.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

constexpr std::int64_t ms_of_longest_delay =
    std::chrono::duration_cast<std::chrono::milliseconds>(longest_delay).count();

/// As a JSON Pointer writes it (RFC 6901).
std::string escaped(const std::string& key) {
  std::string text;
  for (const char c : key) {
    text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return text;
}

std::string ticked(const std::string& key) {
  return "`" + key + "`";
}

/// Without a fraction where there is none.
std::string in_words(double number) {
  return nlohmann::json(number).dump();
}

/// For keys of other tools that we do not read.
std::string hint_for(const std::string& key) {
  return key == "urlPathPattern" || key == "urlPattern"
             ? "regular expressions are not read; write urlPathTemplate: /v1/bookings/{id}"
             : "";
}

}  // namespace

std::string one_of(const Fields::Words& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return words.size() == 1 ? ticked(text) : "one of " + text;
}

std::string did_you_mean(const std::string& word, const Fields::Words& words) {
  const std::string meant = nearest(word, words);
  return meant.empty() || meant == word ? "" : "did you mean " + ticked(meant) + "?";
}

Fields::Fields(const Json& map, std::string pointer, std::string what, Problems& problems)
    : map_(&map), pointer_(std::move(pointer)), what_(std::move(what)), problems_(&problems) {}

void Fields::allow_only(const Words& keys) const {
  for (const auto& [key, value] : map_->items()) {
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      refuse(
          key,
          ticked(key) + " is not a key of " + what_,
          one_of(keys),
          hint_for(key).empty() ? did_you_mean(key, keys) : hint_for(key)
      );
    }
  }
}

const Fields::Json* Fields::find(const std::string& key) const {
  const auto found = map_->find(key);
  return found == map_->end() ? nullptr : &*found;
}

std::optional<Fields> Fields::map(const std::string& key) const {
  const Json* found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  if (!found->is_object()) {
    refuse(key, ticked(key) + " is not a map", "a map of keys and values");
    return std::nullopt;
  }
  return Fields(*found, pointer_ + "/" + escaped(key), ticked(key), *problems_);
}

std::optional<std::string> Fields::text(const std::string& key, std::size_t longest) const {
  const Json* found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  if (!found->is_string()) {
    refuse(
        key, ticked(key) + " is not a text", "a text", found->is_number() ? "put it in quotes" : ""
    );
    return std::nullopt;
  }
  auto value = found->get<std::string>();
  if (value.size() > longest) {
    refuse(key, ticked(key) + " is too long", "at most " + std::to_string(longest) + " bytes");
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> Fields::word(const std::string& key, const Words& words) const {
  const Json* found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  const std::string value = found->is_string() ? found->get<std::string>() : "";
  if (std::find(words.begin(), words.end(), value) == words.end()) {
    refuse(
        key,
        "there is no " + ticked(key) + " of that name",
        one_of(words),
        did_you_mean(value, words)
    );
    return std::nullopt;
  }
  return value;
}

std::optional<bool> Fields::flag(const std::string& key) const {
  const Json* found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  if (!found->is_boolean()) {
    refuse(key, ticked(key) + " is yes or no", "true or false");
    return std::nullopt;
  }
  return found->get<bool>();
}

std::optional<std::int64_t> Fields::whole(
    const std::string& key, std::int64_t least, std::int64_t most
) const {
  const Json* found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  // An unsigned number above the signed range would turn negative.
  const bool fits = found->is_number_integer() &&
                    (!found->is_number_unsigned() ||
                     found->get<std::uint64_t>() <= static_cast<std::uint64_t>(most)) &&
                    found->get<std::int64_t>() >= least && found->get<std::int64_t>() <= most;
  if (!fits) {
    refuse(
        key,
        ticked(key) + (found->is_number_integer() ? " is out of bounds" : " is not a whole number"),
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most)
    );
    return std::nullopt;
  }
  return found->get<std::int64_t>();
}

std::optional<double> Fields::number(const std::string& key, double least, double most) const {
  const Json* found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  const double value = found->is_number() ? found->get<double>() : 0;
  if (!found->is_number() || !(value >= least && value <= most)) {
    refuse(
        key,
        ticked(key) + (found->is_number() ? " is out of bounds" : " is not a number"),
        "a number from " + in_words(least) + " to " + in_words(most)
    );
    return std::nullopt;
  }
  return value;
}

std::optional<Nanos> Fields::milliseconds(const std::string& key) const {
  constexpr double nanos_per_milli = 1e6;
  const Json* found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  const double value = found->is_number() ? found->get<double>() : 0;
  if (!found->is_number() || !(value >= 0 && value <= double{ms_of_longest_delay})) {
    refuse(
        key,
        ticked(key) +
            (found->is_number() ? " is out of bounds" : " is not a number of milliseconds"),
        "a number from 0 to " + std::to_string(ms_of_longest_delay) + ", one hour"
    );
    return std::nullopt;
  }
  return Nanos(static_cast<Nanos::rep>(value * nanos_per_milli));
}

std::optional<Nanos> Fields::duration(const std::string& key, Nanos least, Nanos most) const {
  const Json* found = find(key);
  if (found == nullptr) {
    return std::nullopt;
  }
  const auto span = found->is_string() ? parse_duration(found->get<std::string>()) : std::nullopt;
  if (!span || *span < least || *span > most) {
    std::string hint;
    if (found->is_number()) {
      hint = "add a unit: \"" + found->dump() + "s\"";
    }
    refuse(
        key,
        ticked(key) + (span ? " is out of bounds" : " is not a duration"),
        "a duration from " + format_duration(least) + " to " + format_duration(most) +
            ", such as 30s",
        std::move(hint)
    );
    return std::nullopt;
  }
  return span;
}

void Fields::refuse(
    const std::string& key, std::string message, std::string expected, std::string hint
) const {
  const Json* value = key.empty() ? map_ : find(key);
  problems_->push_back(
      {.pointer = key.empty() ? pointer_ : pointer_ + "/" + escaped(key),
       .message = std::move(message),
       .found = value == nullptr ? "" : describe(nlohmann::json(*value)),
       .expected = std::move(expected),
       .hint = std::move(hint)}
  );
}

}  // namespace rkmock::faults
