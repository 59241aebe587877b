#include "assertions/advice.hpp"

#include <algorithm>
#include <utility>

#include "assertions/arrivals.hpp"
#include "assertions/effects.hpp"
#include "assertions/evidence.hpp"
#include "assertions/losses.hpp"
#include "assertions/timing.hpp"
#include "core/url.hpp"

namespace rkmock::assertions {

namespace {

/// What one practice comes to.
struct Look {
  Seen seen = Seen::not_seen;
  std::string note;
};

Look look_at_https(const History& history) {
  const auto url = history.run() == nullptr ? std::nullopt : parse_url(history.run()->receiver);
  if (!url) {
    return {Seen::not_seen, "the journal names no receiver"};
  }
  return url->scheme == "https"
             ? Look{Seen::followed, "the receiver's URL is https"}
             : Look{Seen::not_seen, "plain http here; what is reachable from outside needs https"};
}

/// Letters and digits mixed, as nobody guesses them.
bool is_random(std::string_view segment) {
  constexpr std::size_t shortest = 16;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool any_digit = std::any_of(segment.begin(), segment.end(), is_digit);
  const bool all_digits = std::all_of(segment.begin(), segment.end(), is_digit);
  return segment.size() >= shortest && any_digit && !all_digits;
}

Look look_at_path(const History& history) {
  const auto url = history.run() == nullptr ? std::nullopt : parse_url(history.run()->receiver);
  if (!url) {
    return {Seen::not_seen, "the journal names no receiver"};
  }
  std::string_view rest = url->target;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of("/?&="), rest.size());
    if (is_random(rest.substr(0, end))) {
      return {Seen::followed, "the receiver's path has a part that nobody guesses"};
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {
      Seen::not_seen,
      "the path is easy to guess here; ReserveKit advises a random part in it: its own webhooks "
      "carry no signature"};
}

/// How attempts of one kind were answered.
struct Answers {
  std::size_t right = 0;
  std::size_t wrong = 0;
};

template <class Chosen, class Right>
Answers count_answers(const History& history, const Chosen& chosen, const Right& right) {
  Answers answers;
  for (const WebhookEvent& event : history.webhook_events()) {
    for (const Delivery& delivery : event.deliveries) {
      for (const Attempt& attempt : delivery.attempts) {
        const int status = status_of(attempt);
        if (chosen(*attempt.started.body) && status != 0 && status != 429 && status != 503) {
          ++(right(status) ? answers.right : answers.wrong);
        }
      }
    }
  }
  return answers;
}

Look look_at_signature(const History& history) {
  const Answers answers = count_answers(
      history,
      [](const event::AttemptStarted& started) { return spoil_of(started) == Spoil::forged; },
      [](int status) { return status / 100 == 4; }
  );
  if (answers.wrong > 0) {
    return {
        Seen::not_followed,
        counted(answers.wrong, "forged request") +
            " not answered 4xx: verify the signature over "
            "the raw bytes before anything else"};
  }
  return answers.right > 0
             ? Look{Seen::followed, counted(answers.right, "forged request") + " refused"}
             : Look{Seen::not_seen, "no forged request was sent: `deliver: { signature: wrong }`"};
}

Look look_at_unknown_events(const History& history) {
  const Answers answers = count_answers(
      history,
      [](const event::AttemptStarted& started) {
        return std::any_of(
            started.faults.begin(),
            started.faults.end(),
            [](const std::string& fault) { return fault.starts_with("unknown_event_type"); }
        );
      },
      [](int status) { return status / 100 == 2; }
  );
  if (answers.wrong > 0) {
    return {
        Seen::not_followed,
        counted(answers.wrong, "webhook") +
            " of an unknown type not answered 2xx: it would be sent again and again"};
  }
  return answers.right > 0
             ? Look{Seen::followed, counted(answers.right, "webhook") + " of an unknown type "
                                                                        "acknowledged"}
             : Look{
                   Seen::not_seen,
                   "no unknown type was sent: `deliver: { unknown_event_type: true }`"};
}

Look look_at_speed(const History& history) {
  constexpr std::chrono::seconds quick{1};
  const AnswerTimes times = answer_times(history);
  if (times.times.empty()) {
    return {Seen::not_seen, "there was no answer to measure"};
  }
  const AnswerTime& slowest = times.times.back();
  const std::string words = "the slowest answer took " + format_duration(slowest.time);
  if (slowest.time < quick && !slowest.silent) {
    return {Seen::followed, words};
  }
  return {Seen::not_followed, words + ": store the event, answer, and work after it"};
}

Look look_at_answer_size(const History& history) {
  constexpr std::size_t small = 1024;
  std::size_t largest = 0;
  bool any = false;
  for (const auto& attempt : history.of<event::AttemptFinished>()) {
    any = any || attempt->status != 0;
    largest = std::max(largest, attempt->answer_body.size());
  }
  if (!any) {
    return {Seen::not_seen, "there was no answer"};
  }
  const std::string words = "the largest answer had " + counted(largest, "byte");
  return largest <= small
             ? Look{Seen::followed, words}
             : Look{Seen::not_followed, words + " or more: nobody reads it, a status is enough"};
}

Look look_at_polling(const History& history) {
  std::size_t reads = 0;
  for (const auto& request : history.of<event::ApiRequest>()) {
    const bool read = request->method == "GET" && request->target.starts_with("/v1/bookings");
    reads += read && request->step == 0 ? 1 : 0;
  }
  return reads > 0
             ? Look{Seen::followed, "it asked for bookings " + counted(reads, "time")}
             : Look{
                   Seen::not_seen,
                   "it never asked /v1/bookings; a webhook that is never sent is found only so"};
}

Look look_at_safety(const History& history) {
  std::vector<std::string> unknown;
  std::vector<Attribution> attributions = attribute_named(history, {}, unknown);
  std::erase_if(attributions, [](const Attribution& one) { return !one.rule.required; });
  const Losses losses = find_losses(history, attributions, Probes::final_only);
  const auto steps = history.of<event::StepStarted>();
  const auto restart = std::find_if(steps.begin(), steps.end(), [](const auto& step) {
    return step->text.starts_with("restart");
  });
  if (restart == steps.end()) {
    return {Seen::not_seen, "it was not restarted after an answer: `restart: receiver`"};
  }
  if (!losses.losses.empty() && came_to_rest(history)) {
    return {
        Seen::not_followed,
        counted(losses.losses.size(), "event") +
            " acknowledged and then lost in a restart: commit before the 2xx"};
  }
  return {Seen::followed, "nothing acknowledged was lost in a restart"};
}

struct Practice {
  const char* name;
  const char* claim;
  Look (*look)(const History& history);
};

/// ReserveKit's own best practices, and what its senders' peers document beside them.
const std::vector<Practice>& practices() {
  static const std::vector<Practice> all = {
      {"quick_answer", "it answers quickly", look_at_speed},
      {"small_answer", "it answers with a small body", look_at_answer_size},
      {"safe_before_2xx", "an event is safe before it is acknowledged", look_at_safety},
      {"signature_verified", "forged requests are refused", look_at_signature},
      {"unknown_events_ignored", "unknown event types are acknowledged", look_at_unknown_events},
      {"polling_as_fallback", "it asks the API for what no webhook told", look_at_polling},
      {"https", "webhooks come by https", look_at_https},
      {"hard_to_guess_path", "its path is hard to guess", look_at_path}};
  return all;
}

}  // namespace

std::string_view to_string(Seen seen) {
  return seen == Seen::followed       ? "followed"
         : seen == Seen::not_followed ? "not_followed"
                                      : "not_seen";
}

std::vector<Advice> advice_of(const History& history) {
  std::vector<Advice> advice;
  for (const Practice& practice : practices()) {
    Look look = practice.look(history);
    advice.push_back({practice.name, practice.claim, look.seen, std::move(look.note)});
  }
  return advice;
}

std::vector<Advice> merge(const std::vector<Advice>& one, const std::vector<Advice>& other) {
  if (one.empty() || other.empty()) {
    return one.empty() ? other : one;
  }
  std::vector<Advice> merged = one;
  for (std::size_t i = 0; i < merged.size() && i < other.size(); ++i) {
    const bool stronger =
        (other[i].seen == Seen::not_followed && merged[i].seen != Seen::not_followed) ||
        (other[i].seen == Seen::followed && merged[i].seen == Seen::not_seen);
    if (stronger) {
      merged[i] = other[i];
    }
  }
  return merged;
}

}  // namespace rkmock::assertions
