// Annotations of GitHub Actions: workflow commands that put a check beside its step.
#include "assertions/reports/details.hpp"
#include "assertions/reports/places.hpp"
#include "assertions/reports/report.hpp"
#include "assertions/reports/text.hpp"

namespace rkmock::reports {
namespace {

constexpr std::size_t most_of_a_kind = 10;  // GitHub drops the others of a step without a word

/// As the runner takes it apart again: `%` for itself and for line breaks, in a property also for
/// what ends one.
std::string escaped(std::string_view text, bool property) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '%':
        out += "%25";
        break;
      case '\r':
        out += "%0D";
        break;
      case '\n':
        out += "%0A";
        break;
      case ':':
        out += property ? "%3A" : ":";
        break;
      case ',':
        out += property ? "%2C" : ",";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// GitHub shows the first lines of a message: the claim, then what leads on from there.
std::string message(const ScenarioReport& report, const Finding& finding, bool located) {
  std::string text = clean(finding.result.message);
  const std::string place = to_text(finding.place);
  if (!located && !place.empty()) {
    text += "\nat: " + place;
  }
  for (const Detail& detail : details(finding.result, report.timeline)) {
    if (detail.label == "first" || detail.label == "cause" || detail.label == "next step") {
      text += "\n" + detail.label + ": " + detail.lines.front();
    }
  }
  if (!report.replay.empty()) {
    text += "\nreplay: " + clean_whole(report.replay);
  }
  return text;
}

class Annotations {
 public:
  void add(bool error, const std::string& properties, const std::string& message) {
    std::size_t& count = error ? errors_ : warnings_;
    if (++count <= most_of_a_kind) {
      out_ +=
          (error ? "::error " : "::warning ") + properties + "::" + escaped(message, false) + "\n";
    }
  }

  [[nodiscard]] std::string take() && {
    std::string left;
    for (const auto& [count, noun] :
         {std::pair(errors_, "error"), std::pair(warnings_, "warning")}) {
      if (count > most_of_a_kind) {
        left += (left.empty() ? "" : " and ") + counted(count - most_of_a_kind, noun);
      }
    }
    if (!left.empty()) {
      out_ += "::notice title=rkmock::" + left +
              " more: GitHub shows 10 of either for a step. All of them are in the log and in the "
              "job's summary.\n";
    }
    return std::move(out_);
  }

 private:
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
  std::string out_;
};

}  // namespace

std::string github_annotations(
    const RunReport& run, const std::function<std::string(const std::string& file)>& locate
) {
  Annotations annotations;
  for (const ScenarioReport& report : run.scenarios) {
    if (!report.skipped.empty()) {
      continue;
    }
    const std::string name = clean(report.name.empty() ? report.file : report.name);
    for (const Finding& finding : findings(report)) {
      if (finding.result.verdict == Verdict::pass) {
        continue;
      }
      const std::string file = clean_whole(locate(finding.place.file));
      std::string properties = file.empty() ? "" : "file=" + escaped(file, true) + ",";
      if (!file.empty() && finding.place.line > 0) {
        properties += "line=" + std::to_string(finding.place.line) + ",";
      }
      const bool open = finding.result.verdict == Verdict::inconclusive;
      const std::string kind = open ? " (inconclusive)" : "";
      properties += "title=" + escaped(name + ": " + title(finding.result) + kind, true);
      annotations.add(
          fails(finding.result.verdict, run.strict),
          properties,
          message(report, finding, !file.empty())
      );
    }
  }
  return std::move(annotations).take();
}

}  // namespace rkmock::reports
