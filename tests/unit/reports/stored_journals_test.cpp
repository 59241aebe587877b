// Journals of earlier versions, as they were written: each reads, and is judged as it was then.
// Neither they nor their verdicts are ever renewed; see docs/journal-format.md.
#include <filesystem>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "rkmock/journal.hpp"

#include "assertions/reports/report.hpp"
#include "unit/reports/golden.hpp"

namespace rkmock::reports {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using testing::IsSupersetOf;

/// Those that have a stored verdict.
std::vector<fs::path> stored() {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::directory_iterator(fs::path(RKMOCK_SOURCE_DIR) / "tests/golden/journals")) {
    if (entry.path().extension() == ".jsonl") {
      files.push_back(entry.path());
    }
  }
  return files;
}

/// `{"verdict": "fail", "checks": {"ack": "pass", …}}`
Json verdicts(const ScenarioReport& report) {
  Json checks = Json::object();
  for (const CheckResult& result : report.judgement.results) {
    checks[result.check] = to_string(result.verdict);
  }
  return {{"verdict", to_string(report.judgement.verdict)}, {"checks", std::move(checks)}};
}

TEST(StoredJournalsTest, EachReadsAndIsJudgedAsItWasThen) {
  const std::vector<fs::path> files = stored();
  EXPECT_GE(files.size(), 4U);
  for (const fs::path& file : files) {
    const auto journal = read_journal(file);
    ASSERT_TRUE(journal) << to_text(journal.error());
    EXPECT_EQ(journal->warning, "") << file;
    const History history(journal->header, journal->events);
    const Json now = verdicts(of_journal(history, "j.jsonl"));
    fs::path then = file;
    then.replace_extension(".verdicts.json");
    const Json expected = Json::parse(read_file(then), nullptr, false);
    EXPECT_EQ(now, expected) << "judged now:\n" << now.dump(2);
  }
}

TEST(StoredJournalsTest, RealRunsHaveEveryKindThatThereWas) {
  std::set<std::string> kinds;
  for (const fs::path& file : stored()) {
    if (file.filename() == "v1.jsonl") {
      continue;  // made by hand, of every kind
    }
    const auto journal = read_journal(file);
    ASSERT_TRUE(journal) << to_text(journal.error());
    for (const EventPointer& event : journal->events) {
      kinds.insert(std::string(type_name(event->body)));
    }
  }
  EXPECT_THAT(
      kinds,
      IsSupersetOf(std::set<std::string>{"run_started",      "step_started",    "step_checked",
                                         "booking_changed",  "event_raised",    "delivery_planned",
                                         "event_held",       "events_released", "attempt_started",
                                         "attempt_finished", "delivery_ended",  "endpoint_changed",
                                         "api_request",      "sink_hit",        "state_probed",
                                         "settled",          "drain_started",   "drain_finished",
                                         "checkpoint",       "harness_error",   "run_finished"})
  );
}

}  // namespace
}  // namespace rkmock::reports
