#include "assertions/effects.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "assertions/parameters.hpp"
#include "core/json_pointer.hpp"
#include "core/words.hpp"

namespace rkmock::assertions {

namespace {

/// The event type a hit names; empty when it names none that ReserveKit has. A receiver may use
/// words of its own there.
std::string named_type(const event::SinkHit& hit) {
  static constexpr std::array<std::string_view, 3> types = {
      "bookings.create", "bookings.update", "bookings.delete"};
  const bool known =
      std::find(types.begin(), types.end(), std::string_view(hit.key.event_type)) != types.end();
  return known ? hit.key.event_type : "";
}

using Messages = std::map<std::pair<std::int64_t, int>, std::string>;

/// By booking and version.
Messages messages_of(const History& history) {
  Messages messages;
  for (const auto& change : history.of<event::BookingChanged>()) {
    const auto state = nlohmann::json::parse(change->state, nullptr, /*allow_exceptions=*/false);
    const nlohmann::json* message = value_at(state, "/message");
    if (message != nullptr && message->is_string()) {
      messages[{change->booking_id, change->version}] = *message;
    }
  }
  return messages;
}

/// Keeps what fits, or all when nothing does.
template <class Fits>
void keep_if_any(std::vector<Cause*>& causes, const Fits& fits) {
  if (std::any_of(causes.begin(), causes.end(), fits)) {
    std::erase_if(causes, [&](const Cause* cause) { return !fits(cause); });
  }
}

class Attributor {
 public:
  Attributor(const History& history, const EffectRule& rule) {
    result_.rule = rule;
    const Messages messages = rule.marker.empty() ? Messages() : messages_of(history);
    for (const WebhookEvent& event : history.webhook_events()) {
      const std::string& type = event.raised->type;
      for (const event::BookingVersion& booking : event.raised->bookings) {
        Cause cause;
        cause.event = &event;
        cause.booking = &booking;
        cause.forbidden = contains(rule.forbidden, type);
        cause.due = !cause.forbidden && (rule.on.empty() || contains(rule.on, type));
        cause.required = cause.due && rule.required;
        const auto message = messages.find({booking.booking_id, booking.version});
        cause.message = message == messages.end() ? "" : message->second;
        of_booking_[booking.booking_id].push_back(result_.causes.size());
        result_.causes.push_back(std::move(cause));
      }
    }
  }

  Attribution attribute(const std::vector<Line<event::SinkHit>>& hits) {
    std::vector<Line<event::SinkHit>> typed;
    std::vector<Line<event::SinkHit>> untyped;
    for (const Line<event::SinkHit>& hit : hits) {
      if (Cause* cause = exact(hit)) {
        cause->effects.push_back(hit);
      } else if (!hit->key.booking_id) {
        result_.unattributed.push_back(hit);
      } else {
        (named_type(*hit.body).empty() ? untyped : typed).push_back(hit);
      }
    }
    // What names more has the first choice.
    for (const Line<event::SinkHit>& hit : typed) {
      count(hit);
    }
    for (const Line<event::SinkHit>& hit : untyped) {
      count(hit);
    }
    return std::move(result_);
  }

 private:
  /// Those of the booking that it names; of a request that names none, all.
  [[nodiscard]] std::vector<Cause*> of_booking(const event::SinkHit& hit) {
    std::vector<Cause*> causes;
    if (!hit.key.booking_id) {
      for (Cause& cause : result_.causes) {
        causes.push_back(&cause);
      }
      return causes;
    }
    const auto found = of_booking_.find(*hit.key.booking_id);
    if (found != of_booking_.end()) {
      for (const std::size_t index : found->second) {
        causes.push_back(&result_.causes[index]);
      }
    }
    return causes;
  }

  /// The event of this version. Another event type than ReserveKit's does not matter: a receiver
  /// may have words of its own. Where several changes fell into one second, the oldest of them
  /// that was raised before and has no effect yet; when all have, it is one more of the newest.
  Cause* exact(const Line<event::SinkHit>& hit) {
    std::vector<Cause*> causes = named_by(*hit.body);
    keep_if_any(causes, [&](const Cause* cause) {
      return hit->key.event_type == cause->event->raised->type;
    });
    keep_if_any(causes, [&](const Cause* cause) { return cause->event->raised.seq < hit.seq; });
    if (causes.empty()) {
      return nullptr;
    }
    const auto free = std::find_if(causes.begin(), causes.end(), [](const Cause* cause) {
      return cause->effects.empty();
    });
    return free != causes.end() ? *free : causes.back();
  }

