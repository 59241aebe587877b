// The report for harnesses that read TAP version 14 (testanything.org).
#include <nlohmann/json.hpp>

#include "assertions/reports/details.hpp"
#include "assertions/reports/report.hpp"
#include "assertions/reports/text.hpp"

namespace rkmock::reports {
namespace {

/// A description: one line in which no `#` begins a directive.
std::string described(std::string_view text) {
  std::string out;
  for (const char c : clean(text)) {
    if (c == '#' || c == '\\') {
      out += '\\';
    }
    out += c;
  }
  return out;
}

/// In double quotes, as JSON and YAML share them.
std::string quoted(const std::string& clean_text) {
  return nlohmann::json(clean_text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// A YAML block below a test point that stands at `margin`.
class Block {
 public:
  explicit Block(std::string_view margin) : margin_(std::string(margin) + "  ") { line("---"); }

  void plain(std::string_view key, std::string_view word) {
    line(std::string(key) + ": " + std::string(word));
  }

  void text(std::string_view key, const std::string& text) {
    if (!text.empty()) {
      plain(key, quoted(clean_whole(text)));
    }
  }

  void list(std::string_view key, const std::vector<std::string>& items) {
    if (items.empty()) {
      return;
    }
    line(std::string(key) + ":");
    for (const std::string& item : items) {
      line("  - " + quoted(clean_whole(item)));
    }
  }

  [[nodiscard]] std::string take() && {
    line("...");
    return std::move(out_);
  }

 private:
  void line(const std::string& text) { out_ += margin_ + text + "\n"; }

  std::string margin_;
  std::string out_;
};

/// What turns a pipeline red: `fail`, also for what is inconclusive in a strict run.
std::string_view severity(Verdict verdict, bool strict) {
  return fails(verdict, strict) ? "fail" : to_string(verdict);
}

std::string point(bool holds, std::size_t number, std::string_view description) {
  return std::string(holds ? "ok " : "not ok ") + std::to_string(number) + " - " +
         described(description) + "\n";
}

std::string check_block(const ScenarioReport& report, const Finding& finding, bool strict) {
  const CheckResult& result = finding.result;
  Block block("    ");
  block.text("message", clean(result.message));
  block.plain("severity", severity(result.verdict, strict));
  block.plain("verdict", to_string(result.verdict));
  if (finding.place.line > 0) {
    block.text("file", finding.place.file);
    block.plain("line", std::to_string(finding.place.line));
  }
  block.text("step", clean(finding.place.step));
  for (const Detail& detail : details(result, report.timeline)) {
    std::string key = detail.label;
    key = key == "next step" ? "next_step" : key == "near misses" ? "near_misses" : key;
    if (key == "violations") {
      block.plain(key, detail.lines.front());
    } else if (key == "evidence" || key == "near_misses") {
      block.list(key, detail.lines);
    } else {
      block.text(key, detail.lines.front());
    }
  }
  return std::move(block).take();
}

std::string scenario_block(const ScenarioReport& report, bool strict) {
  Block block("");
  block.plain("severity", severity(report.judgement.verdict, strict));
  block.plain("verdict", to_string(report.judgement.verdict));
  block.text("file", report.file);
  block.text("receiver", report.receiver);
  block.plain("seed", std::to_string(report.seed));
  block.text("started", report.started);
  block.text("took", format_duration(report.took));
  block.text("journal", report.journal_file);
  block.text("replay", report.replay);
  block.list("timeline", report.timeline);
  return std::move(block).take();
}

std::string scenario_name(const ScenarioReport& report) {
  return report.name.empty() ? report.file : report.name;
}

std::string scenario(const ScenarioReport& report, std::size_t number, bool strict) {
  const std::string name = scenario_name(report);
  if (!report.skipped.empty()) {
    return "ok " + std::to_string(number) + " - " + described(name) + " # SKIP " +
           described(report.skipped) + "\n";
  }
  const std::vector<Finding> found = findings(report);
  std::string out = "# Subtest: " + described(name) + "\n";
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool holds = found[i].result.verdict == Verdict::pass;
    out += "    " + point(holds, i + 1, title(found[i].result));
    out += holds ? "" : check_block(report, found[i], strict);
  }
  out += "    1.." + std::to_string(found.size()) + "\n";
  const bool holds = report.judgement.verdict == Verdict::pass;
  out += point(holds, number, name);
  return out + (holds ? "" : scenario_block(report, strict));
}

}  // namespace

std::string tap(const RunReport& run) {
  std::string out = "TAP version 14\n# " + described(run.tool) + "\n";
  if (run.scenarios.empty()) {
    return out + "1..1\n" + point(false, 1, "nothing was played, so nothing was proven");
  }
  out += "1.." + std::to_string(run.scenarios.size()) + "\n";
  for (std::size_t i = 0; i < run.scenarios.size(); ++i) {
    out += scenario(run.scenarios[i], i + 1, run.strict);
  }
  return out;
}

}  // namespace rkmock::reports
