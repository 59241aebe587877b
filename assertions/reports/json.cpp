// The report for programs. Its members keep their names and order; new ones may be added.
#include <chrono>

#include <nlohmann/json.hpp>

#include "assertions/reports/embedded_schema.hpp"
#include "assertions/reports/report.hpp"

namespace rkmock::reports {
namespace {

using Json = nlohmann::ordered_json;

double milliseconds(Nanos span) {
  const auto whole = std::chrono::duration_cast<std::chrono::microseconds>(span);
  return static_cast<double>(whole.count()) / 1000.0;
}

Json to_json(const CheckResult& result, const Place& place) {
  Json evidence = Json::array();
  for (const Evidence& line : result.evidence) {
    evidence.push_back({{"seq", line.seq}, {"note", line.note}});
  }
  return {
      {"check", result.check},
      {"subject", result.subject},
      {"verdict", to_string(result.verdict)},
      {"message", result.message},
      {"count", result.count},
      {"first", result.first},
      {"worst", result.worst},
      {"evidence", std::move(evidence)},
      {"near_misses", result.near_misses},
      {"cause", result.cause},
      {"next_step", result.next_step},
      {"file", place.file},
      {"line", place.line},
      {"step", place.step},
  };
}

Json to_json(const std::vector<assertions::Advice>& advice) {
  Json list = Json::array();
  for (const assertions::Advice& one : advice) {
    list.push_back(
        {{"practice", one.practice},
         {"claim", one.claim},
         {"seen", to_string(one.seen)},
         {"note", one.note}}
    );
  }
  return list;
}

Json to_json(const assertions::Spread& spread) {
  return {
      {"count", spread.count},
      {"p50_ms", milliseconds(spread.p50)},
      {"p95_ms", milliseconds(spread.p95)},
      {"p99_ms", milliseconds(spread.p99)},
      {"max_ms", milliseconds(spread.max)},
  };
}

Json to_json(const assertions::Timing& timing) {
  Json phases = Json::object();
  for (const assertions::PhaseTimes& phase : timing.phases) {
    phases[std::string(phase.name)] = to_json(phase.spread);
  }
  Json histogram = Json::array();
  for (const assertions::Bucket& bucket : timing.histogram) {
    histogram.push_back(
        {{"from_ms", milliseconds(bucket.from)},
         {"to_ms", milliseconds(bucket.to)},
         {"count", bucket.count}}
    );
  }
  return {
      {"answers", to_json(timing.answers)},
      {"first_ms", timing.cold ? Json(milliseconds(*timing.cold)) : Json()},
      {"silent", timing.silent},
      {"phases", std::move(phases)},
      {"histogram", std::move(histogram)},
      {"own_lateness", to_json(timing.own_lateness)},
      {"calibration", to_json(timing.calibration)},
  };
}

Json to_json(const ScenarioReport& report) {
  Json checks = Json::array();
  for (std::size_t i = 0; i < report.judgement.results.size(); ++i) {
    Place place = i < report.places.size() ? report.places[i] : Place();
    if (place.file.empty()) {
      place.file = report.file;
    }
    checks.push_back(to_json(report.judgement.results[i], place));
  }
  return {
      {"name", report.name},
      {"file", report.file},
      {"verdict", report.skipped.empty() ? to_string(report.judgement.verdict) : "skipped"},
      {"receiver", report.receiver},
      {"seed", report.seed},
      {"started", report.started},
      {"took_ms", milliseconds(report.took)},
      {"journal", report.journal_file},
      {"replay", report.replay},
      {"checks", std::move(checks)},
      {"timeline", report.timeline},
      {"round", report.round},
      {"skipped", report.skipped},
      {"timing", to_json(report.timing)},
      {"advice", to_json(report.advice)},
  };
}

}  // namespace

std::string json(const RunReport& run) {
  Json scenarios = Json::array();
  for (const ScenarioReport& report : run.scenarios) {
    scenarios.push_back(to_json(report));
  }
  const Json document = {
      {"verdict", to_string(run.verdict())},
      {"tool", run.tool},
      {"strict", run.strict},
      {"scenarios", std::move(scenarios)},
      {"advice", to_json(run.advice())},
  };
  // ASCII alone: a log that shows the file obeys nothing in it. Bytes that are not UTF-8 become
  // U+FFFD instead of an exception.
  return document.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

std::string_view json_schema() {
  return embedded_report_schema().front().text;
}

}  // namespace rkmock::reports
