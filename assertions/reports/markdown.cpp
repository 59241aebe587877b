// The summary for people, where Markdown is shown: a job's page on GitHub, a comment, a wiki.
#include <algorithm>

#include "assertions/reports/details.hpp"
#include "assertions/reports/places.hpp"
#include "assertions/reports/report.hpp"
#include "assertions/reports/text.hpp"

namespace rkmock::reports {
namespace {

constexpr std::size_t for_notes = 1'000;  // bytes kept free to say what was left out

std::string_view mark(Verdict verdict) {
  return verdict == Verdict::pass ? "✅" : verdict == Verdict::fail ? "❌" : "⚠️";
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

/// Text that stands there as it is: no markup, no HTML, no cell of a table, and nothing that a
/// host makes a link of (`@name`, `#12`, URLs).
std::string escaped(std::string_view clean_text) {
  std::string out;
  for (const char c : clean_text) {
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
      case '@':
        out += "@<!-- -->";
        break;
      case '#':
        out += "\\#<!-- -->";
        break;
      default:
        out += std::string_view("\\`*_[]|~$").find(c) == std::string_view::npos ? "" : "\\";
        out += c;
    }
  }
  replace_all(out, "://", ":<!-- -->//");
  replace_all(out, "www.", "www<!-- -->.");
  return out;
}

std::string text_of(std::string_view text) {
  return escaped(clean(text));
}

/// A sentence: what stands in pairs of single backticks is code, all else as it is.
std::string prose(std::string_view clean_text) {
  std::vector<std::string_view> pieces;
  std::size_t from = 0;
  for (std::size_t at = 0; at <= clean_text.size(); ++at) {
    if (at == clean_text.size() || clean_text[at] == '`') {
      pieces.push_back(clean_text.substr(from, at - from));
      from = at + 1;
    }
  }
  const bool in_pairs = pieces.size() % 2 == 1;
  std::string out;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const bool code = i % 2 == 1;
    if (!in_pairs || (code && pieces[i].empty())) {
      return escaped(clean_text);
    }
    out += code ? "`" + std::string(pieces[i]) + "`" : escaped(pieces[i]);
  }
  return out;
}

/// One backtick more than stand in a row in the text, and at least so many.
std::string fence_for(std::string_view text, std::size_t least) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(std::max(least, longest + 1), '`');
}

std::string code(const std::string& text) {
  const std::string shown = clean_whole(text);
  const std::string fence = fence_for(shown, 1);
  const std::string gap =
      !shown.empty() && (shown.front() == '`' || shown.back() == '`') ? " " : "";
  return fence + gap + shown + gap + fence;
}

std::string block(std::string_view language, const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    text += clean_whole(line) + "\n";
  }
  const std::string fence = fence_for(text, 3);
  return "\n" + fence + std::string(language) + "\n" + text + fence + "\n";
}

std::string folded(const std::string& summary, const std::string& content) {
  return "\n<details><summary>" + summary + "</summary>\n" + content + "\n</details>\n";
}

std::string name_of(const ScenarioReport& report) {
  return text_of(report.name.empty() ? report.file : report.name);
}

bool played(const ScenarioReport& report) {
  return report.skipped.empty();
}

/// What grows up to a bound, and counts what does not fit.
class Bounded {
 public:
  explicit Bounded(std::size_t most) : most_(most) {}

  void add(const std::string& piece) {
    if (left_out_ == 0 && text_.size() + piece.size() <= most_) {
      text_ += piece;
    } else {
      ++left_out_;  // and all that follow, so that the beginning is whole
    }
  }

  [[nodiscard]] const std::string& text() const { return text_; }

  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  std::size_t most_;
  std::size_t left_out_ = 0;
  std::string text_;
};

std::string with_note(const Bounded& rows) {
  return rows.text() + (rows.left_out() == 0 ? std::string()
                                             : "\n… and " + std::to_string(rows.left_out()) +
                                                   " more, for which there is no room here.\n");
}

struct Counts {
  std::size_t passed = 0;
  std::size_t failed = 0;
  std::size_t open = 0;
  std::size_t skipped = 0;

  explicit Counts(const RunReport& run) {
    for (const ScenarioReport& report : run.scenarios) {
      const Verdict verdict = report.judgement.verdict;
      std::size_t& count = !played(report)                    ? skipped
                           : verdict == Verdict::pass         ? passed
                           : verdict == Verdict::inconclusive ? open
                                                              : failed;
      ++count;
    }
  }
};

std::string heading(const RunReport& run) {
  const Counts counts(run);
  const Verdict verdict = fails(run.verdict(), run.strict) ? Verdict::fail : run.verdict();
  std::string text = "## " + std::string(mark(verdict)) + " rkmock: ";
  if (run.scenarios.empty()) {
    return text + "nothing was played\n";
  }
  text +=
      counted(run.scenarios.size(), "scenario") + ", " + std::to_string(counts.passed) + " passed";
  const auto add = [&text](std::size_t count, std::string_view what) {
    text += count > 0 ? ", " + std::to_string(count) + " " + std::string(what) : "";
  };
  add(counts.failed, "failed");
  add(counts.open, run.strict ? "inconclusive, which --strict counts as failed" : "inconclusive");
  add(counts.skipped, "skipped");
  return text + "\n";
}

/// `no_duplicate_effect: email, converges`
std::string open_checks(const ScenarioReport& report) {
  std::string names;
  for (const Finding& finding : findings(report)) {
    if (finding.result.verdict != Verdict::pass) {
      names += (names.empty() ? "" : ", ") + escaped(title(finding.result));
    }
  }
  return names;
}

