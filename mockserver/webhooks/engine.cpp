#include "mockserver/webhooks/engine.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "rkmock/error.hpp"

#include "core/url.hpp"
#include "mockserver/webhooks/attempt.hpp"
#include "mockserver/webhooks/connection_pool.hpp"
#include "mockserver/webhooks/wire.hpp"

namespace rkmock::webhooks {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t most_open = 100'000;

/// The deliveries of one dispatch. Their keys follow one another.
struct Group {
  Dispatch dispatch;
  Url url;
  std::string message_id;
  std::uint64_t first_key = 0;
  std::int64_t first_sent = 0;  ///< wall time in Unix seconds of the first attempt of all copies
  int first_attempts_open = 0;
  std::function<void()> first_attempts_over;
};

struct Delivery {
  std::uint64_t key = 0;
  std::string id;
  int copy = 1;
  std::shared_ptr<Group> group;
  std::vector<Nanos> retry_waits;
  int attempt = 0;
  Nanos due{};            ///< of the attempt that comes or is under way, on the journal's clock
  Nanos sending_clock{};  ///< the same since it was planned, waits uncompressed
  std::int64_t first_sent = 0;  ///< wall time in Unix seconds; 0 before the first attempt
  std::unique_ptr<asio::steady_timer> timer;
  std::shared_ptr<Attempt> under_way;

  bool next_copy_is_due = false;  ///< it has been scheduled
  bool spoiled = false;           ///< the attempt under way is not the event, see spoils()
  bool changed = false;           ///< by faults, the same
};

/// Deliveries that start in one go: one, or the racing copies of an event.
using Unit = std::vector<std::uint64_t>;

/// What waits for, and what uses, the connections to one endpoint.
struct Lane {
  std::deque<Unit> waiting;
  std::size_t under_way = 0;
};

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

/// A retry wait on the real clock.
Nanos compressed(Nanos wait, double time_scale) {
  if (time_scale <= 0) {
    return Nanos{};
  }
  constexpr Nanos longest = std::chrono::hours(24 * 365 * 10);
  const double real = static_cast<double>(wait.count()) / time_scale;
  return real < static_cast<double>(longest.count()) ? Nanos(static_cast<std::int64_t>(real))
                                                     : longest;
}

}  // namespace

struct Engine::State : std::enable_shared_from_this<Engine::State> {
  State(asio::io_context& loop, Journal& log, const Clock& wall, SenderProfile sender, Dice of_run)
      : context(loop), journal(log), clock(wall), profile(std::move(sender)), dice(of_run) {
    pool = std::make_shared<ConnectionPool>(context, connections());
  }

  [[nodiscard]] std::size_t connections() const {
    return static_cast<std::size_t>(std::max(1, profile.max_connections));
  }

  std::vector<std::string> send(Dispatch dispatch, std::function<void()> first_attempts_over);
  std::vector<std::string> plan(
      const std::shared_ptr<Group>& group, std::vector<std::shared_ptr<Delivery>>& deliveries
  );
  void overflow(const std::vector<std::shared_ptr<Delivery>>& deliveries);
  void schedule(Unit unit, Nanos wait);
  void enqueue(Unit unit);
  void pump(const std::string& endpoint);
  WireRequest request_of(Delivery& delivery, const std::vector<Action>& actions);
  std::shared_ptr<const TlsContext> tls_context();
  AttemptOrder order_of(
      const Delivery& delivery, const std::vector<Action>& actions, WireRequest& request
  );
  void schedule_next_copy(Delivery& delivery);
  void begin(Delivery& delivery, std::shared_ptr<Barrier> barrier);
  void append_finished(const Delivery& delivery, const AttemptResult& result);
  void attempt_over(std::uint64_t key, const AttemptResult& result);
  void first_attempt_over(Delivery& delivery);
  void call_back(Group& group);
  void end(const Delivery& delivery, std::string result);
  void end_unsent(const Delivery& delivery);
  void stop();

