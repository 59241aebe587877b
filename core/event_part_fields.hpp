#pragma once
// The members in JSON of what events are made of: see core/event_fields.hpp. Internal to the codec.
//
// Values; any thread.
#include <type_traits>

#include "rkmock/event.hpp"

namespace rkmock::codec {

/// What an archive is shown: it changes the value when it reads, and only then.
template <class Archive, class Value>
using Of = std::conditional_t<Archive::reading, Value, const Value>;

template <class A>
void fields(A& a, Of<A, EffectRule>& e) {
  a("name", e.name);
  a("path", e.path);
  a("booking", e.booking);
  a("event_type", e.event_type);
  a("updated_at", e.updated_at);
  a("on", e.on);
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
}

template <class A>
void fields(A&, Of<A, action::Pass>&) {}

template <class A>
void fields(A& a, Of<A, action::Copies>& e) {
  a("count", e.count);
  a("together", e.together);
  a("gap_ns", e.gap);
}

template <class A>
void fields(A& a, Of<A, action::Delay>& e) {
  a("by_ns", e.by);
}

template <class A>
void fields(A&, Of<A, action::Drop>&) {}

template <class A>
void fields(A& a, Of<A, action::LoseAck>& e) {
  a("attempts", e.attempts);
}

/// Its name is all that is known of it.
template <class A>
void fields(A&, Of<A, action::Other>&) {}

template <class A>
void fields(A& a, Of<A, Phases>& e) {
  a("scheduled_ns", e.scheduled);
  a("started_ns", e.started);
  a("reused", e.reused);
  a("connected_ns", e.connected);
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

}  // namespace rkmock::codec