std::string table(const RunReport& run, std::size_t most) {
  Bounded rows(most);
  rows.add("\n| | Scenario | What did not pass | Time |\n|---|---|---|---|\n");
  const std::size_t empty = rows.text().size();
  for (const Verdict verdict : {Verdict::fail, Verdict::inconclusive}) {
    for (const ScenarioReport& report : run.scenarios) {
      if (played(report) && report.judgement.verdict == verdict) {
        rows.add(
            "| " + std::string(mark(verdict)) + " | " + name_of(report) + " | " +
            open_checks(report) + " | " + format_duration(report.took) + " |\n"
        );
      }
    }
  }
  return rows.text().size() == empty ? "" : with_note(rows);
}

std::string passed_ones(const RunReport& run, std::size_t most) {
  Bounded rows(most);
  const std::size_t count = Counts(run).passed;
  rows.add("\n| | Scenario | Checks | Time |\n|---|---|---|---|\n");
  for (const ScenarioReport& report : run.scenarios) {
    if (played(report) && report.judgement.verdict == Verdict::pass) {
      rows.add(
          "| " + std::string(mark(Verdict::pass)) + " | " + name_of(report) + " | " +
          std::to_string(report.judgement.results.size()) + " | " + format_duration(report.took) +
          " |\n"
      );
    }
  }
  return count == 0 ? "" : folded(counted(count, "scenario") + " passed", with_note(rows));
}

std::string skipped_ones(const RunReport& run, std::size_t most) {
  Bounded rows(most);
  const std::size_t count = Counts(run).skipped;
  rows.add("\n| Scenario | Why it was skipped |\n|---|---|\n");
  for (const ScenarioReport& report : run.scenarios) {
    if (!played(report)) {
      rows.add("| " + name_of(report) + " | " + text_of(report.skipped) + " |\n");
    }
  }
  return count == 0 ? "" : folded(counted(count, "scenario") + " skipped", with_note(rows));
}

std::string why_inconclusive(const RunReport& run) {
  const std::vector<Reason> all = reasons(run);
  std::string text = all.empty() ? "" : "\nWhy inconclusive:\n\n";
  for (std::size_t i = 0; i < std::min(all.size(), most_reasons); ++i) {
    const std::string times = all[i].count > 1 ? std::to_string(all[i].count) + " × " : "";
    text += "- " + times + prose(all[i].text) + "\n";
  }
  if (all.size() > most_reasons) {
    text += "- … " + counted(all.size() - most_reasons, "more reason") + "\n";
  }
  return text;
}

std::string check(const ScenarioReport& report, const Finding& finding, bool strict) {
  const Verdict verdict = finding.result.verdict;
  const std::string_view note =
      strict ? " (inconclusive: failed, as --strict asks)" : " (inconclusive)";
  std::string text = "\n#### " + std::string(mark(verdict)) + " " + escaped(title(finding.result)) +
                     std::string(verdict == Verdict::inconclusive ? note : "") + "\n\n" +
                     "**Claim.** " + prose(clean(finding.result.message)) + "\n";
  const std::string place = to_text(finding.place);
  if (!place.empty()) {
    text += "\n**At** " + code(place) + "\n";
  }
  for (const Detail& detail : details(finding.result, report.timeline)) {
    std::string label = detail.label == "cause" ? "likely cause" : detail.label;
    label.front() = static_cast<char>(label.front() - 'a' + 'A');
    if (detail.label == "evidence" || detail.label == "near misses") {
      text += "\n**" + label + "**\n" + block("text", detail.lines);
    } else {
      text += "\n**" + label + ".** " + prose(detail.lines.front()) + "\n";
    }
  }
  return text;
}

std::string details_of(const ScenarioReport& report, bool strict) {
  std::string text = "\n### " + std::string(mark(report.judgement.verdict)) + " " +
                     name_of(report) + "\n\n" + code(report.file);
  text += report.receiver.empty() ? "" : " against " + code(report.receiver);
  text += ", " + format_duration(report.took) + "\n";
  for (const Finding& finding : findings(report)) {
    if (finding.result.verdict != Verdict::pass) {
      text += check(report, finding, strict);
    }
  }
  if (!report.timeline.empty()) {
    // No Markdown is read in a summary.
    text += folded("Around the evidence", block("text", report.timeline));
  }
  if (!report.journal_file.empty()) {
    text += "\n**Journal.** " + code(report.journal_file) + "\n";
  }
  if (!report.replay.empty()) {
    text += "\n**Play it again**\n" + block("sh", {report.replay});
  }
  return text;
}

}  // namespace

std::string markdown(const RunReport& run, std::size_t most_bytes) {
  const std::size_t most = most_bytes > for_notes ? most_bytes - for_notes : 0;
  const std::size_t eighth = most / 8;
  Bounded page(most);
  page.add(
      heading(run) + table(run, eighth) + why_inconclusive(run) + passed_ones(run, eighth) +
      skipped_ones(run, eighth)
  );
  if (page.left_out() > 0) {
    return "";  // no room for anything
  }
  for (const Verdict verdict : {Verdict::fail, Verdict::inconclusive}) {
    for (const ScenarioReport& report : run.scenarios) {
      if (played(report) && report.judgement.verdict == verdict) {
        page.add(details_of(report, run.strict));
      }
    }
  }
  if (page.left_out() == 0) {
    return page.text();
  }
  return page.text() + "\n… " + counted(page.left_out(), "more scenario") +
         " did not pass, without room here: the log and the JSON report have them.\n";
}

}  // namespace rkmock::reports