  asio::io_context& context;
  Journal& journal;
  const Clock& clock;
  SenderProfile profile;
  Dice dice;
  std::shared_ptr<ConnectionPool> pool;
  std::shared_ptr<const TlsContext> tls;  ///< made when first needed
  std::map<std::uint64_t, std::shared_ptr<Delivery>> open;
  std::map<std::string, Lane> lanes;
  std::vector<std::string> unsent;
  std::uint64_t next_key = 1;
  bool overflowed = false;
  bool stopped = false;
};

std::vector<std::string> Engine::State::send(
    Dispatch dispatch, std::function<void()> first_attempts_over
) {
  if (stopped) {
    return {};
  }
  const std::optional<Url> url = parse_url(dispatch.url);
  RKMOCK_ASSERT(url.has_value(), "not a URL: " + dispatch.url);
  const std::string reason = unsendable(*url, profile);
  RKMOCK_ASSERT(reason.empty(), reason);

  auto group = std::make_shared<Group>();
  group->dispatch = std::move(dispatch);
  group->url = *url;
  group->message_id =
      message_id(group->dispatch.event, group->dispatch.subscription, group->dispatch.body);
  group->first_key = next_key;
  group->first_attempts_over = std::move(first_attempts_over);
  std::vector<std::shared_ptr<Delivery>> deliveries;
  std::vector<std::string> ids = plan(group, deliveries);
  if (group->dispatch.plan.drop) {
    end(*deliveries.front(), "dropped");
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
  Unit all;
  for (const auto& delivery : deliveries) {
    all.push_back(delivery->key);
    open.emplace(delivery->key, delivery);
  }
  if (!group->dispatch.plan.together) {
    all.resize(1);  // each further copy is due after the one before it
  }
  schedule(std::move(all), group->dispatch.plan.delay);
  return ids;
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
    if (dispatch.purpose != "drain" && !dispatch.plan.drop) {
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
        .purpose = dispatch.purpose});
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
    end_unsent(*delivery);
  }
}

void Engine::State::schedule(Unit unit, Nanos wait) {
  for (const std::uint64_t key : unit) {
    open.at(key)->due = journal.now() + wait;
  }
  const std::uint64_t first = unit.front();
  auto go = [weak = weak_from_this(), unit = std::move(unit)]() mutable {
    if (const auto state = weak.lock(); state && !state->stopped) {
      state->enqueue(std::move(unit));
    }
  };
  if (wait <= Nanos{}) {
    asio::post(context, std::move(go));
    return;
  }
  // The deadline is taken after `due`, so that nothing starts before it is due.
  auto& timer = open.at(first)->timer;
  timer = std::make_unique<asio::steady_timer>(context, wait);
  timer->async_wait([go = std::move(go)](const error_code& ec) mutable {
    if (!ec) {
      go();
    }
  });
}

void Engine::State::enqueue(Unit unit) {
  Delivery& first = *open.at(unit.front());
  first.timer.reset();
  const std::string endpoint = first.group->url.authority();
  lanes[endpoint].waiting.push_back(std::move(unit));
  pump(endpoint);
}

void Engine::State::pump(const std::string& endpoint) {
  const auto lane = lanes.find(endpoint);
  if (lane == lanes.end()) {
    return;
  }
  auto& [waiting, under_way] = lane->second;
  while (!waiting.empty()) {
    // Racing copies need all their connections at once, even when they are more than allowed.
    const std::size_t needed = waiting.front().size();
    if (under_way + needed > std::max(connections(), needed)) {
      return;
    }
    const Unit unit = std::move(waiting.front());
    waiting.pop_front();
    under_way += needed;
    const auto barrier = needed > 1 ? std::make_shared<Barrier>(needed) : nullptr;
    for (const std::uint64_t key : unit) {
      begin(*open.at(key), barrier);
    }
  }
  if (under_way == 0) {
    lanes.erase(lane);
  }
}

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
          .body = group.dispatch.body},
      actions
  );
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
  order.success_below = profile.success_below;
  order.scheduled = delivery.due;
  if (group.dispatch.plan.overlapping && delivery.attempt == 1) {
    order.on_written = [weak = weak_from_this(), key = delivery.key] {
      if (const auto state = weak.lock(); state && !state->stopped) {
        state->schedule_next_copy(*state->open.at(key));
      }
    };
  }
  return order;
}

