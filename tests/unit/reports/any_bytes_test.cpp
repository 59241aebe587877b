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
  return {*any_text(), {report}};
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

}  // namespace
}  // namespace rkmock::reports
