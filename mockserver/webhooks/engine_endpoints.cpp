// The engine's endpoints: disabled and enabled, what waits for them, and whose turn it is.
#include <algorithm>
#include <utility>

#include "mockserver/webhooks/engine_state.hpp"

namespace rkmock::webhooks {

Endpoint& Engine::State::endpoint_of(const Group& group) {
  return endpoints[group.dispatch.subscription];
}

bool Engine::State::is_disabled_for(const Group& group) {
  return group.is_of_the_scenario() && !endpoint_of(group).active;
}

std::vector<std::shared_ptr<Delivery>> Engine::State::waiting_at(const std::string& id) const {
  std::vector<std::shared_ptr<Delivery>> waiting;
  for (const auto& [key, delivery] : open) {
    const Group& group = *delivery->group;
    if (group.is_of_the_scenario() && group.dispatch.subscription == id && !delivery->under_way) {
      waiting.push_back(delivery);
    }
  }
  return waiting;
}

void Engine::State::set_endpoint(
    const std::string& id, bool active, const std::string& reason, bool backlog
) {
  Endpoint& endpoint = endpoints[id];
  if (stopped || endpoint.active == active) {
    return;
  }
  const auto waiting = waiting_at(id);
  journal.append(event::EndpointChanged{
      .subscription = id,
      .active = active,
      .reason = reason,
      .backlog = backlog,
      .waiting = waiting.size()});
  if (!active) {
    endpoint.active = false;
    for (const auto& delivery : waiting) {
      delivery->timer.reset();
      if (!delivery->unit.empty()) {
        park(std::exchange(delivery->unit, {}));
      }
      call_back(*delivery->group);
    }
    return;
  }
  endpoint.health = {};
  if (!backlog) {
    end_backlog(waiting, "the endpoint was enabled without its backlog");
  }
  endpoint.active = true;
  let_go_on(endpoint);
}

/// Nobody waits for what is parked: its first attempts count as over.
void Engine::State::park(Unit unit) {
  Group& group = *open.at(unit.front())->group;
  endpoint_of(group).parked.push_back(std::move(unit));
  call_back(group);
}

void Engine::State::let_go_on(Endpoint& endpoint) {
  std::vector<Unit> parked = std::exchange(endpoint.parked, {});
  std::sort(parked.begin(), parked.end());  // their keys are in the order of being raised
  for (Unit& unit : parked) {
    std::erase_if(unit, [this](std::uint64_t key) { return !open.contains(key); });
    if (!unit.empty()) {
      const Nanos due = open.at(unit.front())->due;
      schedule(std::move(unit), std::max(Nanos{}, due - journal.now()));
    }
  }
}

void Engine::State::end_backlog(
    const std::vector<std::shared_ptr<Delivery>>& waiting, const std::string& why
) {
  for (const auto& delivery : waiting) {
    delivery->timer.reset();
    finish(delivery, delivery->attempt == 0 ? "dropped" : "given_up", why);
  }
}

bool Engine::State::take_turn(const std::shared_ptr<Group>& group) {
  if (!profile.ordered || !group->is_of_the_scenario()) {
    return true;
  }
  Endpoint& endpoint = endpoint_of(*group);
  if (endpoint.in_turn) {
    endpoint.behind.push_back(group);
    return false;
  }
  endpoint.in_turn = group;
  return true;
}

void Engine::State::end_turn(const Group& group) {
  Endpoint& endpoint = endpoint_of(group);
  if (endpoint.in_turn.get() != &group) {
    std::erase_if(endpoint.behind, [&](const auto& other) { return other.get() == &group; });
    return;
  }
  endpoint.in_turn.reset();
  if (!endpoint.behind.empty()) {
    endpoint.in_turn = std::move(endpoint.behind.front());
    endpoint.behind.pop_front();
    start(*endpoint.in_turn);
  }
}

void Engine::State::give_up_parked(const std::string& event, const std::string& id) {
  if (endpoints[id].active) {
    return;
  }
  for (const auto& delivery : waiting_at(id)) {
    if (delivery->group->dispatch.event == event) {
      delivery->timer.reset();
      finish(delivery, "given_up", "the drain delivers it instead");
    }
  }
}

}  // namespace rkmock::webhooks
