// effect_lag: effects come soon. Thresholds over the time from an event's first acknowledgement to
// its effect.
#include <algorithm>

#include "assertions/checks/descriptors.hpp"
#include "assertions/effects.hpp"
#include "assertions/evidence.hpp"
#include "assertions/losses.hpp"
#include "assertions/parameters.hpp"
#include "assertions/time_rulings.hpp"

namespace rkmock::assertions {

namespace {

struct Sample {
  Nanos lag{};
  const Cause* cause = nullptr;
  const Attempt* acknowledged = nullptr;
};

std::vector<Attribution> all_effects(const History& history) {
  std::vector<std::string> unknown;
  return attribute_named(history, {}, unknown);
}

/// By lag, the longest last. Work that is done before the answer has none.
std::vector<Sample> take_samples(const std::vector<Attribution>& attributions) {
  std::vector<Sample> samples;
  for (const Attribution& attribution : attributions) {
    for (const Cause& cause : attribution.causes) {
      const Attempt* acknowledged = cause.event->first_acknowledgement();
      if (acknowledged != nullptr && !cause.effects.empty()) {
        const Nanos lag = elapsed(acknowledged->finished->at, cause.effects.front().at);
        samples.push_back({lag, &cause, acknowledged});
      }
    }
  }
  std::stable_sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
    return a.lag < b.lag;
  });
  return samples;
}

std::vector<Nanos> lags_of(const std::vector<Sample>& samples) {
  std::vector<Nanos> lags;
  lags.reserve(samples.size());
  for (const Sample& sample : samples) {
    lags.push_back(sample.lag);
  }
  return lags;
}

std::string in_words(const Sample& sample) {
  return sample.cause->event->raised->event + ": its effect came " + format_duration(sample.lag) +
         " after it was acknowledged";
}

void prove(CheckResult& result, const Sample& sample) {
  add_evidence(result, *sample.acknowledged);
  add_evidence(result, sample.cause->effects.front().seq, in_words(sample));
}

void add_violations(
    CheckResult& result, const Threshold& threshold, const std::vector<Sample>& samples
) {
  std::vector<Sample> late = samples;
  std::erase_if(late, [&](const Sample& sample) { return !threshold.over(sample.lag); });
  result.count += late.size();
  if (late.empty()) {
    return;
  }
  const Sample& worst = late.back();
  const Sample& first =
      *std::min_element(late.begin(), late.end(), [](const Sample& a, const Sample& b) {
        return a.cause->effects.front().seq < b.cause->effects.front().seq;
      });
  if (result.first.empty()) {
    result.first = in_words(first);
    result.worst = in_words(worst);
  }
  prove(result, worst);
  prove(result, first);
}

void explain(CheckResult& result, bool spoilt) {
  if (result.verdict == Verdict::fail) {
    result.cause =
        "the work waits: for a worker that is busy with other events, for a job that looks only "
        "now and then, or for a retry with a long pause";
    result.next_step =
        "look at what the receiver did between the two lines: wake the worker when an event is "
        "stored, and let one slow event not hold up the others";
  } else if (result.verdict == Verdict::inconclusive) {
    result.next_step = spoilt
                           ? "play it on a machine that is less busy, or take limits far from its "
                             "noise"
                           : "play more events, or claim less: `max` needs no statistics";
  }
}

CheckResult judge(const History& history, const std::string& parameters) {
  std::vector<ParameterError> problems;
  const auto thresholds = read_thresholds(parameters, problems);
  const auto attributions = all_effects(history);
  const std::vector<Sample> samples = take_samples(attributions);
  CheckResult result;
  for (const Threshold& threshold : thresholds) {
    result.subject += (result.subject.empty() ? "" : ", ") + threshold.text;
  }
  if (samples.empty()) {
    give_up(
        result,
        "no acknowledged event had an effect: there is nothing to measure",
        "see what `no_lost_event` says; the effect must name its booking"
    );
    return result;
  }
  result.verdict = Verdict::pass;
  const std::vector<Nanos> lags = lags_of(samples);
  const Nanos late = worst_lateness(history);
  bool spoilt = false;
  for (const Threshold& threshold : thresholds) {
    const TimeRuling ruling = rule_times(threshold, lags, late, "effect");
    add_ruling(result, threshold, ruling.verdict, ruling.words);
    spoilt = spoilt || ruling.spoilt;
    if (ruling.verdict == Verdict::fail) {
      add_violations(result, threshold, samples);
    }
  }
  prove(result, samples.back());
  explain(result, spoilt);
  return result;
}

std::vector<ParameterError> validate(const std::string& parameters) {
  std::vector<ParameterError> problems;
  for (const Threshold& threshold : read_thresholds(parameters, problems)) {
    if (threshold.of == Threshold::Of::rate) {
      problems.push_back(problem_at(
          "",
          threshold.text,
          "effects have no status, so there is no rate of them",
          "a threshold of a time, such as max<5s or p95<2s"
      ));
    }
  }
  return problems;
}

bool never(const History& /*history*/) {
  return false;
}

/// The latest effect is the one that matters: whoever does not wait for it measures nothing.
bool shown(const History& history, const std::string& /*parameters*/) {
  const auto attributions = all_effects(history);
  return attributions.empty() || find_losses(history, attributions, Probes::latest).losses.empty();
}

}  // namespace

Check effect_lag() {
  return {
      {.name = "effect_lag",
       .summary = "Effects come soon after the acknowledgement: thresholds such as max<5s, p95<2s.",
       .validate = validate,
       .judge = judge,
       .needs = CheckNeeds::effects},
      never,
      shown};
}

}  // namespace rkmock::assertions
