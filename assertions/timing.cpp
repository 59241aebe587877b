#include "assertions/timing.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"
#include "core/words.hpp"

namespace rkmock::assertions {

namespace {

constexpr const char* label_example = "labels such as { event: bookings.create }";

/// What a label may be; empty: any text.
const std::vector<std::string>& values_of(const std::string& label) {
  static const std::map<std::string, std::vector<std::string>> values = {
      {"event", {"bookings.create", "bookings.update", "bookings.delete"}},
      {"booking", {}},
      {"attempt", {"first", "retry"}},
      {"connection", {"new", "kept"}}};
  return values.at(label);
}

bool fits(const Labels& where, const WebhookEvent& event, const Attempt& attempt) {
  return std::all_of(where.begin(), where.end(), [&](const auto& label) {
    const std::string& name = label.first;
    const std::string& value = label.second;
    if (name == "event") {
      return event.raised->type == value;
    }
    if (name == "attempt") {
      return (attempt.started->attempt > 1) == (value == "retry");
    }
    if (name == "connection") {
      return (*attempt.finished)->phases.reused == (value == "kept");
    }
    const auto& bookings = event.raised->bookings;
    return std::any_of(bookings.begin(), bookings.end(), [&](const event::BookingVersion& booking) {
      return booking.booking == value;
    });
  });
}

bool by_time(const AnswerTime& a, const AnswerTime& b) {
  return a.time < b.time;
}

bool earlier(const AnswerTime& a, const AnswerTime& b) {
  return a.attempt.started.seq < b.attempt.started.seq;
}

/// What was under way when the run was stopped says nothing of the receiver.
bool counts(const Attempt& attempt) {
  return attempt.finished && !(*attempt.finished)->faulted &&
         (*attempt.finished)->reason != "stopped";
}

class Sampler {
 public:
  explicit Sampler(const Labels& where) : where_(where) {}

  void take(const WebhookEvent& event, const Attempt& attempt) {
    if (attempt.finished && (*attempt.finished)->phases.woken) {
      const Phases& phases = (*attempt.finished)->phases;
      samples_.lateness.push_back(elapsed(phases.scheduled, *phases.woken));
    }
    if (!counts(attempt)) {
      return;
    }
    const std::optional<AnswerTime> time = measure(attempt);
    if (time && (!first_ || earlier(*time, *first_))) {
      first_ = time;
    }
    if (fits(where_, event, attempt)) {
      samples_.attempts.push_back(attempt);
      if (time) {
        samples_.times.push_back(*time);
      }
    }
  }

  AnswerTimes finish() {
    std::stable_sort(samples_.times.begin(), samples_.times.end(), by_time);
    std::sort(samples_.lateness.begin(), samples_.lateness.end());
    for (const AnswerTime& time : samples_.times) {
      if (time.attempt.started.seq == first_->attempt.started.seq) {
        samples_.cold = time;
      } else {
        samples_.warm.push_back(time);
      }
    }
    return std::move(samples_);
  }

 private:
  static std::optional<AnswerTime> measure(const Attempt& attempt) {
    const event::AttemptFinished& finished = *attempt.finished->body;
    if (const auto time = answer_time(finished)) {
      return AnswerTime{attempt, *time, false};
    }
    if (timed_out(finished)) {
      const Phases& phases = finished.phases;
      return AnswerTime{attempt, elapsed(*phases.write_started, *phases.finished), true};
    }
    return std::nullopt;
  }

