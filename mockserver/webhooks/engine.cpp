#include "mockserver/webhooks/engine.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <boost/asio/post.hpp>

#include "rkmock/error.hpp"

#include "mockserver/webhooks/engine_state.hpp"

namespace rkmock::webhooks {

namespace {

constexpr std::size_t most_open = 100'000;

/// What journals keep of a body or a header: enough to see what was wrong with it.
constexpr std::size_t most_journalled = 64 * 1024;
constexpr std::size_t most_of_a_header = 1024;

Headers clipped(Headers headers) {
  for (auto& [name, value] : headers) {
    if (value.size() > most_of_a_header) {
      const std::string all = std::to_string(value.size());
      value.resize(most_of_a_header);
      value += "... (" + all + " bytes)";
    }
  }
  return headers;
}

}  // namespace

Engine::State::State(
    asio::io_context& loop,
    Journal& log_of_all,
    const Clock& wall,
    SenderProfile sender,
    Dice of_run
)
    : context(loop), journal(log_of_all), clock(wall), profile(std::move(sender)), dice(of_run) {
  pool = std::make_shared<ConnectionPool>(context, connections());
  if (!profile.tls_ca_file.empty()) {
    (void)tls_context();  // a file that cannot be read is told at once
  }
}

std::size_t Engine::State::connections() const {
  return static_cast<std::size_t>(std::max(1, profile.max_connections));
}

std::vector<std::string> Engine::State::send(
    Dispatch dispatch, std::function<void()> first_attempts_over
) {
  if (stopped) {
    return {};
  }
  const Url& url = checked(dispatch.url);
  auto group = std::make_shared<Group>();
  group->dispatch = std::move(dispatch);
  group->url = url;
  if (tells_message_id(profile)) {
    group->message_id =
        message_id(group->dispatch.event, group->dispatch.subscription, group->dispatch.body);
  }
  group->first_key = next_key;
  group->first_attempts_over = std::move(first_attempts_over);
  std::vector<std::shared_ptr<Delivery>> deliveries;
  std::vector<std::string> ids = plan(group, deliveries);
  group->raised = journal.now();
  for (const auto& delivery : deliveries) {
    delivery->lead = lead;
    log_planned(*delivery);
  }
  if (group->dispatch.plan.drop) {
    append_ended(*deliveries.front(), "dropped", group->dispatch.why_dropped);
    if (group->dispatch.ended) {
      group->dispatch.ended("dropped");
    }
    call_back(*group);
    return ids;
  }
  if (open.size() + deliveries.size() > most_open) {
    overflow(deliveries);
    call_back(*group);
    return ids;
  }
  next_key += deliveries.size();
  group->first_attempts_open = static_cast<int>(deliveries.size());
  group->open = deliveries.size();
  for (const auto& delivery : deliveries) {
    open.emplace(delivery->key, delivery);
  }
  if (take_turn(group)) {
    start(*group);
  } else if (is_disabled_for(*group)) {
    call_back(*group);
  }
  return ids;
}

const Url& Engine::State::checked(const std::string& text) {
  if (text != checked_text) {
    const std::optional<Url> url = parse_url(text);
    RKMOCK_ASSERT(url.has_value(), "not a URL: " + text);
    const std::string reason = unsendable(*url, profile);
    RKMOCK_ASSERT(reason.empty(), reason);
    checked_text = text;
    checked_url = *url;
  }
  return checked_url;
}

void Engine::State::log_planned(Delivery& delivery) {
  const Dispatch& dispatch = delivery.group->dispatch;
  LoggedDelivery logged;
  logged.delivery = delivery.id;
  logged.event = dispatch.event;
  logged.type = dispatch.type;
  logged.subscription = dispatch.subscription;
  logged.url = dispatch.url;
  logged.purpose = dispatch.purpose;
  delivery.log_number = log.planned(std::move(logged));
}

/// Its first copy, or all that race, when the delay since it was raised is over.
void Engine::State::start(const Group& group) {
  const faults::Plan& how = group.dispatch.plan;
  Unit unit;
  for (std::uint64_t key = group.first_key; unit.size() < group.open; ++key) {
    unit.push_back(key);
  }
  if (!how.together) {
    unit.resize(1);  // each further copy is due after the one before it
  }
  schedule(std::move(unit), std::max(Nanos{}, group.raised + how.delay - journal.now()));
}

std::vector<std::string> Engine::State::plan(
    const std::shared_ptr<Group>& group, std::vector<std::shared_ptr<Delivery>>& deliveries
) {
  const Dispatch& dispatch = group->dispatch;
  const int copies = dispatch.plan.drop ? 1 : std::max(1, dispatch.plan.copies);
  std::vector<std::string> ids;
  for (int copy = 1; copy <= copies; ++copy) {
    auto delivery = std::make_shared<Delivery>();
    delivery->key = group->first_key + deliveries.size();
    delivery->id = dispatch.event + "/" + std::to_string(dispatch.first_delivery + copy - 1);
    delivery->copy = copy;
    delivery->group = group;
    if (group->is_of_the_scenario() && !dispatch.plan.drop) {
      delivery->retry_waits = faults::retry_waits(profile, delivery->id, dice);
    }
    delivery->sending_clock =
        dispatch.plan.delay + (copy - 1) * (dispatch.plan.gap + dispatch.plan.late);
    ids.push_back(delivery->id);
    journal.append(event::DeliveryPlanned{
        .event = dispatch.event,
        .delivery = delivery->id,
        .subscription = dispatch.subscription,
        .copy = copy,
        .copies = copies,
        .actions = dispatch.plan.actions,
        .delay = delivery->sending_clock,
        .retry_waits = delivery->retry_waits,
        .purpose = dispatch.purpose,
        .redelivers = dispatch.redelivers,
        .same_bytes = dispatch.replay != nullptr});
    deliveries.push_back(std::move(delivery));
  }
  return ids;
}

void Engine::State::overflow(const std::vector<std::shared_ptr<Delivery>>& deliveries) {
  if (!std::exchange(overflowed, true)) {
    journal.append(event::HarnessError{
        .what = "more than " + std::to_string(most_open) +
                " deliveries are open: further ones are not sent"});
  }
  for (const auto& delivery : deliveries) {
    end_unsent(*delivery, "too many deliveries are open");
  }
}

void Engine::State::schedule(Unit unit, Nanos wait) {
  for (const std::uint64_t key : unit) {
    open.at(key)->due = journal.now() + wait;
  }
  const std::uint64_t first = unit.front();
  Delivery& delivery = *open.at(first);
  delivery.unit = std::move(unit);
  if (is_disabled_for(*delivery.group)) {
    park(std::exchange(delivery.unit, {}));
    return;
  }
  auto go = [weak = weak_from_this(), first] {
    if (const auto state = weak.lock(); state && !state->stopped) {
      state->enqueue(first);
    }
  };
  if (wait <= Nanos{}) {
    asio::post(context, std::move(go));
    return;
  }
  // The deadline is taken after `due`, so that nothing starts before it is due.
  delivery.timer = std::make_unique<asio::steady_timer>(context, wait);
  delivery.timer->async_wait([go = std::move(go)](const boost::system::error_code& ec) {
    if (!ec) {
      go();
    }
  });
}

void Engine::State::enqueue(std::uint64_t first) {
  const auto found = open.find(first);
  if (found == open.end() || found->second->unit.empty()) {
    return;  // it was ended or parked meanwhile
  }
  Delivery& delivery = *found->second;
  delivery.timer.reset();
  const Nanos now = journal.now();
  for (const std::uint64_t key : delivery.unit) {
    open.at(key)->woken = now;
  }
  if (hold_back(delivery)) {
    return;
  }
  const std::string host_and_port = delivery.group->url.authority();
  lanes[host_and_port].waiting.push_back(std::exchange(delivery.unit, {}));
  pump(host_and_port);
}

void Engine::State::pump(const std::string& host_and_port) {
  const auto lane = lanes.find(host_and_port);
  if (lane == lanes.end()) {
    return;
  }
  auto& [waiting, under_way] = lane->second;
  while (!waiting.empty()) {
    std::erase_if(waiting.front(), [this](std::uint64_t key) { return !open.contains(key); });
    if (waiting.front().empty()) {
      waiting.pop_front();
      continue;
    }
    Group& group = *open.at(waiting.front().front())->group;
    if (is_disabled_for(group)) {
      park(std::move(waiting.front()));
      waiting.pop_front();
      continue;
    }
    // Racing copies need all their connections at once, even when they are more than allowed.
    const std::size_t needed = waiting.front().size();
    if (under_way + needed > std::max(connections(), needed)) {
      return;
    }
    const Unit unit = std::move(waiting.front());
    waiting.pop_front();
    under_way += needed;
    group.tried = true;
    const auto barrier = needed > 1 ? std::make_shared<Barrier>(needed) : nullptr;
    for (const std::uint64_t key : unit) {
      begin(*open.at(key), barrier);
    }
  }
  if (under_way == 0) {
    lanes.erase(lane);
  }
}

namespace {

/// What the journal must keep, because no event says it: a body that faults changed, or a raw one.
std::string told_body(const Dispatch& dispatch, const WireRequest& request) {
  return request.body.value_or(dispatch.purpose == "raw" ? dispatch.body : std::string());
}

}  // namespace

WireRequest Engine::State::request_of(Delivery& delivery, const std::vector<Action>& actions) {
  Group& group = *delivery.group;
  const auto now = std::chrono::floor<std::chrono::seconds>(clock.wall_now());
  const std::int64_t wall = now.time_since_epoch().count();
  if (delivery.first_sent == 0) {
    delivery.first_sent = wall;
  }
  if (group.first_sent == 0) {
    group.first_sent = wall;
  }
  return build_request(
      group.url,
      profile,
      Message{
          .id = group.message_id,
          .type = group.dispatch.type,
          .attempt = delivery.attempt,
          .timestamp = profile.restamp ? wall : delivery.first_sent,
          .first_sent = delivery.first_sent,
          .first_of_all = group.first_sent,
          .url = group.dispatch.url,
          .body = group.dispatch.body,
          .headers = &group.dispatch.headers,
          .is_signed = group.dispatch.is_signed},
      actions
  );
}

WireRequest Engine::State::next_request(Delivery& delivery, const std::vector<Action>& actions) {
  WireRequest request;
  if (const auto& replay = delivery.group->dispatch.replay) {
    request.bytes = *replay;
    request.headers = headers_of(*replay);
    request.spoiled = delivery.group->dispatch.replays_spoiled;
  } else if (delivery.resends && delivery.again) {
    request = *std::exchange(delivery.again, std::nullopt);
  } else {
    ++delivery.scheduled;
    request = request_of(delivery, actions);
  }
  // What was spoiled on purpose is not sent again by itself.
  if (profile.instant_resend && !request.spoiled) {
    delivery.again = request;
  }
  log.sent(delivery.log_number, delivery.attempt, journal.now(), request.bytes, request.spoiled);
  return request;
}

std::shared_ptr<const TlsContext> Engine::State::tls_context() {
  if (!tls) {
    tls = std::make_shared<const TlsContext>(profile.tls_ca_file, profile.tls_verify);
  }
  return tls;
}

AttemptOrder Engine::State::order_of(
    const Delivery& delivery, const std::vector<Action>& actions, WireRequest& request
) {
  const Group& group = *delivery.group;
  AttemptOrder order;
  order.host = group.url.host;
  order.port = group.url.port;
  order.tls = group.url.scheme == "https" ? tls_context() : nullptr;
  if (auto conduct = conduct_of(actions, request)) {
    order.conduct = std::make_shared<const Conduct>(*std::move(conduct));
  }
  order.request = std::move(request.bytes);
  order.timeout = profile.timeout;
  order.connect_timeout = profile.connect_timeout;
  order.success_below = profile.success_below();
  order.scheduled = delivery.due;
  order.woken = delivery.woken;
  if (group.dispatch.plan.overlapping && delivery.attempt == 1) {
    order.on_written = [weak = weak_from_this(), key = delivery.key] {
      if (const auto state = weak.lock(); state && !state->stopped) {
        state->schedule_next_copy(*state->open.at(key));
      }
    };
  }
  return order;
}

void Engine::State::begin(Delivery& delivery, std::shared_ptr<Barrier> barrier) {
  const Group& group = *delivery.group;
  ++delivery.attempt;
  const std::vector<Action> actions =
      faults::actions_on(group.dispatch.plan, delivery.copy, delivery.attempt);
  WireRequest request = next_request(delivery, actions);
  AttemptOrder order = order_of(delivery, actions, request);
  order.barrier = std::move(barrier);
  delivery.changes.insert(delivery.changes.end(), request.changes.begin(), request.changes.end());
  delivery.spoiled = request.spoiled;
  delivery.under_way = std::make_shared<Attempt>(
      context,
      pool,
      journal,
      std::move(order),
      [weak = weak_from_this(), key = delivery.key](const AttemptResult& result) {
        if (const auto state = weak.lock(); state && !state->stopped) {
          state->attempt_over(key, result);
        }
      }
  );
  journal.append(event::AttemptStarted{
      .event = group.dispatch.event,
      .delivery = delivery.id,
      .attempt = delivery.attempt,
      .sending_clock = delivery.sending_clock,
      .url = group.dispatch.url,
      .headers = clipped(std::move(request.headers)),
      .body_bytes = request.body ? request.body->size() : group.dispatch.body.size(),
      .faults = delivery.changes,
      .spoiled = request.spoiled,
      .body = told_body(group.dispatch, request).substr(0, most_journalled)});
  delivery.under_way->start();
}

void Engine::State::stop() {
  if (std::exchange(stopped, true)) {
    return;
  }
  pool->close();
  lanes.clear();
  for (const auto& [key, delivery] : std::exchange(open, {})) {
    delivery->timer.reset();
    if (delivery->under_way) {
      append_finished(*delivery, delivery->under_way->abandon(), {});
    }
    end_unsent(*delivery, "the account was closed");
  }
}

Engine::Engine(
    net::Loop& loop,
    Journal& journal,
    const Clock& clock,
    SenderProfile profile,
    Dice dice,
    std::size_t log_bytes
)
    : state_(std::make_shared<State>(loop.context(), journal, clock, std::move(profile), dice)) {
  state_->log = DeliveryLog(log_bytes);
}

Engine::~Engine() {
  stop();
}

std::vector<std::string> Engine::send(
    Dispatch dispatch, std::function<void()> first_attempts_over
) {
  return state_->send(std::move(dispatch), std::move(first_attempts_over));
}

std::size_t Engine::open() const {
  return state_->open.size();
}

void Engine::set_endpoint(
    const std::string& subscription, bool active, const std::string& reason, bool backlog
) {
  state_->set_endpoint(subscription, active, reason, backlog);
}

void Engine::release_held_back() {
  state_->release_held_back();
}

void Engine::give_up_parked(const std::string& event, const std::string& subscription) {
  state_->give_up_parked(event, subscription);
}

const DeliveryLog& Engine::log() const {
  return state_->log;
}

const std::vector<std::string>& Engine::unsent() const {
  return state_->unsent;
}

void Engine::stop() noexcept {
  try {
    state_->stop();
  } catch (const std::exception&) {
    // Out of memory, or a bug: what could not be journalled shows as open in the journal.
  }
}

}  // namespace rkmock::webhooks
