#pragma once
// The errors of the ReserveKit API, one table. Values; any thread.
// Source: the vendor's error handling page, as gathered in docs/reservekit-contract.md; rows
// marked "ours" are what the vendor leaves open.
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>

namespace rkmock::bookings {

struct ApiError {
  int status = 400;
  std::string code;  ///< `booking_not_found`; empty where the vendor gives none
  std::string message;
  std::map<std::string, std::string> details;  ///< field → message, all bad fields at once
  std::optional<std::int64_t> retry_after{};   ///< seconds, of a 429
  bool operator==(const ApiError&) const = default;
};

/// Named as on the wire.
enum class ErrorCode {
  authentication_required,
  authorization_header_malformed,
  invalid_api_key,
  origin_not_allowed,  ///< without a code on the wire
  invalid_request,
  missing_required_field,
  invalid_field_format,
  validation_failed,
  time_slot_full,
  duplicate_booking,
  resource_not_found,
  service_not_found,
  booking_not_found,
  time_slot_not_found,
  invalid_status_transition,
  rate_limit_exceeded,
  api_limit_exceeded,      ///< of the month
  method_not_allowed,      ///< ours
  unsupported_media_type,  ///< ours
  mock_limit_reached,      ///< ours: a bound of this mock, nothing ReserveKit says
  internal_error,          ///< ours: the vendor documents the status 500 only
};

struct ErrorRow {
  ErrorCode code;
  int status;
  std::string_view name;     ///< empty where the vendor gives none
  std::string_view message;  ///< unless the place that reports it has a better one
};

[[nodiscard]] std::span<const ErrorRow> error_table();

/// With the table's message.
[[nodiscard]] ApiError make_error(ErrorCode code);
[[nodiscard]] ApiError make_error(ErrorCode code, std::string message);

/// The message, and every field that was refused: for a scenario's author.
[[nodiscard]] std::string in_words(const ApiError& error);

/// `Booking with ID 789 not found`
[[nodiscard]] ApiError booking_not_found(std::int64_t id);
[[nodiscard]] ApiError service_not_found(std::int64_t id);
[[nodiscard]] ApiError time_slot_not_found(std::int64_t id);

/// What is wrong with the fields of one request, all at once.
class FieldProblems {
 public:
  /// A required field that is not there.
  void missing(const std::string& field);
  /// `text` goes on from the field's name: `must be a valid email address`. The first problem
  /// of a field is kept.
  void bad(const std::string& field, const std::string& text);

  [[nodiscard]] bool empty() const { return details_.empty(); }

  [[nodiscard]] bool has(const std::string& field) const { return details_.contains(field); }

  /// Takes over the problems of fields that have none here, with `prefix` before their names.
  void merge(const FieldProblems& other, const std::string& prefix = {});

  /// One field: `missing_required_field` or `invalid_field_format` in words about that field.
  /// Several: `validation_failed`. The details name every field in both cases.
  /// Requires: !empty().
  [[nodiscard]] ApiError to_error() const;

 private:
  std::map<std::string, std::string> details_;
  std::set<std::string> missing_;
};

}  // namespace rkmock::bookings
