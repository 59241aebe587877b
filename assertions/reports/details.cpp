#include "assertions/reports/details.hpp"

#include <algorithm>

#include "assertions/reports/places.hpp"
#include "assertions/reports/text.hpp"
#include "assertions/reports/timeline.hpp"

namespace rkmock::reports {
namespace {

void add(std::vector<Detail>& details, std::string_view label, const std::string& text) {
  if (!text.empty()) {
    details.push_back({std::string(label), {clean(text)}});
  }
}

std::string evidence_line(const Evidence& evidence, const std::vector<std::string>& timeline) {
  std::string line = "#" + std::to_string(evidence.seq) + "  ";
  const std::string time = clean(timeline_time(timeline, evidence.seq));
  if (!time.empty()) {
    line += time + " ms  ";
  }
  return line + clean(evidence.note);
}

}  // namespace

std::string title(const CheckResult& result) {
  const std::string check = clean(result.check);
  return result.subject.empty() ? check : check + ": " + clean(result.subject);
}

std::vector<Detail> details(const CheckResult& result, const std::vector<std::string>& timeline) {
  std::vector<Detail> found;
  if (result.count > 0) {
    add(found, "violations", std::to_string(result.count));
  }
  add(found, "first", result.first);
  if (result.worst != result.first) {
    add(found, "worst", result.worst);
  }
  if (!result.evidence.empty()) {
    Detail evidence{"evidence", {}};
    for (const Evidence& line : result.evidence) {
      evidence.lines.push_back(evidence_line(line, timeline));
    }
    found.push_back(std::move(evidence));
  }
  Detail near{"near misses", {}};
  for (const std::string& miss : result.near_misses) {
    near.lines.push_back(clean(miss));
  }
  if (!near.lines.empty()) {
    found.push_back(std::move(near));
  }
  add(found, "cause", result.cause);
  add(found, "next step", result.next_step);
  return found;
}

std::vector<CheckResult> complete_results(const assertions::Judgement& judgement) {
  std::vector<CheckResult> results = judgement.results;
  Verdict merged = Verdict::pass;
  for (const CheckResult& result : results) {
    merged = merge(merged, result.verdict);
  }
  if (judgement.verdict > merged) {
    CheckResult whole;
    whole.check = "verdict";
    whole.verdict = judgement.verdict;
    whole.message = results.empty()
                        ? "no check was made, so nothing was proven"
                        : "the scenario as a whole is judged worse than each of its checks";
    results.push_back(std::move(whole));
  }
  return results;
}

std::vector<Finding> findings(const ScenarioReport& report) {
  std::vector<Finding> found;
  for (CheckResult& result : complete_results(report.judgement)) {
    Finding finding{std::move(result), {}};
    if (found.size() < report.places.size()) {
      finding.place = report.places[found.size()];
    }
    if (finding.place.file.empty()) {
      finding.place.file = report.file;
    }
    found.push_back(std::move(finding));
  }
  return found;
}

std::vector<Detail> details(const Finding& finding, const std::vector<std::string>& timeline) {
  std::vector<Detail> all = details(finding.result, timeline);
  const std::string place = to_text(finding.place);
  if (!place.empty()) {
    all.insert(all.begin(), Detail{"at", {place}});
  }
  return all;
}

bool fails(Verdict verdict, bool strict) {
  return verdict == Verdict::fail || (strict && verdict == Verdict::inconclusive);
}

std::vector<Reason> reasons(const RunReport& run) {
  std::vector<Reason> all;
  for (const ScenarioReport& report : run.scenarios) {
    if (!report.skipped.empty()) {
      continue;
    }
    for (const CheckResult& result : complete_results(report.judgement)) {
      if (result.verdict != Verdict::inconclusive) {
        continue;
      }
      const std::string& message = result.message;
      const std::string text =
          clean(message.substr(0, message.find(assertions::would_have_proven)));
      const auto known = std::find_if(all.begin(), all.end(), [&text](const Reason& reason) {
        return reason.text == text;
      });
      if (known == all.end()) {
        all.push_back({text, 1});
      } else {
        ++known->count;
      }
    }
  }
  std::stable_sort(all.begin(), all.end(), [](const Reason& a, const Reason& b) {
    return a.count > b.count;
  });
  return all;
}

}  // namespace rkmock::reports
