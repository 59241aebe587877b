// no_lost_event: what the receiver acknowledged, it did; and it acknowledged everything in the end.
#include <algorithm>

#include "assertions/checks/descriptors.hpp"
#include "assertions/effects.hpp"
#include "assertions/evidence.hpp"
#include "assertions/losses.hpp"
#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

std::string name_of_event(const WebhookEvent& event) {
  return event.raised->event + " (" + event.raised->type + ")";
}

std::string in_words(const Loss& loss) {
  const std::string name = loss.event->raised->event;
  return name + ": acknowledged, but " +
         (loss.missing.rfind("effect", 0) == 0
              ? "its " + loss.missing + " never came"
              : "the final state does not show it: " + loss.missing);
}

std::string in_words(const WebhookEvent& event) {
  std::size_t attempts = 0;
  for (const Delivery& delivery : event.deliveries) {
    attempts += delivery.attempts.size();
  }
  const Attempt* last = last_attempt(event);
  return event.raised->event + ": never acknowledged: the sender gave up after " +
         counted(attempts, "attempt") +
         (last != nullptr && last->finished ? ", the last: " + (*last->finished)->reason : "");
}

void prove(CheckResult& result, const History& history, const Losses& findings) {
  constexpr std::size_t most_shown = 2;
  for (std::size_t i = 0; i < findings.losses.size() && i < most_shown; ++i) {
    const Loss& loss = findings.losses[i];
    add_evidence(result, *loss.event->first_acknowledgement());
    if (const auto state = history.final_state(loss.booking->booking_id)) {
      add_evidence(
          result,
          state->seq,
          "the receiver's final state of " + loss.booking->booking + ": " +
              (state->body->status == 0
                   ? state->body->error
                   : std::to_string(state->body->status) + " " + state->body->body.substr(0, 200))
      );
    }
  }
  for (std::size_t i = 0; i < findings.unacknowledged.size() && i < most_shown; ++i) {
    const WebhookEvent& event = *findings.unacknowledged[i];
    add_evidence(result, *first_attempt(event));
    add_evidence(result, *last_attempt(event));
  }
  if (const auto rest = last_rest(history); rest && !findings.losses.empty()) {
    add_evidence(
        result,
        rest->seq,
        (*rest)->reached ? "the receiver had come to rest; nothing more was on its way"
                         : "the receiver was still busy: " + (*rest)->waited_for
    );
  }
  for (const Loss& loss : findings.losses) {
    add_evidence(result, loss.event->raised.seq, name_of_event(*loss.event) + " was raised");
  }
}

/// The likely cause, by what is common to the losses.
void explain_losses(
    CheckResult& result, const Losses& findings, const std::vector<Attribution>& attributions
) {
  const bool nothing_at_all =
      std::none_of(attributions.begin(), attributions.end(), [](const Attribution& a) {
        return a.any_attributed();
      });
  const bool strays =
      std::any_of(attributions.begin(), attributions.end(), [](const Attribution& a) {
        return !a.strays.empty();
      });
  const auto refused_before = [](const Loss& loss) {
    return first_attempt(*loss.event) != nullptr && !first_attempt(*loss.event)->acknowledged();
  };
  if (!attributions.empty() && nothing_at_all && findings.shown == 0) {
    result.cause =
        strays ? "the effects that arrived name other bookings or event types than this run has"
               : "no effect arrived at all: the receiver's downstream may not point at the mock's "
                 "/sink/, or the receiver does no work";
    result.next_step =
        strays ? "look at the bodies at the sink, and at the effect's `booking`, `event_type` and "
                 "`updated_at` in the scenario"
               : "point the receiver's provider URL at the mock's sink, or say `effects: none`";
  } else if (std::any_of(findings.losses.begin(), findings.losses.end(), refused_before)) {
    result.cause =
        "the receiver marks a webhook as seen before its work is done: the first try failed or "
        "was cut off, and the retry was taken for a duplicate";
    result.next_step =
        "store the mark and the work in one transaction, or take the mark back when the work fails";
  } else {
    result.cause =
        "the receiver answered 2xx before its work was safe and then lost it, or took the webhook "
        "for a duplicate or for old news";
    result.next_step =
        "follow the acknowledged event in the receiver's log; its key must hold the event type, "
        "the booking's id and updated_at";
  }
}

