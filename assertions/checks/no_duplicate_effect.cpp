// no_duplicate_effect: each event has an effect at most once, however often it is delivered.
#include <algorithm>
#include <utility>

#include "assertions/checks/descriptors.hpp"
#include "assertions/effects.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

/// More than one effect where there may be one.
struct Duplicate {
  Cause cause;  ///< the first of them, with the effects of all
  std::string effect;
  OncePer once_per = OncePer::event;
};

std::vector<Attempt> attempts_of(const WebhookEvent& event) {
  std::vector<Attempt> attempts;
  for (const Delivery& delivery : event.deliveries) {
    attempts.insert(attempts.end(), delivery.attempts.begin(), delivery.attempts.end());
  }
  std::sort(attempts.begin(), attempts.end(), [](const Attempt& a, const Attempt& b) {
    return a.started.seq < b.started.seq;
  });
  return attempts;
}

/// How the receiver met the event: what explains a second effect best.
enum class Story { raced, ack_lost, error_after_work, repeated, once };

/// For how long both were with the receiver; zero when they were not.
Nanos overlap(const Attempt& a, const Attempt& b) {
  if (!a.finished || !b.finished) {
    return {};
  }
  const Phases& one = (*a.finished)->phases;
  const Phases& other = (*b.finished)->phases;
  if (!one.write_started || !other.write_started || !one.finished || !other.finished) {
    return {};
  }
  return elapsed(
      std::max(*one.write_started, *other.write_started), std::min(*one.finished, *other.finished)
  );
}

Nanos longest_overlap(const WebhookEvent& event) {
  const std::vector<Attempt> attempts = attempts_of(event);
  Nanos longest{};
  for (std::size_t i = 1; i < attempts.size(); ++i) {
    longest = std::max(longest, overlap(attempts[i - 1], attempts[i]));
  }
  return longest;
}

Story story_of(const WebhookEvent& event) {
  if (longest_overlap(event) > Nanos{}) {
    return Story::raced;
  }
  const std::vector<Attempt> attempts = attempts_of(event);
  Story story = attempts.size() > 1 ? Story::repeated : Story::once;
  for (std::size_t i = 0; i < attempts.size(); ++i) {
    if (!attempts[i].finished || i + 1 == attempts.size()) {
      continue;
    }
    const Outcome outcome = (*attempts[i].finished)->outcome;
    if (outcome == Outcome::unknown) {
      story = Story::ack_lost;
    } else if (outcome == Outcome::refused && story == Story::repeated) {
      story = Story::error_after_work;
    }
  }
  return story;
}

void explain(CheckResult& result, const WebhookEvent& event) {
  switch (story_of(event)) {
    case Story::raced:
      result.cause =
          "check-then-act: two requests for one event were in progress at the same time for " +
          format_duration(longest_overlap(event)) +
          ", both asked \"have I seen this?\", and both were told no";
      result.next_step =
          "let the database decide: a unique key over event type, booking id and updated_at, "
          "inserted in the transaction that does the work";
      break;
    case Story::ack_lost:
      result.cause =
          "the work was done, but its answer never arrived; the retry was taken for a new event";
      result.next_step =
          "remember the event's key in the same transaction as the work, and answer a known one "
          "2xx";
      break;
    case Story::error_after_work:
      result.cause =
          "the receiver had the effect and then answered with an error, which brings a retry";
      result.next_step =
          "do the effect last or in an outbox, so that an error afterwards cannot ask for it again";
      break;
    case Story::repeated:
      result.cause =
          "there is no dedupe, it forgot, or its key holds something that differs between "
          "deliveries";
      result.next_step =
          "key on event type, booking id and updated_at (not on headers or time of arrival), and "
          "store the key durably";
      break;
    case Story::once:
      result.cause = "the webhook came once: the receiver itself has its effect twice";
      result.next_step = "look for two handlers of one event, or a retry inside the receiver";
      break;
  }
}

