// The HTML report: what it carries, and that nothing from outside becomes part of its markup.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "assertions/reports/journal_model.hpp"
#include "assertions/reports/report.hpp"
#include "core/base64.hpp"
#include "core/hash.hpp"
#include "unit/assertions/random_history.hpp"
#include "unit/reports/golden.hpp"
#include "unit/reports/samples.hpp"

namespace rkmock::reports {
namespace {

using Json = nlohmann::ordered_json;
using testing::HasSubstr;
using testing::Not;

ScenarioReport with_journal(ScenarioReport report, const History& history) {
  report.journal = std::make_shared<const JournalModel>(journal_model(history, report.judgement));
  return report;
}

/// What stands between the two, the first time; fails when it does not.
std::string between(const std::string& text, const std::string& from, const std::string& to) {
  const std::size_t begin = text.find(from);
  const std::size_t end = text.find(to, begin + from.size());
  EXPECT_NE(begin, std::string::npos) << from;
  EXPECT_NE(end, std::string::npos) << to;
  return begin == std::string::npos || end == std::string::npos
             ? ""
             : text.substr(begin + from.size(), end - begin - from.size());
}

std::string block(const std::string& page, const std::string& id) {
  return between(page, "<script type=\"application/json\" id=\"" + id + "\">", "</script>");
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

std::string source_of(const std::string& text) {
  const std::string hex = sha256_hex(text);
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  }
  return "'sha256-" + to_base64(bytes) + "'";
}

TEST(HtmlReportTest, CarriesTheJsonReportAsItIs) {
  const RunReport run = samples::run_of({samples::passed_scenario(), samples::failed_scenario()});
  EXPECT_EQ(Json::parse(block(html(run), "run")), Json::parse(json(run)));
}

TEST(HtmlReportTest, CarriesTheJournalOfEachScenarioThatHasOne) {
  const RunReport run = samples::run_of(
      {samples::skipped_scenario(),
       with_journal(samples::failed_scenario(), samples::racing_copies())}
  );
  const std::string page = html(run);
  EXPECT_THAT(page, Not(HasSubstr("id=\"journal-1\"")));
  EXPECT_EQ(block(page, "journal-2"), run.scenarios[1].journal->json);
  const Json extras = Json::parse(block(page, "extras"));
  EXPECT_FALSE(extras["scenarios"].at(0).contains("times"));
  EXPECT_EQ(extras["scenarios"].at(1)["times"]["n"], 2U);
}

TEST(HtmlReportTest, KeepsALargeSeedExact) {
  ScenarioReport report = samples::passed_scenario();
  report.seed = 18'446'744'073'709'551'615U;
  const Json extras = Json::parse(block(html(samples::run_of({report})), "extras"));
  EXPECT_EQ(extras["scenarios"].at(0)["seed"], "18446744073709551615");
}

TEST(HtmlReportTest, LetsNothingRunButItsOwnScriptAndStyle) {
  const std::string page = html(samples::run_of({samples::failed_scenario()}));
  const std::string policy = between(page, "Content-Security-Policy\" content=\"", "\"");
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  EXPECT_THAT(policy, HasSubstr("style-src " + source_of(between(page, "<style>", "</style>"))));
  EXPECT_THAT(policy, HasSubstr("script-src " + source_of(between(page, "<script>", "</script>"))));
  EXPECT_THAT(page, Not(HasSubstr("{{")));
}

TEST(HtmlReportTest, NeedsNoOtherFile) {
  const std::string page = html(samples::run_of({samples::passed_scenario()}));
  for (const char* reference : {" src=", "<link", "@import", "url(http", "import("}) {
    EXPECT_THAT(page, Not(HasSubstr(reference)));
  }
}

TEST(HtmlReportTest, NeverMakesMarkupOfText) {
  const std::string page = html(samples::run_of({samples::passed_scenario()}));
  for (const char* way :
       {"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("}) {
    EXPECT_THAT(page, Not(HasSubstr(way)));
  }
}

TEST(HtmlReportTest, NoTextFromOutsideEndsItsBlock) {
  const std::vector<std::string> attacks = {
      "</script><script>alert(1)</script>",
      "<!--<script>",
      "{{script}}{{data}}",
      "\xFF\x00\x1b[2J"};
  for (const std::string& attack : attacks) {
    ScenarioReport report = with_journal(samples::failed_scenario(), samples::hostile(attack));
    const std::string plain = html(samples::run_of({report}));
    report.name = attack;
    report.judgement.results[0].message = attack;
    const std::string page = html(samples::run_of({report}));
    EXPECT_EQ(count(page, "<script"), count(plain, "<script")) << attack;
    EXPECT_EQ(count(page, "<script"), 4U) << attack;
    EXPECT_EQ(count(page, "<!--"), 0U) << attack;
    EXPECT_TRUE(Json::accept(block(page, "run"))) << attack;
    EXPECT_TRUE(Json::accept(block(page, "journal-1"))) << attack;
  }
}

Json model(const History& history, std::size_t detail_bytes = most_detail_bytes) {
  return Json::parse(journal_model(history, samples::failed_scenario().judgement, detail_bytes).json
  );
}

TEST(JournalModelTest, IsAsReviewed) {
  expect_golden("journal_model.txt", model(samples::racing_copies()).dump(1) + "\n");
}

TEST(JournalModelTest, KeepsEveryLine) {
  const History history = samples::racing_copies();
  const Json read = model(history);
  EXPECT_EQ(read["lines"], history.events().size());
  // Started and finished, planned and ended are of one row each.
  std::size_t lines = 0;
  for (const EventPointer& event : history.events()) {
    lines += std::holds_alternative<event::AttemptStarted>(event->body) ? 1 : 0;
  }
  EXPECT_EQ(read["attempts"]["at"].size(), lines);
}

TEST(JournalModelTest, KeepsTheBodiesOfEvidenceWhenThereIsNoRoomForAll) {
  const Json whole = model(samples::racing_copies());
  EXPECT_EQ(whole["details_left_out"], 0U);
  const Json bounded = model(samples::racing_copies(), 80);
  EXPECT_GT(bounded["details_left_out"].get<int>(), 0);
  const Json& marks = bounded["marks"];
  std::int64_t seq = 0;
  int kept = 0;
  for (std::size_t row = 0; row < marks["seq"].size(); ++row) {
    seq += marks["seq"].at(row).get<std::int64_t>();
    const bool evidence = seq == 15 || seq == 16;
    kept += evidence && !marks["detail"].at(row).is_null() ? 1 : 0;
  }
  EXPECT_EQ(kept, 2);
}

RC_GTEST_PROP(JournalModelTest, IsWholeOfAnyHistory, (const std::vector<std::uint64_t>& numbers)) {
  const History history({}, assertions::nonsense(numbers));
  const Json read = model(history);
  RC_ASSERT(read["lines"] == history.events().size());
  const auto rows = [](const Json& column) {
    return column.is_array() ? column.size() : column["n"].get<std::size_t>();
  };
  for (const char* table : {"bookings", "events", "deliveries", "attempts", "marks"}) {
    const std::size_t expected = rows(read[table].front());
    for (const auto& [name, column] : read[table].items()) {
      RC_ASSERT(rows(column) == expected);
    }
  }
}

TEST(JournalModelTest, GrowsBySmallRowsOnly) {
  const std::size_t few = journal_model(samples::long_history(500), {}, 0).json.size();
  const std::size_t many = journal_model(samples::long_history(1500), {}, 0).json.size();
  constexpr std::size_t deliveries = 2'000;
  constexpr std::size_t most_bytes_of_a_delivery = 120;
  EXPECT_LT(many - few, deliveries * most_bytes_of_a_delivery);
}

}  // namespace
}  // namespace rkmock::reports
