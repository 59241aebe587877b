#include "mockserver/api/input.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace rkmock::api {

namespace {

/// `application/json`, whatever its case and parameters. A body without a type is taken as JSON.
bool is_json(std::optional<std::string_view> content_type) {
  if (!content_type) {
    return true;
  }
  std::string type(content_type->substr(0, content_type->find(';')));
  type.erase(std::remove(type.begin(), type.end(), ' '), type.end());
  std::transform(type.begin(), type.end(), type.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return type == "application/json";
}

/// How deep brackets nest outside of strings. Cheap, and asked before anything is built.
int depth_of(std::string_view json) {
  int depth = 0;
  int deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (!in_string && (c == '{' || c == '[')) {
      deepest = std::max(deepest, ++depth);
    } else if (!in_string && (c == '}' || c == ']')) {
      --depth;
    }
  }
  return deepest;
}

bookings::ApiError invalid_request(const char* message) {
  return bookings::make_error(bookings::ErrorCode::invalid_request, message);
}

}  // namespace

std::variant<nlohmann::json, bookings::ApiError> read_body(const net::Request& request) {
  if (request.body.empty()) {
    return invalid_request("The request body is missing");
  }
  if (!is_json(request.header("Content-Type"))) {
    return bookings::make_error(bookings::ErrorCode::unsupported_media_type);
  }
  if (depth_of(request.body) > max_json_depth) {
    return invalid_request("The request body is nested too deeply");
  }
  auto json = nlohmann::json::parse(request.body, nullptr, false);
  if (json.is_discarded()) {
    return invalid_request("The request body is not valid JSON");
  }
  if (!json.is_object()) {
    return invalid_request("The request body must be a JSON object");
  }
  return json;
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end && !text.empty() ? std::optional(value) : std::nullopt;
}

const nlohmann::json* ObjectReader::find(const char* name, Need need) {
  const auto found = object_.find(name);
  if (found != object_.end() && !found->is_null()) {
    return &*found;
  }
  if (need == Need::required) {
    problems_.missing(prefix_ + name);
  }
  return nullptr;
}

std::optional<std::string> ObjectReader::text(const char* name, Need need) {
  const nlohmann::json* const value = find(name, need);
  if (value == nullptr) {
    return std::nullopt;
  }
  if (!value->is_string()) {
    problems_.bad(prefix_ + name, "must be a string");
    return std::nullopt;
  }
  return value->get<std::string>();
}

std::optional<std::int64_t> ObjectReader::integer(const char* name, Need need) {
  const nlohmann::json* const value = find(name, need);
  if (value == nullptr) {
    return std::nullopt;
  }
  const bool fits = value->is_number_integer() &&
                    (!value->is_number_unsigned() ||
                     value->get<std::uint64_t>() <=
                         static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
  if (!fits) {
    problems_.bad(prefix_ + name, "must be an integer");
    return std::nullopt;
  }
  return value->get<std::int64_t>();
}

std::optional<int> ObjectReader::small_integer(const char* name, Need need) {
  const auto value = integer(name, need);
  if (!value) {
    return std::nullopt;
  }
  return static_cast<int>(std::clamp<std::int64_t>(
      *value, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()
  ));
}

const nlohmann::json* ObjectReader::list(const char* name, Need need) {
  const nlohmann::json* const value = find(name, need);
  if (value != nullptr && !value->is_array()) {
    problems_.bad(prefix_ + name, "must be an array");
    return nullptr;
  }
  return value;
}

std::optional<std::int64_t> QueryReader::integer(const char* name, Need need) {
  const auto text = request_.parameter(name);
  if (!text || text->empty()) {
    if (need == Need::required) {
      problems_.missing(name);
    }
    return std::nullopt;
  }
  const auto value = parse_integer(*text);
  if (!value) {
    problems_.bad(name, "must be an integer");
  }
  return value;
}

bool QueryReader::flag(const char* name) {
  const auto text = request_.parameter(name);
  if (!text || text->empty() || *text == "false" || *text == "0") {
    return false;
  }
  if (*text != "true" && *text != "1") {
    problems_.bad(name, "must be true or false");
  }
  return true;
}

bookings::PageRequest QueryReader::page() {
  constexpr int last_page = 1'000'000'000;
  const std::int64_t page = integer("page").value_or(1);
  const std::int64_t size = integer("page_size").value_or(default_page_size);
  if (page < 1 || page > last_page) {
    problems_.bad("page", "must be between 1 and " + std::to_string(last_page));
  }
  if (size < 1 || size > max_page_size) {
    problems_.bad("page_size", "must be between 1 and " + std::to_string(max_page_size));
  }
  return {
      static_cast<int>(std::clamp<std::int64_t>(page, 1, last_page)),
      static_cast<int>(std::clamp<std::int64_t>(size, 1, max_page_size))};
}

}  // namespace rkmock::api
