#pragma once
// The members of every action in JSON: see core/event_fields.hpp. Internal to the codec.
//
// Values; any thread.
#include <type_traits>

#include "rkmock/action.hpp"

namespace rkmock::codec {

/// What an archive is shown: it changes the value when it reads, and only then.
template <class Archive, class Value>
using Of = std::conditional_t<Archive::reading, Value, const Value>;

/// Beside an action's own members, not in a map of its own.
template <class A>
void aim_fields(A& a, Of<A, Aim>& aim) {
  a("attempts", aim.attempts);
  a("from_attempt", aim.from_attempt);
  a("copy", aim.copy);
}

template <class A>
void fields(A&, Of<A, action::Pass>&) {}

template <class A>
void fields(A& a, Of<A, action::Copies>& e) {
  a("count", e.count);
  a("together", e.together);
  a("gap_ns", e.gap);
  a("overlapping", e.overlapping);
  a("late_ns", e.late);
}

template <class A>
void fields(A& a, Of<A, action::Delay>& e) {
  a("by_ns", e.by);
}

template <class A>
void fields(A&, Of<A, action::Drop>&) {}

template <class A>
void fields(A& a, Of<A, action::HoldBack>& e) {
  aim_fields(a, e.aim);
  a("past", e.past);
}

template <class A>
void fields(A& a, Of<A, action::LoseAck>& e) {
  aim_fields(a, e.aim);
}

template <class A>
void fields(A& a, Of<A, action::Unreachable>& e) {
  aim_fields(a, e.aim);
  a("as", e.as);
}

template <class A>
void fields(A& a, Of<A, action::Reset>& e) {
  aim_fields(a, e.aim);
  a("at", e.at);
  a("byte", e.byte);
}

template <class A>
void fields(A& a, Of<A, action::HalfClose>& e) {
  aim_fields(a, e.aim);
}

template <class A>
void fields(A& a, Of<A, action::Drip>& e) {
  aim_fields(a, e.aim);
  a("bytes", e.bytes);
  a("every_ns", e.every);
}

template <class A>
void fields(A& a, Of<A, action::Stall>& e) {
  aim_fields(a, e.aim);
  a("span_ns", e.span);
}

template <class A>
void fields(A& a, Of<A, action::SlowRead>& e) {
  aim_fields(a, e.aim);
  a("wait_ns", e.wait);
}

template <class A>
void fields(A& a, Of<A, action::StaleConnection>& e) {
  aim_fields(a, e.aim);
}

template <class A>
void fields(A& a, Of<A, action::Frame>& e) {
  aim_fields(a, e.aim);
  a("as", e.as);
  a("size", e.size);
}

template <class A>
void fields(A& a, Of<A, action::Header>& e) {
  aim_fields(a, e.aim);
  a("change", e.change);
  a("name", e.name);
  a("value", e.value);
  a("size", e.size);
  a("spoils", e.spoils);
}

template <class A>
void fields(A& a, Of<A, action::Edit>& e) {
  aim_fields(a, e.aim);
  a("fault", e.fault);
  a("change", e.change);
  a("place", e.place);
  a("value", e.value);
  a("size", e.size);
  a("spoils", e.spoils);
}

template <class A>
void fields(A& a, Of<A, action::Sign>& e) {
  aim_fields(a, e.aim);
  a("as", e.as);
}

template <class A>
void fields(A& a, Of<A, action::Stamp>& e) {
  aim_fields(a, e.aim);
  a("age_ns", e.age);
  a("first", e.first);
}

template <class A>
void fields(A& a, Of<A, action::NewMessage>& e) {
  aim_fields(a, e.aim);
}

/// Its name is all that is known of it.
template <class A>
void fields(A&, Of<A, action::Other>&) {}

}  // namespace rkmock::codec