void explain(CheckResult& result, const Duplicate& duplicate) {
  if (duplicate.once_per == OncePer::event) {
    explain(result, *duplicate.cause.event);
    return;
  }
  result.cause = "it takes each event of the booking for a reason of its own";
  result.next_step =
      "remember with the booking that it had this effect, in the transaction that does the work; "
      "if it may come again, say `once_per: event`";
}

/// `booking 42 (jane) had the effect `email` 2 times for one bookings.create`
std::string in_words(const Duplicate& duplicate) {
  const Cause& cause = duplicate.cause;
  return "booking " + std::to_string(cause.booking->booking_id) + " (" + cause.booking->booking +
         ") had the effect `" + duplicate.effect + "` " + std::to_string(cause.effects.size()) +
         " times for one " +
         (duplicate.once_per == OncePer::event
              ? cause.event->raised->type + " (" + cause.event->raised->event + ")"
              : "booking");
}

void prove(CheckResult& result, const Duplicate& duplicate) {
  constexpr std::size_t most_effects = 4;
  const auto& effects = duplicate.cause.effects;
  for (std::size_t i = 0; i < effects.size() && i < most_effects; ++i) {
    add_evidence(
        result,
        effects[i].seq,
        "effect " + std::to_string(i + 1) + ": " + describe(*effects[i].body)
    );
  }
  for (const Attempt& attempt : attempts_of(*duplicate.cause.event)) {
    add_evidence(result, attempt);
  }
}

/// As the rule counts: what may have one effect.
std::vector<Cause> units_of(const Attribution& attribution) {
  if (attribution.rule.once_per == OncePer::none) {
    return {};
  }
  if (attribution.rule.once_per == OncePer::event) {
    return attribution.causes;
  }
  std::vector<Cause> bookings;
  for (const Cause& cause : attribution.causes) {
    const auto same = std::find_if(bookings.begin(), bookings.end(), [&](const Cause& other) {
      return other.booking->booking_id == cause.booking->booking_id;
    });
    if (same == bookings.end()) {
      bookings.push_back(cause);
    } else {
      same->effects.insert(same->effects.end(), cause.effects.begin(), cause.effects.end());
    }
  }
  return bookings;
}

std::vector<Duplicate> find_duplicates(const std::vector<Attribution>& attributions) {
  std::vector<Duplicate> found;
  for (const Attribution& attribution : attributions) {
    for (Cause& cause : units_of(attribution)) {
      if (cause.effects.size() > 1) {
        found.push_back({std::move(cause), attribution.rule.name, attribution.rule.once_per});
      }
    }
  }
  return found;
}

/// Why nothing can be said of an effect. Empty when there is evidence, or nothing to judge.
std::string missing_evidence(const Attribution& attribution) {
  if (!attribution.unattributed.empty()) {
    return counted(attribution.unattributed.size(), "effect") + " `" + attribution.rule.name +
           "` named no booking at " + attribution.rule.booking;
  }
  const bool acknowledged =
      std::any_of(attribution.causes.begin(), attribution.causes.end(), [](const Cause& cause) {
        return cause.required && cause.event->first_acknowledgement() != nullptr;
      });
  if (acknowledged && !attribution.any_attributed()) {
    return "no effect `" + attribution.rule.name + "` of any of the run's events arrived at " +
           attribution.rule.path +
           (attribution.strays.empty() ? ""
                                       : " (" + std::to_string(attribution.strays.size()) +
                                             " arrived that fit no event of this run)");
  }
  return {};
}

bool concerned(const Attribution& attribution) {
  return !attribution.unattributed.empty() ||
         std::any_of(attribution.causes.begin(), attribution.causes.end(), [](const Cause& cause) {
           return !cause.effects.empty() ||
                  (cause.required && cause.event->first_acknowledgement() != nullptr);
         });
}

