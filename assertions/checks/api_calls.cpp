// api_calls: the receiver's application called /v1 as it should, so often and so patiently.
#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "assertions/checks/descriptors.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"
#include "core/http_match.hpp"

namespace rkmock::assertions {

namespace {

using nlohmann::json;
using Call = Line<event::ApiRequest>;

constexpr int too_many_requests = 429;
constexpr int unavailable = 503;
/// A client's timer and ours are not the same.
constexpr Nanos tolerance = std::chrono::milliseconds(50);
/// Sooner than this is at once.
constexpr Nanos shortest_wait = std::chrono::milliseconds(20);

/// What one entry claims.
struct Rule {
  std::string method;                 ///< empty: any
  std::string path;                   ///< empty: any; may end in `*`
  std::vector<std::string> statuses;  ///< `201`, `4xx`; empty: any
  std::optional<std::size_t> exactly;
  std::optional<std::size_t> at_least;
  std::optional<std::size_t> at_most;
  bool backs_off = false;
  bool authorised = false;
};

const std::vector<std::string>& keys() {
  static const std::vector<std::string> all = {
      "method", "path", "status", "exactly", "at_least", "at_most", "backs_off", "authorised"};
  return all;
}

class RuleReader {
 public:
  RuleReader(std::string pointer, std::vector<ParameterError>& problems)
      : pointer_(std::move(pointer)), problems_(problems) {}

  Rule read(const json& given) {
    if (!given.is_object() || given.empty()) {
      problem("", given, "this does not say which calls", "a map like " + std::string(example));
      return {};
    }
    for (const auto& [key, value] : given.items()) {
      read_member(key, value);
    }
    const int counts = (rule_.exactly ? 1 : 0) + (rule_.at_least ? 1 : 0) + (rule_.at_most ? 1 : 0);
    if (rule_.exactly && counts > 1) {
      problem("/exactly", given, "`exactly` stands beside another count", "one of them");
    } else if (rule_.at_least && rule_.at_most && *rule_.at_least > *rule_.at_most) {
      problem("/at_least", given, "no count is as large and as small", "at_least <= at_most");
    }
    if (counts == 0 && !rule_.backs_off && !rule_.authorised) {
      rule_.at_least = 1;
    }
    return std::move(rule_);
  }

  static constexpr std::string_view example = "`{ method: GET, path: /v1/bookings, at_least: 1 }`";

 private:
  void read_member(const std::string& key, const json& value) {
    if (key == "method" || key == "path") {
      read_text(key, value);
    } else if (key == "status") {
      read_statuses(value);
    } else if (key == "exactly" || key == "at_least" || key == "at_most") {
      read_count(key, value);
    } else if (key == "backs_off" || key == "authorised") {
      if (value != json(true)) {
        problem("/" + key, value, "`" + key + "` is something to claim or to leave out", "`true`");
      }
      (key == "backs_off" ? rule_.backs_off : rule_.authorised) = true;
    } else {
      problem(
          "/" + key,
          json(key),
          "`api_calls` has no `" + key + "`",
          "one of " + listed(keys()),
          meant(key, keys())
      );
    }
  }

  void read_text(const std::string& key, const json& value) {
    const std::string text = value.is_string() ? value.get<std::string>() : "";
    if (text.empty()) {
      problem("/" + key, value, "this is no " + key, key == "path" ? "`/v1/...`" : "`GET`, `POST`");
    } else if (key == "path" && text.front() != '/' && text != "*") {
      problem("/path", value, "a path begins with a slash", "one like `/v1/bookings`");
    }
    (key == "path" ? rule_.path : rule_.method) = text;
  }

  void read_statuses(const json& value) {
    const json items = value.is_array() ? value : json::array({value});
    for (const json& item : items) {
      const std::string word = item.is_string() ? item.get<std::string>() : item.dump();
      if (!is_status(word)) {
        problem("/status", item, "this is no status", "one like 201, `4xx`, or a list of these");
      }
      rule_.statuses.push_back(word);
    }
    if (items.empty()) {
      problem("/status", value, "the list is empty", "one like 201, `4xx`, or a list of these");
    }
  }

