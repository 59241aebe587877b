#pragma once
// Actions: what should happen to a webhook event, as a fault decides it, a plan composes it, the
// journal keeps it and the delivery engine carries it out. Values; any thread.
//
// Those with an `aim` are about single attempts (rkmock/attempt_actions.hpp), the others about the
// event as a whole.
#include <string>
#include <string_view>
#include <variant>

#include "rkmock/attempt_actions.hpp"
#include "rkmock/clock.hpp"

namespace rkmock {

namespace action {

struct Pass {
  static constexpr std::string_view key = "pass";
  bool operator==(const Pass&) const = default;
};

/// Send it `count` times: together on distinct warm connections, overlapping (each when the
/// request of the one before has been written), or each after the one before has ended plus `gap`
/// (real time) or `late` (the sending clock, which may be compressed).
struct Copies {
  static constexpr std::string_view key = "copies";
  int count = 2;
  bool together = false;
  Nanos gap{};
  bool overlapping = false;
  Nanos late{};
  bool operator==(const Copies&) const = default;
};

/// Due later by this much, on the real clock.
struct Delay {
  static constexpr std::string_view key = "delay";
  Nanos by{};
  bool operator==(const Delay&) const = default;
};

/// Never sent, not even in the drain: the sender believes it was.
struct Drop {
  static constexpr std::string_view key = "drop";
  bool operator==(const Drop&) const = default;
};

/// One that this version does not know, read from the journal of a newer one. No fault decides it.
struct Other {
  std::string name;
  bool operator==(const Other&) const = default;
};

}  // namespace action

using Action = std::variant<
    action::Pass,
    action::Copies,
    action::Delay,
    action::Drop,
    action::HoldBack,
    action::LoseAck,
    action::Unreachable,
    action::Reset,
    action::HalfClose,
    action::Drip,
    action::Stall,
    action::SlowRead,
    action::StaleConnection,
    action::Frame,
    action::Header,
    action::Edit,
    action::Sign,
    action::Stamp,
    action::NewMessage,
    action::Other>;

/// `copies`, `delay`, `drop`, `lost_ack`: the action's name in journals, `pass` for none.
[[nodiscard]] std::string_view name_of(const Action& action);

/// The action of that name with its defaults; Other when there is none.
[[nodiscard]] Action action_named(std::string_view name);

/// In words, for people, beginning with the fault that asks for it: `copies 3 together`.
[[nodiscard]] std::string to_text(const Action& action);

/// Which attempts it is for; null when it is about the event as a whole.
[[nodiscard]] const Aim* aim_of(const Action& action);

/// The same for other attempts; as it is when it is about the event as a whole.
[[nodiscard]] Action aimed(Action action, const Aim& aim);

/// Whether the request is not the event any more: a 2xx to a forged or truncated one acknowledges
/// nothing, so the event is still to be delivered.
[[nodiscard]] bool spoils(const Action& action);

}  // namespace rkmock
