#include "scenarios/watch.hpp"

#include <algorithm>
#include <utility>

#include "core/http_match.hpp"

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
  last_progress_ = at;
  return webhook_event;
}

void Watch::take(const Event& event) {
  std::visit([&](const auto& body) { take(body, event.at); }, event.body);
}

void Watch::take(const event::BookingChanged& changed, Nanos /*at*/) {
  const auto [place, fresh] = booking_index_.emplace(changed.booking, bookings_.size());
  if (fresh) {
    bookings_.push_back({changed.booking_id, changed.booking});
  }
  bookings_[place->second].state = changed.state;
}

void Watch::take(const event::EventRaised& raised, Nanos at) {
  progress(raised.event, at);
  if (raised.wanted) {
    raised_.push_back(raised.event);
  } else {
    unwanted_.insert(raised.event);
  }
}

void Watch::take(const event::EventHeld& held, Nanos at) {
  if (held.past == 0) {
    held_.push_back(held.event);
  } else {
    held_back_.insert(held.event);
    progress(held.event, at);
  }
}

void Watch::take(const event::EventsReleased& released, Nanos at) {
  for (const std::string& name : released.order) {
    std::erase(held_, name);
    held_back_.erase(name);
    if (released.how == "merged") {
      std::erase(raised_, name);
    }
    progress(name, at);
  }
}

void Watch::take(const event::EndpointChanged& endpoint, Nanos /*at*/) {
  endpoints_[endpoint.subscription].active = endpoint.active;
}

void Watch::take(const event::SinkHit& hit, Nanos at) {
  ++effects_[{hit.effect, hit.key.booking_id.value_or(0)}];
  // While a slow sink keeps the receiver waiting, it is not at rest.
  note_traffic(at + hit.delay.value_or(Nanos{}));
}

/// A request of the scenario's own says nothing about what the receiver is at.
void Watch::take(const event::ApiRequest& request, Nanos at) {
  if (request.step == 0) {
    ++api_calls_[{request.method, request.target}];
    note_traffic(at);
  }
}

void Watch::take(const event::EventsDropped& /*dropped*/, Nanos /*at*/) {
  journal_full_ = true;
}

void Watch::note_traffic(Nanos at) {
  ++traffic_;
  last_traffic_ = std::max(last_traffic_, at);
}

const Watch::Booking* Watch::find_booking(const std::string& name) const {
  const auto found = booking_index_.find(name);
  return found == booking_index_.end() ? nullptr : &bookings_[found->second];
}

bool Watch::acknowledged(const std::string& event) const {
  const WebhookEvent* of = find(event);
  return of != nullptr &&
         std::any_of(of->subscriptions.begin(), of->subscriptions.end(), [](const auto& entry) {
           return entry.second.acknowledged;
         });
}

int Watch::attempts(const std::string& event) const {
  const WebhookEvent* of = find(event);
  return of == nullptr ? 0 : of->attempts;
}

std::optional<event::AttemptFinished> Watch::last_answer(const std::string& event) const {
  const WebhookEvent* of = find(event);
  return of == nullptr ? std::nullopt : of->last_answer;
}

int Watch::effects(const std::string& name, std::int64_t booking_id) const {
  int count = 0;
  for (const auto& [key, hits] : effects_) {
    const bool fits = key.first == name && (booking_id == 0 || key.second == booking_id);
    count += fits ? hits : 0;
  }
  return count;
}

int Watch::api_calls(const std::string& method, const std::string& path) const {
  int count = 0;
  for (const auto& [key, calls] : api_calls_) {
    const bool fits = (method.empty() || key.first == method) && fits_path(path, key.second);
    count += fits ? calls : 0;
  }
  return count;
}

void Watch::take(const event::DeliveryPlanned& planned, Nanos at) {
  WebhookEvent& of = progress(planned.event, at);
  of.raw = planned.purpose == "raw";
  Delivery delivery;
  delivery.subscription = planned.subscription;
  delivery.of_the_scenario = planned.purpose == "scenario";
  if (of.deliveries.emplace(planned.delivery, delivery).second) {
    of.subscriptions[planned.subscription];
    of.last_delivery = planned.delivery;
    ++of.open;
    ++(delivery.of_the_scenario ? endpoints_[planned.subscription].open : others_open_);
  }
  of.longest_delay = std::max(of.longest_delay, planned.delay);
  for (const Nanos wait : planned.retry_waits) {
    of.longest_retry_wait = std::max(of.longest_retry_wait, wait);
  }
}

