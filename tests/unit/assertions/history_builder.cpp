#include "unit/assertions/history_builder.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace rkmock::assertions {

namespace {

using namespace std::chrono_literals;

std::string type_of(const std::string& change) {
  if (change == "create" || change == "delete") {
    return "bookings." + change;
  }
  return "bookings.update";
}

std::string words_for(int status) {
  switch (status) {
    case 0:
      return "no answer";
    case 200:
      return "200 OK";
    case 500:
      return "500 Internal Server Error";
    case 503:
      return "503 Service Unavailable";
    default:
      return std::to_string(status);
  }
}

}  // namespace

HistoryBuilder::HistoryBuilder() {
  run_.receiver = "http://127.0.0.1:3000/webhooks/reservekit";
  run_.has_state_probe = true;
  run_.effects = {EffectRule{}};
  add(run_);
}

void HistoryBuilder::expect(const std::string& check, const std::string& parameters) {
  run_.expectations.push_back({check, parameters});
}

void HistoryBuilder::without_state_probe() {
  run_.has_state_probe = false;
}

void HistoryBuilder::without_effects() {
  run_.effects.clear();
}

void HistoryBuilder::with_effects(std::vector<EffectRule> rules) {
  run_.effects = std::move(rules);
}

std::uint64_t HistoryBuilder::add(EventBody body) {
  now_ += 10us;
  const std::uint64_t seq = events_.size() + 1;
  events_.push_back(std::make_shared<const Event>(Event{seq, now_, std::move(body)}));
  return seq;
}

void HistoryBuilder::pass_time(Nanos span) {
  now_ += span;
}

std::string HistoryBuilder::change(const std::string& booking, const std::string& change) {
  Booking& of = bookings_.at(booking);
  ++of.version;
  payload_clock_ += payload_step_;
  const std::string updated_at = format_rfc3339(PayloadTime(std::chrono::seconds(payload_clock_)));
  of.state["updated_at"] = updated_at;
  add(event::BookingChanged{booking, of.id, change, of.version, updated_at, of.state.dump()});
  const int count = ++of.changes[change];
  event::EventRaised raised;
  raised.event = booking + "." + change + (count == 1 ? "" : "#" + std::to_string(count));
  raised.type = type_of(change);
  raised.bookings = {{booking, of.id, of.version, updated_at}};
  raised.body = nlohmann::ordered_json{
      {"event_type", raised.type},
      {"bookings", nlohmann::ordered_json::array({of.state})},
      {"timestamp",
       updated_at}}.dump();
  raised_[raised.event] = raised;
  add(raised);
  return raised.event;
}

std::string HistoryBuilder::create(const std::string& booking) {
  Booking& made = bookings_[booking];
  made.id = 70'000 + static_cast<std::int64_t>(bookings_.size());
  made.state = {
      {"id", made.id},
      {"service_id", 123},
      {"date", "2030-01-07"},
      {"time_slot_id", 456},
      {"status", "pending"},
      {"message", "First visit"},
      {"created_at", format_rfc3339(PayloadTime(std::chrono::seconds(payload_clock_ + 1)))},
      {"updated_at", ""},
      {"customer", {{"id", 1}, {"name", "Jane Doe"}, {"email", "jane.doe@example.com"}}},
  };
  return change(booking, "create");
}

std::string HistoryBuilder::update(const std::string& booking, const nlohmann::json& fields) {
  bookings_.at(booking).state["status"] = "confirmed";
  for (const auto& [key, value] : fields.items()) {
    bookings_.at(booking).state[key] = value;
  }
  return change(booking, "update");
}

std::string HistoryBuilder::cancel(const std::string& booking) {
  bookings_.at(booking).state["status"] = "cancelled";
  return change(booking, "cancel");
}

std::string HistoryBuilder::remove(const std::string& booking) {
  bookings_.at(booking).state["status"] = "cancelled";
  bookings_.at(booking).deleted = true;
  return change(booking, "delete");
}

std::string HistoryBuilder::plan(const std::string& event) {
  return plan(event, Planned{});
}

std::string HistoryBuilder::plan(const std::string& event, Planned planned) {
  const std::string delivery = event + "/" + std::to_string(++deliveries_[event]);
  event::DeliveryPlanned line;
  line.event = event;
  line.delivery = delivery;
  line.subscription = planned.subscription;
  line.copy = planned.copy;
  line.copies = planned.copies;
  line.actions = std::move(planned.actions);
  line.delay = planned.delay;
  line.retry_waits = {5s, 5min};
  line.purpose = planned.purpose;
  add(line);
  sent_[delivery] = {event, 0, {}};
  return delivery;
}

void HistoryBuilder::start(
    const std::string& delivery, const std::vector<std::string>& faults, bool spoiled
) {
  Sent& sent = sent_.at(delivery);
  ++sent.attempt;
  event::AttemptStarted line;
  line.event = sent.event;
  line.delivery = delivery;
  line.attempt = sent.attempt;
  line.url = run_.receiver;
  line.body_bytes = raised_.count(sent.event) == 0 ? 0 : raised_.at(sent.event).body.size();
  line.faults = faults;
  line.spoiled = spoiled;
  add(line);
  sent.started = now_;
}