  /// Those whose version it names or, when it names none, whose message it quotes. A longer
  /// message says more: `window seat` is in `no window seat` too.
  std::vector<Cause*> named_by(const event::SinkHit& hit) {
    const EffectKey& key = hit.key;
    const bool by_version = key.booking_id && !key.updated_at.empty();
    if (!by_version && key.marker.empty()) {
      return {};
    }
    std::vector<Cause*> causes = of_booking(hit);
    if (by_version) {
      std::erase_if(causes, [&](const Cause* cause) {
        return !same_time(cause->booking->updated_at, key.updated_at);
      });
      return causes;
    }
    std::size_t longest = 0;
    std::erase_if(causes, [&](const Cause* cause) {
      const bool quoted =
          !cause->message.empty() && key.marker.find(cause->message) != std::string::npos;
      longest = std::max(longest, quoted ? cause->message.size() : 0);
      return !quoted;
    });
    std::erase_if(causes, [&](const Cause* cause) { return cause->message.size() < longest; });
    return causes;
  }

  /// To the newest event raised before it that has no effect yet; when all have, it is one more
  /// of the newest.
  void count(const Line<event::SinkHit>& hit) {
    const std::string type = named_type(*hit.body);
    std::vector<Cause*> fitting = of_booking(*hit.body);
    std::erase_if(fitting, [&](const Cause* cause) {
      const bool fits = type.empty() ? cause->due : type == cause->event->raised->type;
      return !fits || cause->event->raised.seq > hit.seq;
    });
    if (fitting.empty()) {
      result_.strays.push_back(hit);
      return;
    }
    const auto free = std::find_if(fitting.rbegin(), fitting.rend(), [](const Cause* cause) {
      return cause->effects.empty();
    });
    (free != fitting.rend() ? *free : fitting.back())->effects.push_back(hit);
  }

  Attribution result_;
  std::map<std::int64_t, std::vector<std::size_t>> of_booking_;
};

}  // namespace

bool Attribution::any_attributed() const {
  return std::any_of(causes.begin(), causes.end(), [](const Cause& cause) {
    return !cause.effects.empty();
  });
}

Attribution attribute(const History& history, const EffectRule& rule) {
  return Attributor(history, rule).attribute(history.effects(rule.name));
}

std::vector<EffectRule> declared_effects(const History& history) {
  if (const event::RunStarted* run = history.run()) {
    return run->effects;
  }
  std::vector<EffectRule> seen;
  for (const Line<event::SinkHit>& hit : history.effects()) {
    const bool known = std::any_of(seen.begin(), seen.end(), [&](const EffectRule& rule) {
      return rule.name == hit->effect;
    });
    if (!known) {
      seen.emplace_back();
      seen.back().name = hit->effect;
      seen.back().path = hit->path;
    }
  }
  return seen;
}

std::vector<Attribution> attribute_named(
    const History& history, const std::vector<std::string>& names, std::vector<std::string>& unknown
) {
  unknown = names;
  std::vector<Attribution> attributions;
  for (const EffectRule& rule : declared_effects(history)) {
    if (names.empty() || contains(names, rule.name)) {
      attributions.push_back(attribute(history, rule));
      std::erase(unknown, rule.name);
    }
  }
  return attributions;
}

std::string names_of(const std::vector<Attribution>& attributions) {
  std::vector<std::string> names;
  names.reserve(attributions.size());
  for (const Attribution& attribution : attributions) {
    names.push_back(attribution.rule.name);
  }
  return listed(names);
}

std::string describe(const event::SinkHit& hit) {
  std::string text = "effect at " + hit.path;
  if (!hit.key.booking_id) {
    return text + " that names no booking";
  }
  text += " for booking " + std::to_string(*hit.key.booking_id);
  for (const std::string& part : {hit.key.event_type, hit.key.updated_at}) {
    text += part.empty() ? "" : ", " + part;
  }
  return text;
}

bool same_time(const std::string& a, const std::string& b) {
  const auto left = parse_rfc3339(a);
  const auto right = parse_rfc3339(b);
  return left && right ? *left == *right : a == b;
}

}  // namespace rkmock::assertions
