#pragma once
// Reports: what people and pipelines read of a run. Pure functions; any thread.
//
// One file each: console.cpp, junit.cpp, json.cpp, html.cpp.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "rkmock/clock.hpp"

#include "assertions/run_checks.hpp"

namespace rkmock::reports {

struct JournalModel;  // journal_model.hpp

/// One scenario, played and judged; or one journal, judged again.
struct ScenarioReport {
  std::string name;          ///< the scenario's title
  std::string file;          ///< as given by the user; the journal's file when that is all there is
  std::string journal_file;  ///< empty when the journal was not kept
  std::string receiver;      ///< where the webhooks went
  std::uint64_t seed = 0;
  std::string started;  ///< wall time, RFC 3339 UTC
  Nanos took{};
  assertions::Judgement judgement;
  std::vector<std::string> timeline;  ///< the journal's story around the evidence, see timeline.hpp
  std::string replay;                 ///< the command that plays it again; empty offline
  int round = 1;                      ///< of a scenario that is played several times
  std::string skipped;  ///< why it was not to be played; it then counts for no verdict
  /// What the HTML report shows of the journal; null when there is none, or no such report.
  std::shared_ptr<const JournalModel> journal{};
};

struct RunReport {
  std::string tool;  ///< `rkmock 0.1.0`
  std::vector<ScenarioReport> scenarios;

  /// Merged, skipped ones aside; inconclusive when nothing was played.
  [[nodiscard]] Verdict verdict() const;
};

struct ConsoleStyle {
  bool color = false;
  bool verbose = false;  ///< every check, not only those that did not pass
  int width = 100;       ///< columns to wrap at
  std::string number{};  ///< before a scenario's title: `[3/12]`; may be empty
};

/// One scenario as it ends: a line when it passed; else each check that did not, with its count,
/// first and worst violation, evidence, timeline, likely cause and the command to replay it.
[[nodiscard]] std::string console(const ScenarioReport& report, const ConsoleStyle& style);

/// The run's last lines: how many passed, failed, were inconclusive, and which.
[[nodiscard]] std::string console_summary(const RunReport& run, const ConsoleStyle& style);

/// JUnit XML that GitHub and GitLab render: a testsuite per scenario, a testcase per check. An
/// inconclusive check is an `<error>`: it must turn a pipeline red, and is no failed assertion.
[[nodiscard]] std::string junit(const RunReport& run);

/// `{"verdict","scenarios":[{"name","file","verdict","checks":[{"check","verdict","message"…}]}]}`
[[nodiscard]] std::string json(const RunReport& run);

/// One file that needs no other: verdicts, and of each scenario that has its `journal` a time line
/// and the answer times.
[[nodiscard]] std::string html(const RunReport& run);

}  // namespace rkmock::reports
