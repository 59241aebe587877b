#include "unit/reports/samples.hpp"

#include <memory>
#include <utility>

#include "assertions/reports/timeline.hpp"

namespace rkmock::reports::samples {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t jane = 42;
constexpr std::int64_t joe = 43;

class Lines {
 public:
  std::uint64_t add(Nanos later, EventBody body) {
    now_ += later;
    events_.push_back(std::make_shared<const Event>(Event{events_.size() + 1, now_, std::move(body)}
    ));
    return events_.size();
  }

  void change(const std::string& booking, std::int64_t id) {
    const std::string at = "2030-01-07T09:00:01Z";
    add(1ms, event::BookingChanged{booking, id, "create", 1, at, R"({"status":"pending"})"});
    event::EventRaised raised;
    raised.event = booking + ".create";
    raised.type = "bookings.create";
    raised.bookings = {{booking, id, 1, at}};
    add(10us, raised);
  }

  void plan(const std::string& event, int copy, int copies, std::vector<Action> actions) {
    event::DeliveryPlanned planned;
    planned.event = event;
    planned.delivery = event + "/" + std::to_string(copy);
    planned.copy = copy;
    planned.copies = copies;
    planned.actions = std::move(actions);
    planned.purpose = "scenario";
    add(10us, planned);
  }

  void start(const std::string& event, int copy) {
    event::AttemptStarted started;
    started.event = event;
    started.delivery = event + "/" + std::to_string(copy);
    add(12us, started);
  }

  void finish(const std::string& event, int copy, Nanos took) {
    event::AttemptFinished finished;
    finished.event = event;
    finished.delivery = event + "/" + std::to_string(copy);
    finished.outcome = Outcome::acknowledged;
    finished.status = 200;
    finished.reason = "200 OK";
    finished.phases.write_started = now_;
    finished.phases.headers = now_ + took;
    add(took, finished);
  }

  void deliver_once(const std::string& event, int copy) {
    plan(event, copy, 1, {});
    start(event, copy);
    finish(event, copy, 2ms);
    add(1us, event::DeliveryEnded{event, event + "/" + std::to_string(copy), "acknowledged"});
  }

  void effect(std::int64_t booking) {
    event::SinkHit hit;
    hit.effect = "effects";
    hit.path = "/sink/effects";
    hit.method = "POST";
    hit.key = {booking, "bookings.create", "2030-01-07T09:00:01Z"};
    add(200us, hit);
  }

  void race() {
    plan("jane.create", 1, 2, {action::Copies{2, true, {}}});
    plan("jane.create", 2, 2, {action::Copies{2, true, {}}});
    start("jane.create", 1);
    start("jane.create", 2);
    effect(jane);
    effect(jane);
    finish("jane.create", 1, 2100us);
    finish("jane.create", 2, 90us);
  }

  void finish_run() {
    add(260ms, event::Settled{true, "", 260ms});
    add(5us, event::DrainStarted{});
    event::StateProbed probe;
    probe.booking = "jane";
    probe.booking_id = jane;
    probe.status = 200;
    probe.body = R"({"status":"pending"})";
    probe.final_probe = true;
    add(1ms, probe);
    add(1ms, event::RunFinished{});
  }

  [[nodiscard]] History history() const {
    JournalHeader header;
    header.scenario = "Copies that race each other have one effect";
    return {header, events_};
  }

 private:
  std::vector<EventPointer> events_;
  Nanos now_{};
};

Lines opening() {
  Lines lines;
  event::RunStarted run;
  run.receiver = "http://127.0.0.1:3000/webhooks/reservekit";
  lines.add(100us, run);
  lines.change("joe", joe);
  lines.deliver_once("joe.create", 1);
  lines.effect(joe);
  lines.change("jane", jane);
  return lines;
}

ScenarioReport scenario(const std::string& name, const std::string& stem) {
  ScenarioReport report;
  report.name = name;
  report.file = "scenarios/library/" + stem + ".yaml";
  report.journal_file = "journals/01-" + stem + ".jsonl";
  report.receiver = "http://127.0.0.1:3000/webhooks/reservekit";
  report.seed = 42;
  report.started = "2030-01-07T10:00:00Z";
  report.took = 1234567us;
  report.replay = "rkmock run " + report.file +
                  " --receiver http://127.0.0.1:3000/webhooks/reservekit --seed 42";
  return report;
}

void judge(ScenarioReport& report, std::vector<CheckResult> results) {
  report.judgement.verdict = Verdict::pass;
  for (const CheckResult& result : results) {
    report.judgement.verdict = merge(report.judgement.verdict, result.verdict);
  }
  report.judgement.results = std::move(results);
}

}  // namespace

History racing_copies() {
  Lines lines = opening();
  lines.race();
  lines.finish_run();
  return lines.history();
}

History long_history(int quiet) {
  Lines lines = opening();
  for (int i = 0; i < quiet; ++i) {
    lines.deliver_once("jane.create", 3 + i);
  }
  lines.race();
  for (int i = 0; i < quiet; ++i) {
    lines.deliver_once("jane.create", 3 + quiet + i);
  }
  lines.finish_run();
  return lines.history();
}

