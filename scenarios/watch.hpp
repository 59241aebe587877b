#pragma once
// What a player needs to know of its journal, kept up to date as the journal grows.
//
// Resource of a Stage; its thread only. update() costs what is new, however long the journal
// is.
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "rkmock/journal.hpp"

namespace rkmock::scenarios {

class Watch {
 public:
  struct Booking {
    std::int64_t id = 0;
    std::string name;
    std::string state{};  ///< the newest, as the API's JSON
  };

  explicit Watch(std::shared_ptr<const Journal> journal);

  void update();

  /// Every delivery of it has ended or waits for a disabled endpoint, and there was one; or it is
  /// held back until others have gone past it; or no subscription takes it.
  [[nodiscard]] bool over(const std::string& event) const;

  /// No delivery of any event is under way or to come; those that wait for a disabled endpoint or
  /// are held back aside.
  [[nodiscard]] bool nothing_open() const;

  /// Events of which a delivery waits for a disabled endpoint. As raised.
  [[nodiscard]] std::vector<std::string> parked() const;

  /// The id of the event's newest delivery; empty when there was none.
  [[nodiscard]] std::string last_delivery(const std::string& event) const;

  [[nodiscard]] bool held(const std::string& event) const;

  /// By a fault, until others have gone past them.
  [[nodiscard]] const std::set<std::string>& held_back() const { return held_back_; }

  [[nodiscard]] std::vector<std::string> held() const { return held_; }

  /// Raised, and not acknowledged at every subscription; dropped ones aside. As raised.
  [[nodiscard]] std::vector<std::string> unacknowledged() const;
  /// When something was last planned, tried or ended of one of these events; of any when there
  /// are none.
  [[nodiscard]] Nanos last_progress(const std::vector<std::string>& events) const;
  /// The longest wait planned for the event's deliveries, retry waits uncompressed.
  [[nodiscard]] Nanos longest_retry_wait(const std::string& event) const;
  [[nodiscard]] Nanos longest_delay(const std::string& event) const;

  /// A delivery was given up, and not one byte of an answer has come in the whole run.
  [[nodiscard]] bool receiver_is_mute() const { return gave_up_ && !answered_; }

  /// Requests of the receiver, at sinks and to /v1.
  [[nodiscard]] std::uint64_t traffic() const { return traffic_; }

  [[nodiscard]] Nanos last_traffic() const { return last_traffic_; }

  /// Nothing more will be seen.
  [[nodiscard]] bool journal_full() const { return journal_full_; }

  /// In the order in which they came up; given ones too.
  [[nodiscard]] const std::vector<Booking>& bookings() const { return bookings_; }

  /// Null when there is none.
  [[nodiscard]] const Booking* find_booking(const std::string& name) const;

  /// Every event that a subscription takes, in the order of being raised.
  [[nodiscard]] const std::vector<std::string>& raised() const { return raised_; }

  /// A 2xx to it, at any subscription.
  [[nodiscard]] bool acknowledged(const std::string& event) const;
  [[nodiscard]] int attempts(const std::string& event) const;
  /// The newest one to a raw webhook; nothing when there was none.
  [[nodiscard]] std::optional<event::AttemptFinished> last_answer(const std::string& event) const;
  /// Of the named rule; of one booking, unless that is 0.
  [[nodiscard]] int effects(const std::string& name, std::int64_t booking_id) const;
  /// Of the receiver. Each empty: any. The path as fits_path() has it.
  [[nodiscard]] int api_calls(const std::string& method, const std::string& path) const;

 private:
  struct AtSubscription {
    bool acknowledged = false;
    bool dropped = false;
    bool tried = false;
  };

  struct Delivery {
    std::string subscription;
    bool of_the_scenario = true;  ///< it waits for a disabled endpoint
    bool open = true;
    bool under_way = false;
  };

  /// Deliveries of the scenario to one subscription.
  struct Endpoint {
    bool active = true;
    std::size_t open = 0;
    std::size_t under_way = 0;
  };

  struct WebhookEvent {
    std::map<std::string, Delivery> deliveries;
    std::map<std::string, AtSubscription> subscriptions;
    std::string last_delivery;
    bool raw = false;                                   ///< it tells of no booking
    std::optional<event::AttemptFinished> last_answer;  ///< of a raw one
    int attempts = 0;
    std::size_t open = 0;
    Nanos last_progress{};
    Nanos longest_retry_wait{};
    Nanos longest_delay{};
  };

  void take(const Event& event);
  void take(const event::BookingChanged& changed, Nanos at);
  void take(const event::EventRaised& raised, Nanos at);
  void take(const event::EventHeld& held, Nanos at);
  void take(const event::EventsReleased& released, Nanos at);
  void take(const event::DeliveryPlanned& planned, Nanos at);
  void take(const event::AttemptStarted& started, Nanos at);
  void take(const event::AttemptFinished& finished, Nanos at);
  void take(const event::DeliveryEnded& ended, Nanos at);
  void take(const event::EndpointChanged& endpoint, Nanos at);
  void take(const event::SinkHit& hit, Nanos at);
  void take(const event::ApiRequest& request, Nanos at);
  void take(const event::EventsDropped& dropped, Nanos at);

  /// Of no meaning to a player.
  template <class Body>
  void take(const Body& /*body*/, Nanos /*at*/) {}

  void note_traffic(Nanos at);
  [[nodiscard]] bool is_parked(const Delivery& delivery) const;
  /// Deliveries of events that are held back.
  [[nodiscard]] std::size_t held_back_at(const std::string& subscription) const;
  [[nodiscard]] const WebhookEvent* find(const std::string& event) const;
  WebhookEvent& progress(const std::string& event, Nanos at);

  std::shared_ptr<const Journal> journal_;
  std::uint64_t seen_ = 0;
  std::map<std::string, WebhookEvent> events_;
  std::vector<std::string> raised_;
  std::set<std::string> unwanted_;  ///< no subscription takes them
  std::vector<std::string> held_;
  std::set<std::string> held_back_;  ///< by a fault
  std::vector<Booking> bookings_;
  std::map<std::string, std::size_t> booking_index_;
  std::map<std::pair<std::string, std::int64_t>, int> effects_;   ///< by rule and booking
  std::map<std::pair<std::string, std::string>, int> api_calls_;  ///< by method and target
  std::map<std::string, Endpoint> endpoints_;
  std::size_t others_open_ = 0;  ///< of the drain, and redeliveries
  Nanos last_progress_{};
  bool journal_full_ = false;
  bool gave_up_ = false;
  bool answered_ = false;
  std::uint64_t traffic_ = 0;
  Nanos last_traffic_{};
};

}  // namespace rkmock::scenarios
