// The report for people: a line for what passed, a page for what did not.
#include <algorithm>
#include <string_view>

#include "assertions/reports/details.hpp"
#include "assertions/reports/report.hpp"
#include "assertions/reports/text.hpp"
#include "assertions/reports/timeline.hpp"
#include "assertions/reports/timing_lines.hpp"

namespace rkmock::reports {
namespace {

constexpr int narrowest = 30;
constexpr int label_columns = 12;  // `violations` and a gap
constexpr int took_columns = 7;    // `1.23 ms`
constexpr int roomy = 70;          // from here on a timeline keeps its columns apart

std::string_view mark(Verdict verdict) {
  return verdict == Verdict::pass ? "✓" : verdict == Verdict::fail ? "✗" : "?";
}

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(0, count)), ' ');
}

/// GitHub's runner obeys `::command` at the start of a line, after spaces too, and the older
/// `##[command]` anywhere in it. What a receiver answers must not be one.
std::string no_command(std::string line) {
  const std::size_t start = line.find_first_not_of(' ');
  if (start != std::string::npos && line.compare(start, 2, "::") == 0) {
    line.insert(start, "\\");
  }
  for (std::size_t at = line.find("##["); at != std::string::npos; at = line.find("##[", at)) {
    line.insert(at + 1, "\\");
  }
  return line;
}

class Page {
 public:
  explicit Page(const ConsoleStyle& style)
      : color_(style.color), github_(style.github), width_(std::max(style.width, narrowest)) {}

  [[nodiscard]] int width() const { return width_; }

  /// SGR codes are ours alone: what is painted has been cleaned.
  [[nodiscard]] std::string paint(std::string_view codes, const std::string& text) const {
    return color_ ? "\x1b[" + std::string(codes) + "m" + text + "\x1b[0m" : text;
  }

  [[nodiscard]] std::string bold(const std::string& text) const { return paint("1", text); }

  [[nodiscard]] std::string dim(const std::string& text) const { return paint("2", text); }

  [[nodiscard]] std::string by_verdict(Verdict verdict, const std::string& text) const {
    return paint(
        verdict == Verdict::pass   ? "32"
        : verdict == Verdict::fail ? "1;31"
                                   : "1;33",
        text
    );
  }

  void blank() { out_ += '\n'; }

  void line(const std::string& text) { out_ += (github_ ? no_command(text) : text) + '\n'; }

  /// `start` takes `indent` columns; the text follows it, and its further lines stay under it.
  void hang(const std::string& start, int indent, std::string_view text) {
    const std::vector<std::string> lines = wrap(text, width_ - indent, width_ - indent);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      line((i == 0 ? start : spaces(indent)) + lines[i]);
    }
  }

  /// Not wrapped, whatever its length: it is to be copied.
  void copyable(int indent, std::string_view text) { line(spaces(indent) + clean_whole(text)); }

  [[nodiscard]] std::string take() && { return std::move(out_); }

 private:
  bool color_;
  bool github_;
  int width_;
  std::string out_;
};

/// `1 of 3 checks failed, 1 inconclusive   1.23 s`
std::string head_numbers(const ScenarioReport& report, const std::vector<CheckResult>& results) {
  const auto count = [&results](Verdict verdict) {
    return std::count_if(results.begin(), results.end(), [verdict](const CheckResult& result) {
      return result.verdict == verdict;
    });
  };
  const auto failed = count(Verdict::fail);
  const auto open = count(Verdict::inconclusive);
  std::string text = counted(results.size(), "check");
  if (failed > 0) {
    text = std::to_string(failed) + " of " + text + " failed";
  }
  if (open > 0) {
    text = failed > 0 ? text + ", " + std::to_string(open) + " inconclusive"
                      : std::to_string(open) + " of " + text + " inconclusive";
  }
  const std::string took = format_duration(report.took);
  return text + "  " + spaces(took_columns - columns(took)) + took;
}

