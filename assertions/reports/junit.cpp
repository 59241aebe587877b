// The report for pipelines, in the dialect that GitHub's actions, GitLab and Jenkins share.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string_view>
#include <utility>

#include "assertions/reports/details.hpp"
#include "assertions/reports/report.hpp"
#include "assertions/reports/text.hpp"

namespace rkmock::reports {
namespace {

/// Text that is valid in an element and in a quoted attribute. Fields are cleaned before, so
/// what is left of control characters are our own line breaks.
std::string escape(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// Clean, and without U+FFFE and U+FFFF, which are UTF-8 but not XML.
std::string xml_text(std::string_view text) {
  std::string out = clean_whole(text);
  for (const std::string_view no_character : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (std::size_t at = out.find(no_character); at != std::string::npos;
         at = out.find(no_character, at)) {
      out.replace(at, no_character.size(), "\uFFFD");
    }
  }
  return escape(out);
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + xml_text(value) + "\"";
}

std::string seconds(Nanos span) {
  const auto whole = std::chrono::duration_cast<std::chrono::milliseconds>(span).count();
  const auto magnitude = static_cast<std::uint64_t>(std::max<std::int64_t>(whole, 0));
  std::array<char, 40> text{};
  const int length = std::snprintf(
      text.data(),
      text.size(),
      "%llu.%03llu",
      static_cast<unsigned long long>(magnitude / 1000),
      static_cast<unsigned long long>(magnitude % 1000)
  );
  return {text.data(), static_cast<std::size_t>(length)};
}

/// `scenarios.library.racing_duplicates` for `./scenarios/library/racing_duplicates.yaml`: what
/// consumers take apart at dots.
std::string class_name(const ScenarioReport& report) {
  std::string name = report.file.empty() ? report.name : report.file;
  const std::size_t dot = name.rfind('.');
  const std::size_t slash = name.rfind('/');
  if (dot != std::string::npos && dot > 0 && (slash == std::string::npos || dot > slash + 1)) {
    name.resize(dot);
  }
  name.erase(0, name.find_first_not_of("./"));
  std::replace(name.begin(), name.end(), '/', '.');
  return name.empty() ? "rkmock" : name;
}

struct Tally {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;

  void add_skipped() {
    ++tests;
    ++skipped;
  }

  void add(Verdict verdict, bool strict) {
    ++tests;
    failures += fails(verdict, strict) ? 1 : 0;
    errors += verdict == Verdict::inconclusive && !strict ? 1 : 0;
  }

  [[nodiscard]] std::string attributes() const {
    return attribute("tests", std::to_string(tests)) +
           attribute("failures", std::to_string(failures)) +
           attribute("errors", std::to_string(errors)) +
           attribute("skipped", std::to_string(skipped));
  }
};

/// GitLab shows this and not the message attribute, so that it says everything.
std::string explanation(const ScenarioReport& report, const Finding& finding) {
  const CheckResult& result = finding.result;
  std::string text = clean(result.message) + "\n";
  for (const Detail& detail : details(finding, report.timeline)) {
    text += "\n" + detail.label + ":\n";
    for (const std::string& line : detail.lines) {
      text += "  " + line + "\n";
    }
  }
  if (!result.evidence.empty() && !report.timeline.empty()) {
    text += "\n" + std::string(timeline_legend) + ":\n";
    for (const std::string& line : report.timeline) {
      text += "  " + clean(line) + "\n";
    }
  }
  if (!report.journal_file.empty()) {
    text += "\njournal:\n  " + clean_whole(report.journal_file) + "\n";
  }
  if (!report.replay.empty()) {
    text += "\nreplay:\n  " + clean_whole(report.replay) + "\n";
  }
  return text;
}

/// Line by line, as the lines are cleaned already and their breaks are ours.
std::string xml_lines(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out += xml_text(text.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return out;
}

/// What was proven, and the lines that prove it where there are any.
std::string proof(const ScenarioReport& report, const CheckResult& result) {
  std::string text = clean(result.message);
  for (const Detail& detail : details(result, report.timeline)) {
    if (detail.label == "evidence") {
      text += "\n\nevidence:\n";
      for (const std::string& line : detail.lines) {
        text += "  " + line + "\n";
      }
    }
  }
  return text;
}

std::string broken(
    const ScenarioReport& report, const Finding& finding, const std::string& type, bool failure
) {
  const std::string element = failure ? "failure" : "error";
  return "      <" + element + attribute("message", clean(finding.result.message)) +
         attribute("type", type) + ">" + xml_lines(explanation(report, finding)) + "</" + element +
         ">\n";
}

std::string test_case(
    const ScenarioReport& report, const Finding& finding, const std::string& name, bool strict
) {
  const Verdict verdict = finding.result.verdict;
  const Place& place = finding.place;
  std::string out = "    <testcase" + attribute("classname", class_name(report)) +
                    attribute("name", name) + attribute("file", place.file) +
                    (place.line > 0 ? attribute("line", std::to_string(place.line)) : "") +
                    attribute("time", "0.000") + ">\n";
  if (verdict == Verdict::pass) {
    const std::string text = proof(report, finding.result);
    const bool one_line = text.find('\n') == std::string::npos;
    out += "      <system-out>" + (one_line ? xml_text(text) : xml_lines(text)) + "</system-out>\n";
  } else {
    const bool by_strictness = verdict == Verdict::inconclusive && strict;
    const std::string type = by_strictness ? "inconclusive" : clean(finding.result.check);
    out += broken(report, finding, type, fails(verdict, strict));
  }
  return out + "    </testcase>\n";
}

/// A suite without test cases would not be shown at all.
std::string skipped_case(const ScenarioReport& report, const std::string& name) {
  return "    <testcase" + attribute("classname", class_name(report)) + attribute("name", name) +
         attribute("file", report.file) + attribute("time", "0.000") + ">\n      <skipped" +
         attribute("message", clean(report.skipped)) + "/>\n    </testcase>\n";
}

std::string properties(const RunReport& run, const ScenarioReport& report) {
  std::string out = "    <properties>\n";
  const auto add = [&out](std::string_view name, const std::string& value) {
    if (!value.empty()) {
      out += "      <property" + attribute("name", name) + attribute("value", value) + "/>\n";
    }
  };
  add("tool", run.tool);
  add("verdict",
      report.skipped.empty() ? std::string(to_string(report.judgement.verdict)) : "skipped");
  add("seed", std::to_string(report.seed));
  add("receiver", report.receiver);
  add("journal", report.journal_file);
  add("replay", report.replay);
  return out + "    </properties>\n";
}

/// What the suites of one document share.
struct Document {
  Tally all;
  std::map<std::string, int> seen;  ///< consumers take two test cases of one name for one

  std::string unique(const std::string& class_name, const std::string& name) {
    const int times = ++seen[class_name + '\n' + name];
    return times > 1 ? name + " (" + std::to_string(times) + ")" : name;
  }
};

std::string suite(
    const RunReport& run, const ScenarioReport& report, const Tally& tally, const std::string& cases
) {
  return "  <testsuite" + attribute("name", report.name.empty() ? report.file : report.name) +
         tally.attributes() + attribute("time", seconds(report.took)) +
         (report.started.empty() ? "" : attribute("timestamp", report.started)) +
         attribute("file", report.file) + ">\n" + properties(run, report) + cases +
         "  </testsuite>\n";
}

std::string test_suite(const RunReport& run, const ScenarioReport& report, Document& document) {
  Tally tally;
  std::string cases;
  const std::string of_class = class_name(report);
  if (!report.skipped.empty()) {
    tally.add_skipped();
    document.all.add_skipped();
    cases = skipped_case(report, document.unique(of_class, "skipped"));
    return suite(run, report, tally, cases);
  }
  for (const Finding& finding : findings(report)) {
    tally.add(finding.result.verdict, run.strict);
    document.all.add(finding.result.verdict, run.strict);
    cases +=
        test_case(report, finding, document.unique(of_class, title(finding.result)), run.strict);
  }
  return suite(run, report, tally, cases);
}

}  // namespace

std::string junit(const RunReport& run) {
  Document document;
  Nanos took{};
  std::string suites;
  for (const ScenarioReport& report : run.scenarios) {
    suites += test_suite(run, report, document);
    took += report.took;
  }
  if (run.scenarios.empty()) {
    ScenarioReport nothing;
    nothing.name = "nothing was played";
    suites = test_suite(run, nothing, document);
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "rkmock") +
         document.all.attributes() + attribute("time", seconds(took)) + ">\n" + suites +
         "</testsuites>\n";
}

}  // namespace rkmock::reports
