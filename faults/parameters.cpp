#include "faults/parameters.hpp"

#include <cstdint>
#include <utility>

namespace rkmock::faults {

namespace {

using nlohmann::json;

std::string clipped(const std::string& text) {
  constexpr std::size_t longest = 60;
  return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

std::string dumped(const json& value) {
  return clipped(value.dump(-1, ' ', false, json::error_handler_t::replace));
}

/// A key as a JSON Pointer writes it (RFC 6901).
std::string pointer_to(std::string_view key) {
  std::string pointer = "/";
  for (const char c : key) {
    if (c == '~') {
      pointer += "~0";
    } else if (c == '/') {
      pointer += "~1";
    } else {
      pointer += c;
    }
  }
  return pointer;
}

}  // namespace

json read_map(const std::string& deliver) {
  json map = json::parse(deliver, nullptr, /*allow_exceptions=*/false);
  return map.is_object() ? map : json::object();
}

std::string describe(const json& value) {
  switch (value.type()) {
    case json::value_t::null:
      return "nothing";
    case json::value_t::boolean:
      return value.get<bool>() ? "true" : "false";
    case json::value_t::string:
      return "the text " + dumped(value);
    case json::value_t::array:
      return "the list " + dumped(value);
    case json::value_t::object:
      return "the map " + dumped(value);
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
    case json::value_t::number_float:
      return "the number " + dumped(value);
    default:
      return "something that is not JSON";
  }
}

ParameterError problem_at(
    std::string_view key,
    const json& found,
    std::string message,
    std::string expected,
    std::string hint
) {
  return {
      .pointer = pointer_to(key),
      .message = std::move(message),
      .found = describe(found),
      .expected = std::move(expected),
      .hint = std::move(hint)};
}

std::optional<bool> read_flag(
    const json& map, std::string_view key, std::vector<ParameterError>& problems
) {
  const auto found = map.find(std::string(key));
  if (found == map.end()) {
    return std::nullopt;
  }
  if (!found->is_boolean()) {
    problems.push_back(
        problem_at(key, *found, "`" + std::string(key) + "` is yes or no", "true or false")
    );
    return std::nullopt;
  }
  return found->get<bool>();
}

std::optional<int> read_count(
    const json& map,
    std::string_view key,
    int least,
    int most,
    std::vector<ParameterError>& problems
) {
  const auto found = map.find(std::string(key));
  if (found == map.end()) {
    return std::nullopt;
  }
  const std::string range = std::to_string(least) + " to " + std::to_string(most);
  if (!found->is_number_integer()) {
    problems.push_back(problem_at(
        key, *found, "`" + std::string(key) + "` is a number", "a whole number from " + range
    ));
    return std::nullopt;
  }
  // An unsigned number above the signed range would turn negative: out of bounds either way.
  const auto count = found->get<std::int64_t>();
  if (count < least || count > most) {
    problems.push_back(problem_at(
        key, *found, "`" + std::string(key) + "` is out of bounds", "a whole number from " + range
    ));
    return std::nullopt;
  }
  return static_cast<int>(count);
}

std::optional<Nanos> read_wait(
    const json& map, std::string_view key, std::vector<ParameterError>& problems
) {
  const auto found = map.find(std::string(key));
  if (found == map.end()) {
    return std::nullopt;
  }
  const std::string expected = "a duration from 0s to 1h, such as 200ms";
  if (!found->is_string()) {
    std::string hint;
    if (found->is_number()) {
      hint = "add a unit: " + dumped(*found) + "ms or " + dumped(*found) + "s";
    }
    problems.push_back(problem_at(
        key, *found, "`" + std::string(key) + "` is a duration", expected, std::move(hint)
    ));
    return std::nullopt;
  }
  const std::optional<Nanos> span = parse_duration(found->get_ref<const std::string&>());
  if (!span || *span > longest_wait) {
    problems.push_back(problem_at(
        key,
        *found,
        span ? "`" + std::string(key) + "` is too long"
             : "`" + std::string(key) + "` is not a duration",
        expected
    ));
    return std::nullopt;
  }
  return span;
}

}  // namespace rkmock::faults
