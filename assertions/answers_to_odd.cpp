#include "assertions/answers_to_odd.hpp"

#include <algorithm>

#include "assertions/arrivals.hpp"
#include "assertions/effects.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

constexpr int too_many_requests = 429;
constexpr int unavailable = 503;

/// An effect of the event while nothing had come that the receiver may act on.
void look_for_effects(
    const History& history, const Arrivals& arrivals, const WebhookEvent& event, OddAnswers& answers
) {
  for (const auto& hit : history.effects()) {
    const auto& bookings = event.raised->bookings;
    const bool of_it =
        std::any_of(bookings.begin(), bookings.end(), [&](const event::BookingVersion& one) {
          return one.booking_id == hit->key.booking_id &&
                 same_time(one.updated_at, hit->key.updated_at);
        });
    if (of_it && arrivals.known_at(hit) == Known::spoiled) {
      answers.wrong.push_back({hit.seq, "it acted on it: " + describe(*hit.body)});
    }
  }
}

}  // namespace

OddAnswers look_at_odd(
    const History& history,
    bool (*chosen)(const event::AttemptStarted& started, const std::vector<std::string>& kinds),
    bool (*fits)(const event::AttemptStarted& started, int status),
    const std::vector<std::string>& kinds
) {
  OddAnswers answers;
  const Arrivals arrivals(history);
  for (const WebhookEvent& event : history.webhook_events()) {
    bool any = false;
    for (const Delivery& delivery : event.deliveries) {
      for (const Attempt& attempt : delivery.attempts) {
        const event::AttemptStarted& started = *attempt.started.body;
        if (!chosen(started, kinds)) {
          continue;
        }
        any = any || started.spoiled;
        const int status = status_of(attempt);
        if (status == 0 || status == too_many_requests || status == unavailable) {
          ++answers.unknown;
        } else if (fits(started, status)) {
          ++answers.right;
        } else {
          answers.wrong.push_back(
              {attempt.finished->seq, describe(attempt) + " to `" + listed(started.faults) + "`"}
          );
        }
      }
    }
    if (any) {
      look_for_effects(history, arrivals, event, answers);
    }
  }
  return answers;
}

CheckResult judge_odd(
    const OddAnswers& answers, const std::string& what, const std::string& how_to_test
) {
  CheckResult result;
  if (!answers.wrong.empty()) {
    result.verdict = Verdict::fail;
    result.count = answers.wrong.size();
    result.first = answers.wrong.front().words;
    result.worst = answers.wrong.back().words;
    result.message = what + " was answered or treated wrongly; the first: " + result.first;
    for (const OddAnswers::Wrong& wrong : answers.wrong) {
      add_evidence(result, wrong.seq, wrong.words);
    }
  } else if (answers.right == 0) {
    give_up(
        result,
        answers.unknown > 0 ? what + " had no answer that tells anything"
                            : "no " + what + " was sent",
        how_to_test
    );
  } else {
    result.verdict = Verdict::pass;
    result.message = counted(answers.right, "request") + " answered as they should be: " + what;
  }
  return result;
}

}  // namespace rkmock::assertions