void HistoryBuilder::finish(const std::string& delivery, Outcome outcome, Exchange exchange) {
  const Sent& sent = sent_.at(delivery);
  event::AttemptFinished line;
  line.event = sent.event;
  line.delivery = delivery;
  line.attempt = sent.attempt;
  line.outcome = outcome;
  line.status = exchange.status;
  line.reason = exchange.reason.empty() ? words_for(exchange.status) : exchange.reason;
  line.faulted = exchange.faulted;
  line.timed_out = exchange.timed_out;
  line.faults = exchange.faults;
  line.phases.scheduled = sent.started - exchange.late;
  if (exchange.woken_late) {
    line.phases.woken = line.phases.scheduled + *exchange.woken_late;
  }
  line.phases.started = sent.started;
  Nanos over = sent.started + exchange.connect;
  if (outcome != Outcome::impossible) {
    line.phases.connected = over;
    line.phases.write_started = over;
    line.phases.written = over + 5us;
    over += exchange.took;
    if (exchange.faulted) {
      line.phases.first_byte = over;
    }
    if (exchange.status != 0) {
      line.phases.first_byte = over;
      line.phases.headers = over;
    }
  }
  line.phases.finished = over + 5us;
  now_ = std::max(now_, *line.phases.finished);
  add(line);
}

void HistoryBuilder::end(const std::string& delivery, const std::string& result) {
  add(event::DeliveryEnded{sent_.at(delivery).event, delivery, result});
}

void HistoryBuilder::attempt(const std::string& delivery, Outcome outcome, Exchange exchange) {
  start(delivery);
  finish(delivery, outcome, std::move(exchange));
}

std::string HistoryBuilder::deliver(const std::string& event, Outcome outcome, Exchange exchange) {
  const std::string delivery = plan(event);
  attempt(delivery, outcome, std::move(exchange));
  end(delivery, outcome == Outcome::acknowledged ? "acknowledged" : "given_up");
  return delivery;
}

std::string HistoryBuilder::acknowledge(const std::string& event) {
  return acknowledge(event, Exchange{});
}

std::string HistoryBuilder::acknowledge(const std::string& event, Exchange exchange) {
  return deliver(event, Outcome::acknowledged, std::move(exchange));
}

std::string HistoryBuilder::redeliver(const std::string& event) {
  Planned planned;
  planned.purpose = "drain";
  const std::string delivery = plan(event, planned);
  attempt(delivery, Outcome::acknowledged, {});
  end(delivery, "acknowledged");
  return delivery;
}

std::string HistoryBuilder::refuse(const std::string& event, int status) {
  Exchange exchange;
  exchange.status = status;
  return deliver(event, Outcome::refused, exchange);
}

std::string HistoryBuilder::refuse_then_acknowledge(
    const std::string& event, int status, int refusals
) {
  const std::string delivery = plan(event);
  Exchange refusal;
  refusal.status = status;
  for (int i = 0; i < refusals; ++i) {
    attempt(delivery, Outcome::refused, refusal);
  }
  attempt(delivery, Outcome::acknowledged, {});
  end(delivery, "acknowledged");
  return delivery;
}

std::string HistoryBuilder::time_out(const std::string& event, Nanos timeout) {
  Exchange exchange;
  exchange.status = 0;
  exchange.took = timeout;
  exchange.reason = "no answer within " + format_duration(timeout);
  exchange.timed_out = true;
  return deliver(event, Outcome::unknown, exchange);
}

std::string HistoryBuilder::connection_refused(const std::string& event) {
  Exchange exchange;
  exchange.status = 0;
  exchange.reason = "connection refused";
  return deliver(event, Outcome::impossible, exchange);
}

std::string HistoryBuilder::lose_ack(const std::string& event, int times) {
  Planned planned;
  planned.actions = {action::LoseAck{{times}}};
  const std::string delivery = plan(event, planned);
  Exchange lost;
  lost.status = 0;
  lost.faulted = true;
  lost.reason = "ack lost on purpose";
  for (int i = 0; i < times; ++i) {
    attempt(delivery, Outcome::unknown, lost);
  }
  attempt(delivery, Outcome::acknowledged, {});
  end(delivery, "acknowledged");
  return delivery;
}

std::string HistoryBuilder::drop(const std::string& event) {
  Planned planned;
  planned.actions = {action::Drop{}};
  const std::string delivery = plan(event, planned);
  end(delivery, "dropped");
  return delivery;
}

std::vector<std::string> HistoryBuilder::race(const std::string& event, int copies) {
  std::vector<std::string> ids;
  for (int copy = 1; copy <= copies; ++copy) {
    Planned planned;
    planned.copy = copy;
    planned.copies = copies;
    planned.actions = {action::Copies{copies, true, {}}};
    ids.push_back(plan(event, planned));
  }
  for (const std::string& delivery : ids) {
    start(delivery);
  }
  for (const std::string& delivery : ids) {
    Exchange exchange;
    exchange.took = 5ms;
    finish(delivery, Outcome::acknowledged, exchange);
    end(delivery, "acknowledged");
  }
  return ids;
}

