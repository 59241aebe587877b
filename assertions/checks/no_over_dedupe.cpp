// no_over_dedupe: distinct events of one booking each show their effect, or a newer one does.
#include <algorithm>
#include <optional>

#include "assertions/checks/descriptors.hpp"
#include "assertions/effects.hpp"
#include "assertions/evidence.hpp"
#include "assertions/losses.hpp"
#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

/// An acknowledged event without effect, and what it was probably taken for.
struct Swallowed {
  Loss loss;
  const Cause* taken_for = nullptr;
};

struct Findings {
  std::vector<Swallowed> swallowed;
  std::size_t distinct = 0;  ///< had their effect although another of their booking came before
  std::size_t unattributed = 0;
};

/// Whether the other event came to the receiver before this one was acknowledged.
bool came_before(const WebhookEvent& other, const WebhookEvent& event) {
  const Attempt* first = first_attempt(other);
  const Attempt* acknowledged = event.first_acknowledgement();
  return first != nullptr && acknowledged != nullptr &&
         first->started.seq < acknowledged->finished->seq;
}

bool is_sibling(const Cause& cause, const WebhookEvent& event, std::int64_t booking_id) {
  return cause.event != &event && cause.booking->booking_id == booking_id &&
         came_before(*cause.event, event);
}

/// The newest event of the booking that had its effect and came before. Null when there is none:
/// then nothing shows that it was taken for a duplicate.
const Cause* taken_for(const Attribution& attribution, const Loss& loss) {
  const Cause* found = nullptr;
  for (const Cause& cause : attribution.causes) {
    if (is_sibling(cause, *loss.event, loss.booking->booking_id) && !cause.effects.empty()) {
      found = &cause;
    }
  }
  return found;
}

std::size_t count_distinct(const Attribution& attribution) {
  return static_cast<std::size_t>(std::count_if(
      attribution.causes.begin(),
      attribution.causes.end(),
      [&](const Cause& cause) {
        return !cause.effects.empty() &&
               std::any_of(
                   attribution.causes.begin(),
                   attribution.causes.end(),
                   [&](const Cause& other) {
                     return is_sibling(other, *cause.event, cause.booking->booking_id) &&
                            other.event->first_acknowledgement() != nullptr;
                   }
               );
      }
  ));
}

Findings look(const History& history, const std::vector<Attribution>& attributions, Probes probes) {
  Findings findings;
  if (attributions.empty()) {
    return findings;  // without effects losses are found by the state, which says nothing here
  }
  const Losses losses = find_losses(history, attributions, probes);
  for (const Attribution& attribution : attributions) {
    for (const Loss& loss : losses.losses) {
      const Cause* other =
          loss.effect == attribution.rule.name ? taken_for(attribution, loss) : nullptr;
      if (other != nullptr) {
        findings.swallowed.push_back({loss, other});
      }
    }
    findings.distinct += count_distinct(attribution);
    findings.unattributed += attribution.unattributed.size();
  }
  return findings;
}

std::string in_words(const Swallowed& one) {
  return one.loss.event->raised->event + ": acknowledged, but its " + one.loss.missing +
         " never came, while that of " + one.taken_for->event->raised->event + " did";
}

/// By what the two have in common: that is what the key is made of.
void explain(CheckResult& result, const Swallowed& one) {
  const event::EventRaised& event = *one.loss.event->raised.body;
  const event::EventRaised& other = *one.taken_for->event->raised.body;
  const bool same_version =
      same_time(one.loss.booking->updated_at, one.taken_for->booking->updated_at);
  if (event.type != other.type) {
    result.cause = "an event counts as a duplicate once any event of its booking was seen";
  } else if (same_version) {
    result.cause =
        "two changes within one second have one updated_at, and the second was taken for the first";
  } else {
    result.cause =
        "the dedupe key lacks updated_at: each further event of this type is taken for "
        "the first";
  }
  result.next_step = same_version && event.type == other.type
                         ? "when type, booking and updated_at are equal, compare the content as "
                           "well, or work again"
                         : "let the key hold the event type, the booking's id and updated_at";
}

void prove(CheckResult& result, const std::vector<Swallowed>& swallowed) {
  for (const Swallowed& one : swallowed) {
    add_evidence(
        result, one.taken_for->effects.front().seq, describe(*one.taken_for->effects.front().body)
    );
    add_evidence(result, *one.loss.event->first_acknowledgement());
    add_evidence(
        result,
        one.loss.event->raised.seq,
        one.loss.event->raised->event + " (" + one.loss.event->raised->type + ") was raised"
    );
  }
}

void say_swallowed(CheckResult& result, const History& history, const Findings& findings) {
  const std::string events = counted(findings.swallowed.size(), "event");
  if (findings.swallowed.size() <= findings.unattributed) {
    give_up(
        result,
        events + " may have been taken for duplicates, but no fewer effects name no booking",
        "let the receiver put the booking's id into what it sends downstream, and name the place: "
        "`effects: { NAME: { booking: /booking_id } }`"
    );
  } else if (!came_to_rest(history)) {
    give_up(
        result,
        events + " had no effect of their own yet, but the receiver had not come to rest",
        "give it more time with `receiver: { settle: 20s }`, or stop what keeps it busy"
    );
  } else {
    result.verdict = Verdict::fail;
    result.count = findings.swallowed.size();
    result.first = in_words(findings.swallowed.front());
    result.worst = in_words(findings.swallowed.back());
    result.message = events + " had no effect where another of the booking had: " + result.first;
    explain(result, findings.swallowed.front());
  }
  prove(result, findings.swallowed);
}

CheckResult judge(const History& history, const std::string& parameters) {
  std::vector<std::string> unknown;
  const auto attributions = attribute_named(history, read_effect_names(parameters), unknown);
  const Findings findings = look(history, attributions, Probes::final_only);
  CheckResult result;
  result.subject = names_of(attributions);
  if (!findings.swallowed.empty()) {
    say_swallowed(result, history, findings);
  } else if (!unknown.empty()) {
    give_up(
        result,
        "the scenario has no effect named " + listed(unknown),
        "name it under `receiver: { effects: ... }`"
    );
  } else if (findings.distinct == 0) {
    give_up(
        result,
        "no event had its effect after another of its booking: none could be taken for another",
        "change a booking twice, with `wait: settled` between the changes"
    );
  } else {
    result.verdict = Verdict::pass;
    result.message =
        "distinct events stay distinct: " + counted(findings.distinct, "event") +
        (findings.distinct == 1 ? " that followed another of its booking had its effect"
                                : " that followed another of their booking had their effect");
  }
  return result;
}

/// Only by name: no_lost_event says of each such event that it was lost.
bool never(const History& /*history*/) {
  return false;
}

bool shown(const History& history, const std::string& parameters) {
  std::vector<std::string> unknown;
  const auto attributions = attribute_named(history, read_effect_names(parameters), unknown);
  return look(history, attributions, Probes::latest).swallowed.empty();
}

}  // namespace

Check no_over_dedupe() {
  return {
      {.name = "no_over_dedupe",
       .summary = "Distinct events of one booking each have their effect, or a newer one has.",
       .validate = validate_effect_names,
       .judge = judge,
       .needs = CheckNeeds::effects,
       .names_effects = true},
      never,
      shown};
}

}  // namespace rkmock::assertions
