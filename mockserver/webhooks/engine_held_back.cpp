// Attempts that wait until other events have gone past them.
#include <algorithm>
#include <utility>
#include <variant>

#include "mockserver/webhooks/engine_state.hpp"

namespace rkmock::webhooks {

bool Engine::State::hold_back(Delivery& delivery) {
  const Group& group = *delivery.group;
  const int attempt = delivery.attempt + 1;
  if (delivery.attempt_held_back == attempt) {
    return false;
  }
  for (const Action& action : faults::actions_on(group.dispatch.plan, delivery.copy, attempt)) {
    if (const auto* back = std::get_if<action::HoldBack>(&action)) {
      delivery.attempt_held_back = attempt;
      journal.append(event::EventHeld{.event = group.dispatch.event, .past = back->past});
      held_back.push_back(
          {std::exchange(delivery.unit, {}),
           group.dispatch.event,
           group.first_key,
           std::max(1, back->past),
           to_text(action)}
      );
      return true;
    }
  }
  return false;
}

/// Only newer events count: an older one that ends late overtakes nobody.
void Engine::State::event_over(const Group& group) {
  for (HeldBack& held : held_back) {
    held.left -= group.first_key > held.first_key ? 1 : 0;
  }
  const auto first = std::stable_partition(
      held_back.begin(), held_back.end(), [](const HeldBack& held) { return held.left > 0; }
  );
  std::vector<HeldBack> overtaken(
      std::make_move_iterator(first), std::make_move_iterator(held_back.end())
  );
  held_back.erase(first, held_back.end());
  for (HeldBack& held : overtaken) {
    let_go(std::move(held), true);
  }
}

void Engine::State::release_held_back() {
  for (HeldBack& held : std::exchange(held_back, {})) {
    let_go(std::move(held), false);
  }
}

void Engine::State::let_go(HeldBack held, bool overtaken) {
  const auto found = open.find(held.unit.front());
  if (found == open.end()) {
    return;  // it was ended meanwhile
  }
  journal.append(event::EventsReleased{{held.event}});
  if (overtaken) {
    for (const std::uint64_t key : held.unit) {
      open.at(key)->changes.push_back(held.words);
    }
  }
  schedule(std::move(held.unit), {});
}

}  // namespace rkmock::webhooks
