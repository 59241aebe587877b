// no_phantom_effect: nothing is done that no webhook, and nothing at the API, asked for.
#include <algorithm>
#include <set>
#include <utility>

#include "assertions/arrivals.hpp"
#include "assertions/checks/descriptors.hpp"
#include "assertions/effects.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"
#include "core/json_pointer.hpp"

namespace rkmock::assertions {

namespace {

struct Findings {
  std::vector<std::pair<Line<event::SinkHit>, std::string>> phantoms;
  std::vector<Line<event::SinkHit>> strangers;  ///< of a booking that the run does not have
  std::size_t unnamed = 0;
  bool kept_back = false;  ///< what is forbidden was not done, although there was occasion
  std::size_t explained = 0;
};

/// As a double has it: what becomes of an id that went through a floating-point number.
bool is_rounded(std::int64_t id, const History& history) {
  return std::any_of(
      history.bookings().begin(),
      history.bookings().end(),
      [id](const auto& booking) {
        return booking.first != id && static_cast<double>(booking.first) == static_cast<double>(id);
      }
  );
}

/// Those that webhooks named which tell of no booking of the run: samples, and what a scenario
/// makes up.
std::set<std::int64_t> bookings_of_raw_webhooks(const History& history) {
  std::set<std::string> raw;
  for (const auto& planned : history.of<event::DeliveryPlanned>()) {
    if (planned->purpose == "raw") {
      raw.insert(planned->delivery);
    }
  }
  std::set<std::int64_t> bookings;
  for (const auto& attempt : history.of<event::AttemptStarted>()) {
    if (!raw.contains(attempt->delivery)) {
      continue;
    }
    const auto body = nlohmann::json::parse(attempt->body, nullptr, /*allow_exceptions=*/false);
    const nlohmann::json* list = value_at(body, "/bookings");
    for (const nlohmann::json& booking :
         list != nullptr && list->is_array() ? *list : nlohmann::json()) {
      const nlohmann::json* id = value_at(booking, "/id");
      if (id != nullptr && id->is_number_integer() && history.bookings().count(*id) == 0) {
        bookings.insert(id->get<std::int64_t>());
      }
    }
  }
  return bookings;
}

bool wanted(const std::string& effect, const std::vector<std::string>& names) {
  return names.empty() || std::find(names.begin(), names.end(), effect) != names.end();
}

/// Effects of which the scenario says that they must not be.
void look_for_forbidden(
    const History& history, const std::vector<std::string>& names, Findings& findings
) {
  for (const EffectRule& rule : declared_effects(history)) {
    if (rule.forbidden.empty() || !wanted(rule.name, names)) {
      continue;
    }
    findings.kept_back =
        findings.kept_back ||
        std::any_of(
            history.webhook_events().begin(),
            history.webhook_events().end(),
            [&](const WebhookEvent& event) {
              return event.first_acknowledgement() != nullptr &&
                     std::find(rule.forbidden.begin(), rule.forbidden.end(), event.raised->type) !=
                         rule.forbidden.end();
            }
        );
    if (rule.always_forbidden()) {
      for (const auto& hit : history.effects(rule.name)) {
        findings.phantoms.emplace_back(hit, "it must never happen");
      }
      continue;
    }
    for (const Cause& cause : attribute(history, rule).causes) {
      for (const auto& hit : cause.forbidden ? cause.effects : decltype(cause.effects)()) {
        findings.phantoms.emplace_back(
            hit, "a " + cause.event->raised->type + " must not cause it"
        );
      }
    }
  }
}

Findings look(const History& history, const std::vector<std::string>& names) {
  Findings findings;
  look_for_forbidden(history, names, findings);
  const std::set<std::uint64_t> forbidden = [&] {
    std::set<std::uint64_t> lines;
    for (const auto& [hit, why] : findings.phantoms) {
      lines.insert(hit.seq);
    }
    return lines;
  }();
  const Arrivals arrivals(history);
  const std::set<std::int64_t> told_raw = bookings_of_raw_webhooks(history);
  for (const auto& hit : history.effects()) {
    if (!wanted(hit->effect, names) || forbidden.contains(hit.seq)) {
      continue;
    }
    if (!hit->key.booking_id) {
      ++findings.unnamed;
      continue;
    }
    if (told_raw.contains(*hit->key.booking_id)) {
      continue;  // whether a sample has effects is the receiver's own affair
    }
    if (history.bookings().count(*hit->key.booking_id) == 0) {
      if (is_rounded(*hit->key.booking_id, history)) {
        findings.phantoms.emplace_back(hit, "its booking's id lost digits");
      } else {
        findings.strangers.push_back(hit);
      }
      continue;
    }
    const Known known = arrivals.known_at(hit);
    if (known == Known::nothing) {
      findings.phantoms.emplace_back(hit, "no webhook of it had arrived whole");
    } else if (known == Known::spoiled) {
      findings.phantoms.emplace_back(hit, "only forged or unreadable webhooks of it had arrived");
    } else {
      ++findings.explained;
    }
  }
  return findings;
}

void say_fail(CheckResult& result, const Findings& findings) {
  result.verdict = Verdict::fail;
  result.count = findings.phantoms.size();
  result.message = counted(result.count, "effect") + " that nothing asked for";
  for (const auto& [hit, why] : findings.phantoms) {
    const std::string words = describe(*hit.body) + ": " + why;
    result.first = result.first.empty() ? words : result.first;
    result.worst = words;
    add_evidence(result, hit.seq, words);
  }
  result.cause =
      "it acts before it has read the whole request or verified the signature, or acts on what it "
      "only guesses";
  result.next_step =
      "read the whole body, verify the signature over its bytes, parse it, and only then act";
}

CheckResult judge(const History& history, const std::string& parameters) {
  const Findings findings = look(history, read_effect_names(parameters));
  CheckResult result;
  if (!findings.phantoms.empty()) {
    say_fail(result, findings);
  } else if (!findings.strangers.empty()) {
    give_up(
        result,
        counted(findings.strangers.size(), "effect") + " of bookings that this run does not have",
        "they may be left over from an earlier run: start with a receiver that owes nothing; else "
        "see where it takes the booking's id from"
    );
    result.first = describe(*findings.strangers.front().body);
    for (const auto& hit : findings.strangers) {
      add_evidence(result, hit.seq, describe(*hit.body));
    }
  } else if (findings.unnamed > 0 || (findings.explained == 0 && !findings.kept_back)) {
    give_up(
        result,
        findings.unnamed > 0 ? counted(findings.unnamed, "effect") + " without a booking"
                             : "no effect arrived",
        "let the receiver send the booking's id downstream, and point the effect's `booking` at it"
    );
  } else {
    result.verdict = Verdict::pass;
    result.message = "every effect was asked for: " + counted(findings.explained, "effect") +
                     (findings.kept_back ? "; nothing was done that must not be" : "");
  }
  return result;
}

/// Only where it could say something for sure.
bool any_effect(const History& history) {
  const Findings findings = look(history, {});
  const auto rules = declared_effects(history);
  const bool asked = std::any_of(rules.begin(), rules.end(), [](const EffectRule& rule) {
    return !rule.forbidden.empty();
  });
  const bool all_explained =
      findings.explained > 0 && findings.unnamed == 0 && findings.strangers.empty();
  return asked || all_explained;
}

}  // namespace

Check no_phantom_effect() {
  return {
      {.name = "no_phantom_effect",
       .summary = "Every effect follows a genuine webhook, or a look at the API.",
       .validate = validate_effect_names,
       .judge = judge},
      any_effect,
      nullptr};
}

}  // namespace rkmock::assertions
