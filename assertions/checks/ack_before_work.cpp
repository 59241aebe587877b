// ack_before_work: a downstream that answers slowly does not slow the receiver's own answer.
#include <algorithm>

#include "assertions/checks/descriptors.hpp"
#include "assertions/effects.hpp"
#include "assertions/evidence.hpp"
#include "assertions/losses.hpp"
#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

struct Waited {
  Attempt attempt;
  Line<event::SinkHit> hit;
  Nanos after{};  ///< from the effect to the answer, or to the end of the sender's patience
};

struct Findings {
  std::vector<Waited> waited;
  std::vector<Waited> unclear;
  std::size_t right = 0;
};

class Look {
 public:
  explicit Look(const History& history) : late_(worst_lateness(history)) {}

  Findings run(const std::vector<Attribution>& attributions) {
    for (const Attribution& attribution : attributions) {
      for (const Cause& cause : attribution.causes) {
        for (const Line<event::SinkHit>& hit : cause.effects) {
          if (hit->delay && *hit->delay > Nanos{}) {
            look_at(*cause.event, hit);
          }
        }
      }
    }
    return std::move(findings_);
  }

 private:
  void look_at(const WebhookEvent& event, const Line<event::SinkHit>& hit) {
    for (const Delivery& delivery : event.deliveries) {
      for (const Attempt& attempt : delivery.attempts) {
        const bool tells = attempt.finished && attempt.started.seq < hit.seq &&
                           !attempt.started->spoiled && !(*attempt.finished)->faulted;
        if (tells) {
          compare(attempt, hit, is_the_only_cause(event, attempt, hit));
        }
      }
    }
  }

  /// No other request for the event had come before the effect, but for such as were refused.
  static bool is_the_only_cause(
      const WebhookEvent& event, const Attempt& attempt, const Line<event::SinkHit>& hit
  ) {
    return std::all_of(
        event.deliveries.begin(),
        event.deliveries.end(),
        [&](const Delivery& delivery) {
          return std::all_of(
              delivery.attempts.begin(),
              delivery.attempts.end(),
              [&](const Attempt& other) {
                const bool refused =
                    other.finished && (*other.finished)->outcome == Outcome::refused;
                return other.started.seq == attempt.started.seq || other.started.seq > hit.seq ||
                       !other.possible() || refused;
              }
          );
        }
    );
  }

  /// Whoever waits for the sink answers no sooner than the sink does.
  void compare(const Attempt& attempt, const Line<event::SinkHit>& hit, bool only_cause) {
    const event::AttemptFinished& finished = *attempt.finished->body;
    const bool answered = finished.phases.headers.has_value();
    if (!answered && !timed_out(finished)) {
      return;
    }
    const Nanos end = answered ? *finished.phases.headers : *finished.phases.finished;
    const Nanos after = elapsed(hit.at, end);
    const Nanos delay = *hit->delay;
    if (answered && after < delay / 2) {
      ++findings_.right;
    } else if (only_cause && after >= delay && elapsed(late_, after) >= delay / 2) {
      findings_.waited.push_back({attempt, hit, after});
    } else if (after > Nanos{}) {
      findings_.unclear.push_back({attempt, hit, after});
    }
  }

  Nanos late_{};
  Findings findings_;
};

std::string in_words(const Waited& waited) {
  return name_of(waited.attempt) + ": " +
         (timed_out(*waited.attempt.finished->body) ? "still silent " : "answered ") +
         format_duration(waited.after) + " after its effect, whose answer took " +
         format_duration(*waited.hit->delay);
}

void prove(CheckResult& result, const std::vector<Waited>& all) {
  for (const Waited& waited : all) {
    add_evidence(result, waited.hit.seq, describe(*waited.hit.body));
    add_evidence(result, waited.attempt.finished->seq, in_words(waited));
  }
}

void say_fail(CheckResult& result, const Findings& findings) {
  const auto& all = findings.waited;
  const auto worst = std::max_element(all.begin(), all.end(), [](const Waited& a, const Waited& b) {
    return a.after < b.after;
  });
  result.verdict = Verdict::fail;
  result.count = all.size();
  result.first = in_words(all.front());
  result.worst = in_words(*worst);
  result.message =
      counted(all.size(), "answer") + " waited for a slow downstream; the first, " + result.first;
  result.cause =
      "the receiver works before it answers: when its provider is slow, the sender's patience ends "
      "and the webhook comes again, while the work is under way";
  result.next_step =
      "store the webhook durably, answer 2xx at once, and call the provider after it";
  prove(result, {*worst});
  prove(result, all);
}

std::vector<Attribution> slow_ones(
    const History& history, const std::string& parameters, std::vector<std::string>& unknown
) {
  const auto names = read_effect_names(parameters);
  auto attributions = attribute_named(history, names, unknown);
  std::erase_if(attributions, [](const Attribution& one) {
    const auto slow = [](const Line<event::SinkHit>& hit) { return hit->delay.has_value(); };
    return !one.rule.delay &&
           std::none_of(one.causes.begin(), one.causes.end(), [&](const Cause& cause) {
             return std::any_of(cause.effects.begin(), cause.effects.end(), slow);
           });
  });
  return attributions;
}

CheckResult judge(const History& history, const std::string& parameters) {
  std::vector<std::string> unknown;
  const auto attributions = slow_ones(history, parameters, unknown);
  const Findings findings = Look(history).run(attributions);
  CheckResult result;
  result.subject = names_of(attributions);
  if (!findings.waited.empty()) {
    say_fail(result, findings);
  } else if (!unknown.empty()) {
    give_up(
        result,
        "the scenario has no effect named " + listed(unknown),
        "name it under `receiver: { effects: ... }`"
    );
  } else if (attributions.empty()) {
    give_up(
        result,
        "no sink is slow, so that nothing shows whether the answer waits for it",
        "let one answer late: `receiver: { effects: { NAME: { delay: 2s } } }`"
    );
  } else if (!findings.unclear.empty()) {
    give_up(
        result,
        "the answer came late, but not clearly because of the downstream; " +
            in_words(findings.unclear.front()),
        "make the sink's `delay` longer, but shorter than the sender's patience; or play it on a "
        "machine that is less busy"
    );
    prove(result, findings.unclear);
  } else if (findings.right == 0) {
    give_up(
        result,
        "no event that was answered had an effect at a slow sink",
        "see what `no_lost_event` says; the effect must name its booking"
    );
  } else {
    result.verdict = Verdict::pass;
    result.message =
        "no answer waited for the slow downstream: " + counted(findings.right, "answer") +
        " came without it";
  }
  return result;
}

bool never(const History& /*history*/) {
  return false;
}

bool shown(const History& history, const std::string& parameters) {
  std::vector<std::string> unknown;
  const auto attributions = slow_ones(history, parameters, unknown);
  return attributions.empty() || find_losses(history, attributions, Probes::latest).losses.empty();
}

}  // namespace

Check ack_before_work() {
  return {
      {.name = "ack_before_work",
       .summary = "A downstream that answers slowly does not slow the receiver's own answer.",
       .validate = validate_effect_names,
       .judge = judge,
       .needs = CheckNeeds::effects,
       .names_effects = true},
      never,
      shown};
}

}  // namespace rkmock::assertions
