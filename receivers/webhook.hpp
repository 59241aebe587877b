#pragma once
// A webhook's payload as a right receiver reads it. Values; any thread.
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <nlohmann/json.hpp>

#include "rkmock/clock.hpp"

#include "receivers/flaws.hpp"

namespace rkmock::receivers {

enum class Change { create, update, remove };

/// Orders what happened to one booking. Timestamps are whole seconds, so within one second the
/// kind decides: nothing comes before a create or after a delete.
struct Version {
  PayloadTime updated_at;
  Change change = Change::create;
  bool operator==(const Version&) const = default;

  bool operator<(const Version& other) const {
    return std::tie(updated_at, change) < std::tie(other.updated_at, other.change);
  }
};

/// What a webhook says about one booking.
struct News {
  std::string booking_id;  ///< as JSON text: a number, or a string in quotes
  Version version;
  nlohmann::ordered_json booking;  ///< those of its members that are no lists and no objects
};

struct Webhook {
  std::string event_type;
  bool known = false;      ///< an event type this receiver works on
  std::vector<News> news;  ///< one for each booking of a known event
  std::string problem;     ///< why the payload is malformed; empty when it is not
  bool crashed = false;    ///< reading it broke a flawed receiver
};

/// A payload is malformed as a whole when one of its bookings is: doing half of it would leave
/// the other half to nobody. `news` then has the bookings before the one that cannot be read.
[[nodiscard]] Webhook read_webhook(std::string_view body, Flaws flaws = {});

/// `bookings.create` …; empty for anything else.
[[nodiscard]] std::optional<Change> change_of(std::string_view event_type);

/// One booking of a payload; empty when it has no usable id or updated_at.
[[nodiscard]] std::optional<News> read_news(Change change, const nlohmann::ordered_json& booking);

[[nodiscard]] std::string_view event_type_of(Change change);

}  // namespace rkmock::receivers
