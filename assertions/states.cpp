#include "assertions/states.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "assertions/effects.hpp"
#include "assertions/evidence.hpp"
#include "assertions/parameters.hpp"
#include "core/json_pointer.hpp"
#include "core/references.hpp"

namespace rkmock::assertions {

using nlohmann::json;
using Shown = Comparison::Shown;

namespace {

constexpr std::string_view prefix = "booking.";

/// What a booking has, as a parameter names it.
const std::vector<std::string>& fields() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> prefixed;
    for (const std::string& field : booking_fields()) {
      prefixed.push_back(std::string(prefix) + field);
    }
    return prefixed;
  }();
  return names;
}

bool is_pointer(const std::string& text) {
  return !text.empty() && is_json_pointer(text);
}

std::string pointer_to(const std::string& field) {
  std::string pointer = "/" + field.substr(prefix.size());
  std::replace(pointer.begin(), pointer.end(), '.', '/');
  return pointer;
}

void refuse_unknown_keys(
    const json& map, const std::string& pointer, std::vector<ParameterError>& problems
) {
  for (const auto& [key, value] : map.items()) {
    if (key != "at" && key != "to") {
      problems.push_back(problem_at(
          pointer,
          value,
          "there is no `" + key + "` here",
          "`at` and `to`",
          meant(key, {"at", "to"})
      ));
    }
  }
}

void read_pair(
    const json& map,
    const std::string& pointer,
    std::vector<FieldPair>& pairs,
    std::vector<ParameterError>& problems
) {
  if (!map.is_object()) {
    problems.push_back(problem_at(
        pointer, map, "this is no comparison", "a map such as { at: /status, to: booking.status }"
    ));
    return;
  }
  refuse_unknown_keys(map, pointer, problems);
  const auto at = map.find("at");
  const auto to = map.find("to");
  const bool at_fits =
      at != map.end() && at->is_string() && is_pointer(at->get_ref<const std::string&>());
  if (!at_fits) {
    problems.push_back(problem_at(
        at == map.end() ? pointer : pointer + "/at",
        at == map.end() ? json() : *at,
        "`at` is the way to a value in the answer of the state endpoint",
        "a JSON Pointer such as /status"
    ));
  }
  const bool to_fits = to != map.end() && to->is_string() &&
                       std::find(fields().begin(), fields().end(), *to) != fields().end();
  if (!to_fits) {
    problems.push_back(problem_at(
        to == map.end() ? pointer : pointer + "/to",
        to == map.end() ? json() : *to,
        "`to` is the field of the booking to compare with",
        "one of " + listed(fields()),
        to != map.end() && to->is_string() ? meant(to->get_ref<const std::string&>(), fields()) : ""
    ));
  }
  if (at_fits && to_fits) {
    pairs.push_back({at->get<std::string>(), pointer_to(to->get<std::string>()), false});
  }
}

/// Nothing, null and the empty text are one. Numbers are compared as they are written, so that
/// an id may be a text.
std::string as_text(const json* value) {
  if (value == nullptr || value->is_null()) {
    return "";
  }
  return value->is_string() ? value->get<std::string>()
                            : value->dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string quoted(const std::string& text) {
  constexpr std::size_t longest = 60;
  return "\"" + (text.size() <= longest ? text : text.substr(0, longest) + "...") + "\"";
}

bool is_time(const std::string& field) {
  return field.ends_with("_at");
}

bool gone(const event::StateProbed& probe) {
  return probe.status == 404 || probe.status == 410;
}

}  // namespace

std::vector<FieldPair> default_pairs() {
  return {
      {"/status", "/status", false},
      {"/updated_at", "/updated_at", true},
      {"/message", "/message", true}};
}

std::vector<FieldPair> read_pairs(
    const std::string& parameters, std::vector<ParameterError>& problems
) {
  const json given = parse_parameters(parameters);
  if (given.is_null()) {
    return default_pairs();
  }
  std::vector<FieldPair> pairs;
  if (!given.is_array()) {
    read_pair(given, "", pairs, problems);
    return pairs;
  }
  if (given.empty()) {
    problems.push_back(problem_at(
        "", given, "the list compares nothing", "maps such as { at: /status, to: booking.status }"
    ));
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    read_pair(given[i], "/" + std::to_string(i), pairs, problems);
  }
  return pairs;
}

std::vector<FieldPair> pairs_of_run(const History& history) {
  if (const event::RunStarted* run = history.run()) {
    for (const Expectation& expectation : run->expectations) {
      std::vector<ParameterError> problems;
      if (expectation.check == "converges") {
        std::vector<FieldPair> pairs = read_pairs(expectation.parameters, problems);
        if (problems.empty()) {
          return pairs;
        }
      }
    }
  }
  return default_pairs();
}

