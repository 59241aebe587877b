// What follows from the end of an attempt: the next one, or the delivery's end.
#include <algorithm>
#include <utility>

#include <boost/asio/post.hpp>

#include "mockserver/webhooks/engine_state.hpp"

namespace rkmock::webhooks {

void Engine::State::append_finished(
    const Delivery& delivery, const AttemptResult& result, const Next& next
) {
  event::AttemptFinished finished{
      .event = delivery.group->dispatch.event,
      .delivery = delivery.id,
      .attempt = delivery.attempt,
      .outcome = result.outcome,
      .status = result.status,
      .reason = result.reason + redirect_note(profile, result.status, result.location),
      .faulted = !delivery.changes.empty() || !result.faults.empty(),
      .faults = result.faults,
      .timed_out = result.timed_out,
      .phases = result.phases,
      .answer_body = result.answer_body,
      .next = next.words,
      .next_wait = next.wait};
  log.finished(delivery.log_number, finished);
  journal.append(std::move(finished));
}

Next Engine::State::decide(Delivery& delivery, const AttemptResult& result) const {
  return next_after(
      profile,
      delivery.retry_waits,
      Tried{
          .scheduled = delivery.scheduled,
          .resent = std::exchange(delivery.resends, false),
          .only_once = !delivery.group->is_of_the_scenario(),
          // A 2xx to what is not the event any more acknowledges nothing.
          .outcome = delivery.spoiled && result.outcome == Outcome::acknowledged ? Outcome::refused
                                                                                 : result.outcome,
          .timed_out = result.timed_out,
          .status = result.status,
          .retry_after = result.retry_after,
          .took = result.phases.finished.value_or(Nanos{}) - result.phases.started,
          .ended = clock.wall_now()}
  );
}

void Engine::State::attempt_over(std::uint64_t key, const AttemptResult& result) {
  const auto delivery = open.at(key);
  const auto group = delivery->group;
  delivery->under_way.reset();
  Next next = decide(*delivery, result);
  Endpoint& endpoint = endpoint_of(*group);
  std::string disabled;
  if (endpoint.active) {
    const bool acknowledged = result.outcome == Outcome::acknowledged;
    const Nanos sending_now = journal.now() + delivery->lead;
    disabled = endpoint.health.note(profile, acknowledged, result.status, sending_now);
  }
  const bool goes_on = next.kind == Next::Kind::retry || next.kind == Next::Kind::resend;
  if (goes_on && (!endpoint.active || !disabled.empty())) {
    next.words += ", once the endpoint is enabled";
  }
  append_finished(*delivery, result, next);
  delivery->changes.clear();
  // Before its end is told: whoever waits for that must find those released that it overtook.
  if (delivery->attempt == 1) {
    first_attempt_over(*delivery);
  }
  if (!goes_on) {
    const bool acknowledged = next.kind == Next::Kind::nothing;
    finish(delivery, acknowledged ? "acknowledged" : "given_up", next.why());
  }
  if (!disabled.empty()) {
    set_endpoint(group->dispatch.subscription, false, disabled, false);
  }
  if (goes_on) {
    const Nanos real = compressed(next.wait, profile.time_scale);
    delivery->resends = next.kind == Next::Kind::resend;
    delivery->sending_clock += next.wait;
    delivery->lead += next.wait - real;
    lead = std::max(lead, delivery->lead);
    schedule({key}, real);
  }
  const std::string host_and_port = group->url.authority();
  --lanes.at(host_and_port).under_way;
  pump(host_and_port);
}

/// Racing copies have been scheduled all at once; of others each follows the one before it.
void Engine::State::schedule_next_copy(Delivery& delivery) {
  const Group& group = *delivery.group;
  const faults::Plan& plan = group.dispatch.plan;
  const std::uint64_t next_copy = group.first_key + static_cast<std::uint64_t>(delivery.copy);
  if (delivery.copy >= plan.copies || plan.together || !open.contains(next_copy) ||
      std::exchange(delivery.next_copy_is_due, true)) {
    return;
  }
  const Nanos late = compressed(plan.late, profile.time_scale);
  Delivery& next = *open.at(next_copy);
  next.lead += plan.late - late;
  lead = std::max(lead, next.lead);
  schedule({next_copy}, plan.gap + late);
}

void Engine::State::first_attempt_over(Delivery& delivery) {
  Group& group = *delivery.group;
  schedule_next_copy(delivery);
  if (--group.first_attempts_open == 0) {
    call_back(group);
    event_over(group);
  }
}

/// Posted, so that whatever it does happens neither inside send() nor inside an attempt.
void Engine::State::call_back(Group& group) {
  if (!group.first_attempts_over) {
    return;
  }
  asio::post(
      context,
      [weak = weak_from_this(), over = std::exchange(group.first_attempts_over, nullptr)] {
        if (const auto state = weak.lock(); state && !state->stopped) {
          over();
        }
      }
  );
}

void Engine::State::finish(
    const std::shared_ptr<Delivery>& delivery, const std::string& result, std::string why
) {
  const auto group = delivery->group;
  append_ended(*delivery, result, std::move(why));
  open.erase(delivery->key);
  if (group->dispatch.ended && (result != "dropped" || !group->tried)) {
    group->dispatch.ended(result);
  }
  if (delivery->attempt == 0 && --group->first_attempts_open == 0) {
    call_back(*group);
    event_over(*group);
  }
  if (--group->open == 0) {
    end_turn(*group);
  }
}

void Engine::State::append_ended(const Delivery& delivery, std::string result, std::string why) {
  log.ended(delivery.log_number, result, why);
  journal.append(event::DeliveryEnded{
      .event = delivery.group->dispatch.event,
      .delivery = delivery.id,
      .result = std::move(result),
      .why = std::move(why)});
}

void Engine::State::end_unsent(const Delivery& delivery, std::string why) {
  append_ended(delivery, "stopped", std::move(why));
  unsent.push_back(delivery.id);
}

}  // namespace rkmock::webhooks
