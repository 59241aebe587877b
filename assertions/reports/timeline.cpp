#include "assertions/reports/timeline.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <map>
#include <set>

#include "assertions/reports/describe.hpp"
#include "assertions/reports/text.hpp"

namespace rkmock::reports {
namespace {

constexpr std::size_t most_lines = 20;
constexpr std::size_t farthest = 4;  // lines away from evidence
constexpr int line_columns = 8;      // `#1234567`
constexpr std::size_t time_columns = 10;

std::set<std::uint64_t> evidence_of(const assertions::Judgement& judgement) {
  std::set<std::uint64_t> evidence;
  for (const CheckResult& result : judgement.results) {
    if (result.verdict != Verdict::pass) {
      for (const Evidence& line : result.evidence) {
        evidence.insert(line.seq);
      }
    }
  }
  return evidence;
}

std::string in_milliseconds(Nanos at) {
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(at).count();
  std::array<char, 32> text{};
  const int length = std::snprintf(
      text.data(),
      text.size(),
      "%lld.%03lld",
      static_cast<long long>(whole / 1000),
      static_cast<long long>(whole % 1000)
  );
  return {text.data(), static_cast<std::size_t>(length)};
}

bool common(const std::set<std::int64_t>& a, const std::set<std::int64_t>& b) {
  return std::any_of(a.begin(), a.end(), [&b](std::int64_t id) { return b.count(id) != 0; });
}

/// What concerns every booking, and so belongs to the story of each.
bool concerns_all(const Event& event) {
  const auto* checked = std::get_if<event::StepChecked>(&event.body);
  return (checked != nullptr && !checked->held) ||
         std::holds_alternative<event::HarnessError>(event.body) ||
         std::holds_alternative<event::EventsDropped>(event.body) ||
         std::holds_alternative<event::EndpointChanged>(event.body) ||
         std::holds_alternative<event::Settled>(event.body);
}

struct Told {
  EventPointer event;
  bool evidence = false;
};

/// What happened to the bookings that the evidence is about.
std::vector<Told> story(const History& history, const std::set<std::uint64_t>& evidence) {
  std::set<std::int64_t> bookings;
  bool found = false;
  for (const EventPointer& event : history.events()) {
    if (evidence.count(event->seq) != 0) {
      found = true;
      bookings.merge(bookings_of(*event, history));
    }
  }
  if (!found) {
    return {};
  }
  std::vector<Told> told;
  for (const EventPointer& event : history.events()) {
    const bool proves = evidence.count(event->seq) != 0;
    const bool is_near = worth_telling(*event) &&
                         (concerns_all(*event) || common(bookings_of(*event, history), bookings));
    if (proves || is_near) {
      told.push_back({event, proves});
    }
  }
  return told;
}

/// How far each is from the nearest evidence, in lines.
std::vector<std::size_t> distances(const std::vector<Told>& told) {
  std::vector<std::size_t> away(told.size(), told.size());
  std::size_t last = told.size();
  for (std::size_t i = 0; i < told.size(); ++i) {
    last = told[i].evidence ? 0 : last + 1;
    away[i] = std::min(away[i], last);
  }
  last = told.size();
  for (std::size_t i = told.size(); i-- > 0;) {
    last = told[i].evidence ? 0 : last + 1;
    away[i] = std::min(away[i], last);
  }
  return away;
}

/// The places of the lines to keep, in order.
std::vector<std::size_t> nearest(const std::vector<Told>& told) {
  const std::vector<std::size_t> away = distances(told);
  std::vector<std::size_t> places(told.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    places[i] = i;
  }
  std::stable_sort(places.begin(), places.end(), [&away](std::size_t a, std::size_t b) {
    return away[a] < away[b];
  });
  std::erase_if(places, [&away](std::size_t place) { return away[place] > farthest; });
  places.resize(std::min(places.size(), most_lines));
  std::sort(places.begin(), places.end());
  return places;
}

std::string number(std::uint64_t seq) {
  return "#" + std::to_string(seq);
}

std::string line_of(const Told& told, const Context& context) {
  std::string time = in_milliseconds(told.event->at);
  time.insert(0, time.size() < time_columns ? time_columns - time.size() : 0, ' ');
  return (told.evidence ? "> " : "  ") + pad(number(told.event->seq), line_columns) + time + "  " +
         describe(*told.event, context);
}

void leave_out(std::vector<std::string>& lines, std::size_t count) {
  if (count > 0) {
    lines.push_back("  … " + counted(count, "line") + " left out");
  }
}

}  // namespace

std::vector<std::string> timeline(const History& history, const assertions::Judgement& judgement) {
  const std::set<std::uint64_t> evidence = evidence_of(judgement);
  if (evidence.empty()) {
    return {};
  }
  const std::vector<Told> told = story(history, evidence);
  const Context context(history);
  std::vector<std::string> lines;
  std::size_t next = 0;
  for (const std::size_t place : nearest(told)) {
    leave_out(lines, place - next);
    lines.push_back(line_of(told[place], context));
    next = place + 1;
  }
  if (!lines.empty()) {
    leave_out(lines, told.size() - next);
  }
  return lines;
}

std::string timeline_time(const std::vector<std::string>& timeline, std::uint64_t seq) {
  const std::string wanted = number(seq) + " ";
  for (const std::string& line : timeline) {
    if (line.size() < timeline_indent || line.compare(2, wanted.size(), wanted) != 0) {
      continue;
    }
    const std::size_t from = line.find_first_not_of(' ', 2 + wanted.size());
    return from == std::string::npos ? std::string()
                                     : line.substr(from, line.find(' ', from) - from);
  }
  return "";
}

}  // namespace rkmock::reports
