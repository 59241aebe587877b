#pragma once
// Fills `{{jane.id}}` and other fields of bookings into the parameters of checks. Pure; any thread.
#include <string>
#include <vector>

#include "rkmock/history.hpp"

namespace rkmock::assertions {

struct Filled {
  std::string parameters;               ///< JSON text
  std::vector<std::string> unresolved;  ///< `{{bob.id}}`: what the history does not have
};

/// By the newest state of the booking of that nickname: `{{jane.id}}`, `{{jane.status}}`,
/// `{{jane.customer.email}}`; `{{jane.name}}` is the nickname. A text that is nothing but one
/// reference becomes the value itself, a number where it is one. `{{booking.id}}` and
/// `{{booking.name}}`, which are filled elsewhere, stay. Text that is no JSON stays as it is.
[[nodiscard]] Filled fill_references(const std::string& parameters, const History& history);

}  // namespace rkmock::assertions
