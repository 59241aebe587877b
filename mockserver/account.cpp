#include "mockserver/account.hpp"

#include <algorithm>
#include <charconv>

#include "rkmock/error.hpp"

#include "faults/plan.hpp"
#include "mockserver/bookings/model.hpp"
#include "mockserver/webhooks/payload.hpp"

namespace rkmock::mockserver {

namespace {

/// The name of a booking that no scenario named.
constexpr std::string_view derived_prefix = "booking-";

std::shared_ptr<Journal> open_journal(const Clock& clock, const AccountSetup& setup) {
  JournalHeader header = setup.journal_header;
  header.account = setup.name;
  header.seed = setup.seed;
  return std::make_shared<Journal>(clock, header, setup.journal);
}

BookingAnswer refusal(int status, std::string code, std::string message) {
  BookingAnswer answer;
  answer.status = status;
  answer.error_code = std::move(code);
  answer.error_message = std::move(message);
  return answer;
}

}  // namespace

Account::Account(
    net::Loop& loop, const Clock& clock, AccountSetup setup, bookings::IdSource next_id
)
    : setup_(std::move(setup)),
      dice_(setup_.seed),
      journal_(open_journal(clock, setup_)),
      store_(
          bookings::PayloadClock(clock, setup_.payload_start, setup_.api.rules.changes_per_second),
          std::move(next_id),
          {},
          setup_.api.rules
      ),
      api_faults_(dice_),
      rules_(dice_),
      engine_(loop, *journal_, clock, setup_.sender, dice_, setup_.delivery_log_bytes) {
  for (std::size_t i = 0; i < setup_.subscriptions.size(); ++i) {
    if (setup_.subscriptions[i].id.empty()) {
      setup_.subscriptions[i].id = "webhook-" + std::to_string(i + 1);
    }
  }
  add_given_services();
  add_given_bookings();
  store_.forget_earlier();  // what was given was always there
  arm_given_faults();
  add_given_rules();
}

bool Account::knows_booking(std::int64_t id) const {
  return bookings_.contains(id);
}

std::string Account::name_of(std::int64_t booking) const {
  const auto found = bookings_.find(booking);
  return found == bookings_.end() || found->second.given_name.empty()
             ? std::string(derived_prefix) + std::to_string(booking)
             : found->second.given_name;
}

std::optional<std::int64_t> Account::find_booking(const std::string& name) const {
  if (const auto given = given_names_.find(name); given != given_names_.end()) {
    return given->second;
  }
  std::int64_t id = 0;
  if (name.starts_with(derived_prefix)) {
    std::from_chars(name.data() + derived_prefix.size(), name.data() + name.size(), id);
  }
  return knows_booking(id) && name_of(id) == name ? std::optional(id) : std::nullopt;
}

std::vector<Subscription> Account::subscribers(const std::string& type, std::int64_t service_id)
    const {
  std::vector<Subscription> matching;
  for (const Subscription& subscription : setup_.subscriptions) {
    const auto& types = subscription.events;
    const bool wants_type =
        types.empty() || std::find(types.begin(), types.end(), type) != types.end();
    const bool wants_service = !subscription.service_id || *subscription.service_id == service_id;
    if (subscription.active && wants_type && wants_service) {
      matching.push_back(subscription);
    }
  }
  return matching;
}

std::string Account::apply(
    const bookings::BookingChange& change, const std::vector<FaultPointer>& faults
) {
  const bookings::Booking& after = change.after;
  Known& known = bookings_[after.id];
  const std::string name = name_of(after.id);
  const std::string verb(bookings::to_string(change.kind));
  const std::string updated_at = format_rfc3339(after.updated_at);
  std::string state = webhooks::booking_json(after);
  std::string body = webhooks::payload(change, state);
  std::vector<std::string> states;
  if (holding_) {
    states = {state};  // a release may merge it with others
  }
  journal_->append(event::BookingChanged{
      name, after.id, verb, after.version, updated_at, std::move(state)});
  if (!change.announced) {
    return {};
  }

  const int count = ++known.changes.at(static_cast<std::size_t>(change.kind));
  std::string id = name + "." + verb + (count == 1 ? "" : "#" + std::to_string(count));
  Raised raised;
  raised.type = webhooks::event_type(change.kind);
  raised.booking = name;
  raised.subscriptions = subscribers(raised.type, after.service_id);
  if (!rules_.empty()) {
    raised.faults = rules_.strike(Exchange{id, raised.type, raised.booking, {}});
  }
  raised.faults.insert(raised.faults.end(), faults.begin(), faults.end());
  raised.body = std::move(body);
  raised.versions = {{name, after.id, after.version, updated_at}};
  raised.states = std::move(states);
  const bool wanted = !raised.subscriptions.empty();
  journal_->append(event::EventRaised{id, raised.type, raised.versions, raised.body, wanted});
  if (wanted) {
    raised_[id] = std::move(raised);
  }

  if (holding_) {
    journal_->append(event::EventHeld{id});
    held_.push_back(id);
  } else {
    send(id, {});
  }
  return id;
}

webhooks::Dispatch Account::dispatch_of(
    const std::string& event, const Subscription& subscription
) {
  const Raised& raised = raised_.at(event);
  webhooks::Dispatch dispatch;
  dispatch.event = event;
  dispatch.type = raised.type;
  dispatch.subscription = subscription.id;
  dispatch.url = subscription.url;
  dispatch.body = raised.body;
  dispatch.first_delivery = raised.next_delivery;
  dispatch.ended = [this, event, id = subscription.id](const std::string& result) {
    if (result == "acknowledged" || result == "dropped") {
      raised_.at(event).settled.insert(id);
    }
  };
  return dispatch;
}

void Account::send(const std::string& event, const std::function<void()>& first_attempts_over) {
  const auto found = raised_.find(event);
  if (found == raised_.end()) {
    if (first_attempts_over) {
      first_attempts_over();
    }
    return;
  }
  Raised& raised = found->second;
  auto waiting = std::make_shared<std::size_t>(raised.subscriptions.size());
  for (const Subscription& subscription : raised.subscriptions) {
    webhooks::Dispatch dispatch = dispatch_of(event, subscription);
    dispatch.plan = faults::make_plan(
        Exchange{event, raised.type, raised.booking, subscription.id}, raised.faults, dice_
    );
    raised.next_delivery += dispatch.plan.copies;
    engine_.send(std::move(dispatch), [waiting, first_attempts_over] {
      if (--*waiting == 0 && first_attempts_over) {
        first_attempts_over();
      }
    });
  }
}

Account::Answered Account::change_store(const BookingCommand& command, std::int64_t id) {
  if (command.change == "create") {
    return store_.create_booking(command.fields, std::nullopt);
  }
  if (command.change == "update") {
    return store_.update_booking(id, command.fields);
  }
  if (command.change == "cancel") {
    return store_.cancel_booking(id, command.fields);
  }
  RKMOCK_ASSERT(command.change == "delete", "unknown change `" + command.change + "`");
  return store_.delete_booking(id, command.fields);
}

BookingAnswer Account::change_booking(const BookingCommand& command) {
  std::vector<ParameterError> problems;
  const std::vector<FaultPointer> faults = faults::decode(command.deliver, problems);
  if (!problems.empty()) {
    return refusal(
        400, "invalid_request", "deliver" + problems[0].pointer + ": " + problems[0].message
    );
  }
  const bool creates = command.change == "create";
  const auto known = find_booking(command.booking);
  if (creates == known.has_value()) {
    return refusal(
        creates ? 400 : 404,
        creates ? "duplicate_booking" : "booking_not_found",
        "the scenario has " + std::string(creates ? "already" : "no") + " booking `" +
            command.booking + "`"
    );
  }
  const Answered answered = change_store(command, known.value_or(0));
  if (const auto* error = std::get_if<bookings::ApiError>(&answered)) {
    return refusal(error->status, error->code, bookings::in_words(*error));
  }
  const auto& change = std::get<bookings::BookingChange>(answered);
  if (creates) {
    name_booking(change.after.id, command.booking);
  }
  BookingAnswer answer;
  answer.status = creates ? 201 : 200;
  answer.booking_id = change.after.id;
  answer.event = apply(change, faults);
  answer.state = webhooks::booking_json(change.after);
  return answer;
}

void Account::name_booking(std::int64_t id, const std::string& name) {
  if (given_names_.emplace(name, id).second) {
    bookings_[id].given_name = name;
  }
}

void Account::hold() {
  holding_ = true;
}

std::vector<std::string> Account::end_hold(const std::vector<std::string>& order) {
  std::vector<std::string> chosen = order.empty() ? held_ : order;
  for (const std::string& event : chosen) {
    const auto found = std::find(held_.begin(), held_.end(), event);
    RKMOCK_ASSERT(found != held_.end(), "release of `" + event + "`, which is not held");
    held_.erase(found);
  }
  holding_ = false;
  return chosen;
}

void Account::release(const std::vector<std::string>& order, ReleasePace pace) {
  const std::vector<std::string> chosen = end_hold(order);
  if (pace == ReleasePace::in_turn) {
    journal_->append(event::EventsReleased{chosen});
    send_in_order(chosen);
    return;
  }
  if (pace == ReleasePace::merged) {
    journal_->append(event::EventsReleased{chosen, "merged"});
    send(merge(chosen), {});
    return;
  }
  journal_->append(event::EventsReleased{chosen, "burst"});
  for (const std::string& event : chosen) {
    send(event, {});
  }
}

std::string Account::merge(const std::vector<std::string>& events) {
  std::vector<std::string> found_events;
  Raised merged;
  std::string bookings;
  for (const std::string& event : events) {
    const auto found = raised_.find(event);
    if (found == raised_.end()) {
      continue;  // nobody subscribed to it
    }
    Raised one = std::move(found->second);
    raised_.erase(found);
    RKMOCK_ASSERT(merged.type.empty() || merged.type == one.type, "merged events are of one type");
    merged.type = one.type;
    merged.booking = merged.booking.empty() ? one.booking : merged.booking;
    merged.subscriptions = one.subscriptions;
    merged.versions.insert(merged.versions.end(), one.versions.begin(), one.versions.end());
    merged.faults.insert(merged.faults.end(), one.faults.begin(), one.faults.end());
    for (const std::string& state : one.states) {
      bookings += (bookings.empty() ? "" : ",") + state;
    }
    found_events.push_back(event);
  }
  if (found_events.empty()) {
    return {};
  }
  // The moment of the newest change: updated_at has one form, so that texts compare as times do.
  const auto newest = std::max_element(
      merged.versions.begin(),
      merged.versions.end(),
      [](const auto& a, const auto& b) { return a.updated_at < b.updated_at; }
  );
  merged.body = webhooks::payload(merged.type, bookings, newest->updated_at);
  std::string id = merged_name(found_events);
  journal_->append(event::EventRaised{id, merged.type, merged.versions, merged.body});
  raised_[id] = std::move(merged);
  return id;
}

void Account::discard() {
  const std::vector<std::string> events = end_hold({});
  journal_->append(event::EventsReleased{events, "discarded"});
  for (const std::string& event : events) {
    const auto found = raised_.find(event);
    if (found == raised_.end()) {
      continue;
    }
    for (const Subscription& subscription : found->second.subscriptions) {
      webhooks::Dispatch dispatch = dispatch_of(event, subscription);
      dispatch.plan.drop = true;
      dispatch.why_dropped = "discarded while it was held";
      ++found->second.next_delivery;
      engine_.send(std::move(dispatch));
    }
  }
}

void Account::set_endpoint(const std::string& subscription, bool active, bool backlog) {
  for (const Subscription& one : setup_.subscriptions) {
    if (subscription.empty() || one.id == subscription) {
      engine_.set_endpoint(one.id, active, "by hand", backlog);
    }
  }
}

void Account::send_in_order(std::vector<std::string> order) {
  if (order.empty()) {
    return;
  }
  const std::string event = order.front();
  order.erase(order.begin());
  send(event, [this, alive = std::weak_ptr<bool>(alive_), order = std::move(order)] {
    if (alive.lock()) {
      send_in_order(order);
    }
  });
}

std::vector<std::string> Account::deliver_unacknowledged(const std::string& event) {
  std::vector<std::string> deliveries;
  const auto found = raised_.find(event);
  if (found == raised_.end()) {
    return deliveries;
  }
  Raised& raised = found->second;
  for (const Subscription& subscription : raised.subscriptions) {
    if (raised.settled.contains(subscription.id)) {
      continue;
    }
    engine_.give_up_parked(event, subscription.id);
    webhooks::Dispatch dispatch = dispatch_of(event, subscription);
    dispatch.purpose = "drain";
    ++raised.next_delivery;
    const auto ids = engine_.send(std::move(dispatch));
    deliveries.insert(deliveries.end(), ids.begin(), ids.end());
  }
  return deliveries;
}

std::string Account::why_not_logged(const std::string& delivery) const {
  const std::size_t slash = std::min(delivery.rfind('/'), delivery.size());
  const auto raised = raised_.find(delivery.substr(0, slash));
  int number = 0;
  if (raised != raised_.end() && slash < delivery.size()) {
    std::from_chars(delivery.data() + slash + 1, delivery.data() + delivery.size(), number);
  }
  return number > 0 && number < raised->second.next_delivery
             ? "the delivery " + delivery + " is too long ago: the log has let go of it"
             : "there is no delivery " + delivery;
}

RedeliveryAnswer Account::redeliver(const std::string& delivery, RedeliveryBytes bytes) {
  const LoggedDelivery* past = engine_.log().find(delivery);
  if (past == nullptr) {
    return {"", why_not_logged(delivery)};
  }
  if (bytes == RedeliveryBytes::same && past->attempts.empty()) {
    return {"", "the delivery " + delivery + " was never sent: there are no bytes to repeat"};
  }
  const auto subscription = std::find_if(
      setup_.subscriptions.begin(),
      setup_.subscriptions.end(),
      [&](const Subscription& one) { return one.id == past->subscription; }
  );
  RKMOCK_ASSERT(subscription != setup_.subscriptions.end(), "no subscription of " + delivery);
  webhooks::Dispatch dispatch = dispatch_of(past->event, *subscription);
  dispatch.purpose = "redelivery";
  dispatch.redelivers = delivery;
  if (bytes == RedeliveryBytes::same) {
    dispatch.replay = std::make_shared<const std::string>(past->attempts.back().request);
    dispatch.replays_spoiled = past->attempts.back().spoiled;
  }
  ++raised_.at(past->event).next_delivery;
  return {engine_.send(std::move(dispatch)).front(), ""};
}

std::string Account::send_raw(const RawWebhook& webhook) {
  std::string name = "raw-" + std::to_string(++raw_webhooks_);
  int next_delivery = 1;
  for (const Subscription& subscription : setup_.subscriptions) {
    webhooks::Dispatch dispatch;
    dispatch.event = name;
    dispatch.type = webhook.type;
    dispatch.subscription = subscription.id;
    dispatch.url = subscription.url;
    dispatch.body = webhook.body;
    dispatch.purpose = "raw";
    dispatch.headers = webhook.headers;
    dispatch.is_signed = webhook.is_signed;
    dispatch.first_delivery = next_delivery++;
    engine_.send(std::move(dispatch));
  }
  return name;
}

}  // namespace rkmock::mockserver