  const Labels& where_;
  AnswerTimes samples_;
  std::optional<AnswerTime> first_;  ///< of the whole run, whatever its labels
};

/// The span of a phase of one attempt; empty when it had none.
using PhaseSpan = std::optional<Nanos> (*)(const Phases& phases);

std::optional<Nanos> between(const std::optional<Nanos>& from, const std::optional<Nanos>& to) {
  return from && to ? std::optional(elapsed(*from, *to)) : std::nullopt;
}

std::vector<PhaseTimes> phases_of(const std::vector<AnswerTime>& times) {
  static constexpr std::array<std::pair<std::string_view, PhaseSpan>, 6> spans = {{
      {"queue", [](const Phases& p) { return between(p.scheduled, p.started); }},
      {"connect",
       [](const Phases& p) { return p.reused ? std::nullopt : between(p.started, p.connected); }},
      {"tls", [](const Phases& p) { return between(p.connected, p.tls_done); }},
      {"send", [](const Phases& p) { return between(p.write_started, p.written); }},
      {"wait", [](const Phases& p) { return between(p.written, p.first_byte); }},
      {"receive", [](const Phases& p) { return between(p.first_byte, p.finished); }},
  }};
  std::vector<PhaseTimes> phases;
  for (const auto& [name, span] : spans) {
    std::vector<Nanos> values;
    for (const AnswerTime& time : times) {
      if (const auto value = span((*time.attempt.finished)->phases)) {
        values.push_back(*value);
      }
    }
    if (!values.empty()) {
      phases.push_back({name, spread_of(std::move(values))});
    }
  }
  return phases;
}

/// Two buckets to each doubling, so that a histogram reads alike at 1 ms and at 1 s.
std::vector<Bucket> histogram_of(const std::vector<AnswerTime>& times) {
  std::vector<Bucket> buckets;
  if (times.empty()) {
    return buckets;
  }
  const auto edge = [](int step) {
    return Nanos(static_cast<Nanos::rep>(std::llround(1000 * std::exp2(step / 2.0))));
  };
  int step = 0;
  constexpr int last_step = 80;  // about 18 minutes
  while (step < last_step && edge(step + 1) <= times.front().time) {
    ++step;
  }
  for (const AnswerTime& time : times) {
    while (buckets.empty() || (time.time >= buckets.back().to && step < last_step)) {
      buckets.push_back({buckets.empty() ? Nanos{} : edge(step), edge(step + 1), 0});
      buckets.back().from = edge(step);
      ++step;
    }
    ++buckets.back().count;
  }
  return buckets;
}

}  // namespace

const std::vector<std::string>& label_names() {
  static const std::vector<std::string> names = {"event", "booking", "attempt", "connection"};
  return names;
}

Labels read_labels(
    const std::string& json, const std::string& pointer, std::vector<ParameterError>& problems
) {
  const nlohmann::json given = parse_parameters(json);
  if (!given.is_object()) {
    problems.push_back(problem_at(pointer, given, "this is no map of labels", label_example));
    return {};
  }
  Labels labels;
  for (const auto& [name, value] : given.items()) {
    const std::string at = pointer + "/" + name;
    if (!contains(label_names(), name)) {
      problems.push_back(problem_at(
          at,
          name,
          "there is no label `" + name + "`",
          "one of " + listed(label_names()),
          meant(name, label_names())
      ));
      continue;
    }
    const std::vector<std::string>& values = values_of(name);
    if (!value.is_string() || (!values.empty() && !contains(values, value.get<std::string>()))) {
      problems.push_back(problem_at(
          at,
          value,
          "this is no value of the label `" + name + "`",
          values.empty() ? "a booking's nickname" : "one of " + listed(values)
      ));
      continue;
    }
    labels[name] = value;
  }
  return labels;
}

std::string to_string(const Labels& labels) {
  std::string text;
  for (const auto& [name, value] : labels) {
    text += (text.empty() ? "{" : ",") + name + "=" + value;
  }
  return text.empty() ? text : text + "}";
}

AnswerTimes answer_times(const History& history, const Labels& where) {
  Sampler sampler(where);
  for (const WebhookEvent& event : history.webhook_events()) {
    for (const Delivery& delivery : event.deliveries) {
      for (const Attempt& attempt : delivery.attempts) {
        sampler.take(event, attempt);
      }
    }
  }
  return sampler.finish();
}

std::size_t rank_of(double percent, std::size_t count) {
  const double rank = std::ceil(percent / 100 * static_cast<double>(count) - 1e-9);
  return std::max<std::size_t>(static_cast<std::size_t>(rank), 1) - 1;
}

Spread spread_of(std::vector<Nanos> values) {
  if (values.empty()) {
    return {};
  }
  std::sort(values.begin(), values.end());
  const auto at = [&](double percent) { return values[rank_of(percent, values.size())]; };
  return {values.size(), at(50), at(95), at(99), values.back()};
}

Timing timing_of(const History& history) {
  const AnswerTimes samples = answer_times(history);
  Timing timing;
  std::vector<AnswerTime> answered;
  std::vector<Nanos> values;
  for (const AnswerTime& time : samples.warm) {
    if (!time.silent) {
      answered.push_back(time);
      values.push_back(time.time);
    }
  }
  timing.silent = static_cast<std::size_t>(std::count_if(
      samples.times.begin(), samples.times.end(), [](const AnswerTime& time) { return time.silent; }
  ));
  timing.answers = spread_of(std::move(values));
  if (samples.cold && !samples.cold->silent) {
    timing.cold = samples.cold->time;
  }
  timing.phases = phases_of(answered);
  timing.histogram = histogram_of(answered);
  timing.own_lateness = spread_of(samples.lateness);
  for (const auto& calibrated : history.of<event::Calibrated>()) {
    timing.calibration = spread_of(calibrated->times);
  }
  return timing;
}

std::string calibration_in_words(const History& history) {
  Spread spread;
  for (const auto& calibrated : history.of<event::Calibrated>()) {
    spread = spread_of(calibrated->times);
  }
  return spread.count == 0 ? ""
                           : "a receiver of rkmock's own took p95 " + format_duration(spread.p95) +
                                 " and at most " + format_duration(spread.max) +
                                 " on this machine (" + counted(spread.count, "webhook") + ")";
}

}  // namespace rkmock::assertions
