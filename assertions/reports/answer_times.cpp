#include "assertions/reports/answer_times.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "assertions/reports/model_parts.hpp"
#include "assertions/timing.hpp"
#include "core/json_text.hpp"

namespace rkmock::reports {
namespace {

constexpr int buckets_in_a_decade = 10;

enum Part { connecting, securing, sending, waiting, receiving };

constexpr std::array<std::string_view, 5> part_names = {
    "connect", "TLS", "send", "wait", "receive"};

std::optional<Nanos> span(const std::optional<Nanos>& from, const std::optional<Nanos>& to) {
  return from && to && *from >= Nanos{} && *to >= *from ? std::optional(*to - *from) : std::nullopt;
}

void add_phases(const Phases& phases, std::vector<PhaseTimes>& parts) {
  const auto add = [&parts](Part part, const std::optional<Nanos>& took) {
    if (took) {
      parts[part].spans.push_back(*took);
    }
  };
  if (!phases.reused) {
    add(connecting, span(phases.started, phases.connected));
    add(securing, span(phases.connected, phases.tls_done));
  }
  add(sending, span(phases.write_started, phases.written));
  add(waiting, span(phases.written, phases.first_byte));
  add(receiving, span(phases.first_byte, phases.finished));
}

std::vector<PhaseTimes> no_phases() {
  std::vector<PhaseTimes> parts;
  parts.reserve(part_names.size());
  for (const std::string_view name : part_names) {
    parts.push_back({name, {}});
  }
  return parts;
}

void put_percentiles(JsonObject& object, std::vector<Nanos> spans) {
  std::sort(spans.begin(), spans.end());
  object.number("n", spans.size());
  if (!spans.empty()) {
    object.number("p50", microseconds(percentile(spans, 50)))
        .number("p95", microseconds(percentile(spans, 95)))
        .number("p99", microseconds(percentile(spans, 99)))
        .number("max", microseconds(spans.back()));
  }
}

int bucket_of(Nanos span) {
  const auto us = static_cast<double>(std::max<std::int64_t>(microseconds(span), 1));
  return static_cast<int>(std::floor(std::log10(us) * buckets_in_a_decade));
}

void put_histogram(JsonObject& object, const std::vector<Nanos>& spans) {
  std::map<int, std::size_t> counts;
  for (const Nanos span : spans) {
    ++counts[bucket_of(span)];
  }
  const int first = counts.empty() ? 0 : counts.begin()->first;
  const int end = counts.empty() ? 0 : counts.rbegin()->first + 1;
  object.number("first", first);
  std::string& out = object.member("counts");
  out += '[';
  for (int bucket = first; bucket < end; ++bucket) {
    out += bucket == first ? "" : ",";
    append_json_number(out, counts[bucket]);
  }
  out += ']';
}

}  // namespace

AnswerTimes answer_times(const History& history) {
  AnswerTimes times;
  times.phases = no_phases();
  bool first = true;
  for (const auto& attempt : history.of<event::AttemptFinished>()) {
    const Phases& phases = attempt->phases;
    const bool cold = std::exchange(first, first && !phases.write_started);
    if (attempt->faulted) {
      ++times.shaped;
      continue;
    }
    const std::optional<Nanos> took = span(phases.write_started, phases.headers);
    if (!took) {
      ++times.unanswered;
    } else if (cold) {
      times.cold = took;
    } else {
      times.answers.push_back(*took);
      add_phases(phases, times.phases);
    }
  }
  return times;
}

void merge(AnswerTimes& all, const AnswerTimes& more) {
  all.answers.insert(all.answers.end(), more.answers.begin(), more.answers.end());
  if (more.cold && (!all.cold || *all.cold < *more.cold)) {
    all.cold = more.cold;
  }
  all.shaped += more.shaped;
  all.unanswered += more.unanswered;
  if (all.phases.empty()) {
    all.phases = no_phases();
  }
  for (std::size_t i = 0; i < more.phases.size(); ++i) {
    const std::vector<Nanos>& spans = more.phases[i].spans;
    all.phases[i].spans.insert(all.phases[i].spans.end(), spans.begin(), spans.end());
  }
}

Nanos percentile(const std::vector<Nanos>& sorted, double percent) {
  return sorted[assertions::rank_of(percent, sorted.size())];
}

std::string to_json(AnswerTimes times) {
  std::string out;
  JsonObject object(out);
  put_percentiles(object, times.answers);
  if (times.cold) {
    object.number("cold", microseconds(*times.cold));
  }
  object.number("shaped", times.shaped).number("unanswered", times.unanswered);
  put_histogram(object, times.answers);
  std::string& list = object.member("phases");
  list += '[';
  for (const PhaseTimes& phase : times.phases) {
    if (phase.spans.empty()) {
      continue;
    }
    list += list.back() == '[' ? "" : ",";
    JsonObject part(list);
    part.text("name", phase.name);
    put_percentiles(part, phase.spans);
    part.close();
  }
  list += ']';
  object.close();
  return out;
}

}  // namespace rkmock::reports
