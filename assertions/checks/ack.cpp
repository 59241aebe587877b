// ack: the receiver answers in time. Thresholds over the time from the first request byte to the
// answer's headers, in attempts that no fault shaped.
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <sstream>
#include <utility>

#include "assertions/checks/descriptors.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"
#include "assertions/thresholds.hpp"

namespace rkmock::assertions {

namespace {

/// One answer, or a silence that was at least so long.
struct Sample {
  Attempt attempt;
  Nanos time{};
  bool silent = false;
};

struct Samples {
  std::vector<Sample> times;      ///< by time, the longest last
  std::vector<Attempt> attempts;  ///< all that no fault shaped
  /// How late the mock itself was with each attempt, the latest last. Of older journals: empty.
  std::vector<Nanos> lateness;
};

/// What one threshold comes to.
struct Ruling {
  Verdict verdict = Verdict::pass;
  std::string words;
  bool spoilt = false;  ///< not decided because the mock itself was late
};

Samples take_samples(const History& history) {
  Samples samples;
  for (const WebhookEvent& event : history.webhook_events()) {
    for (const Delivery& delivery : event.deliveries) {
      for (const Attempt& attempt : delivery.attempts) {
        if (attempt.finished && (*attempt.finished)->phases.woken) {
          const Phases& phases = (*attempt.finished)->phases;
          samples.lateness.push_back(elapsed(phases.scheduled, *phases.woken));
        }
        // What was under way when the run was stopped says nothing of the receiver.
        if (!attempt.finished || (*attempt.finished)->faulted ||
            (*attempt.finished)->reason == "stopped") {
          continue;
        }
        const event::AttemptFinished& finished = *attempt.finished->body;
        samples.attempts.push_back(attempt);
        if (const auto time = answer_time(finished)) {
          samples.times.push_back({attempt, *time, false});
        } else if (timed_out(finished)) {
          const Nanos time_silent =
              elapsed(*finished.phases.write_started, *finished.phases.finished);
          samples.times.push_back({attempt, time_silent, true});
        }
      }
    }
  }
  const auto by_time = [](const Sample& a, const Sample& b) { return a.time < b.time; };
  std::stable_sort(samples.times.begin(), samples.times.end(), by_time);
  std::sort(samples.lateness.begin(), samples.lateness.end());
  return samples;
}

std::string in_words(const Sample& sample) {
  return sample.silent ? "no answer for " + format_duration(sample.time)
                       : format_duration(sample.time);
}

/// How many broke the limit, and how many more may have: their silence was cut short before it.
std::pair<std::size_t, std::size_t> count_over(
    const Threshold& threshold, const std::vector<Sample>& times
) {
  std::size_t over = 0;
  std::size_t perhaps = 0;
  for (const Sample& sample : times) {
    if (threshold.over(sample.time)) {
      ++over;
    } else if (sample.silent) {
      ++perhaps;
    }
  }
  return {over, perhaps};
}

std::string unclear(std::size_t perhaps) {
  return counted(perhaps, "attempt") + " got no answer, but the sender gave up before the limit";
}

Ruling rule_max(const Threshold& threshold, const std::vector<Sample>& times) {
  const auto [over, perhaps] = count_over(threshold, times);
  const std::string slowest = "the slowest took " + in_words(times.back());
  if (over > 0) {
    return {
        Verdict::fail,
        counted(over, "attempt") + " of " + std::to_string(times.size()) + " broke the limit, " +
            slowest};
  }
  if (perhaps > 0) {
    return {Verdict::inconclusive, unclear(perhaps)};
  }
  return {Verdict::pass, slowest};
}

Ruling rule_min(const Threshold& threshold, const std::vector<Sample>& times) {
  const std::string words = "the quickest took " + in_words(times.front());
  if (threshold.over(times.front().time)) {
    return {Verdict::fail, words};
  }
  const bool proven = std::any_of(times.begin(), times.end(), [&](const Sample& sample) {
    return !sample.silent && !threshold.over(sample.time);
  });
  return {proven ? Verdict::pass : Verdict::inconclusive, words};
}

Ruling rule_avg(const Threshold& threshold, const std::vector<Sample>& times) {
  double sum = 0;
  bool silent = false;
  for (const Sample& sample : times) {
    sum += static_cast<double>(sample.time.count());
    silent = silent || sample.silent;
  }
  const Nanos mean(static_cast<std::int64_t>(sum / static_cast<double>(times.size())));
  const std::string words =
      "the mean is " + std::string(silent ? "at least " : "") + format_duration(mean);
  if (threshold.over(mean)) {
    return {Verdict::fail, words};
  }
  return {silent ? Verdict::inconclusive : Verdict::pass, words};
}

/// By nearest rank.
std::size_t rank_of(double percent, std::size_t count) {
  const double rank = std::ceil(percent / 100 * static_cast<double>(count) - 1e-9);
  return std::max<std::size_t>(static_cast<std::size_t>(rank), 1) - 1;
}

Ruling rule_percentile(const Threshold& threshold, const std::vector<Sample>& times) {
  const std::size_t n = times.size();
  const auto [over, perhaps] = count_over(threshold, times);
  const std::size_t nearest = rank_of(threshold.percent, n);
  const std::string words = "measured " + in_words(times[nearest]) + " in " + counted(n, "answer") +
                            ", " + std::to_string(over) + " over the limit";
  if (proves_beyond(n, over, threshold.percent)) {
    return {Verdict::fail, words};
  }
  if (proves_within(n, over + perhaps, threshold.percent)) {
    return {Verdict::pass, words};
  }
  if (perhaps > 0) {
    return {Verdict::inconclusive, words + "; " + unclear(perhaps)};
  }
  const std::size_t fewest = fewest_samples(threshold.percent);
  return {
      Verdict::inconclusive,
      words + (n < fewest ? "; a claim with 95 % confidence takes at least " +
                                std::to_string(fewest) + " answers"
                          : "; that proves neither side with 95 % confidence")};
}

bool has_status(const Attempt& attempt, int status) {
  const event::AttemptFinished& finished = *attempt.finished->body;
  const bool complete =
      finished.outcome == Outcome::acknowledged || finished.outcome == Outcome::refused;
  return complete && (status < 10 ? finished.status / 100 : finished.status) == status;
}

bool holds(const Threshold& threshold, std::size_t with, std::size_t of) {
  const double rate = static_cast<double>(with) / static_cast<double>(of);
  switch (threshold.relation) {
    case Threshold::Relation::less:
      return rate < threshold.share;
    case Threshold::Relation::at_most:
      return rate <= threshold.share;
    case Threshold::Relation::equal:
      return rate == threshold.share;
    case Threshold::Relation::at_least:
      return rate >= threshold.share;
    case Threshold::Relation::more:
      break;
  }
  return rate > threshold.share;
}

Ruling rule_rate(const Threshold& threshold, const std::vector<Attempt>& attempts) {
  const auto with = static_cast<std::size_t>(std::count_if(
      attempts.begin(),
      attempts.end(),
      [&](const Attempt& attempt) { return has_status(attempt, threshold.status); }
  ));
  const std::string status = threshold.status < 10 ? std::to_string(threshold.status) + "xx"
                                                   : std::to_string(threshold.status);
  return {
      holds(threshold, with, attempts.size()) ? Verdict::pass : Verdict::fail,
      std::to_string(with) + " of " + counted(attempts.size(), "attempt") + " answered " + status};
}

Ruling rule_time(const Threshold& threshold, const std::vector<Sample>& times) {
  switch (threshold.of) {
    case Threshold::Of::max:
      return rule_max(threshold, times);
    case Threshold::Of::min:
      return rule_min(threshold, times);
    case Threshold::Of::avg:
      return rule_avg(threshold, times);
    default:
      return rule_percentile(threshold, times);
  }
}

/// How much of what a threshold measures may be the mock's own lateness.
Nanos own_share(const Threshold& threshold, const std::vector<Nanos>& lateness) {
  if (lateness.empty()) {
    return {};
  }
  if (threshold.of == Threshold::Of::percentile) {
    return lateness[rank_of(threshold.percent, lateness.size())];
  }
  if (threshold.of == Threshold::Of::avg) {
    double sum = 0;
    for (const Nanos late : lateness) {
      sum += static_cast<double>(late.count());
    }
    return Nanos(static_cast<std::int64_t>(sum / static_cast<double>(lateness.size())));
  }
  return lateness.back();
}

/// A busy loop sees answers late, as it sees its timers late: times come out longer, never shorter.
/// So a pass stands, and a fail must hold without the mock's own share too.
Ruling rule_time(const Threshold& threshold, const Samples& samples) {
  Ruling ruling = rule_time(threshold, samples.times);
  const Nanos share = own_share(threshold, samples.lateness);
  if (ruling.verdict != Verdict::fail || share == Nanos{}) {
    return ruling;
  }
  Threshold without = threshold;
  constexpr Nanos longest = Nanos::max() / 2;  // a journal may hold anything
  without.limit += std::min(share, longest);
  if (rule_time(without, samples.times).verdict != Verdict::fail) {
    ruling = {
        Verdict::inconclusive,
        ruling.words + "; but the mock itself was up to " + format_duration(share) +
            " late, which may be in these times",
        true};
  }
  return ruling;
}

Ruling rule(const Threshold& threshold, const Samples& samples) {
  if (threshold.of == Threshold::Of::rate) {
    return samples.attempts.empty() ? Ruling{Verdict::inconclusive, "there is no attempt to count"}
                                    : rule_rate(threshold, samples.attempts);
  }
  if (samples.times.empty()) {
    return {Verdict::inconclusive, "there is no answer to measure"};
  }
  return rule_time(threshold, samples);
}

/// `jane.create/1, attempt 1: 200 OK after 5.2 s (connect 80 us, total 5.2 s, from scheduled 5.3
/// s)`
std::string in_detail(const Sample& sample) {
  const Phases& phases = (*sample.attempt.finished)->phases;
  std::vector<std::string> parts;
  if (phases.reused) {
    parts.emplace_back("kept-alive connection");
  } else if (phases.connected) {
    parts.push_back("connect " + format_duration(elapsed(phases.started, *phases.connected)));
  }
  if (phases.finished) {
    parts.push_back("total " + format_duration(elapsed(phases.started, *phases.finished)));
    parts.push_back(
        "from scheduled " + format_duration(elapsed(phases.scheduled, *phases.finished))
    );
  }
  std::string text = describe(sample.attempt);
  for (const std::string& part : parts) {
    text += (&part == &parts.front() ? " (" : ", ") + part;
  }
  return text + (parts.empty() ? "" : ")");
}

/// The attempts that break a failed threshold, in the journal's order.
std::vector<Sample> violations(const Threshold& threshold, const Samples& samples) {
  std::vector<Sample> found;
  if (threshold.of == Threshold::Of::rate) {
    const bool few = threshold.relation != Threshold::Relation::less &&
                     threshold.relation != Threshold::Relation::at_most &&
                     !(threshold.relation == Threshold::Relation::equal && threshold.share == 0);
    for (const Attempt& attempt : samples.attempts) {
      if (has_status(attempt, threshold.status) != few) {
        found.push_back({attempt, {}, false});
      }
    }
  } else {
    for (const Sample& sample : samples.times) {
      if (threshold.over(sample.time)) {
        found.push_back(sample);
      }
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const Sample& a, const Sample& b) {
    return a.attempt.started.seq < b.attempt.started.seq;
  });
  return found;
}

void add_violations(CheckResult& result, const Threshold& threshold, const Samples& samples) {
  const std::vector<Sample> found = violations(threshold, samples);
  if (found.empty()) {
    return;
  }
  const auto worst = std::max_element(
      found.begin(), found.end(), [](const Sample& a, const Sample& b) { return a.time < b.time; }
  );
  result.count += found.size();
  if (result.first.empty()) {
    result.first = describe(found.front().attempt);
    result.worst = describe(worst->attempt);
  }
  add_evidence(result, worst->attempt.finished->seq, in_detail(*worst));
  for (const Sample& sample : found) {
    add_evidence(result, sample.attempt.finished->seq, in_detail(sample));
  }
}

void explain_fail(CheckResult& result, bool too_slow) {
  if (too_slow) {
    result.cause =
        "the receiver does its work before it answers, or waits for something that is busy: a "
        "lock, the database, a provider, another webhook";
    result.next_step =
        "store the webhook durably, answer 2xx at once, and do the work after it; look at what the "
        "receiver did during the attempts above";
  } else {
    result.cause = "the receiver answers these webhooks with another status, or breaks off";
    result.next_step =
        "look for the errors in the receiver's log at the times above; a webhook that is known or "
        "not wanted is answered 2xx too";
  }
}

CheckResult judge(const History& history, const std::string& parameters) {
  std::vector<ParameterError> problems;
  const std::vector<Threshold> thresholds = read_thresholds(parameters, problems);
  const Samples samples = take_samples(history);
  CheckResult result;
  result.verdict = Verdict::pass;
  bool too_slow = false;
  bool spoilt = false;
  for (const Threshold& threshold : thresholds) {
    const Ruling ruling = rule(threshold, samples);
    result.verdict = merge(result.verdict, ruling.verdict);
    result.message += (result.message.empty() ? "" : "; ") + threshold.text +
                      (ruling.verdict == Verdict::pass           ? " holds: "
                       : ruling.verdict == Verdict::inconclusive ? " is not proven: "
                                                                 : " is broken: ") +
                      ruling.words;
    spoilt = spoilt || ruling.spoilt;
    result.subject += (result.subject.empty() ? "" : ", ") + threshold.text;
    if (ruling.verdict == Verdict::fail) {
      too_slow = too_slow || threshold.of != Threshold::Of::rate;
      add_violations(result, threshold, samples);
    }
  }
  if (result.verdict == Verdict::fail) {
    explain_fail(result, too_slow);
  } else if (!samples.times.empty()) {
    add_evidence(
        result, samples.times.back().attempt.finished->seq, in_detail(samples.times.back())
    );
  }
  if (result.verdict == Verdict::inconclusive) {
    result.next_step =
        samples.times.empty()
            ? "make sure that the receiver is reachable and answers a plain webhook"
        : spoilt ? "play it on a machine that is less busy, or take limits far from its noise"
                 : "play more webhooks, or claim less: `max` needs no statistics";
  }
  return result;
}

std::vector<ParameterError> validate(const std::string& parameters) {
  std::vector<ParameterError> problems;
  (void)read_thresholds(parameters, problems);
  return problems;
}

bool always(const History& /*history*/) {
  return true;
}

}  // namespace

Check ack() {
  return {
      {.name = "ack",
       .summary = "Webhooks are answered in time: thresholds such as max<5s, p95<500ms, "
                  "rate(2xx)==1.",
       .validate = validate,
       .judge = judge},
      always,
      nullptr};
}

}  // namespace rkmock::assertions
