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

Arrivals::Arrivals(const History& history) {
  for (const WebhookEvent& event : history.webhook_events()) {
    for (const event::BookingVersion& version : event.raised->bookings) {
      of_booking_[version.booking_id].push_back({&event, &version});
    }
  }
  // Whoever asks the API, or books by it, may know of any change before its webhook comes.
  for (const auto& call : history.of<event::ApiRequest>()) {
    if (call->step == 0 && call->status >= 200 && call->status < 300) {
      first_answer_ = call.seq;
      break;
    }
  }
}

/// By booking and version; by booking alone where no version fits.
std::vector<const WebhookEvent*> Arrivals::events_of(const event::SinkHit& hit) const {
  std::vector<const WebhookEvent*> exact;
  std::vector<const WebhookEvent*> any;
  const auto found = of_booking_.find(hit.key.booking_id.value_or(0));
  if (found == of_booking_.end()) {
    return any;
  }
  for (const auto& [event, version] : found->second) {
    any.push_back(event);
    if (same_time(version->updated_at, hit.key.updated_at)) {
      exact.push_back(event);
    }
  }
  return exact.empty() ? any : exact;
}

Known Arrivals::known_at(const Line<event::SinkHit>& hit) const {
  Known known = Known::nothing;
  for (const WebhookEvent* event : events_of(*hit.body)) {
    known = std::max(known, known_from(*event, hit.seq));
  }
  const bool asked = first_answer_ && *first_answer_ < hit.seq;
  return known != Known::from_webhook && asked ? Known::from_api : known;
}

int status_of(const Attempt& attempt) {
  return attempt.finished ? (*attempt.finished)->status : 0;
}

}  // namespace rkmock::assertions
