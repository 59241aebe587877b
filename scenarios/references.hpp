#pragma once
// What `{{…}}` may name in a scenario, checked before anything is played. Pure; any thread.
#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/reader.hpp"

namespace rkmock::scenarios {

/// What is known at a point of the story.
struct ReferenceScope {
  std::vector<std::string> bookings;  ///< nicknames
  std::vector<std::string> saved;     ///< by calls
  /// Of a check: it is judged from the journal, where only bookings have their values.
  bool bookings_only = false;
};

/// What is wrong with the references of a text; empty when nothing.
[[nodiscard]] std::vector<Problem> check_references(
    const std::string& text, const ReferenceScope& scope
);

/// The same for the URL of the state probe, which is asked for every booking: it has
/// `{{booking.id}}` and `{{booking.name}}`, and needs one of them.
[[nodiscard]] std::vector<Problem> check_probe_references(const std::string& url);

/// Requires: check_probe_references(url) is empty. Names are percent-encoded.
[[nodiscard]] std::string fill_probe(
    const std::string& url, std::int64_t booking_id, const std::string& booking
);

}  // namespace rkmock::scenarios
