#pragma once
// The members of every event in JSON, named once for writing and reading. Internal to the codec.
//
// fields(archive, value) shows an archive each member with its name. An archive has `reading`, a
// call operator (name, member) and json(name, member) for JSON text. The manual says it all.
#include "rkmock/event.hpp"

#include "core/event_part_fields.hpp"

namespace rkmock::codec {

template <class A>
void fields(A& a, Of<A, event::RunStarted>& e) {
  a("receiver", e.receiver);
  a("has_state_probe", e.has_state_probe);
  a("effects", e.effects);
  a("expectations", e.expectations);
}

template <class A>
void fields(A& a, Of<A, event::StepStarted>& e) {
  a("index", e.index);
  a("line", e.line);
  a("text", e.text);
  a("file", e.file);
}

template <class A>
void fields(A& a, Of<A, event::StepChecked>& e) {
  a("index", e.index);
  a("line", e.line);
  a("what", e.what);
  a("held", e.held);
  a("found", e.found);
  a("expected", e.expected);
}

template <class A>
void fields(A& a, Of<A, event::BookingChanged>& e) {
  a("booking", e.booking);
  a("booking_id", e.booking_id);
  a("change", e.change);
  a("version", e.version);
  a("updated_at", e.updated_at);
  a.json("state", e.state);
}

template <class A>
void fields(A& a, Of<A, event::EventRaised>& e) {
  a("event", e.event);
  a("event_type", e.type);  // `type` is the line's own member
  a("bookings", e.bookings);
  a("body", e.body);
  a("wanted", e.wanted);
}

template <class A>
void fields(A& a, Of<A, event::DeliveryPlanned>& e) {
  a("event", e.event);
  a("delivery", e.delivery);
  a("subscription", e.subscription);
  a("copy", e.copy);
  a("copies", e.copies);
  a("actions", e.actions);
  a("delay_ns", e.delay);
  a("retry_waits_ns", e.retry_waits);
  a("purpose", e.purpose);
  a("redelivers", e.redelivers);
  a("same_bytes", e.same_bytes);
}

template <class A>
void fields(A& a, Of<A, event::EventHeld>& e) {
  a("event", e.event);
  a("past", e.past);
}

template <class A>
void fields(A& a, Of<A, event::EventsReleased>& e) {
  a("order", e.order);
  a("how", e.how);
}

template <class A>
void fields(A& a, Of<A, event::AttemptStarted>& e) {
  a("event", e.event);
  a("delivery", e.delivery);
  a("attempt", e.attempt);
  a("sending_clock_ns", e.sending_clock);
  a("url", e.url);
  a("headers", e.headers);
  a("body_bytes", e.body_bytes);
  a("faults", e.faults);
  a("spoiled", e.spoiled);
  a("body", e.body);
}

template <class A>
void fields(A& a, Of<A, event::AttemptFinished>& e) {
  a("event", e.event);
  a("delivery", e.delivery);
  a("attempt", e.attempt);
  a("outcome", e.outcome);
  a("status", e.status);
  a("reason", e.reason);
  a("faulted", e.faulted);
  a("faults", e.faults);
  a("timed_out", e.timed_out);
  a("phases", e.phases);
  a("answer_body", e.answer_body);
  a("next", e.next);
  a("next_wait_ns", e.next_wait);
}

template <class A>
void fields(A& a, Of<A, event::DeliveryEnded>& e) {
  a("event", e.event);
  a("delivery", e.delivery);
  a("result", e.result);
  a("why", e.why);
}

template <class A>
void fields(A& a, Of<A, event::EndpointChanged>& e) {
  a("subscription", e.subscription);
  a("active", e.active);
  a("reason", e.reason);
  a("backlog", e.backlog);
  a("waiting", e.waiting);
}

template <class A>
void fields(A& a, Of<A, event::ApiRequest>& e) {
  a("method", e.method);
  a("target", e.target);
  a("status", e.status);
  a("request_body", e.request_body);
  a("response_body", e.response_body);
  a("took_ns", e.took);
  a("fault", e.fault);
  a("step", e.step);
  a("retry_after", e.retry_after);
}

template <class A>
void fields(A& a, Of<A, event::StateProbed>& e) {
  a("booking", e.booking);
  a("booking_id", e.booking_id);
  a("status", e.status);
  a("body", e.body);
  a("error", e.error);
  a("final_probe", e.final_probe);
}

template <class A>
void fields(A& a, Of<A, event::Settled>& e) {
  a("reached", e.reached);
  a("waited_for", e.waited_for);
  a("took_ns", e.took);
}

template <class A>
void fields(A& a, Of<A, event::DrainStarted>& e) {
  a("events", e.events);
}

template <class A>
void fields(A& a, Of<A, event::DrainFinished>& e) {
  a("unacknowledged", e.unacknowledged);
}

template <class A>
void fields(A& a, Of<A, event::Checkpoint>& e) {
  a("index", e.index);
  a("line", e.line);
  a("expectations", e.expectations);
}

template <class A>
void fields(A& a, Of<A, event::HarnessError>& e) {
  a("what", e.what);
}

template <class A>
void fields(A& a, Of<A, event::EventsDropped>& e) {
  a("count", e.count);
}

template <class A>
void fields(A&, Of<A, event::RunFinished>&) {}

}  // namespace rkmock::codec