/// `[3/12] Copies that race each other`
std::string shown_name(const ScenarioReport& report, const ConsoleStyle& style) {
  const std::string name = clean(report.name.empty() ? report.file : report.name);
  return style.number.empty() ? name : style.number + " " + name;
}

/// Mark and title on the left, numbers on the right; on two lines when a title that must be
/// whole leaves no room.
void add_head(Page& page, const std::string& name, Verdict verdict, const std::string& numbers) {
  const std::string sign = page.by_verdict(verdict, std::string(mark(verdict))) + " ";
  const int room = page.width() - 2 - columns(numbers) - 2;
  if (verdict == Verdict::pass) {
    page.line(sign + pad(fit(name, std::max(room, 1)), room) + "  " + page.dim(numbers));
    return;
  }
  if (columns(name) <= room) {
    page.line(sign + page.bold(name) + spaces(room - columns(name)) + "  " + numbers);
    return;
  }
  const std::vector<std::string> lines = wrap(name, page.width() - 2, page.width() - 2);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    page.line((i == 0 ? sign : "  ") + page.bold(lines[i]));
  }
  page.hang("  ", 2, numbers);
}

void add_place(Page& page, std::string_view label, const std::string& text) {
  if (!text.empty()) {
    page.line("  " + page.dim(pad(label, label_columns - 2)) + clean_whole(text));
  }
}

void add_check(
    Page& page, const Finding& finding, const std::vector<std::string>& timeline, bool strict
) {
  const CheckResult& result = finding.result;
  const Verdict verdict = result.verdict;
  const std::string_view note =
      strict ? " (inconclusive: failed, as --strict asks)" : " (inconclusive)";
  const std::string name =
      title(result) + std::string(verdict == Verdict::inconclusive ? note : "");
  const std::string start = "  " + page.by_verdict(verdict, std::string(mark(verdict))) + " ";
  const std::vector<std::string> lines = wrap(name, page.width() - 4, page.width() - 4);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    page.line((i == 0 ? start : "    ") + page.bold(lines[i]));
  }
  page.hang("    ", 4, clean(result.message));
  for (const Detail& detail : details(finding, timeline)) {
    for (std::size_t i = 0; i < detail.lines.size(); ++i) {
      const std::string label = i == 0 ? detail.label : "";
      page.hang("    " + page.dim(pad(label, label_columns)), 4 + label_columns, detail.lines[i]);
    }
  }
}

void add_passed_checks(Page& page, const std::vector<CheckResult>& results, bool apart) {
  const std::string sign = "  " + page.by_verdict(Verdict::pass, "✓") + " ";
  for (const CheckResult& result : results) {
    if (result.verdict == Verdict::pass) {
      if (apart) {
        page.blank();
        apart = false;
      }
      page.hang(sign, 4, title(result) + "  " + clean(result.message));
    }
  }
}

void add_timeline(Page& page, const std::vector<std::string>& timeline) {
  if (timeline.empty()) {
    return;
  }
  page.blank();
  const std::string legend(timeline_legend);
  for (const std::string& line : wrap(legend, page.width() - 2, page.width() - 2)) {
    page.line("  " + page.dim(line));
  }
  const int indent = page.width() < roomy ? 6 : 2 + static_cast<int>(timeline_indent);
  for (const std::string& told : timeline) {
    const bool evidence = !told.empty() && told.front() == '>';
    const std::vector<std::string> lines =
        wrap(clean(told), page.width() - 2, page.width() - indent);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const std::string text = spaces(i == 0 ? 2 : indent) + lines[i];
      page.line(evidence ? page.bold(text) : text);
    }
  }
}

void add_copyable(Page& page, std::string_view label, const std::string& text, bool apart) {
  if (!text.empty()) {
    if (apart) {
      page.blank();
    }
    page.line("  " + page.dim(std::string(label)));
    page.copyable(4, text);
  }
}

struct Counts {
  std::size_t scenarios[3] = {};
  std::size_t checks[3] = {};
  std::size_t skipped = 0;