void explain_unacknowledged(CheckResult& result, const Losses& findings) {
  const bool unreachable = std::all_of(
      findings.unacknowledged.begin(),
      findings.unacknowledged.end(),
      [](const WebhookEvent* event) { return !event->possibly_received(); }
  );
  result.cause = unreachable
                     ? "the receiver was not reached: nothing listens there, or it does not take "
                       "the request"
                     : "the receiver answers this webhook with an error, or not at all, each time";
  result.next_step =
      unreachable ? "check that the receiver runs and that --receiver names its URL"
                  : "look for this webhook in the receiver's log; the signature's secret and the "
                    "path are the usual suspects when every webhook is refused";
}

/// Effects of the booking that may have been meant for the event, but say something else.
void add_near_misses(
    CheckResult& result, const Loss& loss, const std::vector<Attribution>& attributions
) {
  constexpr std::size_t most = 3;
  for (const Attribution& attribution : attributions) {
    for (const auto& hit : attribution.strays) {
      if (hit->key.booking_id == loss.booking->booking_id && result.near_misses.size() < most) {
        result.near_misses.push_back(
            "#" + std::to_string(hit.seq) + " " + describe(*hit.body) + ": no event of this run"
        );
      }
    }
    for (const auto& hit : attribution.unattributed) {
      if (result.near_misses.size() < most) {
        result.near_misses.push_back("#" + std::to_string(hit.seq) + " " + describe(*hit.body));
      }
    }
  }
}

void say_pass(CheckResult& result, const Losses& findings, bool by_effects) {
  result.verdict = Verdict::pass;
  result.message = "every acknowledged event is accounted for: " + std::to_string(findings.shown) +
                   (by_effects ? (findings.shown == 1 ? " with its effect" : " with their effect")
                               : " in the receiver's final state");
  if (findings.superseded > 0) {
    result.message += ", " + std::to_string(findings.superseded) + " made obsolete by a newer one";
  }
  if (findings.drops > 0) {
    result.message += "; " + std::to_string(findings.drops) + " never sent on purpose";
  }
}

void say_fail(
    CheckResult& result,
    const History& history,
    const Losses& findings,
    const std::vector<Attribution>& attributions
) {
  result.verdict = Verdict::fail;
  result.count = findings.losses.size() + findings.unacknowledged.size();
  if (!findings.losses.empty()) {
    result.message =
        counted(findings.losses.size(), "acknowledged event") + " left no trace in the receiver";
    result.first = in_words(findings.losses.front());
    explain_losses(result, findings, attributions);
    add_near_misses(result, findings.losses.front(), attributions);
  }
  if (!findings.unacknowledged.empty()) {
    const std::string never = counted(findings.unacknowledged.size(), "event") +
                              (findings.unacknowledged.size() == 1 ? " was" : " were") +
                              " never acknowledged";
    result.message += (result.message.empty() ? "" : "; ") + never + ": the sender gave up";
    if (findings.losses.empty()) {
      result.first = in_words(*findings.unacknowledged.front());
      explain_unacknowledged(result, findings);
    }
  }
  result.worst = result.first;
  prove(result, history, findings);
}

std::size_t unattributed(const std::vector<Attribution>& attributions) {
  std::size_t count = 0;
  for (const Attribution& attribution : attributions) {
    count += attribution.unattributed.size();
  }
  return count;
}

