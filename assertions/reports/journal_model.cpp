#include "assertions/reports/journal_model.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "assertions/reports/describe.hpp"
#include "assertions/reports/model_parts.hpp"
#include "core/json_text.hpp"

namespace rkmock::reports {
namespace {

using Number = std::optional<std::int64_t>;

constexpr std::size_t most_bookings_of_a_line = 50;

template <class Body>
const Body& as(const Event* event) {
  return std::get<Body>(event->body);
}

struct EventRow {
  const Event* raised = nullptr;
  std::string bookings;  ///< JSON: one place, or a list of them
  Number payload{};
};

struct DeliveryRow {
  const Event* planned = nullptr;
  Number event{};
  const Event* ended = nullptr;
};

struct AttemptRow {
  std::int64_t delivery = 0;
  const Event* started = nullptr;
  const Event* finished = nullptr;
  Number detail{};
};

/// A line that belongs to no delivery.
struct MarkRow {
  const Event* event = nullptr;
  std::int64_t which = 0;  ///< a text: what the kind alone does not say
  Number webhook_event{};  ///< the place of the one it is about
  std::string bookings;    ///< as in EventRow
  std::int64_t text = 0;
  Number detail{};
};

class Model {
 public:
  Model(const History& history, const assertions::Judgement& judgement, std::size_t detail_bytes)
      : history_(history), context_(history), details_(texts_, detail_bytes) {
    for (const CheckResult& result : judgement.results) {
      for (const Evidence& line : result.evidence) {
        evidence_.insert(line.seq);
      }
    }
    for (const EventPointer& event : history.events()) {
      std::visit([&](const auto& body) { add(*event, body); }, event->body);
    }
    add_details();
  }

  [[nodiscard]] std::string json() {
    std::string out;
    JsonObject object(out);
    object.number("lines", history_.events().size())
        .number("end", history_.events().empty() ? 0 : microseconds(history_.events().back()->at));
    put_bookings(object.member("bookings"));
    put_events(object.member("events"));
    put_deliveries(object.member("deliveries"));
    put_attempts(object.member("attempts"));
    put_marks(object.member("marks"));
    object.json("details", details_.json())
        .number("details_left_out", details_.left_out())
        .json("texts", texts_.json());
    object.close();
    return out;
  }

 private:
  std::int64_t text(std::string_view words) {
    return static_cast<std::int64_t>(texts_.place(words));
  }

  std::int64_t joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) {
      all += (all.empty() ? "" : ", ") + word;
    }
    return text(all);
  }

  std::int64_t booking(std::int64_t id) {
    const auto [found, is_new] = bookings_.try_emplace(id, booking_ids_.size());
    if (is_new) {
      booking_ids_.push_back(id);
      booking_names_.emplace_back();
    }
    return static_cast<std::int64_t>(found->second);
  }

  std::string places_of(const std::set<std::int64_t>& ids) {
    std::string out;
    std::size_t count = 0;
    for (const std::int64_t id : ids) {
      if (count++ < most_bookings_of_a_line) {
        out += (out.empty() ? "" : ",") + std::to_string(booking(id));
      }
    }
    return count == 1 ? out : "[" + out + "]";
  }

  void name_booking(std::int64_t id, const std::string& name) {
    booking_names_[static_cast<std::size_t>(booking(id))] = name;
  }

  Number place(
      const std::map<std::string, std::int64_t, std::less<>>& places, const std::string& name
  ) {
    const auto found = places.find(name);
    return found == places.end() ? std::nullopt : Number(found->second);
  }

  template <class Body>
  void add(const Event& event, const Body& body) {
    MarkRow row;
    row.event = &event;
    row.which = text(which(event.body));
    if constexpr (requires { body.event; }) {
      row.webhook_event = place(event_places_, body.event);
    }
    row.bookings = places_of(bookings_of(event, history_));
    row.text = text(words_of(event, context_));
    marks_.push_back(std::move(row));
  }

  // These three are many in a large journal: the page makes their words.

  void add(const Event& event, const event::BookingChanged& change) {
    name_booking(change.booking_id, change.booking);
    marks_.push_back(
        {&event, text(change.change), {}, std::to_string(booking(change.booking_id)), 0, {}}
    );
  }

