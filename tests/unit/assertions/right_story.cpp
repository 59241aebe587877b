#include "unit/assertions/right_story.hpp"

#include <ostream>

#include "unit/assertions/spoiled.hpp"

namespace rkmock::assertions {

namespace {

using namespace std::chrono_literals;

constexpr unsigned kinds_of_change = 4;
constexpr unsigned kinds_of_delivery = 13;
constexpr unsigned kinds_of_aside = 6;
constexpr unsigned booking_count = 4;

}  // namespace

void showValue(const Chapter& chapter, std::ostream& out) {  // NOLINT: RapidCheck's name
  out << "{booking " << chapter.booking % booking_count << ", change "
      << chapter.change % kinds_of_change << ", delivery " << chapter.delivery % kinds_of_delivery
      << ", aside " << chapter.aside % kinds_of_aside << ", lag " << chapter.lag % 400 << "}";
}

void call_api(HistoryBuilder& run, int status, const std::string& retry_after) {
  event::ApiRequest request;
  request.method = "GET";
  request.target = "/v1/bookings";
  request.status = status;
  request.retry_after = retry_after;
  run.pass_time(5ms);
  run.add(request);
}

const std::vector<std::pair<std::string, std::string>>& all_checks() {
  static const std::vector<std::pair<std::string, std::string>> all = {
      {"ack", "null"},
      {"no_lost_event", "null"},
      {"no_duplicate_effect", "null"},
      {"no_over_dedupe", "null"},
      {"no_phantom_effect", "null"},
      {"effect_lag", R"("max<5s")"},
      {"ack_before_work", "null"},
      {"converges", "null"},
      {"monotone", "null"},
      {"rejects", "null"},
      {"tolerates", "null"},
      {"alive", "null"},
      {"api_calls", R"({"path":"/v1/*","backs_off":true,"authorised":true,"at_least":2})"},
      {"steps", "null"},
      {"happened", "null"}};
  return all;
}

RightStory::RightStory() {
  EffectRule rule;
  rule.delay = sink_delay;
  run.with_effects({rule});
  for (unsigned i = 0; i < booking_count; ++i) {
    bookings_.push_back({"", false});
  }
}

void RightStory::do_right(const std::string& event, Nanos lag) {
  run.acknowledge(event);
  run.pass_time(lag);
  run.slow_effect(event, sink_delay);
  done_.push_back(event);
}

std::string RightStory::change(Booking& booking, unsigned how) {
  if (!booking.exists) {
    booking = {"booking-" + std::to_string(++lives_), true};
    return run.create(booking.name);
  }
  switch (how % kinds_of_change) {
    case 0:
      return run.update(booking.name);
    case 1:
      return run.update(booking.name, {{"message", "Changed " + std::to_string(how)}});
    case 2:
      return run.cancel(booking.name);
    default:
      booking.exists = false;  // the next one in its place has another id
      return run.remove(booking.name);
  }
}

void RightStory::deliver(const std::string& event, const Chapter& chapter) {
  const Nanos lag = std::chrono::milliseconds(chapter.lag % 400);
  switch (chapter.delivery % kinds_of_delivery) {
    case 0:
      run.race(event, 3);
      break;
    case 1:
      run.repeat(event, 2);
      break;
    case 2:
      run.lose_ack(event);
      break;
    case 3:
      run.refuse_then_acknowledge(event, 503);
      break;
    case 4:
      run.drop(event);
      return;
    case 5:
      run.connection_refused(event);  // it was being started
      run.acknowledge(event);
      break;
    case 6:
      run.hold(event);
      run.release({event});
      run.acknowledge(event);
      break;
    case 7:
      run.acknowledge(event, {.took = 400ms, .late = 30ms, .woken_late = 2ms});
      break;
    case 8:
      send_spoiled(run, event, "signature wrong", 401, Acts::not_at_all);
      break;
    case 9:
      send_spoiled(run, event, "truncated", 400, Acts::not_at_all);
      break;
    case 10:
      send_spoiled(run, event, "unknown_event_type", 200, Acts::not_at_all);
      break;
    case 11:
      run.acknowledge(event);
      run.redeliver(event);
      break;
    default:
      run.acknowledge(event);
      break;
  }
  run.pass_time(lag);
  run.slow_effect(event, sink_delay);
  done_.push_back(event);
}

void RightStory::step_aside(const Booking& booking, unsigned what) {
  switch (what % kinds_of_aside) {
    case 0:
      run.settled();
      break;
    case 1:
      if (booking.exists) {
        run.probe(booking.name, false);
      }
      break;
    case 2:
      run.add(event::StepChecked{1, 7, "wait_until", true, "", "an effect"});
      break;
    case 3:
      call_api(run, 429, "2");
      run.pass_time(2s);
      call_api(run, 200);
      break;
    default:
      break;
  }
}

void RightStory::play(const Chapter& chapter) {
  Booking& booking = bookings_[chapter.booking % booking_count];
  const bool existed = booking.exists;
  const std::string event = change(booking, chapter.change);
  // An older event need have no effect when a newer one of the booking follows at once.
  if (existed && booking.exists && chapter.delivery % 17 == 16) {
    run.acknowledge(event);
    do_right(run.update(booking.name));
  } else {
    deliver(event, chapter);
  }
  step_aside(booking, chapter.aside);
}

void RightStory::play_evidence() {
  const std::string created = run.create("anchor");
  do_right(created);
  run.probe("anchor", false);
  send_spoiled(run, run.update("anchor"), "signature wrong", 401, Acts::not_at_all);
  run.slow_effect("anchor.update", sink_delay);
  send_spoiled(
      run, run.update("anchor", {{"message", "New"}}), "unknown_event_type", 200, Acts::not_at_all
  );
  run.slow_effect("anchor.update#2", sink_delay);
  run.probe("anchor", false);
  run.add(event::StepChecked{2, 9, "wait_until", true, "", "an effect"});
  call_api(run, 429, "1");
  run.pass_time(1s);
  call_api(run, 200);
}

void RightStory::finish() {
  run.finish_run();
}

}  // namespace rkmock::assertions