  explicit Counts(const RunReport& run) {
    for (const ScenarioReport& report : run.scenarios) {
      if (!report.skipped.empty()) {
        ++skipped;
        continue;
      }
      ++scenarios[static_cast<std::size_t>(report.judgement.verdict)];
      for (const CheckResult& result : complete_results(report.judgement)) {
        ++checks[static_cast<std::size_t>(result.verdict)];
      }
    }
  }

  [[nodiscard]] static std::size_t of(const std::size_t (&counts)[3], Verdict verdict) {
    return counts[static_cast<std::size_t>(verdict)];
  }
};

std::string in_words(const RunReport& run, const Counts& counts) {
  const std::size_t failed = Counts::of(counts.checks, Verdict::fail);
  const std::size_t open = Counts::of(counts.checks, Verdict::inconclusive);
  const std::string verb = open == 1 ? " lacks" : " lack";
  const std::string counts_too =
      run.strict ? std::string(", which --strict counts as failed.") : std::string(".");
  switch (run.verdict()) {
    case Verdict::pass:
      return "PASS: every check found the evidence it needs, and nothing against it.";
    case Verdict::fail:
      return "FAIL: " + counted(failed, "check") + " failed: the receiver did what it must not, " +
             "or not what it must; see the evidence above." +
             (open > 0 ? " " + counted(open, "more check") + verb + " evidence" + counts_too : "");
    case Verdict::inconclusive:
      break;
  }
  const std::string word = run.strict ? "FAIL (--strict)" : "INCONCLUSIVE";
  if (run.scenarios.empty()) {
    return word + ": nothing was played, so nothing was proven.";
  }
  if (counts.skipped == run.scenarios.size()) {
    return word + ": every scenario was skipped, so nothing was proven.";
  }
  return word + ": nothing failed, but " + counted(open, "check") + verb +
         " the evidence for a pass. That proves neither a right receiver nor a wrong one: " +
         "supply what is missing and run again.";
}

std::string scenario_counts(const RunReport& run, const Counts& counts) {
  const std::size_t failed = Counts::of(counts.scenarios, Verdict::fail);
  const std::size_t open = Counts::of(counts.scenarios, Verdict::inconclusive);
  std::string text = counted(run.scenarios.size(), "scenario") + ": " +
                     std::to_string(Counts::of(counts.scenarios, Verdict::pass)) + " passed, ";
  if (run.strict) {
    text += std::to_string(failed + open) + " failed";
    text += open > 0 ? ", " + std::to_string(open) + " of them inconclusive" : "";
  } else {
    text += std::to_string(failed) + " failed, " + std::to_string(open) + " inconclusive";
  }
  if (counts.skipped > 0) {
    text += ", " + std::to_string(counts.skipped) + " skipped";
  }
  Nanos took{};
  for (const ScenarioReport& report : run.scenarios) {
    took += report.took;
  }
  return text + " in " + format_duration(took);
}

/// `no_duplicate_effect: email, converges`
std::string open_checks(const ScenarioReport& report, Verdict verdict) {
  std::string names;
  for (const CheckResult& result : complete_results(report.judgement)) {
    if (result.verdict == verdict) {
      names += (names.empty() ? "" : ", ") + title(result);
    }
  }
  return names;
}

void add_timing(Page& page, const assertions::Timing& timing) {
  const std::vector<std::string> lines = timing_lines(timing);
  for (const std::string& line : lines) {
    page.line("    " + (&line == &lines.front() ? page.dim(line) : line));
  }
}

