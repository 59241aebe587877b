#include "assertions/arrivals.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "assertions/effects.hpp"

namespace rkmock::assertions {

namespace {

constexpr std::array<std::pair<std::string_view, Spoil>, 12> spoils = {{
    {"signature_age", Spoil::stale},
    {"signature_lead", Spoil::stale},
    {"signature", Spoil::forged},
    {"truncated", Spoil::malformed},
    {"not_json", Spoil::malformed},
    {"top_level_array", Spoil::malformed},
    {"bare_booking", Spoil::malformed},
    {"short_body", Spoil::malformed},
    {"unknown_event_type", Spoil::tolerable},
    {"empty_bookings", Spoil::tolerable},
    {"missing_field", Spoil::other},
    {"null_field", Spoil::other},
}};

/// `signature wrong` → signature
std::string_view first_word(std::string_view text) {
  return text.substr(0, text.find(' '));
}

bool carries(const WebhookEvent& event, const event::SinkHit& hit, bool by_version) {
  const auto& bookings = event.raised->bookings;
  return std::any_of(bookings.begin(), bookings.end(), [&](const event::BookingVersion& one) {
    return one.booking_id == hit.key.booking_id &&
           (!by_version || same_time(one.updated_at, hit.key.updated_at));
  });
}

std::vector<const WebhookEvent*> events_of(const History& history, const event::SinkHit& hit) {
  std::vector<const WebhookEvent*> events;
  for (const bool by_version : {true, false}) {
    for (const WebhookEvent& event : history.webhook_events()) {
      if (carries(event, hit, by_version)) {
        events.push_back(&event);
      }
    }
    if (!events.empty()) {
      break;
    }
  }
  return events;
}

Known known_from(const WebhookEvent& event, std::uint64_t before) {
  Known known = Known::nothing;
  for (const Delivery& delivery : event.deliveries) {
    for (const Attempt& attempt : delivery.attempts) {
      if (attempt.started.seq > before || !attempt.possible()) {
        continue;
      }
      const Spoil spoil = spoil_of(*attempt.started.body);
      if (spoil == Spoil::none || spoil == Spoil::stale || spoil == Spoil::other) {
        return Known::from_webhook;
      }
      known = Known::spoiled;
    }
  }
  return known;
}

/// Whoever asks the API, or books by it, may know of any change before its webhook comes.
bool asked_api(const History& history, std::uint64_t before) {
  const auto calls = history.of<event::ApiRequest>();
  return std::any_of(calls.begin(), calls.end(), [&](const auto& call) {
    return call.seq < before && call->step == 0 && call->status >= 200 && call->status < 300;
  });
}

}  // namespace

Spoil spoil_of(const event::AttemptStarted& started) {
  if (!started.spoiled) {
    return Spoil::none;
  }
  // A forged request is forged whatever else it is; what may be acted on is never held against
  // the receiver.
  Spoil spoil = Spoil::other;
  for (const std::string& fault : started.faults) {
    for (const auto& [word, kind] : spoils) {
      if (first_word(fault) == word && (spoil == Spoil::other || kind == Spoil::forged)) {
        spoil = kind;
      }
    }
  }
  return spoil;
}

std::string_view to_string(Spoil spoil) {
  static constexpr std::array<std::string_view, 6> words = {
      "plain", "forged", "stale", "malformed", "tolerable", "other"};
  return words.at(static_cast<std::size_t>(spoil));
}

Known known_at(const History& history, const Line<event::SinkHit>& hit) {
  Known known = Known::nothing;
  for (const WebhookEvent* event : events_of(history, *hit.body)) {
    known = std::max(known, known_from(*event, hit.seq));
  }
  return known != Known::from_webhook && asked_api(history, hit.seq) ? Known::from_api : known;
}

int status_of(const Attempt& attempt) {
  return attempt.finished ? (*attempt.finished)->status : 0;
}

}  // namespace rkmock::assertions
