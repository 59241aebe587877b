#pragma once
// What a request says: query parameters and JSON bodies, with every problem noted by field.
//
// Pure; any thread. Readers never throw and never stop at the first problem. A JSON null counts
// as absent; members nobody asks for are ignored.
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include <nlohmann/json.hpp>

#include "mockserver/bookings/errors.hpp"
#include "mockserver/bookings/store.hpp"
#include "mockserver/net/message.hpp"

namespace rkmock::api {

inline constexpr int default_page_size = 10;  ///< the vendor's samples
inline constexpr int max_page_size = 100;     ///< ours
inline constexpr int max_json_depth = 32;     ///< ours; the API's bodies need 3

enum class Need { optional, required };

/// The request's body as a JSON object; `invalid_request` or `unsupported_media_type` else.
[[nodiscard]] std::variant<nlohmann::json, bookings::ApiError> read_body(const net::Request& request
);

/// A whole decimal integer of 64 bits, nothing before or behind.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);

/// Members of one JSON object. References must outlive it.
class ObjectReader {
 public:
  /// `prefix` stands before the members' names in problems: `time_slots[0].`.
  ObjectReader(
      const nlohmann::json& object, bookings::FieldProblems& problems, std::string prefix = {}
  )
      : object_(object), problems_(problems), prefix_(std::move(prefix)) {}

  std::optional<std::string> text(const char* name, Need need = Need::optional);
  std::optional<std::int64_t> integer(const char* name, Need need = Need::optional);
  /// Cut to the range of int, for fields whose range is checked elsewhere and is smaller.
  std::optional<int> small_integer(const char* name, Need need = Need::optional);
  /// Null when absent or no list.
  const nlohmann::json* list(const char* name, Need need = Need::optional);

 private:
  const nlohmann::json* find(const char* name, Need need);

  const nlohmann::json& object_;
  bookings::FieldProblems& problems_;
  std::string prefix_;
};

/// Query parameters of one request. References must outlive it. The first of several counts.
class QueryReader {
 public:
  QueryReader(const net::Request& request, bookings::FieldProblems& problems)
      : request_(request), problems_(problems) {}

  std::optional<std::int64_t> integer(const char* name, Need need = Need::optional);
  /// `true`, `1`, `false`, `0`; false when absent.
  bool flag(const char* name);
  /// `page` and `page_size`.
  bookings::PageRequest page();

 private:
  const net::Request& request_;
  bookings::FieldProblems& problems_;
};

}  // namespace rkmock::api
