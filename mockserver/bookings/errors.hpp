#pragma once
// The errors of the ReserveKit API, one table. Values; any thread.
// Source: the vendor's error handling page, as gathered in docs/reservekit-contract.md.
#include <map>
#include <string>

namespace rkmock::bookings {

struct ApiError {
  int status = 400;
  std::string code;  ///< `booking_not_found`; empty where the vendor gives none
  std::string message;
  std::map<std::string, std::string> details;  ///< field → message, all bad fields at once
  bool operator==(const ApiError&) const = default;
};

}  // namespace rkmock::bookings