std::shared_ptr<const TlsContext> Engine::State::tls_context() {
  if (!tls) {
    tls = std::make_shared<const TlsContext>(profile.tls_ca_file, profile.tls_verify);
  }
  return tls;
}

void Engine::State::begin(Delivery& delivery, std::shared_ptr<Barrier> barrier) {
  const Group& group = *delivery.group;
  ++delivery.attempt;
  const std::vector<Action> actions =
      faults::actions_on(group.dispatch.plan, delivery.copy, delivery.attempt);
  WireRequest request = request_of(delivery, actions);
  AttemptOrder order = order_of(delivery, actions, request);
  order.barrier = std::move(barrier);
  delivery.spoiled = request.spoiled;
  delivery.changed = !request.changes.empty();
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
      .body_bytes = request.body.empty() ? group.dispatch.body.size() : request.body.size(),
      .faults = std::move(request.changes),
      .spoiled = request.spoiled,
      .body = request.body.substr(0, most_journalled)});
  delivery.under_way->start();
}

void Engine::State::append_finished(const Delivery& delivery, const AttemptResult& result) {
  journal.append(event::AttemptFinished{
      .event = delivery.group->dispatch.event,
      .delivery = delivery.id,
      .attempt = delivery.attempt,
      .outcome = result.outcome,
      .status = result.status,
      .reason = result.reason,
      .faulted = delivery.changed || !result.faults.empty(),
      .faults = result.faults,
      .timed_out = result.timed_out,
      .phases = result.phases,
      .answer_body = result.answer_body});
}

void Engine::State::attempt_over(std::uint64_t key, const AttemptResult& result) {
  const auto delivery = open.at(key);
  const auto group = delivery->group;
  delivery->under_way.reset();
  append_finished(*delivery, result);
  const auto tried = static_cast<std::size_t>(delivery->attempt);
  if (result.outcome == Outcome::acknowledged && !delivery->spoiled) {
    end(*delivery, "acknowledged");
    open.erase(key);
    if (group->dispatch.acknowledged) {
      group->dispatch.acknowledged();
    }
  } else if (tried > delivery->retry_waits.size()) {
    end(*delivery, "given_up");
    open.erase(key);
  } else {
    const Nanos wait = delivery->retry_waits[tried - 1];
    delivery->sending_clock += wait;
    schedule({key}, compressed(wait, profile.time_scale));
  }
  if (tried == 1) {
    first_attempt_over(*delivery);
  }
  const std::string endpoint = group->url.authority();
  --lanes.at(endpoint).under_way;
  pump(endpoint);
}

/// Racing copies have been scheduled all at once; of others each follows the one before it.
void Engine::State::schedule_next_copy(Delivery& delivery) {
  const Group& group = *delivery.group;
  const faults::Plan& plan = group.dispatch.plan;
  if (delivery.copy < plan.copies && !plan.together &&
      !std::exchange(delivery.next_copy_is_due, true)) {
    schedule(
        {group.first_key + static_cast<std::uint64_t>(delivery.copy)},
        plan.gap + compressed(plan.late, profile.time_scale)
    );
  }
}

void Engine::State::first_attempt_over(Delivery& delivery) {
  Group& group = *delivery.group;
  schedule_next_copy(delivery);
  if (--group.first_attempts_open == 0) {
    call_back(group);
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

void Engine::State::end(const Delivery& delivery, std::string result) {
  journal.append(event::DeliveryEnded{
      .event = delivery.group->dispatch.event, .delivery = delivery.id, .result = std::move(result)}
  );
}

void Engine::State::end_unsent(const Delivery& delivery) {
  end(delivery, "stopped");
  unsent.push_back(delivery.id);
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
      append_finished(*delivery, delivery->under_way->abandon());
    }
    end_unsent(*delivery);
  }
}

Engine::Engine(
    net::Loop& loop, Journal& journal, const Clock& clock, SenderProfile profile, Dice dice
)
    : state_(std::make_shared<State>(loop.context(), journal, clock, std::move(profile), dice)) {}

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
