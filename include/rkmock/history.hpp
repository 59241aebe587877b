#pragma once
// History: a journal made convenient for checks. Filters, and pairs that belong together.
//
// Value, immutable once built; any thread. Pointers into it live as long as it does.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/event.hpp"
#include "rkmock/journal.hpp"

namespace rkmock {

/// An event of one kind with its place in the journal.
template <class Body>
struct Line {
  std::uint64_t seq = 0;
  Nanos at{};
  const Body* body = nullptr;

  const Body* operator->() const { return body; }
};

/// An attempt: its start, and its end if it had one.
struct Attempt {
  Line<event::AttemptStarted> started;
  std::optional<Line<event::AttemptFinished>> finished;

  /// Whether the receiver may have acted on it: the whole request was written. An attempt that
  /// is still open counts as possible.
  [[nodiscard]] bool possible() const;
  /// Whether the receiver took the event: a 2xx to what is not the event any more is none.
  [[nodiscard]] bool acknowledged() const;
};

/// A delivery with its attempts in order.
struct Delivery {
  Line<event::DeliveryPlanned> planned;
  std::vector<Attempt> attempts;
  std::optional<Line<event::DeliveryEnded>> ended;
};

/// A webhook event with all that was sent of it.
struct WebhookEvent {
  Line<event::EventRaised> raised;
  std::vector<Delivery> deliveries;

  /// Its first complete 2xx, if any.
  [[nodiscard]] const Attempt* first_acknowledgement() const;
  /// Whether anything was sent of it that a receiver may have acted on.
  [[nodiscard]] bool possibly_received() const;
};

class History {
 public:
  /// `let_go` events came before these and are not there any more, see JournalOptions.
  History(JournalHeader header, std::vector<EventPointer> events, std::uint64_t let_go = 0);

  explicit History(const Journal& journal);

  [[nodiscard]] const JournalHeader& header() const { return header_; }

  [[nodiscard]] const std::vector<EventPointer>& events() const { return events_; }

  /// All events of one kind, in order: `history.of<event::SinkHit>()`.
  template <class Body>
  [[nodiscard]] std::vector<Line<Body>> of() const {
    std::vector<Line<Body>> lines;
    for (const EventPointer& event : events_) {
      if (const auto* body = std::get_if<Body>(&event->body)) {
        lines.push_back({event->seq, event->at, body});
      }
    }
    return lines;
  }

  /// The run's first event; null in a journal that was cut before it.
  [[nodiscard]] const event::RunStarted* run() const;

  /// Webhook events in the order they were raised.
  [[nodiscard]] const std::vector<WebhookEvent>& webhook_events() const { return webhook_events_; }

  /// By logical id; null when there is none.
  [[nodiscard]] const WebhookEvent* webhook_event(std::string_view id) const;

  /// The newest change of each booking, by booking id.
  [[nodiscard]] const std::map<std::int64_t, Line<event::BookingChanged>>& bookings() const {
    return bookings_;
  }

  /// The final probe of a booking; empty when none was taken.
  [[nodiscard]] std::optional<Line<event::StateProbed>> final_state(std::int64_t booking_id) const;

  /// Effects of the named rule; all claimed effects when the name is empty.
  [[nodiscard]] std::vector<Line<event::SinkHit>> effects(std::string_view name = {}) const;

  /// Whether the run was played to its end.
  [[nodiscard]] bool complete() const;

  /// What makes a verdict of pass impossible whatever the check: events dropped at the journal's
  /// bound or let go from its window, errors of the harness, a run not played to its end. In
  /// words, empty when nothing.
  [[nodiscard]] std::vector<std::string> gaps() const;

 private:
  JournalHeader header_;
  std::vector<EventPointer> events_;
  std::uint64_t let_go_ = 0;
  std::vector<WebhookEvent> webhook_events_;
  std::map<std::string, std::size_t, std::less<>> webhook_event_index_;
  std::map<std::int64_t, Line<event::BookingChanged>> bookings_;
};

}  // namespace rkmock
