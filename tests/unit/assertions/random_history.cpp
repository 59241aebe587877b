#include "unit/assertions/random_history.hpp"

#include <array>
#include <ostream>
#include <set>

namespace rkmock::assertions {

namespace {

/// Whether it was acknowledged.
bool deliver(HistoryBuilder& run, const std::string& event, unsigned how) {
  switch (how % 9) {
    case 0:
      run.race(event, 3);
      return true;
    case 1:
      run.repeat(event, 2);
      return true;
    case 2:
      run.lose_ack(event);
      return true;
    case 3:
      run.refuse_then_acknowledge(event, 503);
      return true;
    case 4:
      run.drop(event);
      return false;
    case 5:
      run.time_out(event);
      run.acknowledge(event);
      return true;
    case 6:
      run.connection_refused(event);
      run.acknowledge(event);
      return true;
    default:
      run.acknowledge(event);
      return true;
  }
}

std::string change(HistoryBuilder& run, const std::string& booking, bool known, unsigned how) {
  if (!known) {
    return run.create(booking);
  }
  switch (how % 3) {
    case 0:
      return run.update(booking);
    case 1:
      return run.update(booking, {{"message", "Changed " + std::to_string(how)}});
    default:
      return run.cancel(booking);
  }
}

/// Draws from the numbers, over and over.
class Tape {
 public:
  explicit Tape(const std::vector<std::uint64_t>& numbers) : numbers_(numbers) {}

  std::uint64_t draw() {
    const std::uint64_t number = numbers_[at_++ % numbers_.size()];
    return number * 0x9E3779B97F4A7C15ULL + at_ * 0xBF58476D1CE4E5B9ULL;
  }

  std::size_t below(std::size_t bound) { return draw() / 7 % bound; }

  template <std::size_t N>
  std::string one_of(const std::array<const char*, N>& texts) {
    return texts[below(N)];
  }

