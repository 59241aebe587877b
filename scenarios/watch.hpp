#pragma once
// What a player needs to know of its journal, kept up to date as the journal grows.
//
// Resource of the player; its thread only. update() costs what is new, however long the journal
// is.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "rkmock/journal.hpp"

namespace rkmock::scenarios {

class Watch {
 public:
  struct Booking {
    std::int64_t id = 0;
    std::string name;
  };

  explicit Watch(std::shared_ptr<const Journal> journal);

  void update();

  /// Every delivery of it has ended, and there was one.
  [[nodiscard]] bool over(const std::string& event) const;

  /// No delivery of any event is under way.
  [[nodiscard]] bool nothing_open() const { return open_deliveries_ == 0; }

  [[nodiscard]] bool held(const std::string& event) const;

  [[nodiscard]] std::vector<std::string> held() const { return held_; }

  /// Raised, and not acknowledged at every subscription; dropped ones aside. As raised.
  [[nodiscard]] std::vector<std::string> unacknowledged() const;
  /// When something was last planned, tried or ended of one of these events.
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

  /// In the order of their creation.
  [[nodiscard]] const std::vector<Booking>& bookings() const { return bookings_; }

 private:
  struct AtSubscription {
    bool acknowledged = false;
    bool dropped = false;
  };

  struct Delivery {
    std::string subscription;
    bool open = true;
  };

  struct WebhookEvent {
    std::map<std::string, Delivery> deliveries;
    std::map<std::string, AtSubscription> subscriptions;
    std::size_t open = 0;
    Nanos last_progress{};
    Nanos longest_retry_wait{};
    Nanos longest_delay{};
  };

  void take(const Event& event);
  [[nodiscard]] const WebhookEvent* find(const std::string& event) const;
  WebhookEvent& progress(const std::string& event, Nanos at);

  std::shared_ptr<const Journal> journal_;
  std::uint64_t seen_ = 0;
  std::map<std::string, WebhookEvent> events_;
  std::vector<std::string> raised_;
  std::vector<std::string> held_;
  std::vector<Booking> bookings_;
  std::size_t open_deliveries_ = 0;
  bool journal_full_ = false;
  bool gave_up_ = false;
  bool answered_ = false;
  std::uint64_t traffic_ = 0;
  Nanos last_traffic_{};
};

}  // namespace rkmock::scenarios
