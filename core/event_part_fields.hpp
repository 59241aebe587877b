#pragma once
// The members in JSON of effects and of what events are made of: see core/event_fields.hpp.
// Internal to the codec.
//
// Values; any thread.
#include "rkmock/event.hpp"

#include "core/action_fields.hpp"

namespace rkmock::codec {

template <class A>
void fields(A& a, Of<A, EffectRule>& e) {
  a("name", e.name);
  a("path", e.path);
  a("booking", e.booking);
  a("event_type", e.event_type);
  a("updated_at", e.updated_at);
  a("on", e.on);
  a("required", e.required);
  a("once_per", e.once_per);
  a("forbidden", e.forbidden);
  a("marker", e.marker);
  a("delay_ns", e.delay);
}

template <class A>
void fields(A& a, Of<A, Expectation>& e) {
  a("check", e.check);
  a.json("parameters", e.parameters);
}

template <class A>
void fields(A& a, Of<A, EffectKey>& e) {
  a("booking_id", e.booking_id);
  a("event_type", e.event_type);
  a("updated_at", e.updated_at);
  a("marker", e.marker);
}

template <class A>
void fields(A& a, Of<A, event::CleanEffect>& e) {
  a("effect", e.effect);
  a("caused", e.caused);
  a("request", e.request);
}

template <class A>
void fields(A& a, Of<A, event::CleanBooking>& e) {
  a("booking", e.booking);
  a("status", e.status);
  a("state", e.state);
  a("effects", e.effects);
}

template <class A>
void fields(A& a, Of<A, event::SinkHit>& e) {
  a("effect", e.effect);
  a("path", e.path);
  a("method", e.method);
  a("body", e.body);
  a("key", e.key);
  a("delay_ns", e.delay);
}

template <class A>
void fields(A& a, Of<A, Phases>& e) {
  a("scheduled_ns", e.scheduled);
  a("woken_ns", e.woken);
  a("started_ns", e.started);
  a("reused", e.reused);
  a("connected_ns", e.connected);
  a("tls_done_ns", e.tls_done);
  a("write_started_ns", e.write_started);
  a("written_ns", e.written);
  a("first_byte_ns", e.first_byte);
  a("headers_ns", e.headers);
  a("finished_ns", e.finished);
}

template <class A>
void fields(A& a, Of<A, event::AppliedFault>& e) {
  a("id", e.id);
  a("actions", e.actions);
  a("delay_ns", e.delay);
  a("processed", e.processed);
}

template <class A>
void fields(A& a, Of<A, event::BookingVersion>& e) {
  a("booking", e.booking);
  a("booking_id", e.booking_id);
  a("version", e.version);
  a("updated_at", e.updated_at);
}

// These two stand here because the list of all events is long.

template <class A>
void fields(A& a, Of<A, event::Calibrated>& e) {
  a("times_ns", e.times);
}

template <class A>
void fields(A& a, Of<A, event::CleanRun>& e) {
  a("problem", e.problem);
  a("bookings", e.bookings);
}

}  // namespace rkmock::codec
