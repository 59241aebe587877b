// converges: in the end the receiver has the state that ReserveKit has.
#include <algorithm>
#include <utility>

#include "assertions/checks/descriptors.hpp"
#include "assertions/evidence.hpp"
#include "assertions/states.hpp"

namespace rkmock::assertions {

namespace {

using Shown = Comparison::Shown;

struct Difference {
  Line<event::BookingChanged> model;
  Comparison comparison;
};

struct Findings {
  std::vector<Difference> wrong;
  std::vector<Difference> unknown;
  std::size_t right = 0;
};

Findings compare_all(const History& history, std::vector<FieldPair> pairs, Probes probes) {
  const States states(history, std::move(pairs), probes);
  Findings findings;
  for (const auto& [id, model] : history.bookings()) {
    Comparison comparison = states.compare(id);
    if (comparison.shown == Shown::yes) {
      ++findings.right;
    } else {
      auto& list = comparison.shown == Shown::no ? findings.wrong : findings.unknown;
      list.push_back({model, std::move(comparison)});
    }
  }
  return findings;
}

const WebhookEvent* event_of(const History& history, const event::BookingChanged& change) {
  for (const WebhookEvent& event : history.webhook_events()) {
    for (const event::BookingVersion& version : event.raised->bookings) {
      if (version.booking_id == change.booking_id && version.version == change.version) {
        return &event;
      }
    }
  }
  return nullptr;
}

/// The last attempt that the receiver may have acted on.
const Attempt* last_possible(const WebhookEvent& event) {
  const Attempt* last = nullptr;
  for (const Delivery& delivery : event.deliveries) {
    for (const Attempt& attempt : delivery.attempts) {
      if (attempt.possible() && (last == nullptr || attempt.started.seq > last->started.seq)) {
        last = &attempt;
      }
    }
  }
  return last;
}

std::string in_words(const Difference& difference) {
  return difference.model->booking + ": " + difference.comparison.words;
}

std::string state_words(const event::StateProbed& probe) {
  constexpr std::size_t longest = 300;
  return "the receiver's state of " + probe.booking + ": " +
         (probe.status == 0 ? probe.error
                            : std::to_string(probe.status) + " " + probe.body.substr(0, longest));
}

void prove(CheckResult& result, const Difference& difference) {
  if (difference.comparison.probe) {
    add_evidence(
        result, difference.comparison.probe->seq, state_words(*difference.comparison.probe->body)
    );
  }
  const event::BookingChanged& model = *difference.model.body;
  add_evidence(
      result,
      difference.model.seq,
      "ReserveKit's state of " + model.booking + " after " + model.change + " (version " +
          std::to_string(model.version) + "): " + difference.comparison.wanted
  );
}

/// The receiver shows what an older event said. Why that is likely so.
void explain_older(CheckResult& result, const Attempt* newest, const Attempt* older) {
  if (older != nullptr && newest != nullptr && older->started.seq > newest->started.seq) {
    result.cause = "last write wins: an older webhook that came later overwrote the newer state";
    result.next_step =
        "compare updated_at with what is stored, and ignore what is older (in one statement: "
        "UPDATE ... WHERE updated_at < ...)";
    return;
  }
  result.cause =
      "the newest webhook was acknowledged but not applied: taken for a duplicate, or two handlers "
      "wrote at the same time and the older one won";
  result.next_step =
      "let the dedupe key hold the event type, the booking's id and updated_at, and write under a "
      "condition on updated_at";
}

void explain(CheckResult& result, const History& history, const Difference& difference) {
  const WebhookEvent* newest = event_of(history, *difference.model.body);
  const Attempt* newest_attempt = newest == nullptr ? nullptr : last_possible(*newest);
  const auto& older = difference.comparison.older;
  const WebhookEvent* shown = older ? event_of(history, *older->body) : nullptr;
  const Attempt* shown_attempt = shown == nullptr ? nullptr : last_possible(*shown);
  if (shown_attempt != nullptr) {
    add_evidence(result, *shown_attempt);
  }
  if (newest_attempt != nullptr) {
    add_evidence(result, *newest_attempt);
  }
  const bool unknown_there =
      difference.comparison.probe && (*difference.comparison.probe)->status >= 400;
  if (newest != nullptr && newest->first_acknowledgement() == nullptr) {
    result.cause = "the webhook of the newest change was never acknowledged";
    result.next_step = "see what `no_lost_event` says of " + newest->raised->event;
  } else if (unknown_there) {
    result.cause =
        "the receiver threw the booking's webhooks away (an update may come before its create), "
        "or the state endpoint looks in another place";
    result.next_step =
        "let an update create the booking when it is not known: each webhook carries all of it; "
        "and check the URL of `receiver: { state: ... }`";
  } else if (older) {
    explain_older(result, newest_attempt, shown_attempt);
  } else {
    result.cause =
        "the receiver shows a state that ReserveKit never had: it mixes two versions, or words it "
        "differently";
    result.next_step =
        "store the whole booking of the newest webhook; if the endpoint words it differently, name "
        "the place with `converges: { at: /status, to: booking.status }`";
  }
}

void say_fail(CheckResult& result, const History& history, const Findings& findings) {
  result.verdict = Verdict::fail;
  result.count = findings.wrong.size();
  result.message = std::to_string(findings.wrong.size()) + " of " +
                   counted(history.bookings().size(), "booking") +
                   (findings.wrong.size() == 1 ? " does" : " do") +
                   " not end in ReserveKit's state";
  result.first = in_words(findings.wrong.front());
  const auto longest = std::max_element(
      findings.wrong.begin(),
      findings.wrong.end(),
      [](const Difference& a, const Difference& b) {
        return a.comparison.words.size() < b.comparison.words.size();
      }
  );
  result.worst = in_words(*longest);
  prove(result, findings.wrong.front());
  explain(result, history, findings.wrong.front());
  for (const Difference& difference : findings.wrong) {
    prove(result, difference);
  }
}

void say_unknown(CheckResult& result, const Findings& findings) {
  const Difference& first = findings.unknown.front();
  give_up(
      result,
      "the state of " + counted(findings.unknown.size(), "booking") +
          " could not be read; the first, " + in_words(first),
      "let GET on the state endpoint answer with JSON that has `status` (and 404 for a booking it "
      "does not know), or name the place with `converges: { at: /status, to: booking.status }`"
  );
  prove(result, first);
}

CheckResult judge(const History& history, const std::string& parameters) {
  std::vector<ParameterError> problems;
  const Findings findings =
      compare_all(history, read_pairs(parameters, problems), Probes::final_only);
  CheckResult result;
  if (history.bookings().empty()) {
    give_up(result, "the run has no bookings to compare", "let the scenario make a booking");
  } else if (!has_state_probe(history)) {
    give_up(
        result,
        "there is no way to see the receiver's state",
        "give the scenario `receiver: { state: { get: http://.../bookings/{{booking.id}} } }`"
    );
  } else if (!findings.wrong.empty() && !came_to_rest(history)) {
    give_up(
        result,
        in_words(findings.wrong.front()) + "; but the receiver had not come to rest",
        "give it more time with `receiver: { settle: 20s }`, or stop what keeps it busy"
    );
    prove(result, findings.wrong.front());
  } else if (!findings.wrong.empty()) {
    say_fail(result, history, findings);
  } else if (!findings.unknown.empty()) {
    say_unknown(result, findings);
  } else {
    result.verdict = Verdict::pass;
    result.message = "the receiver ends in ReserveKit's state of " +
                     (findings.right == 1 ? std::string("the one booking")
                                          : "all " + counted(findings.right, "booking"));
  }
  return result;
}

std::vector<ParameterError> validate(const std::string& parameters) {
  std::vector<ParameterError> problems;
  (void)read_pairs(parameters, problems);
  return problems;
}

/// The receiver answered each attempt, and took none.
bool turned_away(const WebhookEvent& event) {
  return std::all_of(
      event.deliveries.begin(),
      event.deliveries.end(),
      [](const Delivery& delivery) {
        return std::all_of(
            delivery.attempts.begin(),
            delivery.attempts.end(),
            [](const Attempt& attempt) {
              return attempt.finished && (*attempt.finished)->outcome == Outcome::refused;
            }
        );
      }
  );
}

/// Waiting for an answer that can be read may be worth it, waiting for one that cannot is not;
/// nor for a state whose webhook was turned away.
bool shown(const History& history, const std::string& parameters) {
  std::vector<ParameterError> problems;
  const Findings findings = compare_all(history, read_pairs(parameters, problems), Probes::latest);
  return std::all_of(
      findings.wrong.begin(),
      findings.wrong.end(),
      [&](const Difference& difference) {
        const WebhookEvent* newest = event_of(history, *difference.model.body);
        return newest != nullptr && turned_away(*newest);
      }
  );
}

}  // namespace

Check converges() {
  return {
      {.name = "converges",
       .summary = "In the end the receiver has the state that ReserveKit has.",
       .validate = validate,
       .judge = judge,
       .needs = CheckNeeds::state},
      has_state_probe,
      shown};
}

}  // namespace rkmock::assertions
