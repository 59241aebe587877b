#pragma once
// Reports: what people and pipelines read of a run. Pure functions; any thread.
//
// One file each: console.cpp, junit.cpp, json.cpp, tap.cpp, github.cpp, markdown.cpp,
// html.cpp.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "rkmock/clock.hpp"

#include "assertions/advice.hpp"
#include "assertions/run_checks.hpp"
#include "assertions/timing.hpp"

namespace rkmock::reports {

/// A step of a scenario, as files are read: where it stands and what it does.
struct Place {
  std::string file;  ///< empty: the scenario's own
  int line = 0;      ///< 0: not known
  std::string step;  ///< `update jane`; may be empty
  bool operator==(const Place&) const = default;
};

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
  std::vector<Place> places;          ///< of each result, see places.hpp
  std::vector<std::string> timeline;  ///< the journal's story around the evidence, see timeline.hpp
  std::vector<assertions::Advice> advice;
  assertions::Timing timing;
  std::string replay;   ///< the command that plays it again; empty offline
  int round = 1;        ///< of a scenario that is played several times
  std::string skipped;  ///< why it was not to be played; it then counts for no verdict
  /// What the HTML report shows of the journal; null when there is none, or no such report.
  std::shared_ptr<const JournalModel> journal{};
};

/// What a journal says of its scenario, judged now: the same for the run that wrote it and for
/// whoever reads it later. What came after the run's end does not count. `journal_file` may be
/// empty.
[[nodiscard]] ScenarioReport of_journal(const History& history, const std::string& journal_file);

/// `round 2/3: ` before the title of a scenario that is played several times; else empty.
[[nodiscard]] std::string round_prefix(int round, int rounds);

struct RunReport {
  std::string tool;  ///< `rkmock 0.1.0`
  std::vector<ScenarioReport> scenarios;
  bool strict = false;  ///< inconclusive counts as failed

  /// Merged, skipped ones aside; inconclusive when nothing was played.
  [[nodiscard]] Verdict verdict() const;

  /// Of all that was played, merged.
  [[nodiscard]] std::vector<assertions::Advice> advice() const;
};

struct ConsoleStyle {
  bool color = false;
  bool strict = false;   ///< as in RunReport
  bool github = false;   ///< no line may be a workflow command of GitHub Actions
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
/// In a strict run it is a `<failure type="inconclusive">`.
[[nodiscard]] std::string junit(const RunReport& run);

/// `{"verdict","scenarios":[{"name","file","verdict","checks":[{"check","verdict","message"…}]}]}`
[[nodiscard]] std::string json(const RunReport& run);

/// The JSON Schema (draft-07) that json() keeps to: the text of docs/report.schema.json.
[[nodiscard]] std::string_view json_schema();

/// TAP version 14: a scenario is a subtest, a check a test point with a YAML block that says what
/// was found. Skipped ones are `ok … # SKIP why`; inconclusive ones are `not ok`, and say so.
[[nodiscard]] std::string tap(const RunReport& run);

/// Workflow commands of GitHub Actions, one line for each check that did not pass: errors, and
/// warnings for what is inconclusive, at most 10 of either, as GitHub shows no more of a step.
/// `locate` gives a file's path below the repository's root, empty when it is not in there.
[[nodiscard]] std::string github_annotations(
    const RunReport& run, const std::function<std::string(const std::string& file)>& locate
);

/// GitHub takes no more for the summary of a step.
inline constexpr std::size_t most_markdown = 1U << 20;

/// A summary for people, as GitHub and GitLab show Markdown: what did not pass as a table, then
/// each in detail, then what passed. At most so many bytes; what is left out is counted.
[[nodiscard]] std::string markdown(const RunReport& run, std::size_t most_bytes = most_markdown);

/// One file that needs no other: verdicts, and of each scenario that has its `journal` a time line
/// and the answer times.
[[nodiscard]] std::string html(const RunReport& run);

}  // namespace rkmock::reports