  void add(const Event& event, const event::EventRaised& raised) {
    std::set<std::int64_t> ids;
    for (const event::BookingVersion& version : raised.bookings) {
      ids.insert(version.booking_id);
      name_booking(version.booking_id, version.booking);
    }
    event_places_[raised.event] = static_cast<std::int64_t>(events_.size());
    events_.push_back({&event, places_of(ids), {}});
  }

  void add(const Event& event, const event::SinkHit& hit) {
    MarkRow row{
        &event, text(which(event.body)), {}, places_of(bookings_of(event, history_)), 0, {}};
    if (hit.key.booking_id) {
      const auto found = context_.event_of.find({*hit.key.booking_id, hit.key.updated_at});
      if (found != context_.event_of.end()) {
        row.webhook_event = place(event_places_, found->second->event);
      }
    }
    marks_.push_back(std::move(row));
  }

  void add(const Event& event, const event::DeliveryPlanned& planned) {
    delivery_places_[planned.delivery] = static_cast<std::int64_t>(deliveries_.size());
    deliveries_.push_back({&event, place(event_places_, planned.event), nullptr});
  }

  void add(const Event& event, const event::AttemptStarted& started) {
    if (const Number delivery = place(delivery_places_, started.delivery)) {
      open_[{*delivery, started.attempt}] = attempts_.size();
      attempts_.push_back({*delivery, &event, nullptr, {}});
    }
  }

  void add(const Event& event, const event::AttemptFinished& finished) {
    const Number delivery = place(delivery_places_, finished.delivery);
    const auto open = delivery ? open_.find({*delivery, finished.attempt}) : open_.end();
    if (open != open_.end()) {
      attempts_[open->second].finished = &event;
      open_.erase(open);
    }
  }

  void add(const Event& event, const event::DeliveryEnded& ended) {
    if (const Number delivery = place(delivery_places_, ended.delivery)) {
      deliveries_[static_cast<std::size_t>(*delivery)].ended = &event;
    }
  }

  [[nodiscard]] bool proves(const Event* event) const {
    return event != nullptr && evidence_.contains(event->seq);
  }

  /// 0 for evidence, 1 for what did not go plainly, 2 for the rest.
  [[nodiscard]] int rank(const AttemptRow& row) const {
    if (proves(row.started) || proves(row.finished)) {
      return 0;
    }
    if (row.finished == nullptr || !as<event::AttemptStarted>(row.started).faults.empty()) {
      return 1;
    }
    const auto& finished = as<event::AttemptFinished>(row.finished);
    return finished.faulted || finished.outcome != Outcome::acknowledged ? 1 : 2;
  }

  void add_details() {
    for (int now = 0; now <= 2; ++now) {
      for (AttemptRow& row : attempts_) {
        if (rank(row) == now) {
          add_details(row);
        }
      }
      for (MarkRow& row : marks_) {
        if ((proves(row.event) ? 0 : 2) == now) {
          row.detail = details_.of_line(row.event->body);
        }
      }
    }
  }

  void add_details(AttemptRow& row) {
    row.detail = details_.of_attempt(
        as<event::AttemptStarted>(row.started),
        row.finished == nullptr ? nullptr : &as<event::AttemptFinished>(row.finished)
    );
    const Number event = deliveries_[static_cast<std::size_t>(row.delivery)].event;
    if (event) {
      EventRow& raised = events_[static_cast<std::size_t>(*event)];
      if (!raised.payload) {
        raised.payload = details_.payload(as<event::EventRaised>(raised.raised).body);
      }
    }
  }

  void put_bookings(std::string& out) {
    JsonObject(out)
        .json("id", column(booking_ids_, [](std::int64_t id) { return Number(id); }))
        .json("name", column(booking_names_, [&](const std::string& n) { return text(n); }))
        .close();
  }

  /// Of each row its booking, or the list of them.
  template <class Rows>
  static std::string lists(const Rows& rows) {
    const auto has_one = [](const auto& row) { return row.bookings.front() != '['; };
    if (std::all_of(rows.begin(), rows.end(), has_one)) {
      return column(rows, [](const auto& row) { return Number(std::stoll(row.bookings)); });
    }
    std::string out = "[";
    for (const auto& row : rows) {
      out += (out.size() == 1 ? "" : ",") + row.bookings;
    }
    return out + "]";
  }