  Nanos instant() {
    const std::uint64_t number = draw();
    return below(4) == 0 ? Nanos(static_cast<std::int64_t>(number))
                         : Nanos(static_cast<std::int64_t>(number % 10'000'000'000ULL));
  }

  std::optional<Nanos> perhaps() { return below(3) == 0 ? std::nullopt : std::optional(instant()); }

  std::int64_t booking() { return static_cast<std::int64_t>(below(3)); }

  std::string event() { return one_of(std::array{"jane.create", "jane.update", "joe.create", ""}); }

  std::string delivery() {
    return one_of(std::array{"jane.create/1", "jane.create/2", "jane.update/1", "joe.create/1"});
  }

  std::string type() {
    return one_of(std::array{"bookings.create", "bookings.update", "bookings.delete", "x", ""});
  }

  std::string time() {
    return one_of(std::array{"2030-01-01T00:00:01Z", "2030-01-01T00:00:02+01:00", "soon", ""});
  }

  std::string json() {
    return one_of(std::array{
        R"({"status":"pending","message":"a"})",
        R"({"status":"confirmed","updated_at":"2030-01-01T00:00:01Z"})",
        R"({"status":3})",
        "[1",
        "",
        "\xff"});
  }

 private:
  const std::vector<std::uint64_t>& numbers_;
  std::size_t at_ = 0;
};

event::RunStarted run_started(Tape& tape) {
  event::RunStarted run;
  run.has_state_probe = tape.below(2) == 0;
  for (std::size_t i = tape.below(3); i > 0; --i) {
    EffectRule rule;
    rule.name = tape.one_of(std::array{"effects", "email", ""});
    if (tape.below(2) == 0) {
      rule.on = {tape.type()};
    }
    run.effects.push_back(rule);
  }
  return run;
}

event::DeliveryPlanned planned(Tape& tape) {
  event::DeliveryPlanned plan;
  plan.event = tape.event();
  plan.delivery = tape.delivery();
  plan.subscription = tape.one_of(std::array{"webhook-1", "webhook-2"});
  plan.copy = static_cast<int>(tape.below(5)) - 1;
  plan.copies = static_cast<int>(tape.below(5)) - 1;
  plan.delay = tape.instant();
  plan.purpose = tape.one_of(std::array{"scenario", "drain"});
  for (std::size_t i = tape.below(3); i > 0; --i) {
    plan.actions.push_back(std::array<Action, 8>{
        action::Copies{3, true, {}},
        action::Copies{2, false, {}},
        action::Copies{-1, true, {}},
        action::Delay{std::chrono::seconds(1)},
        action::Drop{},
        action::LoseAck{{2}},
        action::LoseAck{{-2}},
        action::Other{"tamper"}}[tape.below(8)]);
  }
  return plan;
}

event::AttemptFinished finished(Tape& tape) {
  event::AttemptFinished line;
  line.event = tape.event();
  line.delivery = tape.delivery();
  line.attempt = static_cast<int>(tape.below(3));
  line.outcome = static_cast<Outcome>(tape.below(4));
  line.status = std::array{0, 200, 302, 404, 500, -1}[tape.below(6)];
  line.reason = tape.one_of(std::array{"200 OK", "no answer within 10 s", "stopped", ""});
  line.faulted = tape.below(3) == 0;
  line.timed_out = tape.below(3) == 0;
  line.phases.scheduled = tape.instant();
  line.phases.started = tape.instant();
  line.phases.connected = tape.perhaps();
  line.phases.write_started = tape.perhaps();
  line.phases.written = tape.perhaps();
  line.phases.first_byte = tape.perhaps();
  line.phases.headers = tape.perhaps();
  line.phases.finished = tape.perhaps();
  return line;
}

event::SinkHit sink_hit(Tape& tape) {
  event::SinkHit hit;
  hit.effect = tape.one_of(std::array{"effects", "email", ""});
  hit.path = "/sink/" + hit.effect;
  hit.body = tape.json();
  if (tape.below(4) > 0) {
    hit.key.booking_id = tape.booking();
  }
  hit.key.event_type = tape.type();
  hit.key.updated_at = tape.time();
  return hit;
}

EventBody body(Tape& tape) {
  switch (tape.below(16)) {
    case 0:
      return run_started(tape);
    case 1:
      return event::BookingChanged{
          "jane",
          tape.booking(),
          tape.one_of(std::array{"create", "update", "cancel", "delete"}),
          static_cast<int>(tape.below(4)),
          tape.time(),
          tape.json()};
    case 2:
    case 3: {
      event::EventRaised raised{tape.event(), tape.type(), {}, tape.json()};
      for (std::size_t i = tape.below(3); i > 0; --i) {
        raised.bookings.push_back(
            {"jane", tape.booking(), static_cast<int>(tape.below(4)), tape.time()}
        );
      }
      return raised;
    }
    case 4:
    case 5:
      return planned(tape);
    case 6:
    case 7:
      return event::AttemptStarted{
          tape.event(), tape.delivery(), static_cast<int>(tape.below(3)), {}, "", {}, 0};
    case 8:
    case 9:
      return finished(tape);
    case 10:
      return event::DeliveryEnded{
          tape.event(),
          tape.delivery(),
          tape.one_of(std::array{"acknowledged", "given_up", "dropped", "stopped"})};
    case 11:
      return sink_hit(tape);
    case 12:
      return event::StateProbed{
          "jane",
          tape.booking(),
          std::array{0, 200, 404, 500}[tape.below(4)],
          tape.json(),
          "",
          tape.below(2) == 0};
    case 13:
      return event::Settled{tape.below(2) == 0, "", tape.instant()};
    case 14:
      return event::EventsReleased{{tape.event(), tape.event()}};
    default:
      return tape.below(2) == 0 ? EventBody(event::EventHeld{tape.event()})
                                : EventBody(event::RunFinished{});
  }
}

}  // namespace

void showValue(const Deed& deed, std::ostream& out) {  // NOLINT: RapidCheck's name
  out << "{booking " << deed.booking % 3 << ", change " << deed.change % 3 << ", delivery "
      << deed.delivery % 9 << ", effects " << deed.effects % 3 << ", named " << deed.named
      << ", rest " << deed.rest << "}";
}

std::vector<std::string> play(
    HistoryBuilder& run, const std::vector<Deed>& deeds, bool effects_as_told
) {
  std::vector<std::string> acknowledged;
  std::set<std::string> known;
  for (const Deed& deed : deeds) {
    const std::string booking = "booking-" + std::to_string(deed.booking % 3);
    const bool exists = !known.insert(booking).second;
    const std::string event = change(run, booking, exists, deed.change);
    const bool told = deliver(run, event, deed.delivery);
    if (told) {
      acknowledged.push_back(event);
    }
    const unsigned right = told ? 1 : 0;
    const unsigned effects = effects_as_told ? deed.effects % 3 : right;
    for (unsigned i = 0; i < effects; ++i) {
      deed.named ? run.effect(event) : run.effect_without_version(event);
    }
    if (deed.rest) {
      run.settled();
    }
  }
  return acknowledged;
}

void play_stranger(HistoryBuilder& run) {
  const std::string event = run.create("stranger");
  run.acknowledge(event);
  run.effect(event);
}

std::vector<EventPointer> nonsense(const std::vector<std::uint64_t>& numbers) {
  std::vector<EventPointer> events;
  if (numbers.empty()) {
    return events;
  }
  Tape tape(numbers);
  const std::size_t count = 4 * numbers.size();
  for (std::size_t i = 0; i < count; ++i) {
    const Nanos at = tape.instant();
    events.push_back(std::make_shared<const Event>(Event{i + 1, at, body(tape)}));
  }
  return events;
}

}  // namespace rkmock::assertions