History hostile(const std::string& text) {
  Lines lines;
  event::RunStarted run;
  run.receiver = text;
  lines.add(1ms, run);
  lines.change(text, jane);
  lines.plan(text + ".create", 1, 1, {});
  event::AttemptStarted started;
  started.event = text + ".create";
  started.delivery = text + ".create/1";
  started.url = text;
  started.headers = {{text, text}};
  started.body = text;
  started.faults = {text};
  lines.add(1ms, started);
  event::AttemptFinished finished;
  finished.event = started.event;
  finished.delivery = started.delivery;
  finished.reason = text;
  finished.answer_body = text;
  finished.next = text;
  lines.add(1ms, finished);
  lines.add(1ms, event::DeliveryEnded{started.event, started.delivery, text, text});
  lines.add(1ms, event::SinkHit{text, text, text, text, {jane, text, text}});
  lines.add(1ms, event::HarnessError{text});
  return lines.history();
}

CheckResult passed_check() {
  CheckResult result;
  result.check = "ack";
  result.subject = "max<5s";
  result.verdict = Verdict::pass;
  result.message = "the slowest of 3 answers came after 2.1 ms, within 5 s";
  return result;
}

CheckResult failed_check() {
  CheckResult result;
  result.check = "no_duplicate_effect";
  result.subject = "effects";
  result.verdict = Verdict::fail;
  result.message = "booking 42 (jane) had the effect `effects` 2 times for one bookings.create";
  result.count = 1;
  result.first = "booking 42, bookings.create, updated_at 2030-01-07T09:00:01Z: 2 effects";
  result.worst = result.first;
  result.evidence = {
      {15, "the first effect for jane.create"},
      {16, "the second effect for jane.create, while both copies were open"},
  };
  result.cause =
      "check-then-act: two requests both find that the event is new, because looking it up and "
      "remembering it are two steps";
  result.next_step =
      "claim the event atomically: a unique key in the database, inserted in the transaction "
      "that does the work";
  return result;
}

CheckResult inconclusive_check() {
  CheckResult result;
  result.check = "converges";
  result.verdict = Verdict::inconclusive;
  result.message = "the receiver has no state probe, so its final state is not known";
  result.next_step = "name one with --state URL or under receiver.state in the scenario";
  return result;
}

ScenarioReport passed_scenario() {
  ScenarioReport report =
      scenario("A booking is made, confirmed, cancelled and deleted", "plain_lifecycle");
  report.took = 64200us;
  CheckResult second = passed_check();
  second.check = "no_lost_event";
  second.subject.clear();
  second.message = "each of 4 acknowledged events had its effect";
  second.evidence = {
      {12, "the first effect for jane.create"}, {31, "the last one, for jane.delete"}};
  judge(report, {passed_check(), second});
  return report;
}

ScenarioReport failed_scenario() {
  ScenarioReport report =
      scenario("Copies that race each other have one effect", "racing_duplicates");
  judge(report, {passed_check(), failed_check(), inconclusive_check()});
  report.timeline = timeline(racing_copies(), report.judgement);
  report.places = {{}, {"", 14, "create jane"}, {}};
  return report;
}

ScenarioReport inconclusive_scenario() {
  ScenarioReport report =
      scenario("A retry after a lost acknowledgement has no second effect", "lost_ack_retry");
  judge(report, {passed_check(), inconclusive_check()});
  return report;
}

ScenarioReport skipped_scenario() {
  ScenarioReport report;
  report.name = "A copy that comes after a restart has no second effect";
  report.file = "library/duplicates/duplicate_after_restart.yaml";
  report.receiver = "http://127.0.0.1:3000/webhooks/reservekit";
  report.seed = 1;
  report.replay = "rkmock run --library duplicates/duplicate_after_restart --seed 1";
  report.skipped = "RECEIVER_RESTART is not set";
  return report;
}

ScenarioReport hostile_scenario() {
  ScenarioReport report = scenario("", "hostile");
  report.name = "title\x1b[2J\x1b]0;owned\x07 <b>&amp;</b> \xE2\x80\xAEtxt.exe \xFF\xFE\r\nnext";
  report.file = "scenarios/\"quoted\" & <odd>\n.yaml";
  report.journal_file = "journals/\x1b[31m.jsonl";
  report.receiver = "http://127.0.0.1:3000/?a=1&b=<script>";
  report.replay = "rkmock run 'scenarios/\"quoted\" & <odd>' --seed 42";
  CheckResult result = failed_check();
  result.subject = "]]>\x1b[0m";
  result.message = std::string("an answer with a NUL \0 and ]]> inside", 37);
  result.first = std::string(300, 'w');
  result.evidence = {
      {1,
       "\x9B"
       "31m \xC2\x9B"
       "31m \xED\xA0\x80 \xEF\xBF\xBF"}};
  result.cause =
      "漢字は二桁を取る: wide characters take two columns, e\xCC\x81 one, 🙂 two";
  result.near_misses = {"*bold* [link](http://x) `code` | cell\n# head", "````"};
  judge(report, {result});
  report.places = {{"steps\x1b/<b>,:%.yaml", 7, "call `GET /` @team #1 <img>\n::error::x"}};
  report.timeline = {"> #1          0.100  \x1b[5mreceiver\x1b[0m </failure>", "", "\n"};
  return report;
}

RunReport run_of(std::vector<ScenarioReport> scenarios) {
  RunReport run;
  run.tool = "rkmock 0.1.0";
  run.scenarios = std::move(scenarios);
  return run;
}

}  // namespace rkmock::reports::samples