  void put_events(std::string& out) {
    const auto value = [](const auto& member) {
      return [member](const EventRow& row) {
        return Number(member(*row.raised, as<event::EventRaised>(row.raised)));
      };
    };
    JsonObject(out)
        .json("name", column(events_, value([&](const auto&, const auto& raised) {
                               return text(raised.event);
                             })))
        .json("type", column(events_, value([&](const auto&, const auto& raised) {
                               return text(raised.type);
                             })))
        .json("wanted", column(events_, value([&](const auto&, const auto& raised) {
                                 return raised.wanted ? 1 : 0;
                               })))
        .json("seq", seqs(events_, &EventRow::raised))
        .json("at", times(events_, &EventRow::raised))
        .json("bookings", lists(events_))
        .json("payload", column(events_, [](const EventRow& row) { return row.payload; }))
        .close();
  }

  template <class Rows, class Member>
  static std::string seqs(const Rows& rows, Member member) {
    return differences(rows, [member](const auto& row) {
      return row.*member == nullptr ? 0 : static_cast<std::int64_t>((row.*member)->seq);
    });
  }

  template <class Rows, class Member>
  static std::string times(const Rows& rows, Member member) {
    return differences(rows, [member](const auto& row) {
      return row.*member == nullptr ? 0 : microseconds((row.*member)->at);
    });
  }

  /// `1` of `jane.create/1`: what the event's name does not say.
  std::int64_t suffix(const DeliveryRow& row) {
    const auto& planned = as<event::DeliveryPlanned>(row.planned);
    if (!row.event) {
      return text(planned.delivery);
    }
    const std::string prefix = planned.event + "/";
    return text(
        planned.delivery.starts_with(prefix) ? planned.delivery.substr(prefix.size())
                                             : planned.delivery
    );
  }

  std::int64_t actions(const event::DeliveryPlanned& planned) {
    std::vector<std::string> words;
    for (const Action& action : planned.actions) {
      words.push_back(to_text(action));
    }
    return joined(words);
  }

  void put_deliveries(std::string& out) {
    const auto planned = [this](auto value) {
      return column(deliveries_, [value](const DeliveryRow& row) {
        return Number(value(as<event::DeliveryPlanned>(row.planned)));
      });
    };
    const auto ended = [this](auto value) {
      return column(deliveries_, [value](const DeliveryRow& row) {
        return row.ended == nullptr ? std::nullopt
                                    : Number(value(as<event::DeliveryEnded>(row.ended)));
      });
    };
    JsonObject(out)
        .json("event", column(deliveries_, [](const DeliveryRow& row) { return row.event; }))
        .json(
            "name", column(deliveries_, [&](const DeliveryRow& row) { return Number(suffix(row)); })
        )
        .json("seq", seqs(deliveries_, &DeliveryRow::planned))
        .json("at", times(deliveries_, &DeliveryRow::planned))
        .json("actions", planned([&](const auto& plan) { return actions(plan); }))
        .json("purpose", planned([&](const auto& plan) { return text(plan.purpose); }))
        .json("copy", planned([](const auto& plan) { return plan.copy; }))
        .json("copies", planned([](const auto& plan) { return plan.copies; }))
        .json("redelivers", planned([&](const auto& plan) { return text(plan.redelivers); }))
        .json("end_seq", seqs(deliveries_, &DeliveryRow::ended))
        .json("end_at", times(deliveries_, &DeliveryRow::ended))
        .json("result", ended([&](const auto& end) { return text(end.result); }))
        .json("why", ended([&](const auto& end) { return text(end.why); }))
        .close();
  }

  /// Of each attempt that is over.
  template <class Value>
  std::string of_finished(const Value& value) {
    return column(attempts_, [&value](const AttemptRow& row) {
      return row.finished == nullptr ? std::nullopt
                                     : Number(value(as<event::AttemptFinished>(row.finished)));
    });
  }

  /// Since the attempt's line in the journal.
  template <class Phase>
  std::string phase(const Phase& phase) {
    return column(attempts_, [&phase](const AttemptRow& row) -> Number {
      if (row.finished == nullptr) {
        return std::nullopt;
      }
      const std::optional<Nanos> at = phase(as<event::AttemptFinished>(row.finished).phases);
      return at ? Number(microseconds(*at) - microseconds(row.started->at)) : std::nullopt;
    });
  }

