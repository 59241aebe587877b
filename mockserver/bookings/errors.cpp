#include "mockserver/bookings/errors.hpp"

#include <algorithm>
#include <array>

#include "rkmock/error.hpp"

namespace rkmock::bookings {

namespace {

constexpr std::array table{
    ErrorRow{
        ErrorCode::authentication_required,
        401,
        "authentication_required",
        "Authorization header is missing"},
    ErrorRow{
        ErrorCode::authorization_header_malformed,
        401,
        "authorization_header_malformed",
        "Authorization header is malformed"},
    ErrorRow{ErrorCode::invalid_api_key, 401, "invalid_api_key", "API key is invalid or revoked"},
    ErrorRow{ErrorCode::origin_not_allowed, 403, "", "Origin does not match API key domain"},
    ErrorRow{ErrorCode::invalid_request, 400, "invalid_request", "The request is invalid"},
    ErrorRow{
        ErrorCode::missing_required_field,
        400,
        "missing_required_field",
        "A required field is missing"},
    ErrorRow{
        ErrorCode::invalid_field_format,
        400,
        "invalid_field_format",
        "A field's format is invalid"},
    ErrorRow{
        ErrorCode::validation_failed,
        400,
        "validation_failed",
        "The request contains invalid parameters"},
    ErrorRow{ErrorCode::time_slot_full, 400, "time_slot_full", "time slot is full"},
    ErrorRow{ErrorCode::duplicate_booking, 400, "duplicate_booking", "duplicate booking"},
    ErrorRow{
        ErrorCode::resource_not_found,
        404,
        "resource_not_found",
        "The requested resource doesn't exist"},
    ErrorRow{ErrorCode::service_not_found, 404, "service_not_found", "service not found"},
    ErrorRow{ErrorCode::booking_not_found, 404, "booking_not_found", "booking not found"},
    ErrorRow{ErrorCode::time_slot_not_found, 404, "time_slot_not_found", "time slot not found"},
    ErrorRow{
        ErrorCode::invalid_status_transition,
        422,
        "invalid_status_transition",
        "The requested status change is not allowed"},
    ErrorRow{ErrorCode::rate_limit_exceeded, 429, "rate_limit_exceeded", "Rate limit exceeded"},
    ErrorRow{
        ErrorCode::api_limit_exceeded, 429, "api_limit_exceeded", "Monthly API limit exceeded"},
    ErrorRow{
        ErrorCode::method_not_allowed,
        405,
        "method_not_allowed",
        "This path does not answer to that method"},
    ErrorRow{
        ErrorCode::unsupported_media_type,
        415,
        "unsupported_media_type",
        "Send the body as application/json"},
    ErrorRow{
        ErrorCode::mock_limit_reached,
        507,
        "mock_limit_reached",
        "The mock keeps no more of these for one account"},
    ErrorRow{ErrorCode::internal_error, 500, "internal_error", "An unexpected error occurred"},
};

const ErrorRow& row(ErrorCode code) {
  const auto found = std::find_if(table.begin(), table.end(), [&](const ErrorRow& candidate) {
    return candidate.code == code;
  });
  RKMOCK_ASSERT(found != table.end(), "an error code without a row in the table");
  return *found;
}

ApiError not_found(ErrorCode code, std::string_view what, std::int64_t id) {
  return make_error(code, std::string(what) + " with ID " + std::to_string(id) + " not found");
}

}  // namespace

std::span<const ErrorRow> error_table() {
  return table;
}

ApiError make_error(ErrorCode code) {
  return make_error(code, std::string(row(code).message));
}

ApiError make_error(ErrorCode code, std::string message) {
  const ErrorRow& found = row(code);
  return ApiError{found.status, std::string(found.name), std::move(message), {}};
}

ApiError booking_not_found(std::int64_t id) {
  return not_found(ErrorCode::booking_not_found, "Booking", id);
}

ApiError service_not_found(std::int64_t id) {
  return not_found(ErrorCode::service_not_found, "Service", id);
}

ApiError time_slot_not_found(std::int64_t id) {
  return not_found(ErrorCode::time_slot_not_found, "Time slot", id);
}

void FieldProblems::missing(const std::string& field) {
  if (details_.emplace(field, "is required").second) {
    missing_.insert(field);
  }
}

void FieldProblems::bad(const std::string& field, const std::string& text) {
  details_.emplace(field, text);
}

void FieldProblems::merge(const FieldProblems& other, const std::string& prefix) {
  for (const auto& [field, text] : other.details_) {
    if (details_.emplace(prefix + field, text).second && other.missing_.contains(field)) {
      missing_.insert(prefix + field);
    }
  }
}

ApiError FieldProblems::to_error() const {
  RKMOCK_ASSERT(!empty(), "an error was made of no problem");
  ApiError error;
  if (details_.size() > 1) {
    error = make_error(ErrorCode::validation_failed);
  } else {
    const auto& [field, text] = *details_.begin();
    error = make_error(
        missing_.empty() ? ErrorCode::invalid_field_format : ErrorCode::missing_required_field,
        "The " + field + " field " + text
    );
  }
  error.details = details_;
  return error;
}

std::string in_words(const ApiError& error) {
  std::string text = error.message;
  for (const auto& [field, problem] : error.details) {
    text += "; " + field + ": " + problem;
  }
  return text;
}

}  // namespace rkmock::bookings
