#include "rkmock/history.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace rkmock {
namespace {

constexpr std::size_t most_errors_named = 3;

template <class Body>
Line<Body> line_of(const Event& event, const Body& body) {
  return {event.seq, event.at, &body};
}

/// Puts what belongs together together. What refers to something the journal does not hold (it
/// was cut, or events of unknown types were skipped) is left out here and stays in events().
class Builder {
 public:
  Builder(
      std::vector<WebhookEvent>& webhook_events,
      std::map<std::string, std::size_t, std::less<>>& webhook_event_index,
      std::map<std::int64_t, Line<event::BookingChanged>>& bookings
  )
      : webhook_events_(webhook_events),
        webhook_event_index_(webhook_event_index),
        bookings_(bookings) {}

  void add(const Event& event) {
    std::visit([&](const auto& body) { add(line_of(event, body)); }, event.body);
  }

  /// Places change, so it comes last.
  void leave_out_merged() {
    if (merged_.empty()) {
      return;
    }
    std::erase_if(webhook_events_, [this](const WebhookEvent& event) {
      return merged_.contains(event.raised->event);
    });
    webhook_event_index_.clear();
    for (std::size_t i = 0; i < webhook_events_.size(); ++i) {
      webhook_event_index_.emplace(webhook_events_[i].raised->event, i);
    }
  }

 private:
  template <class Body>
  void add(const Line<Body>&) {}

  void add(const Line<event::BookingChanged>& line) {
    bookings_.insert_or_assign(line->booking_id, line);
  }

  void add(const Line<event::EventRaised>& line) {
    // The first of an id counts; ids are unique in what rkmock writes.
    if (webhook_event_index_.emplace(line->event, webhook_events_.size()).second) {
      webhook_events_.push_back({line, {}});
    }
  }

  /// What was merged into another event was never one on the wire.
  void add(const Line<event::EventsReleased>& line) {
    if (line->how == "merged") {
      merged_.insert(line->order.begin(), line->order.end());
    }
  }

  void add(const Line<event::DeliveryPlanned>& line) {
    const auto found = webhook_event_index_.find(line->event);
    if (found == webhook_event_index_.end()) {
      return;
    }
    std::vector<Delivery>& deliveries = webhook_events_[found->second].deliveries;
    deliveries_.insert_or_assign(line->delivery, std::pair(found->second, deliveries.size()));
    deliveries.push_back({line, {}, std::nullopt});
  }

  void add(const Line<event::AttemptStarted>& line) {
    if (Delivery* delivery = find(line->delivery)) {
      delivery->attempts.push_back({line, std::nullopt});
    }
  }

  void add(const Line<event::AttemptFinished>& line) {
    Delivery* delivery = find(line->delivery);
    if (delivery == nullptr) {
      return;
    }
    auto& attempts = delivery->attempts;
    const auto open = std::find_if(attempts.rbegin(), attempts.rend(), [&](const Attempt& attempt) {
      return attempt.started->attempt == line->attempt && !attempt.finished;
    });
    if (open != attempts.rend()) {
      open->finished = line;
    }
  }

  void add(const Line<event::DeliveryEnded>& line) {
    if (Delivery* delivery = find(line->delivery)) {
      delivery->ended = line;
    }
  }

  Delivery* find(const std::string& delivery) {
    const auto found = deliveries_.find(delivery);
    return found == deliveries_.end()
               ? nullptr
               : &webhook_events_[found->second.first].deliveries[found->second.second];
  }

  std::vector<WebhookEvent>& webhook_events_;
  std::map<std::string, std::size_t, std::less<>>& webhook_event_index_;
  std::map<std::int64_t, Line<event::BookingChanged>>& bookings_;
  std::map<std::string, std::pair<std::size_t, std::size_t>, std::less<>> deliveries_;
  std::set<std::string, std::less<>> merged_;
};

}  // namespace

bool Attempt::possible() const {
  return !finished || (*finished)->outcome != Outcome::impossible;
}

bool Attempt::acknowledged() const {
  return finished && (*finished)->outcome == Outcome::acknowledged && !started->spoiled;
}

const Attempt* WebhookEvent::first_acknowledgement() const {
  const Attempt* first = nullptr;
  for (const Delivery& delivery : deliveries) {
    for (const Attempt& attempt : delivery.attempts) {
      if (attempt.acknowledged() &&
          (first == nullptr || attempt.finished->seq < first->finished->seq)) {
        first = &attempt;
      }
    }
  }
  return first;
}

bool WebhookEvent::possibly_received() const {
  return std::any_of(deliveries.begin(), deliveries.end(), [](const Delivery& delivery) {
    return std::any_of(
        delivery.attempts.begin(),
        delivery.attempts.end(),
        [](const Attempt& attempt) { return attempt.possible(); }
    );
  });
}

History::History(JournalHeader header, std::vector<EventPointer> events, std::uint64_t let_go)
    : header_(std::move(header)), events_(std::move(events)), let_go_(let_go) {
  Builder builder(webhook_events_, webhook_event_index_, bookings_);
  for (const EventPointer& event : events_) {
    builder.add(*event);
  }
  builder.leave_out_merged();
}

History::History(const Journal& journal) : History(journal.header(), journal.since()) {
  // Not asked of the journal: it may have let go of more since.
  let_go_ = events_.empty() ? 0 : events_.front()->seq - 1;
}

const event::RunStarted* History::run() const {
  for (const EventPointer& event : events_) {
    if (const auto* run = std::get_if<event::RunStarted>(&event->body)) {
      return run;
    }
  }
  return nullptr;
}

const WebhookEvent* History::webhook_event(std::string_view id) const {
  const auto found = webhook_event_index_.find(id);
  return found == webhook_event_index_.end() ? nullptr : &webhook_events_[found->second];
}

std::optional<Line<event::StateProbed>> History::final_state(std::int64_t booking_id) const {
  for (auto event = events_.rbegin(); event != events_.rend(); ++event) {
    const auto* probe = std::get_if<event::StateProbed>(&(*event)->body);
    if (probe != nullptr && probe->final_probe && probe->booking_id == booking_id) {
      return line_of(**event, *probe);
    }
  }
  return std::nullopt;
}

std::vector<Line<event::SinkHit>> History::effects(std::string_view name) const {
  std::vector<Line<event::SinkHit>> hits = of<event::SinkHit>();
  std::erase_if(hits, [name](const Line<event::SinkHit>& hit) {
    return name.empty() ? hit->effect.empty() : hit->effect != name;
  });
  return hits;
}

bool History::complete() const {
  return !of<event::RunFinished>().empty();
}

std::vector<std::string> History::gaps() const {
  std::vector<std::string> found;
  if (let_go_ > 0) {
    found.push_back(
        "the first " + std::to_string(let_go_) +
        " events are not in memory any more; judge the journal's file"
    );
  }
  for (const auto& line : of<event::EventsDropped>()) {
    found.push_back(
        "the journal reached its bound and " + std::to_string(line->count) + " events are missing"
    );
  }
  const auto errors = of<event::HarnessError>();
  for (std::size_t i = 0; i < errors.size() && i < most_errors_named; ++i) {
    found.push_back("an error in the harness: " + errors[i]->what);
  }
  if (errors.size() > most_errors_named) {
    found.push_back(std::to_string(errors.size() - most_errors_named) + " more harness errors");
  }
  if (!complete()) {
    found.emplace_back("the run was not played to its end");
  }
  return found;
}

}  // namespace rkmock
