#pragma once
// One event of every kind with every member set: what tests/golden/journals/v1.jsonl holds.
#include <vector>

#include "rkmock/journal.hpp"

namespace rkmock {

inline JournalHeader sample_header() {
  JournalHeader header;
  header.tool = "rkmock 0.1.0";
  header.scenario = "A booking is made and confirmed";
  header.scenario_file = "scenarios/sample.yaml";
  header.scenario_hash = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  header.account = "scenario-1";
  header.seed = 18446744073709551615U;
  header.started = "2026-01-02T03:04:05Z";
  return header;
}

inline event::AttemptFinished sample_attempt_finished() {
  event::AttemptFinished finished;
  finished.event = "jane.create";
  finished.delivery = "jane.create/1";
  finished.attempt = 2;
  finished.outcome = Outcome::refused;
  finished.status = 503;
  finished.reason = "503 Service Unavailable";
  finished.faulted = true;
  finished.timed_out = true;
  finished.phases.scheduled = Nanos(100);
  finished.phases.started = Nanos(110);
  finished.phases.reused = true;
  finished.phases.connected = Nanos(120);
  finished.phases.write_started = Nanos(130);
  finished.phases.written = Nanos(140);
  finished.phases.first_byte = Nanos(150);
  finished.phases.headers = Nanos(160);
  finished.phases.finished = Nanos(170);
  finished.answer_body = "try later\n";
  return finished;
}

inline EffectRule sample_rule() {
  EffectRule rule{
      "email", "/sink/email", "/id", "/type", "/version", {"bookings.create", "bookings.update"}};
  rule.required = false;
  rule.once_per = OncePer::booking;
  rule.forbidden = {"bookings.delete"};
  rule.marker = "/text";
  return rule;
}

inline std::vector<EventBody> sample_bodies() {
  return {
      event::RunStarted{
          "http://127.0.0.1:3000/webhooks",
          true,
          {sample_rule()},
          {{"ack", R"(["max<5s"])"}, {"converges", "null"}}},
      event::Calibrated{{Nanos(210'000), Nanos(190'000)}},
      event::CleanRun{
          "the receiver had not come to rest",
          {{"jane", 200, R"({"id":"{{jane.id}}"})", {{"email", "jane.create", "{}"}}}}},
      event::StepStarted{1, 12, "create jane", "steps/book.yaml"},
      event::StepChecked{1, 12, "call POST /v1/bookings", true, "201", "201 Created"},
      event::BookingChanged{
          "jane", 789, "create", 1, "2030-01-07T09:00:00Z", R"({"id":789,"status":"pending"})"},
      event::EventRaised{
          "jane.create",
          "bookings.create",
          {{"jane", 789, 1, "2030-01-07T09:00:00Z"}},
          R"({"message":"Grüße, \"Jané\""})"},
      event::DeliveryPlanned{
          "jane.create",
          "jane.create/1",
          "webhook-1",
          2,
          3,
          {action::Copies{3, true, {}}, action::Delay{std::chrono::milliseconds(200)}},
          std::chrono::milliseconds(200),
          {std::chrono::seconds(5), std::chrono::minutes(5)},
          "scenario"},
      event::EventHeld{"jane.update"},
      event::EventsReleased{{"jane.update", "joe.create"}},
      event::AttemptStarted{
          "jane.create",
          "jane.create/1",
          2,
          std::chrono::hours(75),
          "http://127.0.0.1:3000/webhooks",
          {{"Content-Type", "application/json"}, {"X-Webhook-Signature", "0123"}},
          612},
      sample_attempt_finished(),
      event::DeliveryEnded{"jane.create", "jane.create/1", "given_up"},
      event::EndpointChanged{"webhook-1", true, "by hand", true, 3},
      event::ApiRequest{
          "GET",
          "/v1/bookings/789?x=1",
          200,
          "",
          R"({"id":789})",
          std::chrono::microseconds(85),
          {},
          2},
      event::SinkHit{
          "email",
          "/sink/email",
          "POST",
          R"({"id":789})",
          {789, "bookings.create", "2030-01-07T09:00:00Z"}},
      event::StateProbed{"jane", 789, 200, R"({"status":"confirmed"})", "connection reset", true},
      event::Settled{true, "two equal probes one after another", std::chrono::milliseconds(270)},
      event::DrainStarted{{"jane.create"}},
      event::DrainFinished{{"jane.create"}},
      event::Checkpoint{3, 12, {{"ack", R"(["max<5s"])"}}},
      event::HarnessError{"step 2 of 7 was refused"},
      event::EventsDropped{18446744073709551615U},
      event::RunFinished{},
  };
}

}  // namespace rkmock
