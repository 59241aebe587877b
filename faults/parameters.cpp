#include "faults/parameters.hpp"

#include <algorithm>
#include <utility>

#include "core/document.hpp"
#include "core/size.hpp"

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

/// As scenarios write it: `1h`, `30d`.
std::string span_text(Nanos span) {
  constexpr Nanos hour = std::chrono::hours(1);
  constexpr Nanos day = 24 * hour;
  if (span < hour) {
    return std::to_string(span / std::chrono::seconds(1)) + "s";
  }
  return span % day == Nanos{} && span > day ? std::to_string(span / day) + "d"
                                             : std::to_string(span / hour) + "h";
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
    const json& map, std::string_view key, std::vector<ParameterError>& problems, Nanos longest
) {
  const auto found = map.find(std::string(key));
  if (found == map.end()) {
    return std::nullopt;
  }
  const std::string expected = "a duration from 0s to " + span_text(longest) + ", such as 200ms";
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
  if (!span || *span > longest) {
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

std::optional<std::string> read_word(
    const json& map,
    std::string_view key,
    const std::vector<std::string>& words,
    std::vector<ParameterError>& problems
) {
  const auto found = map.find(std::string(key));
  if (found == map.end()) {
    return std::nullopt;
  }
  const bool known =
      found->is_string() &&
      std::find(words.begin(), words.end(), found->get<std::string>()) != words.end();
  if (known) {
    return found->get<std::string>();
  }
  std::string expected = "one of ";
  for (const std::string& word : words) {
    expected += (&word == &words.front() ? "" : ", ") + word;
  }
  const std::string meant = found->is_string() ? nearest(found->get<std::string>(), words) : "";
  problems.push_back(problem_at(
      key,
      *found,
      "`" + std::string(key) + "` does not say which",
      std::move(expected),
      meant.empty() ? "" : "did you mean `" + meant + "`?"
  ));
  return std::nullopt;
}

std::optional<std::string> read_line(
    const json& map,
    std::string_view key,
    std::string_view example,
    std::vector<ParameterError>& problems
) {
  constexpr std::size_t longest = 200;
  const auto found = map.find(std::string(key));
  if (found == map.end()) {
    return std::nullopt;
  }
  if (found->is_string()) {
    const auto& text = found->get_ref<const std::string&>();
    const bool clean = std::none_of(text.begin(), text.end(), [](unsigned char c) {
      return c < ' ' || c == 0x7F;
    });
    if (clean && !text.empty() && text.size() <= longest) {
      return text;
    }
  }
  problems.push_back(problem_at(
      key,
      *found,
      "`" + std::string(key) + "` is one line of text",
      "a text of at most " + std::to_string(longest) + " bytes, such as " + std::string(example)
  ));
  return std::nullopt;
}

std::optional<std::int64_t> read_size(
    const json& map,
    std::string_view key,
    std::int64_t least,
    std::int64_t most,
    std::vector<ParameterError>& problems
) {
  const auto found = map.find(std::string(key));
  if (found == map.end()) {
    return std::nullopt;
  }
  std::optional<std::int64_t> size;
  if (found->is_number_integer()) {
    size = found->get<std::int64_t>();
  } else if (found->is_string()) {
    size = parse_size(found->get_ref<const std::string&>());
  }
  if (size && *size >= least && *size <= most) {
    return size;
  }
  problems.push_back(problem_at(
      key,
      *found,
      "`" + std::string(key) + (size ? "` is out of bounds" : "` is a number of bytes"),
      "from " + std::to_string(least) + " to " + std::to_string(most) +
          " bytes: a whole number, or a text such as 64KB"
  ));
  return std::nullopt;
}

std::optional<std::string> read_place(
    const json& map, std::string_view key, std::vector<ParameterError>& problems
) {
  const auto found = map.find(std::string(key));
  if (found == map.end()) {
    return std::nullopt;
  }
  if (found->is_string()) {
    const auto& text = found->get_ref<const std::string&>();
    try {
      if (!json::json_pointer(text).empty()) {
        return text;
      }
    } catch (const json::exception&) {  // NOLINT(bugprone-empty-catch): worded below
    }
  }
  problems.push_back(problem_at(
      key,
      *found,
      "`" + std::string(key) + "` does not name a member of the payload",
      "a JSON Pointer such as /bookings/0/customer"
  ));
  return std::nullopt;
}

}  // namespace rkmock::faults
