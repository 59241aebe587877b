// alive: after the last fault a plain webhook is acknowledged at its first attempt.
#include <algorithm>

#include "assertions/checks/descriptors.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"

namespace rkmock::assertions {

namespace {

bool is_faulty(const Attempt& attempt) {
  return attempt.started->spoiled || !attempt.started->faults.empty() ||
         (attempt.finished && ((*attempt.finished)->faulted || !(*attempt.finished)->faults.empty())
         );
}

std::vector<const Attempt*> all_attempts(const History& history) {
  std::vector<const Attempt*> attempts;
  for (const WebhookEvent& event : history.webhook_events()) {
    for (const Delivery& delivery : event.deliveries) {
      for (const Attempt& attempt : delivery.attempts) {
        attempts.push_back(&attempt);
      }
    }
  }
  std::sort(attempts.begin(), attempts.end(), [](const Attempt* a, const Attempt* b) {
    return a->started.seq < b->started.seq;
  });
  return attempts;
}

/// Nothing listened: it was being started, which says nothing of how it took the faults.
bool tells(const Attempt& attempt) {
  return attempt.finished && (*attempt.finished)->outcome != Outcome::impossible;
}

CheckResult judge(const History& history, const std::string& /*parameters*/) {
  const auto attempts = all_attempts(history);
  std::uint64_t last = 0;
  bool any = false;
  for (const Attempt* attempt : attempts) {
    if (is_faulty(*attempt)) {
      any = true;
      last = std::max(last, attempt->finished ? attempt->finished->seq : attempt->started.seq);
    }
  }
  const auto plain = std::find_if(attempts.begin(), attempts.end(), [&](const Attempt* attempt) {
    return attempt->started.seq > last && !is_faulty(*attempt) && tells(*attempt);
  });
  CheckResult result;
  if (!any) {
    give_up(result, "no delivery was faulty", "let the scenario do something to a delivery");
  } else if (plain == attempts.end()) {
    const bool nobody = std::any_of(attempts.begin(), attempts.end(), [&](const Attempt* attempt) {
      return attempt->started.seq > last && !is_faulty(*attempt);
    });
    give_up(
        result,
        nobody ? "nothing listened any more after the last fault"
               : "no plain webhook was sent after the last fault",
        nobody ? "see whether the receiver's process died of it, or was being restarted"
               : "let a plain step follow, such as `create: last`"
    );
  } else if ((*plain)->acknowledged()) {
    result.verdict = Verdict::pass;
    result.message = "after the last fault it answers as ever: " + describe(**plain);
  } else {
    result.verdict = Verdict::fail;
    result.count = 1;
    result.first = result.worst = describe(**plain);
    result.message = "a plain webhook after the last fault was not acknowledged: " + result.first;
    result.cause = "a worker, a connection or a lock is still held by the broken request";
    result.next_step = "give reading a request a timeout, and let go of everything when it ends";
    add_evidence(result, **plain);
  }
  return result;
}

std::vector<ParameterError> validate(const std::string& parameters) {
  const nlohmann::json given = parse_parameters(parameters);
  if (given.is_null()) {
    return {};
  }
  return {problem_at("", given, "`alive` takes no parameters", "its name alone")};
}

bool never(const History& /*history*/) {
  return false;
}

}  // namespace

Check alive() {
  return {
      {.name = "alive",
       .summary = "After the last fault a plain webhook is acknowledged at its first attempt.",
       .validate = validate,
       .judge = judge},
      never,
      nullptr};
}

}  // namespace rkmock::assertions
