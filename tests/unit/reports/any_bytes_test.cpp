// Receivers answer what they like and files are named as people like: whatever the bytes, the
// reports stay readable by their readers.
#include <sstream>

#include <boost/property_tree/ptree.hpp>
#include <boost/property_tree/xml_parser.hpp>
#include <nlohmann/json.hpp>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "assertions/reports/report.hpp"
#include "core/utf8.hpp"

namespace rkmock::reports {
namespace {

/// Bytes with a taste for what hurts.
rc::Gen<std::string> any_text() {
  const auto piece = rc::gen::oneOf(
      rc::gen::arbitrary<std::string>(),
      rc::gen::container<std::string>(rc::gen::arbitrary<char>()),
      rc::gen::element<std::string>(
          "\x1b[31m",
          "\x9B",
          "\xC2\x9B",
          "]]>",
          "<![CDATA[",
          "&#0;",
          "</failure>",
          "\"",
          "'",
          "\xEF\xBF\xBE",
          "\xEF\xBF\xBF",
          "\xED\xA0\x80",
          "\xF4\x90\x80\x80",
          "\xE2\x80\xAE",
          "\xE2\x80\xA8",
          "\n",
          "\r",
          "> #1 ",
          "  #1        ",
          "漢字",
          "🙂",
          "a long word and a short one "
      )
  );
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), [](const auto& pieces) {
    std::string text;
    for (const std::string& one : pieces) {
      text += one;
    }
    return text;
  });
}

CheckResult any_result() {
  CheckResult result;
  result.check = *any_text();
  result.subject = *any_text();
  result.verdict = *rc::gen::element(Verdict::pass, Verdict::inconclusive, Verdict::fail);
  result.message = *any_text();
  result.count = *rc::gen::arbitrary<std::size_t>();
  result.first = *any_text();
  result.worst = *any_text();
  result.evidence = {{*rc::gen::inRange<std::uint64_t>(0, 3), *any_text()}};
  result.cause = *any_text();
  result.next_step = *any_text();
  result.near_misses = {*any_text()};
  return result;
}

RunReport any_run() {
  ScenarioReport report;
  report.name = *any_text();
  report.file = *any_text();
  report.journal_file = *any_text();
  report.receiver = *any_text();
  report.seed = *rc::gen::arbitrary<std::uint64_t>();
  report.started = *any_text();
  report.took = Nanos(*rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000'000));
  report.judgement.verdict = *rc::gen::element(Verdict::pass, Verdict::inconclusive, Verdict::fail);
  report.judgement.results = {any_result(), any_result()};
  report.timeline = {*any_text(), *any_text()};
  report.replay = *any_text();
  report.places = {{*any_text(), *rc::gen::inRange(0, 3), *any_text()}};
  RunReport run;
  run.tool = *any_text();
  run.scenarios = {std::move(report)};
  run.strict = *rc::gen::arbitrary<bool>();
  return run;
}

bool is_xml_character(std::string_view text, std::size_t at, std::size_t length) {
  const std::string_view bytes = text.substr(at, length);
  const auto byte = static_cast<unsigned char>(bytes[0]);
  return length > 0 && (byte >= 0x20 || byte == '\n') && bytes != "\xEF\xBF\xBE" &&
         bytes != "\xEF\xBF\xBF";
}

RC_GTEST_PROP(AnyBytesTest, LeaveTheXmlParseable, ()) {
  const RunReport run = any_run();
  const std::string text = junit(run);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    RC_ASSERT(is_xml_character(text, at, length));
    at += length;
  }
  std::istringstream in(text);
  boost::property_tree::ptree document;
  boost::property_tree::read_xml(in, document);
  const auto& suite = document.get_child("testsuites.testsuite");
  RC_ASSERT(suite.count("testcase") >= 2U);
  RC_ASSERT(suite.get<std::size_t>("<xmlattr>.tests") == suite.count("testcase"));
}

RC_GTEST_PROP(AnyBytesTest, LeaveTheJsonParseable, ()) {
  const RunReport run = any_run();
  const auto document = nlohmann::json::parse(json(run));
  RC_ASSERT(document["scenarios"].at(0)["checks"].size() == 2U);
}

RC_GTEST_PROP(AnyBytesTest, LeaveTheConsoleFreeOfControlCharacters, ()) {
  const RunReport run = any_run();
  ConsoleStyle style;
  style.verbose = *rc::gen::arbitrary<bool>();
  style.width = *rc::gen::inRange(0, 130);
  const std::string text = console(run.scenarios.front(), style) + console_summary(run, style);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    RC_ASSERT(length > 0U);
    const auto byte = static_cast<unsigned char>(text[at]);
    RC_ASSERT(byte == '\n' || (byte >= 0x20 && byte != 0x7F));
    RC_ASSERT(byte != 0xC2 || static_cast<unsigned char>(text[at + 1]) >= 0xA0);
    at += length;
  }
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// No character that a terminal or a log obeys.
bool harmless(const std::string& text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    const auto byte = static_cast<unsigned char>(text[at]);
    if (length == 0 || (byte < 0x20 && byte != '\n') || byte == 0x7F) {
      return false;
    }
    at += length;
  }
  return true;
}

RC_GTEST_PROP(AnyBytesTest, LeaveTheTapWithItsOwnLinesAlone, ()) {
  const std::string text = tap(any_run());
  RC_ASSERT(harmless(text));
  std::size_t points = 0;
  bool in_block = false;
  for (const std::string& line : lines_of(text)) {
    const std::string bare = line.substr(std::min(line.size(), line.find_first_not_of(' ')));
    if (bare == "---" || bare == "...") {
      in_block = bare == "---";
    } else if (!in_block) {
      points += bare.rfind("ok ", 0) == 0 || bare.rfind("not ok ", 0) == 0 ? 1 : 0;
      RC_ASSERT(
          bare.rfind("ok ", 0) == 0 || bare.rfind("not ok ", 0) == 0 || bare.rfind("# ", 0) == 0 ||
          bare.rfind("1..", 0) == 0 || bare == "TAP version 14"
      );
    }
  }
  RC_ASSERT(!in_block);
  RC_ASSERT(points == 3U || points == 4U);  // two checks, perhaps the verdict, and the scenario
}

RC_GTEST_PROP(AnyBytesTest, LeaveGithubWithOurCommandsAlone, ()) {
  const std::string text =
      github_annotations(any_run(), [](const std::string& file) { return file; });
  RC_ASSERT(harmless(text));
  for (const std::string& line : lines_of(text)) {
    RC_ASSERT(line.rfind("::error ", 0) == 0 || line.rfind("::warning ", 0) == 0);
    RC_ASSERT(line.find("::", 2) != std::string::npos);
  }
}

RC_GTEST_PROP(AnyBytesTest, LeaveTheMarkdownWithOurHeadingsAlone, ()) {
  const std::string text = markdown(any_run());
  RC_ASSERT(harmless(text));
  std::string fence;  // that is open
  for (const std::string& line : lines_of(text)) {
    const std::size_t ticks = std::min(line.size(), line.find_first_not_of('`'));
    if (fence.empty() && ticks >= 3) {
      fence = line.substr(0, ticks);
    } else if (line == fence) {
      fence.clear();
    } else if (fence.empty() && line.rfind('#', 0) == 0) {
      RC_ASSERT(
          line.find("✅") != std::string::npos || line.find("❌") != std::string::npos ||
          line.find("⚠️") != std::string::npos
      );
    }
  }
  RC_ASSERT(fence.empty());
}

}  // namespace
}  // namespace rkmock::reports