void Watch::take(const event::AttemptStarted& started, Nanos at) {
  WebhookEvent& of = progress(started.event, at);
  ++of.attempts;
  const auto delivery = of.deliveries.find(started.delivery);
  if (delivery == of.deliveries.end()) {
    return;
  }
  of.subscriptions[delivery->second.subscription].tried = true;
  if (delivery->second.of_the_scenario && !std::exchange(delivery->second.under_way, true)) {
    ++endpoints_[delivery->second.subscription].under_way;
  }
}

void Watch::take(const event::AttemptFinished& finished, Nanos at) {
  WebhookEvent& of = progress(finished.event, at);
  if (of.raw) {
    of.last_answer = finished;
  }
  of.longest_retry_wait = std::max(of.longest_retry_wait, finished.next_wait);
  answered_ |= finished.status != 0 || finished.phases.first_byte.has_value();
  const auto delivery = of.deliveries.find(finished.delivery);
  if (delivery == of.deliveries.end()) {
    return;
  }
  if (std::exchange(delivery->second.under_way, false)) {
    --endpoints_[delivery->second.subscription].under_way;
  }
}

void Watch::take(const event::DeliveryEnded& ended, Nanos at) {
  WebhookEvent& of = progress(ended.event, at);
  gave_up_ |= ended.result == "given_up";
  const auto found = of.deliveries.find(ended.delivery);
  if (found == of.deliveries.end() || !found->second.open) {
    return;
  }
  Delivery& delivery = found->second;
  delivery.open = false;
  --of.open;
  --(delivery.of_the_scenario ? endpoints_[delivery.subscription].open : others_open_);
  of.subscriptions[delivery.subscription].dropped |= ended.result == "dropped";
  of.subscriptions[delivery.subscription].acknowledged |= ended.result == "acknowledged";
}

const Watch::WebhookEvent* Watch::find(const std::string& event) const {
  const auto found = events_.find(event);
  return found == events_.end() ? nullptr : &found->second;
}

bool Watch::is_parked(const Delivery& delivery) const {
  return delivery.open && delivery.of_the_scenario && !delivery.under_way &&
         !endpoints_.at(delivery.subscription).active;
}

std::size_t Watch::held_back_at(const std::string& subscription) const {
  std::size_t count = 0;
  for (const std::string& event : held_back_) {
    const WebhookEvent* of = find(event);
    for (const auto& [name, delivery] : of->deliveries) {
      count += delivery.open && delivery.of_the_scenario && !delivery.under_way &&
                       delivery.subscription == subscription
                   ? 1
                   : 0;
    }
  }
  return count;
}

bool Watch::over(const std::string& event) const {
  const WebhookEvent* of = find(event);
  if (unwanted_.contains(event)) {
    return true;
  }
  if (of == nullptr || of->deliveries.empty()) {
    return false;
  }
  return of->open == 0 || held_back_.contains(event) ||
         std::all_of(of->deliveries.begin(), of->deliveries.end(), [this](const auto& entry) {
           return !entry.second.open || is_parked(entry.second);
         });
}

bool Watch::nothing_open() const {
  return others_open_ == 0 &&
         std::all_of(endpoints_.begin(), endpoints_.end(), [this](const auto& entry) {
           const Endpoint& endpoint = entry.second;
           return endpoint.active ? endpoint.open == held_back_at(entry.first)
                                  : endpoint.under_way == 0;
         });
}

std::vector<std::string> Watch::parked() const {
  std::vector<std::string> events;
  for (const std::string& name : raised_) {
    const auto& deliveries = find(name)->deliveries;
    if (std::any_of(deliveries.begin(), deliveries.end(), [this](const auto& entry) {
          return is_parked(entry.second);
        })) {
      events.push_back(name);
    }
  }
  return events;
}

std::string Watch::last_delivery(const std::string& event) const {
  const WebhookEvent* of = find(event);
  return of == nullptr ? "" : of->last_delivery;
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
          const AtSubscription& at = entry.second;
          return at.acknowledged || (at.dropped && !at.tried);
        });
    if (!done) {
      events.push_back(name);
    }
  }
  return events;
}

Nanos Watch::last_progress(const std::vector<std::string>& events) const {
  Nanos last = events.empty() ? last_progress_ : Nanos{};
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
