#include "scenarios/rest.hpp"

#include <algorithm>

#include "scenarios/references.hpp"

namespace rkmock::scenarios {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds probe_timeout{2000};
constexpr std::size_t longest_body = 64U * 1024U;

/// After so many probes without an answer the rest of the round is not sent: a dead receiver
/// with a thousand bookings must not cost half an hour.
constexpr int most_silent_probes = 3;

/// Between two rounds of probes; doubles while only the receiver's effects are missing.
constexpr milliseconds first_pause{20};
constexpr milliseconds longest_pause{500};

}  // namespace

event::StateProbed Rest::probe(const Watch::Booking& booking, milliseconds timeout) {
  event::StateProbed probed;
  probed.booking = booking.name;
  probed.booking_id = booking.id;
  HttpRequest request;
  request.url = fill_probe(stage_.scenario.receiver.state->get, booking.id, booking.name);
  request.headers = {{"Accept", "application/json"}};
  HttpAnswer answer = stage_.http.send(request, timeout);
  probed.status = answer.status;
  probed.error = std::move(answer.error);
  probed.body = std::move(answer.body);
  if (probed.body.size() > longest_body) {
    probed.body.resize(longest_body);
  }
  return probed;
}

std::optional<Rest::Answers> Rest::probe_all(bool final_probe, Stage::Time deadline) {
  Answers answers;
  if (!stage_.scenario.receiver.state) {
    return answers;
  }
  int silent = 0;
  bool cut_short = false;
  // A copy: what the receiver books while it is asked comes with the next round.
  const std::vector<Watch::Booking> bookings = stage_.watch.bookings();
  for (const Watch::Booking& booking : bookings) {
    stage_.throw_if_cancelled();
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - stage_.now());
    if (left <= milliseconds(0)) {
      return std::nullopt;
    }
    event::StateProbed probed;
    if (silent < most_silent_probes) {
      stage_.say("asking the receiver for " + booking.name);
      probed = probe(booking, std::min(left, probe_timeout));
      silent = probed.status == 0 ? silent + 1 : 0;
      // `left` was rounded down, so that a probe may end a little before the deadline.
      cut_short = probed.status == 0 && stage_.now() + milliseconds(1) >= deadline;
    } else {
      probed.booking = booking.name;
      probed.booking_id = booking.id;
      probed.error = "not asked: the probes before it had no answer";
    }
    probed.final_probe = final_probe;
    answers.push_back(std::to_string(probed.status) + " " + probed.body);
    stage_.record(std::move(probed));
    if (cut_short) {
      return std::nullopt;  // it had less time than the others: that is no other answer
    }
  }
  return answers;
}

bool Rest::satisfied(const std::vector<Expectation>& expectations) {
  return !stage_.options.satisfied ||
         stage_.options.satisfied(History(*stage_.journal), expectations);
}

bool Rest::wait_for_quiet(Nanos from, Stage::Time deadline) {
  const Watch& watch = stage_.watch;
  while (true) {
    stage_.watch.update();
    const Nanos since = stage_.journal->now() - std::max(from, watch.last_traffic());
    const Nanos left = stage_.scenario.receiver.quiet - since;
    const bool open = !watch.nothing_open();
    if (!open && left <= Nanos{}) {
      return true;
    }
    if (stage_.now() >= deadline) {
      return false;
    }
    const std::uint64_t traffic = watch.traffic();
    const auto stirs = [&] { return watch.traffic() != traffic || open == watch.nothing_open(); };
    stage_.wait(stirs, open ? deadline : std::min(deadline, stage_.now() + left));
  }
}

void Rest::settle(const std::vector<Expectation>& expectations) {
  const Stage::Time started = stage_.now();
  const Stage::Time deadline = started + stage_.scenario.receiver.settle;
  const Nanos from = stage_.journal->now();
  std::optional<Answers> before;
  std::uint64_t traffic_before = 0;
  milliseconds pause = first_pause;
  event::Settled settled;
  while (true) {
    stage_.say(
        settled.reached ? "waiting for the receiver to show what it must"
                        : "waiting for the receiver to come to rest"
    );
    if (!wait_for_quiet(from, deadline)) {
      settled.reached = false;
      settled.waited_for =
          "no request at the sinks and /v1 for " + format_duration(stage_.scenario.receiver.quiet);
      break;
    }
    std::optional<Answers> answers = probe_all(false, deadline);
    if (!answers) {
      if (!settled.reached && settled.waited_for.empty()) {
        settled.waited_for = "an answer of the receiver to every probe";
      }
      break;
    }
    stage_.watch.update();
    settled.reached = before == answers && stage_.watch.traffic() == traffic_before;
    settled.waited_for = settled.reached ? "" : "two equal probes one after another";
    before = std::move(answers);
    traffic_before = stage_.watch.traffic();
    if (settled.reached && satisfied(expectations)) {
      break;
    }
    const auto stirs = [&] { return stage_.watch.traffic() != traffic_before; };
    stage_.wait(stirs, std::min(deadline, stage_.now() + pause));
    if (settled.reached) {
      pause = std::min(2 * pause, longest_pause);
    }
    if (stage_.now() >= deadline) {
      break;
    }
  }
  settled.took = stage_.now() - started;
  stage_.record(std::move(settled));
}

void Rest::probe_finally() {
  stage_.say("asking the receiver for its final state");
  probe_all(true, Stage::Time::max());
}

}  // namespace rkmock::scenarios
