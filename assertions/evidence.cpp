#include "assertions/evidence.hpp"

#include <algorithm>
#include <utility>

namespace rkmock::assertions {

namespace {

constexpr std::size_t most_lines = 8;

}  // namespace

void give_up(CheckResult& result, std::string message, std::string next_step) {
  result.verdict = Verdict::inconclusive;
  result.message = std::move(message);
  result.next_step = std::move(next_step);
}

void add_evidence(CheckResult& result, std::uint64_t seq, std::string note) {
  auto& lines = result.evidence;
  const auto place = std::find_if(lines.begin(), lines.end(), [seq](const Evidence& line) {
    return line.seq >= seq;
  });
  if (lines.size() >= most_lines || (place != lines.end() && place->seq == seq)) {
    return;
  }
  lines.insert(place, {seq, std::move(note)});
}

Nanos elapsed(Nanos from, Nanos to) {
  if (to <= from) {
    return Nanos{};
  }
  // Nothing a receiver does takes a century; sums of such spans stay in range.
  constexpr Nanos longest = std::chrono::hours(24 * 365 * 100);
  const std::uint64_t span =
      static_cast<std::uint64_t>(to.count()) - static_cast<std::uint64_t>(from.count());
  return Nanos(static_cast<std::int64_t>(std::min(span, static_cast<std::uint64_t>(longest.count()))
  ));
}

std::optional<Nanos> answer_time(const event::AttemptFinished& finished) {
  const Phases& phases = finished.phases;
  if (!phases.write_started || !phases.headers) {
    return std::nullopt;
  }
  return elapsed(*phases.write_started, *phases.headers);
}

Nanos worst_lateness(const History& history) {
  Nanos worst{};
  for (const auto& attempt : history.of<event::AttemptFinished>()) {
    if (attempt->phases.woken) {
      worst = std::max(worst, elapsed(attempt->phases.scheduled, *attempt->phases.woken));
    }
  }
  return worst;
}

bool timed_out(const event::AttemptFinished& finished) {
  return finished.timed_out && finished.phases.write_started && finished.phases.finished &&
         !finished.phases.headers;
}

std::string name_of(const Attempt& attempt) {
  return attempt.started->delivery + ", attempt " + std::to_string(attempt.started->attempt);
}

std::string describe(const Attempt& attempt) {
  const std::string name = name_of(attempt);
  if (!attempt.finished) {
    return name + ": never ended";
  }
  const event::AttemptFinished& finished = *attempt.finished->body;
  const auto took = answer_time(finished);
  return name + ": " + finished.reason + (took ? " after " + format_duration(*took) : "");
}

void add_evidence(CheckResult& result, const Attempt& attempt) {
  add_evidence(
      result, attempt.finished ? attempt.finished->seq : attempt.started.seq, describe(attempt)
  );
}

std::string counted(std::size_t count, const std::string& one) {
  return std::to_string(count) + " " + one + (count == 1 ? "" : "s");
}

std::optional<Line<event::Settled>> last_rest(const History& history) {
  const auto rests = history.of<event::Settled>();
  return rests.empty() ? std::nullopt : std::optional(rests.back());
}

bool came_to_rest(const History& history) {
  // One that was cut off may have rested in between, before what was still to come.
  const auto rest = last_rest(history);
  return history.complete() && rest && (*rest)->reached;
}

const Attempt* first_attempt(const WebhookEvent& event) {
  const Attempt* first = nullptr;
  for (const Delivery& delivery : event.deliveries) {
    if (!delivery.attempts.empty() &&
        (first == nullptr || delivery.attempts.front().started.seq < first->started.seq)) {
      first = &delivery.attempts.front();
    }
  }
  return first;
}

const Attempt* last_attempt(const WebhookEvent& event) {
  const Attempt* last = nullptr;
  for (const Delivery& delivery : event.deliveries) {
    for (const Attempt& attempt : delivery.attempts) {
      last = last == nullptr || attempt.started.seq > last->started.seq ? &attempt : last;
    }
  }
  return last;
}

bool dropped(const WebhookEvent& event) {
  return first_attempt(event) == nullptr &&
         std::any_of(event.deliveries.begin(), event.deliveries.end(), [](const Delivery& one) {
           return one.ended && (*one.ended)->result == "dropped";
         });
}

}  // namespace rkmock::assertions
