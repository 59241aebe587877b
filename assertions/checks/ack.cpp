// ack: the receiver answers in time. Thresholds over the time from the first request byte to the
// answer's headers, in attempts that no fault shaped.
#include <algorithm>
#include <utility>

#include "assertions/checks/descriptors.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"
#include "assertions/thresholds.hpp"
#include "assertions/time_rulings.hpp"
#include "assertions/timing.hpp"

namespace rkmock::assertions {

namespace {

/// What one threshold comes to.
struct Ruling {
  Verdict verdict = Verdict::pass;
  std::string words;
  bool spoilt = false;  ///< not decided because the mock itself was late
};

std::string in_words(const AnswerTime& sample) {
  return sample.silent ? "no answer for " + format_duration(sample.time)
                       : format_duration(sample.time);
}

/// How many broke the limit, and how many more may have: their silence was cut short before it.
std::pair<std::size_t, std::size_t> count_over(
    const Threshold& threshold, const std::vector<AnswerTime>& times
) {
  std::size_t over = 0;
  std::size_t perhaps = 0;
  for (const AnswerTime& sample : times) {
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

Ruling rule_max(const Threshold& threshold, const std::vector<AnswerTime>& times) {
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

Ruling rule_min(const Threshold& threshold, const std::vector<AnswerTime>& times) {
  const std::string words = "the quickest took " + in_words(times.front());
  if (threshold.over(times.front().time)) {
    return {Verdict::fail, words};
  }
  const bool proven = std::any_of(times.begin(), times.end(), [&](const AnswerTime& sample) {
    return !sample.silent && !threshold.over(sample.time);
  });
  return {proven ? Verdict::pass : Verdict::inconclusive, words};
}

Ruling rule_avg(const Threshold& threshold, const std::vector<AnswerTime>& times) {
  double sum = 0;
  bool silent = false;
  for (const AnswerTime& sample : times) {
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

Ruling rule_percentile(const Threshold& threshold, const std::vector<AnswerTime>& times) {
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

Ruling rule_time(const Threshold& threshold, const std::vector<AnswerTime>& times) {
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

/// Limits hold for every answer, the cold one too; statistics are of the warm ones.
const std::vector<AnswerTime>& sample_of(const Threshold& threshold, const AnswerTimes& samples) {
  const bool all = threshold.of == Threshold::Of::max || threshold.of == Threshold::Of::min ||
                   samples.warm.empty();
  return all ? samples.times : samples.warm;
}

/// A busy loop sees answers late, as it sees its timers late: times come out longer, never shorter.
/// So a pass stands, and a fail must hold without the mock's own share too.
Ruling rule_time(const Threshold& threshold, const AnswerTimes& samples) {
  const std::vector<AnswerTime>& times = sample_of(threshold, samples);
  Ruling ruling = rule_time(threshold, times);
  const Nanos share = own_share(threshold, samples.lateness);
  if (ruling.verdict != Verdict::fail || share == Nanos{}) {
    return ruling;
  }
  Threshold without = threshold;
  constexpr Nanos longest = Nanos::max() / 2;  // a journal may hold anything
  without.limit += std::min(share, longest);
  if (rule_time(without, times).verdict != Verdict::fail) {
    ruling = {
        Verdict::inconclusive,
        ruling.words + "; but the mock itself was up to " + format_duration(share) +
            " late, which may be in these times",
        true};
  }
  return ruling;
}

Ruling rule(const Threshold& threshold, const AnswerTimes& samples) {
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
std::string in_detail(const AnswerTime& sample) {
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
std::vector<AnswerTime> violations(const Threshold& threshold, const AnswerTimes& samples) {
  std::vector<AnswerTime> found;
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
    for (const AnswerTime& sample : sample_of(threshold, samples)) {
      if (threshold.over(sample.time)) {
        found.push_back(sample);
      }
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const AnswerTime& a, const AnswerTime& b) {
    return a.attempt.started.seq < b.attempt.started.seq;
  });
  return found;
}

void add_violations(CheckResult& result, const Threshold& threshold, const AnswerTimes& samples) {
  const std::vector<AnswerTime> found = violations(threshold, samples);
  if (found.empty()) {
    return;
  }
  const auto worst =
      std::max_element(found.begin(), found.end(), [](const AnswerTime& a, const AnswerTime& b) {
        return a.time < b.time;
      });
  result.count += found.size();
  if (result.first.empty()) {
    result.first = describe(found.front().attempt);
    result.worst = describe(worst->attempt);
  }
  add_evidence(result, worst->attempt.finished->seq, in_detail(*worst));
  for (const AnswerTime& sample : found) {
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

struct AckParameters {
  Labels where;
  std::vector<Threshold> thresholds;
};

/// Thresholds alone, or with `where`: `{ where: { event: … }, thresholds: … }`.
AckParameters read_parameters(
    const std::string& parameters, std::vector<ParameterError>& problems
) {
  const nlohmann::json given = parse_parameters(parameters);
  if (!given.is_object()) {
    return {{}, read_thresholds(parameters, problems)};
  }
  for (const auto& [key, value] : given.items()) {
    if (key != "where" && key != "thresholds") {
      problems.push_back(
          problem_at("/" + key, key, "`ack` has no key `" + key + "`", "`where` and `thresholds`")
      );
    }
  }
  AckParameters read;
  const std::string where = given.value("where", nlohmann::json::object()).dump();
  read.where = read_labels(where, "/where", problems);
  std::vector<ParameterError> of_thresholds;
  read.thresholds =
      read_thresholds(given.value("thresholds", nlohmann::json()).dump(), of_thresholds);
  for (ParameterError& problem : of_thresholds) {
    problem.pointer = "/thresholds" + problem.pointer;
    problems.push_back(std::move(problem));
  }
  return read;
}

/// What the reader must know of the machine to believe the figures.
void add_circumstances(CheckResult& result, const AnswerTimes& samples, const History& history) {
  if (samples.cold && !samples.warm.empty()) {
    result.message += "; the first request, apart, took " + in_words(*samples.cold);
  }
  const std::string calibration = calibration_in_words(history);
  result.message += (calibration.empty() ? "" : "; ") + calibration;
}

CheckResult judge(const History& history, const std::string& parameters) {
  std::vector<ParameterError> problems;
  const AckParameters read = read_parameters(parameters, problems);
  const AnswerTimes samples = answer_times(history, read.where);
  CheckResult result;
  result.verdict = Verdict::pass;
  result.subject = to_string(read.where);
  bool too_slow = false;
  bool spoilt = false;
  for (const Threshold& threshold : read.thresholds) {
    const Ruling ruling = rule(threshold, samples);
    add_ruling(result, threshold, ruling.verdict, ruling.words);
    spoilt = spoilt || ruling.spoilt;
    result.subject +=
        (&threshold == &read.thresholds.front() ? (result.subject.empty() ? "" : " ") : ", ") +
        threshold.text;
    if (ruling.verdict == Verdict::fail) {
      too_slow = too_slow || threshold.of != Threshold::Of::rate;
      add_violations(result, threshold, samples);
    }
  }
  add_circumstances(result, samples, history);
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
  (void)read_parameters(parameters, problems);
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
       .judge = judge,
       .takes_labels = true},
      always,
      nullptr};
}

}  // namespace rkmock::assertions
