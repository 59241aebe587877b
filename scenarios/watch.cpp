#include "scenarios/watch.hpp"

#include <algorithm>

namespace rkmock::scenarios {

Watch::Watch(std::shared_ptr<const Journal> journal) : journal_(std::move(journal)) {}

void Watch::update() {
  if (journal_->last_seq() == seen_) {
    return;
  }
  for (const EventPointer& event : journal_->since(seen_)) {
    take(*event);
    seen_ = event->seq;
  }
}

Watch::WebhookEvent& Watch::progress(const std::string& event, Nanos at) {
  WebhookEvent& webhook_event = events_[event];
  webhook_event.last_progress = at;
  return webhook_event;
}

void Watch::take(const Event& event) {
  const Nanos at = event.at;
  if (const auto* changed = std::get_if<event::BookingChanged>(&event.body)) {
    if (changed->change == "create") {
      bookings_.push_back({changed->booking_id, changed->booking});
    }
  } else if (const auto* raised = std::get_if<event::EventRaised>(&event.body)) {
    progress(raised->event, at);
    raised_.push_back(raised->event);
  } else if (const auto* held = std::get_if<event::EventHeld>(&event.body)) {
    held_.push_back(held->event);
  } else if (const auto* released = std::get_if<event::EventsReleased>(&event.body)) {
    for (const std::string& name : released->order) {
      std::erase(held_, name);
      progress(name, at);
    }
  } else if (const auto* planned = std::get_if<event::DeliveryPlanned>(&event.body)) {
    WebhookEvent& of = progress(planned->event, at);
    if (of.deliveries.emplace(planned->delivery, Delivery{planned->subscription, true}).second) {
      of.subscriptions[planned->subscription];
      ++of.open;
      ++open_deliveries_;
    }
    of.longest_delay = std::max(of.longest_delay, planned->delay);
    for (const Nanos wait : planned->retry_waits) {
      of.longest_retry_wait = std::max(of.longest_retry_wait, wait);
    }
  } else if (const auto* started = std::get_if<event::AttemptStarted>(&event.body)) {
    progress(started->event, at);
  } else if (const auto* finished = std::get_if<event::AttemptFinished>(&event.body)) {
    progress(finished->event, at);
    answered_ |= finished->status != 0 || finished->phases.first_byte.has_value();
  } else if (const auto* ended = std::get_if<event::DeliveryEnded>(&event.body)) {
    WebhookEvent& of = progress(ended->event, at);
    const auto delivery = of.deliveries.find(ended->delivery);
    gave_up_ |= ended->result == "given_up";
    if (delivery != of.deliveries.end() && delivery->second.open) {
      delivery->second.open = false;
      --of.open;
      --open_deliveries_;
      AtSubscription& at_endpoint = of.subscriptions[delivery->second.subscription];
      at_endpoint.dropped |= ended->result == "dropped";
      at_endpoint.acknowledged |= ended->result == "acknowledged";
    }
  } else if (std::holds_alternative<event::SinkHit>(event.body) ||
             std::holds_alternative<event::ApiRequest>(event.body)) {
    ++traffic_;
    last_traffic_ = at;
  } else if (std::holds_alternative<event::EventsDropped>(event.body)) {
    journal_full_ = true;
  }
}

const Watch::WebhookEvent* Watch::find(const std::string& event) const {
  const auto found = events_.find(event);
  return found == events_.end() ? nullptr : &found->second;
}

bool Watch::over(const std::string& event) const {
  const WebhookEvent* of = find(event);
  return of != nullptr && of->open == 0 && !of->deliveries.empty();
}

bool Watch::held(const std::string& event) const {
  return std::find(held_.begin(), held_.end(), event) != held_.end();
}

std::vector<std::string> Watch::unacknowledged() const {
  std::vector<std::string> events;
  for (const std::string& name : raised_) {
    const WebhookEvent* of = find(name);
    const bool done =
        !of->subscriptions.empty() &&
        std::all_of(of->subscriptions.begin(), of->subscriptions.end(), [](const auto& entry) {
          return entry.second.acknowledged || entry.second.dropped;
        });
    if (!done) {
      events.push_back(name);
    }
  }
  return events;
}

Nanos Watch::last_progress(const std::vector<std::string>& events) const {
  Nanos last{};
  for (const std::string& name : events) {
    if (const WebhookEvent* of = find(name)) {
      last = std::max(last, of->last_progress);
    }
  }
  return last;
}

Nanos Watch::longest_retry_wait(const std::string& event) const {
  const WebhookEvent* of = find(event);
  return of == nullptr ? Nanos{} : of->longest_retry_wait;
}

Nanos Watch::longest_delay(const std::string& event) const {
  const WebhookEvent* of = find(event);
  return of == nullptr ? Nanos{} : of->longest_delay;
}

}  // namespace rkmock::scenarios