void say_fail(CheckResult& result, const std::vector<Duplicate>& duplicates) {
  result.verdict = Verdict::fail;
  for (const Duplicate& duplicate : duplicates) {
    result.count += duplicate.cause.effects.size() - 1;
  }
  const auto& worst = *std::max_element(
      duplicates.begin(),
      duplicates.end(),
      [](const Duplicate& a, const Duplicate& b) {
        return a.cause.effects.size() < b.cause.effects.size();
      }
  );
  result.first = in_words(duplicates.front());
  result.worst = in_words(worst);
  result.message = duplicates.size() == 1 ? in_words(worst)
                                          : counted(result.count, "effect") + " too many, for " +
                                                std::to_string(duplicates.size()) +
                                                " causes; the worst: " + in_words(worst);
  explain(result, worst);
  prove(result, worst);
}

/// Nothing is doubled: is that because there was something to see?
void say_no_duplicates(CheckResult& result, const std::vector<Attribution>& attributions) {
  std::size_t effects = 0;
  std::size_t events = 0;
  for (const Attribution& attribution : attributions) {
    const std::string missing = missing_evidence(attribution);
    if (!missing.empty()) {
      const bool no_name = !attribution.unattributed.empty();
      give_up(
          result,
          missing,
          no_name ? "let the receiver put the booking's id into what it sends downstream, and say "
                    "where it is: `effects: { " +
                        attribution.rule.name + ": { booking: /path/to/id } }`"
                  : "point the receiver's downstream (mail, CRM) at the mock's " +
                        attribution.rule.path + ", or say `effects: none`"
      );
      for (const auto& hit : no_name ? attribution.unattributed : attribution.strays) {
        add_evidence(result, hit.seq, describe(*hit.body) + ": " + hit->body.substr(0, 200));
      }
      return;
    }
    for (const Cause& cause : attribution.causes) {
      effects += cause.effects.size();
      events += cause.effects.empty() ? 0 : 1;
    }
  }
  if (effects == 0) {
    give_up(
        result,
        "no event was acknowledged that has an effect: nothing could be doubled",
        "let the scenario change a booking, and see that the receiver acknowledges webhooks"
    );
    return;
  }
  result.verdict = Verdict::pass;
  result.message = (events == 1 ? "1 event" : "each of " + std::to_string(events) + " events") +
                   " had its effect once";
}

CheckResult judge(const History& history, const std::string& parameters) {
  const auto names = read_effect_names(parameters);
  std::vector<std::string> unknown;
  std::vector<Attribution> attributions = attribute_named(history, names, unknown);
  if (names.empty()) {
    std::erase_if(attributions, [](const Attribution& a) { return !concerned(a); });
  }
  CheckResult result;
  result.subject = names_of(attributions);
  const std::vector<Duplicate> duplicates = find_duplicates(attributions);
  if (!duplicates.empty()) {
    say_fail(result, duplicates);
  } else if (!unknown.empty()) {
    give_up(
        result,
        "the scenario has no effect named " + listed(unknown),
        "name it under `receiver: { effects: ... }`"
    );
  } else if (declared_effects(history).empty()) {
    give_up(
        result,
        "there is no way to see the receiver's effects: the scenario names none",
        "let the mock play a provider of the receiver: `receiver: { effects: ... }`"
    );
  } else {
    say_no_duplicates(result, attributions);
  }
  return result;
}

/// Where an effect must come, or did: what only may happen proves nothing by its absence.
bool possible(const History& history) {
  const auto rules = declared_effects(history);
  return std::any_of(rules.begin(), rules.end(), [&](const EffectRule& rule) {
    return rule.once_per != OncePer::none && (rule.required || !history.effects(rule.name).empty());
  });
}

}  // namespace

Check no_duplicate_effect() {
  return {
      {.name = "no_duplicate_effect",
       .summary = "Each event has an effect at most once, however often it is delivered.",
       .validate = validate_effect_names,
       .judge = judge,
       .needs = CheckNeeds::effects,
       .names_effects = true},
      possible,
      nullptr};
}

}  // namespace rkmock::assertions
