#include "mockserver/bookings/model.hpp"

namespace rkmock::bookings {

std::string_view to_string(Status status) {
  switch (status) {
    case Status::pending:
      return "pending";
    case Status::confirmed:
      return "confirmed";
    case Status::cancelled:
      break;
  }
  return "cancelled";
}

std::string_view to_string(BookingChange::Kind kind) {
  switch (kind) {
    case BookingChange::Kind::create:
      return "create";
    case BookingChange::Kind::update:
      return "update";
    case BookingChange::Kind::cancel:
      return "cancel";
    case BookingChange::Kind::remove:
      break;
  }
  return "delete";
}

std::optional<Status> parse_status(std::string_view text) {
  for (const Status status : {Status::pending, Status::confirmed, Status::cancelled}) {
    if (to_string(status) == text) {
      return status;
    }
  }
  return std::nullopt;
}

}  // namespace rkmock::bookings