/// What keeps a loss from being proven. Whether there is such a thing.
bool excuse(
    CheckResult& result,
    const History& history,
    const Losses& findings,
    const std::vector<Attribution>& attributions
) {
  if (!findings.unacknowledged.empty() && history.complete()) {
    return false;
  }
  if (!findings.unacknowledged.empty()) {
    give_up(
        result,
        "the run ended before " + counted(findings.unacknowledged.size(), "event") +
            " could be delivered again until acknowledged",
        "play the scenario to its end"
    );
  } else if (findings.losses.size() <= unattributed(attributions)) {
    give_up(
        result,
        counted(findings.losses.size(), "effect") +
            " may be missing, but no fewer effects name no booking",
        "let the receiver put the booking's id into what it sends downstream, and name the place: "
        "`effects: { NAME: { booking: /booking_id } }`"
    );
  } else if (!came_to_rest(history)) {
    give_up(
        result,
        counted(findings.losses.size(), "acknowledged event") +
            " had no effect yet, but the receiver had not come to rest",
        "give it more time with `receiver: { settle: 20s }`, or stop what keeps it busy"
    );
  } else {
    return false;
  }
  prove(result, history, findings);
  return true;
}

/// What only may happen cannot be missed.
std::vector<Attribution> required_of(std::vector<Attribution> attributions) {
  std::erase_if(attributions, [](const Attribution& one) { return !one.rule.required; });
  return attributions;
}

CheckResult judge(const History& history, const std::string& parameters) {
  const auto names = read_effect_names(parameters);
  std::vector<std::string> unknown;
  const auto attributions = required_of(attribute_named(history, names, unknown));
  const Losses findings = find_losses(history, attributions, Probes::final_only);
  CheckResult result;
  result.subject = names_of(attributions);
  if (!unknown.empty()) {
    give_up(
        result,
        "the scenario has no effect named " + listed(unknown),
        "name it under `receiver: { effects: ... }`"
    );
  } else if (!findings.losses.empty() || !findings.unacknowledged.empty()) {
    if (!excuse(result, history, findings, attributions)) {
      say_fail(result, history, findings, attributions);
    }
  } else if (attributions.empty() && !has_state_probe(history)) {
    give_up(
        result,
        "there is no way to see what the receiver did: it has neither effects nor a state probe",
        "give the scenario `receiver: { effects: ... }` or `receiver: { state: ... }`"
    );
  } else if (findings.unknown > 0) {
    give_up(
        result,
        "the receiver's state could not be read for " + counted(findings.unknown, "event"),
        "see what `converges` says of the state endpoint"
    );
  } else if (!findings.unsent.empty()) {
    give_up(
        result,
        counted(findings.unsent.size(), "event") +
            " left unsent, the first: " + name_of_event(*findings.unsent.front()),
        "release what is held, and let the subscription take the event's type"
    );
  } else if (findings.shown + findings.superseded == 0) {
    give_up(
        result,
        "nothing was acknowledged that must have an effect",
        "let the scenario change a booking, and see the effect's `on`"
    );
  } else {
    say_pass(result, findings, !attributions.empty());
  }
  return result;
}

bool possible(const History& history) {
  const auto rules = declared_effects(history);
  const bool any_required =
      std::any_of(rules.begin(), rules.end(), [](const EffectRule& rule) { return rule.required; });
  return any_required || has_state_probe(history);
}

bool shown(const History& history, const std::string& parameters) {
  const auto names = read_effect_names(parameters);
  std::vector<std::string> unknown;
  const auto attributions = required_of(attribute_named(history, names, unknown));
  return find_losses(history, attributions, Probes::latest).losses.empty();
}

}  // namespace

bool has_state_probe(const History& history) {
  const event::RunStarted* run = history.run();
  return run != nullptr ? run->has_state_probe : !history.of<event::StateProbed>().empty();
}

Check no_lost_event() {
  return {
      {.name = "no_lost_event",
       .summary = "Every event is acknowledged in the end, and every acknowledged event has its "
                  "effect.",
       .validate = validate_effect_names,
       .judge = judge,
       .names_effects = true},
      possible,
      shown};
}

}  // namespace rkmock::assertions