  void put_attempts(std::string& out) {
    const auto started = [this](auto value) {
      return column(attempts_, [value](const AttemptRow& row) {
        return Number(value(as<event::AttemptStarted>(row.started)));
      });
    };
    JsonObject object(out);
    object.json("delivery", column(attempts_, [](const auto& row) { return Number(row.delivery); }))
        .json("number", started([](const auto& start) { return start.attempt; }))
        .json("seq", seqs(attempts_, &AttemptRow::started))
        .json("at", times(attempts_, &AttemptRow::started))
        .json("changed", started([&](const auto& start) { return joined(start.faults); }))
        .json("spoiled", started([](const auto& start) { return start.spoiled ? 1 : 0; }))
        .json("end_seq", seqs(attempts_, &AttemptRow::finished))
        .json("end_at", times(attempts_, &AttemptRow::finished))
        .json("detail", column(attempts_, [](const auto& row) { return row.detail; }));
    put_ends(object);
    put_phases(object);
    object.close();
  }

  void put_ends(JsonObject& object) {
    object.json("outcome", of_finished([](const auto& end) { return int(end.outcome); }))
        .json("status", of_finished([](const auto& end) { return end.status; }))
        .json("reason", of_finished([&](const auto& end) { return text(end.reason); }))
        .json("shaped", of_finished([](const auto& end) { return end.faulted ? 1 : 0; }))
        .json("faults", of_finished([&](const auto& end) { return joined(end.faults); }))
        .json("next", of_finished([&](const auto& end) { return text(end.next); }));
  }

  void put_phases(JsonObject& object) {
    object.json("reused", of_finished([](const auto& end) { return end.phases.reused ? 1 : 0; }))
        .json("scheduled", phase([](const Phases& p) { return std::optional(p.scheduled); }))
        .json("started", phase([](const Phases& p) { return std::optional(p.started); }))
        .json("connected", phase([](const Phases& p) { return p.connected; }))
        .json("tls_done", phase([](const Phases& p) { return p.tls_done; }))
        .json("write_started", phase([](const Phases& p) { return p.write_started; }))
        .json("written", phase([](const Phases& p) { return p.written; }))
        .json("first_byte", phase([](const Phases& p) { return p.first_byte; }))
        .json("headers", phase([](const Phases& p) { return p.headers; }))
        .json("finished", phase([](const Phases& p) { return p.finished; }));
  }

  void put_marks(std::string& out) {
    JsonObject(out)
        .json(
            "kind",
            column(
                marks_, [&](const MarkRow& row) { return Number(text(type_name(row.event->body))); }
            )
        )
        .json("which", column(marks_, [](const MarkRow& row) { return Number(row.which); }))
        .json("seq", seqs(marks_, &MarkRow::event))
        .json("at", times(marks_, &MarkRow::event))
        .json("event", column(marks_, [](const MarkRow& row) { return row.webhook_event; }))
        .json("bookings", lists(marks_))
        .json("text", column(marks_, [](const MarkRow& row) { return Number(row.text); }))
        .json("detail", column(marks_, [](const MarkRow& row) { return row.detail; }))
        .close();
  }

  const History& history_;
  Context context_;
  Texts texts_;
  Details details_;
  std::set<std::uint64_t> evidence_;
  std::map<std::int64_t, std::size_t> bookings_;
  std::vector<std::int64_t> booking_ids_;
  std::vector<std::string> booking_names_;
  std::map<std::string, std::int64_t, std::less<>> event_places_;
  std::map<std::string, std::int64_t, std::less<>> delivery_places_;
  std::map<std::pair<std::int64_t, int>, std::size_t> open_;
  std::vector<EventRow> events_;
  std::vector<DeliveryRow> deliveries_;
  std::vector<AttemptRow> attempts_;
  std::vector<MarkRow> marks_;
};

}  // namespace

JournalModel journal_model(
    const History& history, const assertions::Judgement& judgement, std::size_t detail_bytes
) {
  return {Model(history, judgement, detail_bytes).json(), answer_times(history)};
}

}  // namespace rkmock::reports
