// What a journal says of its scenario.
#include "assertions/reports/places.hpp"
#include "assertions/reports/report.hpp"
#include "assertions/reports/timeline.hpp"

namespace rkmock::reports {
namespace {

/// A receiver may go on after the run; that a slow writer saw it, or a late reader, must not
/// change a verdict.
History up_to_the_end(const History& history) {
  const auto ends = history.of<event::RunFinished>();
  if (ends.empty() || ends.front().seq == history.events().back()->seq) {
    return history;
  }
  std::vector<EventPointer> events;
  for (const EventPointer& event : history.events()) {
    if (event->seq <= ends.front().seq) {
      events.push_back(event);
    }
  }
  const std::uint64_t let_go = events.empty() ? 0 : events.front()->seq - 1;
  return History(history.header(), std::move(events), let_go);
}

}  // namespace

ScenarioReport of_journal(const History& whole, const std::string& journal_file) {
  const History history = up_to_the_end(whole);
  const JournalHeader& header = history.header();
  ScenarioReport report;
  report.name = round_prefix(header.round, header.rounds) + header.scenario;
  report.file = header.scenario_file.empty() ? journal_file : header.scenario_file;
  report.journal_file = journal_file;
  report.receiver = history.run() != nullptr ? history.run()->receiver : "";
  report.seed = header.seed;
  report.started = header.started;
  report.took = history.events().empty() ? Nanos{} : history.events().back()->at;
  report.judgement = assertions::judge(history);
  report.places = places(history, report.judgement);
  report.timeline = timeline(history, report.judgement);
  report.advice = assertions::advice_of(history);
  report.timing = assertions::timing_of(history);
  report.replay = header.replay;
  report.round = header.round;
  return report;
}

std::string round_prefix(int round, int rounds) {
  // In front, where a narrow terminal does not cut it off.
  return rounds > 1 ? "round " + std::to_string(round) + "/" + std::to_string(rounds) + ": " : "";
}

}  // namespace rkmock::reports