States::States(const History& history, std::vector<FieldPair> pairs, Probes probes)
    : pairs_(std::move(pairs)) {
  for (const auto& change : history.of<event::BookingChanged>()) {
    bookings_[change->booking_id].versions.push_back(change);
  }
  for (const WebhookEvent& event : history.webhook_events()) {
    if (first_attempt(event) == nullptr) {
      continue;
    }
    for (const event::BookingVersion& version : event.raised->bookings) {
      int& newest = bookings_[version.booking_id].newest_sent;
      newest = std::max(newest, version.version);
    }
  }
  for (const auto& probe : history.of<event::StateProbed>()) {
    if (probe->final_probe || probes == Probes::latest) {
      probes_.insert_or_assign(probe->booking_id, probe);
    }
  }
}

Comparison States::compare(std::int64_t booking_id) const {
  Comparison result;
  const auto known = bookings_.find(booking_id);
  if (known == bookings_.end()) {
    result.words = "the journal has no change of it";
    return result;
  }
  const Booking& booking = known->second;
  if (!booking.versions.empty()) {
    result.wanted = in_words(*booking.versions.back().body);
  }
  const auto probe = probes_.find(booking_id);
  if (probe == probes_.end()) {
    result.words = "its state was not asked for";
    return result;
  }
  result.probe = probe->second;
  const event::StateProbed& answer = *probe->second.body;
  if (answer.status == 0) {
    result.words = "the state endpoint gave no answer: " + answer.error;
    return result;
  }
  if (booking.newest_sent == 0 && gone(answer)) {
    result.shown = Shown::yes;  // it was never told
    return result;
  }
  bool first = true;
  for (auto version = booking.versions.rbegin(); version != booking.versions.rend(); ++version) {
    std::string words;
    const Shown shown = matches(*version->body, answer, words);
    const bool right = (*version)->version >= booking.newest_sent;
    if (first) {
      result.shown = shown;
      result.words = words;
      first = false;
      if (shown != Shown::no) {
        return result;
      }
    } else if (shown == Shown::yes) {
      result.shown = right ? Shown::yes : Shown::no;
      result.older = *version;
      return result;
    }
  }
  return result;
}

std::string States::in_words(const event::BookingChanged& version) const {
  if (version.change == "delete") {
    return "gone, or cancelled";
  }
  const json state = json::parse(version.state, nullptr, /*allow_exceptions=*/false);
  std::string words;
  for (const FieldPair& pair : pairs_) {
    const json* value = state.is_discarded() ? nullptr : value_at(state, pair.field);
    words += (words.empty() ? "" : ", ") + pair.field.substr(1) + " " + quoted(as_text(value));
  }
  return words;
}

Shown States::matches(
    const event::BookingChanged& version, const event::StateProbed& probe, std::string& words
) const {
  const bool deleted = version.change == "delete";
  if (gone(probe)) {
    words = "the receiver does not know the booking (" + std::to_string(probe.status) + ")";
    return deleted ? Shown::yes : Shown::no;
  }
  if (probe.status < 200 || probe.status > 299) {
    words = "the state endpoint answered " + std::to_string(probe.status);
    return Shown::unknown;
  }
  const json answer = json::parse(probe.body, nullptr, /*allow_exceptions=*/false);
  if (answer.is_discarded()) {
    words = "the answer of the state endpoint is not JSON";
    return Shown::unknown;
  }
  return matches_fields(version, answer, words);
}

Shown States::matches_fields(
    const event::BookingChanged& version, const json& answer, std::string& words
) const {
  const json state = json::parse(version.state, nullptr, /*allow_exceptions=*/false);
  Shown shown = Shown::yes;
  for (const FieldPair& pair : pairs_) {
    const json* found = value_at(answer, pair.at);
    const json* wanted = state.is_discarded() ? nullptr : value_at(state, pair.field);
    if (version.change == "delete" && pair.field != "/status") {
      continue;  // what is left of a deleted booking is the receiver's own affair
    }
    if (found == nullptr && pair.optional) {
      continue;
    }
    if (found == nullptr && !as_text(wanted).empty()) {
      words = "the answer of the state endpoint has no " + pair.at;
      return Shown::unknown;
    }
    const std::string is = as_text(found);
    const std::string should = as_text(wanted);
    if (is != should && !(is_time(pair.field) && same_time(is, should))) {
      words += (words.empty() ? "" : ", ") + pair.at.substr(1) + " is " + quoted(is) + ", not " +
               quoted(should);
      shown = Shown::no;
    }
  }
  return shown;
}

}  // namespace rkmock::assertions
