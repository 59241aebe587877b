#pragma once
// One account of the mock: its store, its journal, its webhooks. Accounts never see each other.
//
// Resource of the loop thread. Every change of a booking passes through apply(): it appends what
// changed and the webhook event to the journal, in that order, and only then sends.
#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "rkmock/control.hpp"
#include "rkmock/fault.hpp"

#include "faults/rules.hpp"
#include "mockserver/api/rate_limit.hpp"
#include "mockserver/api_faults/armed_faults.hpp"
#include "mockserver/bookings/store.hpp"
#include "mockserver/webhooks/engine.hpp"

namespace rkmock::mockserver {

class Account final {
 public:
  /// Throws EnvironmentError when the journal file cannot be made or a service is refused.
  Account(net::Loop& loop, const Clock& clock, AccountSetup setup, bookings::IdSource next_id);
  Account(const Account&) = delete;
  Account& operator=(const Account&) = delete;

  [[nodiscard]] const AccountSetup& setup() const { return setup_; }

  [[nodiscard]] const std::shared_ptr<Journal>& journal() const { return journal_; }

  [[nodiscard]] bookings::Store& store() { return store_; }

  [[nodiscard]] api_faults::ArmedFaults& api_faults() { return api_faults_; }

  [[nodiscard]] api::RateLimiter& rate_limiter() { return rate_limiter_; }

  /// Whether the booking is, or ever was, one of this account's.
  [[nodiscard]] bool knows_booking(std::int64_t id) const;

  /// Journals the change and fires its webhook event. Returns the event's id; empty when the
  /// change is not announced.
  std::string apply(
      const bookings::BookingChange& change, const std::vector<FaultPointer>& faults = {}
  );

  BookingAnswer change_booking(const BookingCommand& command);

  /// A booking made through /v1 gets a scenario's name, before its change is applied. A name that
  /// is taken is not given again.
  void name_booking(std::int64_t id, const std::string& name);

  void hold();
  void release(const std::vector<std::string>& order, ReleasePace pace);
  void discard();

  void release_held_back() { engine_.release_held_back(); }

  void set_endpoint(const std::string& subscription, bool active, bool backlog);
  std::vector<std::string> deliver_unacknowledged(const std::string& event);
  RedeliveryAnswer redeliver(const std::string& delivery, RedeliveryBytes bytes);
  std::string send_raw(const RawWebhook& webhook);

  [[nodiscard]] const webhooks::DeliveryLog& delivery_log() const { return engine_.log(); }

  [[nodiscard]] std::size_t open_deliveries() const { return engine_.open(); }

  /// Deliveries that were never made, see Engine::unsent.
  [[nodiscard]] const std::vector<std::string>& unsent() const { return engine_.unsent(); }

  /// Ends every delivery, see Engine::stop.
  void stop() noexcept { engine_.stop(); }

 private:
  /// What is remembered of a booking, deleted or not: little, for there may be a million.
  struct Known {
    std::string given_name;        ///< by a scenario; empty: `booking-` and its id
    std::array<int, 4> changes{};  ///< how often each kind of change happened
  };

  /// An event and where it goes; kept, because a drain or a release sends it later. What was
  /// settled is here because the journal may have let go of it.
  struct Raised {
    std::string type;
    std::string body;
    std::string booking;
    std::vector<event::BookingVersion> versions;
    std::vector<std::string> states;  ///< the bookings in the body, as JSON
    std::vector<Subscription> subscriptions;
    std::set<std::string> settled;  ///< subscriptions where it is acknowledged or dropped
    std::vector<FaultPointer> faults;
    int next_delivery = 1;
  };

  using Answered = bookings::Answer<bookings::BookingChange>;

  void add_given_services();
  void add_given_bookings();
  void arm_given_faults();
  void add_given_rules();
  [[nodiscard]] Answered change_store(const BookingCommand& command, std::int64_t id);
  [[nodiscard]] std::vector<Subscription> subscribers(
      const std::string& type, std::int64_t service_id
  ) const;
  [[nodiscard]] std::string name_of(std::int64_t booking) const;
  [[nodiscard]] std::optional<std::int64_t> find_booking(const std::string& name) const;
  webhooks::Dispatch dispatch_of(const std::string& event, const Subscription& subscription);
  void send(const std::string& event, const std::function<void()>& first_attempts_over);
  void send_in_order(std::vector<std::string> order);
  /// Raises one event with the bookings of all these, of one type. Returns its id.
  std::string merge(const std::vector<std::string>& events);
  /// The held events of that order, or all; they are held no more, and nor is what comes.
  std::vector<std::string> end_hold(const std::vector<std::string>& order);
  [[nodiscard]] std::string why_not_logged(const std::string& delivery) const;

  AccountSetup setup_;
  api::RateLimiter rate_limiter_{setup_.api.rate_limit};
  Dice dice_;
  std::shared_ptr<Journal> journal_;
  bookings::Store store_;
  api_faults::ArmedFaults api_faults_;
  faults::Rules rules_;
  std::unordered_map<std::int64_t, Known> bookings_;
  std::map<std::string, std::int64_t> given_names_;
  std::map<std::string, Raised> raised_;  // only what somebody subscribed to
  bool holding_ = false;
  std::vector<std::string> held_;
  int raw_webhooks_ = 0;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  webhooks::Engine engine_;  // last: its callbacks reach into everything above
};

}  // namespace rkmock::mockserver
