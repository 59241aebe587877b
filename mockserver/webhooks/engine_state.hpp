#pragma once
// The inside of the delivery engine, which its three sources share: engine.cpp sends,
// engine_outcomes.cpp says what follows, engine_endpoints.cpp holds back and lets go.
//
// Resource of the loop thread; nothing else includes it.
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "core/url.hpp"
#include "mockserver/webhooks/attempt.hpp"
#include "mockserver/webhooks/connection_pool.hpp"
#include "mockserver/webhooks/delivery_log.hpp"
#include "mockserver/webhooks/endpoint_health.hpp"
#include "mockserver/webhooks/engine.hpp"
#include "mockserver/webhooks/retry.hpp"
#include "mockserver/webhooks/wire.hpp"

namespace rkmock::webhooks {

namespace asio = boost::asio;

/// Deliveries that start in one go: one, or the racing copies of an event.
using Unit = std::vector<std::uint64_t>;

/// The deliveries of one dispatch. Their keys follow one another.
struct Group {
  Dispatch dispatch;
  Url url;
  std::string message_id;  ///< empty when no request tells it
  std::uint64_t first_key = 0;
  std::int64_t first_sent = 0;  ///< wall time in Unix seconds of the first attempt of all copies
  Nanos raised{};               ///< when its deliveries were planned
  std::size_t open = 0;
  bool tried = false;  ///< an attempt of it has begun
  int first_attempts_open = 0;
  std::function<void()> first_attempts_over;

  /// Whether it waits for its endpoint: what is sent by hand or for the drain does not.
  [[nodiscard]] bool is_of_the_scenario() const { return dispatch.purpose == "scenario"; }
};

struct Delivery {
  std::uint64_t key = 0;
  std::string id;
  int copy = 1;
  std::shared_ptr<Group> group;
  std::vector<Nanos> retry_waits;
  int attempt = 0;                   ///< of all, from 1 once one has begun
  int scheduled = 0;                 ///< of the schedule: immediate re-sends aside
  bool resends = false;              ///< the attempt that comes or is under way is such a one
  std::optional<WireRequest> again;  ///< what a re-send sends
  Nanos due{};            ///< of the attempt that comes or is under way, on the journal's clock
  Nanos woken{};          ///< when that was noticed
  Nanos sending_clock{};  ///< the same since it was planned, waits uncompressed
  Nanos lead{};           ///< by how much the sending clock is ahead of the journal's
  std::int64_t first_sent = 0;  ///< wall time in Unix seconds; 0 before the first attempt
  std::uint64_t log_number = 0;
  std::unique_ptr<asio::steady_timer> timer;
  Unit unit;  ///< what starts with it when it is due; empty unless it waits for that
  std::shared_ptr<Attempt> under_way;
  bool next_copy_is_due = false;  ///< it has been scheduled
  int attempt_held_back = 0;      ///< the last one that was
  /// Of the attempt under way: what was changed in the request, and whether it is spoiled.
  std::vector<std::string> changes{};
  bool spoiled = false;
};

/// What waits for, and what uses, the connections to one host and port.
struct Lane {
  std::deque<Unit> waiting;
  std::size_t under_way = 0;
};

/// An attempt that waits until other events have gone past it.
struct HeldBack {
  Unit unit;
  std::string event;
  std::uint64_t first_key = 0;  ///< of its event
  int left = 0;                 ///< so many newer events have still to end their first attempts
  std::string words;            ///< the action's
};

/// What is known of a subscription's endpoint.
struct Endpoint {
  bool active = true;
  EndpointHealth health;
  std::vector<Unit> parked;  ///< what was due, or waited for that, while it was disabled
  /// Of an ordered sender: the event whose turn it is, and those behind it.
  std::shared_ptr<Group> in_turn;
  std::deque<std::shared_ptr<Group>> behind;
};

struct Engine::State : std::enable_shared_from_this<Engine::State> {
  State(asio::io_context& loop, Journal& journal, const Clock& clock, SenderProfile, Dice dice);

