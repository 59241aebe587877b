#pragma once
// Actions: what should happen to a webhook event, as a fault decides it, a plan composes it, the
// journal keeps it and the delivery engine carries it out. Values; any thread.
#include <string>
#include <string_view>
#include <variant>

#include "rkmock/clock.hpp"

namespace rkmock {

namespace action {

struct Pass {
  bool operator==(const Pass&) const = default;
};

/// Send it `count` times: together on distinct warm connections, or each after the one before
/// has ended plus `gap`.
struct Copies {
  int count = 2;
  bool together = false;
  Nanos gap{};
  bool operator==(const Copies&) const = default;
};

/// Due later by this much, on the real clock.
struct Delay {
  Nanos by{};
  bool operator==(const Delay&) const = default;
};

/// Never sent, not even in the drain: the sender believes it was.
struct Drop {
  bool operator==(const Drop&) const = default;
};

/// The first `attempts` attempts: send the whole request, wait until the answer begins, reset
/// the connection, and treat it as unacknowledged.
struct LoseAck {
  int attempts = 1;
  bool operator==(const LoseAck&) const = default;
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
    action::LoseAck,
    action::Other>;

/// `copies`, `delay`, `drop`, `lost_ack`: the fault that asks for it, and the action's name in
/// journals. `pass` for none.
[[nodiscard]] std::string_view name_of(const Action& action);

/// The action of that name with its defaults; Other when there is none.
[[nodiscard]] Action action_named(std::string_view name);

/// In words, for people: `copies 3 together`.
[[nodiscard]] std::string to_text(const Action& action);

}  // namespace rkmock