/// What was not followed; with --verbose all that was looked at.
void add_advice(Page& page, const RunReport& run, bool verbose) {
  const std::vector<assertions::Advice> advice = run.advice();
  const auto count = [&](assertions::Seen seen) {
    return static_cast<std::size_t>(std::count_if(
        advice.begin(), advice.end(), [seen](const auto& one) { return one.seen == seen; }
    ));
  };
  if (advice.empty()) {
    return;
  }
  const std::size_t not_seen = count(assertions::Seen::not_seen);
  page.hang(
      "",
      0,
      "Advice, apart from the verdict: " + std::to_string(count(assertions::Seen::followed)) +
          " of " + counted(advice.size(), "good practice") + " seen, " +
          std::to_string(count(assertions::Seen::not_followed)) + " not followed, " +
          std::to_string(not_seen) + " had no occasion" + (verbose ? "" : " (--verbose lists them)")
  );
  for (const assertions::Advice& one : advice) {
    if (verbose || one.seen == assertions::Seen::not_followed) {
      const char* sign = one.seen == assertions::Seen::followed       ? "+"
                         : one.seen == assertions::Seen::not_followed ? "!"
                                                                      : "·";
      page.hang("  " + std::string(sign) + " ", 4, clean(one.claim + ": " + one.note));
    }
  }
}

/// Why nothing was proven, each reason once.
void add_reasons(Page& page, const RunReport& run) {
  const std::vector<Reason> all = reasons(run);
  if (all.empty()) {
    return;
  }
  page.line("  " + page.dim("why inconclusive"));
  for (std::size_t i = 0; i < std::min(all.size(), most_reasons); ++i) {
    const std::string times = all[i].count > 1 ? std::to_string(all[i].count) + " × " : "";
    page.hang("    ", 4, times + all[i].text);
  }
  if (all.size() > most_reasons) {
    page.line("    … " + counted(all.size() - most_reasons, "more reason"));
  }
}

}  // namespace

std::string console(const ScenarioReport& report, const ConsoleStyle& style) {
  Page page(style);
  if (!report.skipped.empty()) {
    page.hang(
        page.dim("-") + " ", 2, shown_name(report, style) + ": skipped, " + clean(report.skipped)
    );
    return std::move(page).take();
  }
  const std::vector<CheckResult> results = complete_results(report.judgement);
  const bool passed = report.judgement.verdict == Verdict::pass;
  add_head(
      page, shown_name(report, style), report.judgement.verdict, head_numbers(report, results)
  );
  if (!passed) {
    add_place(page, "file", report.file);
    add_place(page, "receiver", report.receiver);
  }
  for (const Finding& finding : findings(report)) {
    if (finding.result.verdict != Verdict::pass) {
      page.blank();
      add_check(page, finding, report.timeline, style.strict);
    }
  }
  if (style.verbose) {
    add_passed_checks(page, results, !passed);
    add_timing(page, report.timing);
  }
  if (!passed) {
    add_timeline(page, report.timeline);
    add_copyable(page, "journal", report.journal_file, true);
    add_copyable(page, "replay", report.replay, report.journal_file.empty());
    page.blank();
  }
  return std::move(page).take();
}

std::string console_summary(const RunReport& run, const ConsoleStyle& style) {
  Page page(style);
  const Counts counts(run);
  if (run.scenarios.empty() || !run.scenarios.back().skipped.empty() ||
      run.scenarios.back().judgement.verdict == Verdict::pass) {
    page.blank();  // the others end with one
  }
  page.hang("", 0, scenario_counts(run, counts));
  for (const Verdict verdict : {Verdict::fail, Verdict::inconclusive}) {
    for (const ScenarioReport& report : run.scenarios) {
      if (report.skipped.empty() && report.judgement.verdict == verdict) {
        const std::string sign = "  " + page.by_verdict(verdict, std::string(mark(verdict))) + " ";
        page.hang(
            sign,
            4,
            clean(report.name.empty() ? report.file : report.name) + " (" +
                open_checks(report, verdict) + ")"
        );
      }
    }
  }
  add_reasons(page, run);
  const std::string words = in_words(run, counts);
  for (const std::string& line : wrap(words, page.width(), page.width())) {
    page.line(
        page.by_verdict(fails(run.verdict(), run.strict) ? Verdict::fail : run.verdict(), line)
    );
  }
  add_advice(page, run, style.verbose);
  return std::move(page).take();
}

}  // namespace rkmock::reports