  [[nodiscard]] std::size_t connections() const;

  /// Of the text, which is nearly always the same one as before.
  const Url& checked(const std::string& text);
  std::vector<std::string> send(Dispatch dispatch, std::function<void()> first_attempts_over);
  std::vector<std::string> plan(
      const std::shared_ptr<Group>& group, std::vector<std::shared_ptr<Delivery>>& deliveries
  );
  void log_planned(Delivery& delivery);
  void overflow(const std::vector<std::shared_ptr<Delivery>>& deliveries);
  void start(const Group& group);
  void schedule(Unit unit, Nanos wait);
  void enqueue(std::uint64_t first);
  void pump(const std::string& host_and_port);
  WireRequest next_request(Delivery& delivery, const std::vector<Action>& actions);
  WireRequest request_of(Delivery& delivery, const std::vector<Action>& actions);
  std::shared_ptr<const TlsContext> tls_context();
  AttemptOrder order_of(
      const Delivery& delivery, const std::vector<Action>& actions, WireRequest& request
  );
  void begin(Delivery& delivery, std::shared_ptr<Barrier> barrier);
  void stop();

  // ── engine_outcomes.cpp ──
  void append_finished(const Delivery& delivery, const AttemptResult& result, const Next& next);
  void attempt_over(std::uint64_t key, const AttemptResult& result);
  [[nodiscard]] Next decide(Delivery& delivery, const AttemptResult& result) const;
  void schedule_next_copy(Delivery& delivery);
  void first_attempt_over(Delivery& delivery);
  void call_back(Group& group);
  /// The delivery is over and forgotten.
  void finish(
      const std::shared_ptr<Delivery>& delivery, const std::string& result, std::string why
  );
  void append_ended(const Delivery& delivery, std::string result, std::string why);
  void end_unsent(const Delivery& delivery, std::string why);

  // ── engine_held_back.cpp ──
  /// Whether the attempt that is due waits for other events.
  bool hold_back(Delivery& delivery);
  void event_over(const Group& group);
  void release_held_back();
  void let_go(HeldBack held, bool overtaken);

  // ── engine_endpoints.cpp ──
  [[nodiscard]] Endpoint& endpoint_of(const Group& group);
  [[nodiscard]] bool is_disabled_for(const Group& group);
  void set_endpoint(const std::string& id, bool active, const std::string& reason, bool backlog);
  /// Of the scenario and not under way, in the order of being raised.
  [[nodiscard]] std::vector<std::shared_ptr<Delivery>> waiting_at(const std::string& id) const;
  void park(Unit unit);
  void let_go_on(Endpoint& endpoint);
  void end_backlog(const std::vector<std::shared_ptr<Delivery>>& waiting, const std::string& why);
  /// Whether it is the group's turn; when not, it comes later.
  bool take_turn(const std::shared_ptr<Group>& group);
  void end_turn(const Group& group);
  void give_up_parked(const std::string& event, const std::string& id);

  asio::io_context& context;
  Journal& journal;
  const Clock& clock;
  SenderProfile profile;
  Dice dice;
  std::shared_ptr<ConnectionPool> pool;
  std::map<std::uint64_t, std::shared_ptr<Delivery>> open;
  std::map<std::string, Lane> lanes;          ///< by host and port
  std::map<std::string, Endpoint> endpoints;  ///< by subscription
  std::vector<HeldBack> held_back;
  std::shared_ptr<const TlsContext> tls;  ///< made when first needed
  DeliveryLog log;
  Nanos lead{};  ///< of the delivery whose sending clock is farthest ahead
  std::string checked_text;
  Url checked_url;
  std::vector<std::string> unsent;
  std::uint64_t next_key = 1;
  bool overflowed = false;
  bool stopped = false;
};

}  // namespace rkmock::webhooks