std::vector<std::string> HistoryBuilder::repeat(const std::string& event, int copies) {
  std::vector<std::string> ids;
  for (int copy = 1; copy <= copies; ++copy) {
    Planned planned;
    planned.copy = copy;
    planned.copies = copies;
    planned.actions = {action::Copies{copies, false, {}}};
    ids.push_back(plan(event, planned));
  }
  for (const std::string& delivery : ids) {
    attempt(delivery, Outcome::acknowledged, {});
    end(delivery, "acknowledged");
  }
  return ids;
}

void HistoryBuilder::hold(const std::string& event) {
  add(event::EventHeld{event});
}

void HistoryBuilder::release(const std::vector<std::string>& order) {
  add(event::EventsReleased{order});
}

std::uint64_t HistoryBuilder::effect(const std::string& event, const std::string& name) {
  return slow_effect(event, Nanos{}, name);
}

std::uint64_t HistoryBuilder::slow_effect(
    const std::string& event, Nanos delay, const std::string& name
) {
  const event::EventRaised& raised = raised_.at(event);
  const event::BookingVersion& of = raised.bookings.front();
  const nlohmann::ordered_json body = {
      {"booking_id", of.booking_id}, {"event_type", raised.type}, {"updated_at", of.updated_at}};
  return add(event::SinkHit{
      name,
      "/sink/" + name,
      "POST",
      body.dump(),
      {of.booking_id, raised.type, of.updated_at},
      delay == Nanos{} ? std::nullopt : std::optional(delay)});
}

std::uint64_t HistoryBuilder::effect_without_version(
    const std::string& event, const std::string& name
) {
  const event::EventRaised& raised = raised_.at(event);
  const std::int64_t id = raised.bookings.front().booking_id;
  const nlohmann::ordered_json body = {{"booking_id", id}, {"event_type", raised.type}};
  return add(event::SinkHit{name, "/sink/" + name, "POST", body.dump(), {id, raised.type, ""}});
}

std::uint64_t HistoryBuilder::unattributed_effect(const std::string& name) {
  return add(event::SinkHit{name, "/sink/" + name, "POST", R"({"to":"jane.doe@example.com"})", {}});
}

std::uint64_t HistoryBuilder::probe(const std::string& booking, bool final_probe) {
  const Booking& of = bookings_.at(booking);
  if (of.deleted) {
    return probe_answers(booking, 404, R"({"error":"not found"})", final_probe);
  }
  const nlohmann::ordered_json body = {
      {"status", of.state["status"]},
      {"updated_at", of.state["updated_at"]},
      {"message", of.state["message"]}};
  return probe_answers(booking, 200, body.dump(), final_probe);
}

std::uint64_t HistoryBuilder::probe_answers(
    const std::string& booking, int status, const std::string& body, bool final_probe
) {
  bookings_.at(booking).probed |= final_probe;
  return add(event::StateProbed{booking, booking_id(booking), status, body, "", final_probe});
}

std::uint64_t HistoryBuilder::probe_fails(const std::string& booking, const std::string& error) {
  bookings_.at(booking).probed = true;
  return add(event::StateProbed{booking, booking_id(booking), 0, "", error, true});
}

void HistoryBuilder::settled(bool reached) {
  now_ += 300ms;
  add(event::Settled{reached, reached ? "" : "two equal probes one after another", 300ms});
}

void HistoryBuilder::drain(const std::vector<std::string>& events) {
  add(event::DrainStarted{events});
}

void HistoryBuilder::drained(const std::vector<std::string>& unacknowledged) {
  add(event::DrainFinished{unacknowledged});
}

void HistoryBuilder::finish_run() {
  drain();
  drained();
  settled();
  if (run_.has_state_probe) {
    for (const auto& [name, booking] : bookings_) {
      if (!booking.probed) {
        probe(name);
      }
    }
  }
  add(event::RunFinished{});
}

std::int64_t HistoryBuilder::booking_id(const std::string& booking) const {
  return bookings_.at(booking).id;
}

nlohmann::ordered_json HistoryBuilder::state(const std::string& booking) const {
  return bookings_.at(booking).state;
}

std::vector<EventPointer> HistoryBuilder::events() const {
  // The run's channels may have been changed after its line was made.
  std::vector<EventPointer> events = events_;
  events.front() = std::make_shared<const Event>(Event{1, events.front()->at, run_});
  return events;
}

History HistoryBuilder::history() const {
  JournalHeader header;
  header.tool = "rkmock 0.1.0";
  header.scenario = "A test's story";
  header.seed = 42;
  header.started = "2030-01-01T00:00:00Z";
  return {header, events()};
}

}  // namespace rkmock::assertions