  void read_count(const std::string& key, const json& value) {
    if (!value.is_number_unsigned()) {
      problem("/" + key, value, "this is no count", "a whole number from 0 on");
      return;
    }
    auto& count = key == "exactly"    ? rule_.exactly
                  : key == "at_least" ? rule_.at_least
                                      : rule_.at_most;
    count = value.get<std::size_t>();
  }

  void problem(
      const std::string& place,
      const json& found,
      std::string message,
      std::string expected,
      std::string hint = {}
  ) {
    problems_.push_back(problem_at(
        pointer_ + place, found, std::move(message), std::move(expected), std::move(hint)
    ));
  }

  std::string pointer_;
  std::vector<ParameterError>& problems_;
  Rule rule_;
};

std::vector<Rule> read_rules(const std::string& parameters, std::vector<ParameterError>& problems) {
  const json given = parse_parameters(parameters);
  std::vector<Rule> rules;
  if (!given.is_array()) {
    rules.push_back(RuleReader("", problems).read(given));
    return rules;
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    rules.push_back(RuleReader("/" + std::to_string(i), problems).read(given[i]));
  }
  if (given.empty()) {
    problems.push_back(problem_at(
        "", given, "the list names no calls", "maps like " + std::string(RuleReader::example)
    ));
  }
  return rules;
}

bool fits_statuses(const Rule& rule, int status) {
  return rule.statuses.empty() ||
         std::any_of(rule.statuses.begin(), rule.statuses.end(), [&](const std::string& one) {
           return fits_status(one, status);
         });
}

/// The receiver's own calls of this method and path.
std::vector<Call> calls_to(const History& history, const Rule& rule) {
  std::vector<Call> calls = history.of<event::ApiRequest>();
  std::erase_if(calls, [&](const Call& call) {
    return call->step > 0 || (!rule.method.empty() && call->method != rule.method) ||
           !fits_path(rule.path, call->target);
  });
  return calls;
}

std::string in_words(const Rule& rule) {
  std::string words = rule.method.empty() ? "calls" : rule.method;
  words += rule.path.empty() ? "" : " " + rule.path;
  return words + (rule.statuses.empty() ? "" : " answered " + listed(rule.statuses));
}

std::string in_words(const Call& call) {
  return call->method + " " + call->target + " → " +
         (call->status == 0 ? "no answer" : std::to_string(call->status)) +
         (call->fault ? " (" + listed(call->fault->actions) + ")" : "");
}

Nanos started(const Call& call) {
  return call.at - call->took;
}

Nanos answered(const Call& call) {
  return call->fault ? call.at + call->fault->delay : call.at;
}

bool asks_to_wait(const Call& call) {
  return call->status == too_many_requests || call->status == unavailable;
}

std::optional<Nanos> asked_for(const Call& call) {
  const std::string& text = call->retry_after;
  int seconds = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, seconds);
  return problem == std::errc() && stopped == end && seconds >= 0
             ? std::optional<Nanos>(std::chrono::seconds(seconds))
             : std::nullopt;
}

/// What one rule came to.
struct Finding {
  Verdict verdict = Verdict::pass;
  std::string words;
  std::vector<Call> calls;  ///< that show it
  std::vector<std::string> near_misses;
  std::string cause;
  std::string next_step;
};

/// The receiver's other calls, those first that fit in more than one way.
std::vector<std::string> calls_like(const History& history, const Rule& rule) {
  constexpr std::size_t most = 3;
  std::vector<std::pair<int, std::string>> like;
  for (const Call& call : history.of<event::ApiRequest>()) {
    if (call->step > 0) {
      continue;
    }
    const int fits = (rule.method.empty() || call->method == rule.method ? 1 : 0) +
                     (fits_path(rule.path, call->target) ? 1 : 0) +
                     (fits_statuses(rule, call->status) ? 1 : 0);
    const std::string words = in_words(call);
    const bool known =
        std::any_of(like.begin(), like.end(), [&](const auto& one) { return one.second == words; });
    if (fits < 3 && !known) {
      like.emplace_back(fits, words);
    }
  }
  std::stable_sort(like.begin(), like.end(), [](const auto& a, const auto& b) {
    return a.first > b.first;
  });
  std::vector<std::string> words;
  for (std::size_t i = 0; i < like.size() && i < most; ++i) {
    words.push_back(like[i].second);
  }
  return words;
}

Finding count(const History& history, const Rule& rule) {
  Finding finding;
  finding.calls = calls_to(history, rule);
  std::erase_if(finding.calls, [&](const Call& call) {
    return !fits_statuses(rule, call->status);
  });
  const std::size_t found = finding.calls.size();
  const std::size_t least = rule.exactly.value_or(rule.at_least.value_or(0));
  const auto most = rule.exactly ? rule.exactly : rule.at_most;
  finding.words = in_words(rule) + ": " + counted(found, "call");
  if (found < least) {
    // Calls that a step would have caused which was never played are not missing.
    const bool whole = came_to_rest(history) && history.gaps().empty();
    finding.verdict = whole ? Verdict::fail : Verdict::inconclusive;
    finding.words += ", expected " + std::string(rule.exactly ? "" : "at least ") +
                     std::to_string(least) +
                     (whole ? "" : "; but the run was not whole, or had not come to rest");
    finding.near_misses = calls_like(history, rule);
    finding.cause =
        "the application did not call, called another path or another mock, or gave up early";
    finding.next_step =
        "see the `api_request` lines of the journal for what it called, and that it uses the "
        "mock's URL and the scenario's key";
  } else if (most && found > *most) {
    finding.verdict = Verdict::fail;
    finding.words +=
        ", expected " + std::string(rule.exactly ? "" : "at most ") + std::to_string(*most);
    finding.cause = "it calls again without need: a retry without looking, or a loop";
    finding.next_step =
        "after a lost answer look first whether what was asked is done; bound the retries";
  }
  return finding;
}

/// The first call that began when this answer was known.
const Call* next_after(const std::vector<Call>& calls, const Call& call) {
  const auto found = std::find_if(calls.begin(), calls.end(), [&](const Call& other) {
    return other.seq > call.seq && started(other) > answered(call);
  });
  return found == calls.end() ? nullptr : &*found;
}

/// Five waits or more without a Retry-After, and none longer than the first. Fewer say nothing:
/// chance may shorten each wait of a client that backs off.
bool never_longer(const std::vector<Nanos>& waits) {
  constexpr std::size_t enough = 5;
  if (waits.size() < enough) {
    return false;
  }
  const Nanos longest = *std::max_element(waits.begin() + 1, waits.end());
  return longest <= waits.front() + waits.front() / 10;
}

Finding judge_backing_off(const History& history, const Rule& rule) {
  const std::vector<Call> calls = calls_to(history, rule);
  Finding finding;
  finding.cause = "the client repeats a refused call by a fixed schedule, or at once";
  finding.next_step =
      "wait as long as Retry-After says; without it, longer each time, with some chance in it";
  std::vector<Nanos> waits;  // in a row, without a Retry-After
  std::size_t told = 0;
  for (const Call& call : calls) {
    if (!asks_to_wait(call)) {
      waits.clear();
      continue;
    }
    ++told;
    const Call* next = next_after(calls, call);
    if (next == nullptr) {
      continue;
    }
    const Nanos wait = started(*next) - answered(call);
    const auto asked = asked_for(call);
    if (!asked) {
      waits.push_back(wait);
    }
    const bool at_once =
        waits.size() > 1 && waits.back() < shortest_wait && waits[waits.size() - 2] < shortest_wait;
    const bool too_soon = asked ? wait + tolerance < *asked : at_once;
    if (too_soon || never_longer(waits)) {
      finding.verdict = Verdict::fail;
      finding.calls = {call, *next};
      finding.words = "after " + in_words(call) + " it called again after " +
                      format_duration(wait) +
                      (asked      ? ", asked to wait " + format_duration(*asked)
                       : too_soon ? ""
                                  : ", never longer than the first time");
      return finding;
    }
  }
  finding.words = in_words(rule) + ": backed off after " + counted(told, "refusal");
  if (told == 0) {
    finding.verdict = Verdict::inconclusive;
    finding.words = in_words(rule) + ": it was never told to wait (429 or 503)";
    finding.next_step = "arm a fault with status 429, or give the scenario a `rate_limit`";
  }
  return finding;
}

Finding judge_authorised(const History& history, const Rule& rule) {
  std::vector<Call> calls = calls_to(history, rule);
  Finding finding;
  for (const Call& call : calls) {
    // A refusal that a fault made up says nothing about the key.
    if ((call->status == 401 || call->status == 403) && !call->fault) {
      finding.calls.push_back(call);
    }
  }
  finding.words = in_words(rule) + ": " + counted(calls.size(), "call") + " with a good key";
  if (!finding.calls.empty()) {
    finding.verdict = Verdict::fail;
    finding.words = in_words(finding.calls.front()) + ": it has no key that counts";
    finding.cause = "a missing, mistyped or revoked key, or one for another domain";
    finding.next_step = "send `Authorization: Bearer KEY` with the scenario's key in every call";
  } else if (calls.empty()) {
    finding.verdict = Verdict::inconclusive;
    finding.words = in_words(rule) + ": it never called";
    finding.next_step = "make the application call the mock at its URL";
  }
  return finding;
}

std::vector<Finding> judge_rules(const History& history, const std::vector<Rule>& rules) {
  std::vector<Finding> findings;
  for (const Rule& rule : rules) {
    if (rule.exactly || rule.at_least || rule.at_most) {
      findings.push_back(count(history, rule));
    }
    if (rule.backs_off) {
      findings.push_back(judge_backing_off(history, rule));
    }
    if (rule.authorised) {
      findings.push_back(judge_authorised(history, rule));
    }
  }
  return findings;
}

CheckResult judge(const History& history, const std::string& parameters) {
  std::vector<ParameterError> problems;
  const auto findings = judge_rules(history, read_rules(parameters, problems));
  CheckResult result;
  result.verdict = Verdict::pass;
  for (const Finding& finding : findings) {
    result.verdict = merge(result.verdict, finding.verdict);
  }
  if (findings.empty()) {
    give_up(result, "it was not said which calls", "write " + std::string(RuleReader::example));
    return result;
  }
  for (const Finding& finding : findings) {
    if (finding.verdict != result.verdict) {
      continue;
    }
    if (result.verdict == Verdict::pass) {
      result.message += (result.message.empty() ? "" : "; ") + finding.words;
      continue;
    }
    ++result.count;
    if (result.first.empty()) {
      result.first = finding.words;
      result.message = finding.words;
      result.cause = finding.cause;
      result.next_step = finding.next_step;
      result.near_misses = finding.near_misses;
    }
    result.worst = finding.words;
    for (const Call& call : finding.calls) {
      add_evidence(result, call.seq, in_words(call));
    }
  }
  return result;
}

std::vector<ParameterError> validate(const std::string& parameters) {
  std::vector<ParameterError> problems;
  (void)read_rules(parameters, problems);
  return problems;
}

/// It claims nothing by its name alone.
bool never(const History& /*history*/) {
  return false;
}

/// Waiting longer can bring calls that are missing, and nothing else.
bool shown(const History& history, const std::string& parameters) {
  std::vector<ParameterError> problems;
  const std::vector<Rule> rules = read_rules(parameters, problems);
  return std::all_of(rules.begin(), rules.end(), [&](const Rule& rule) {
    const auto calls = calls_to(history, rule);
    const auto fitting = std::count_if(calls.begin(), calls.end(), [&](const Call& call) {
      return fits_statuses(rule, call->status);
    });
    return static_cast<std::size_t>(fitting) >= rule.exactly.value_or(rule.at_least.value_or(0));
  });
}

}  // namespace

Check api_calls() {
  return {
      {.name = "api_calls",
       .summary = "The receiver's application called the API as often and as patiently as it may.",
       .validate = validate,
       .judge = judge},
      never,
      shown,
      /*counts_the_whole_run=*/true};
}

}  // namespace rkmock::assertions
