#include "assertions/time_rulings.hpp"

#include <algorithm>

#include "assertions/evidence.hpp"
#include "assertions/timing.hpp"

namespace rkmock::assertions {

namespace {

using Of = Threshold::Of;

std::size_t count_over(const Threshold& threshold, const std::vector<Nanos>& times) {
  return static_cast<std::size_t>(std::count_if(times.begin(), times.end(), [&](Nanos time) {
    return threshold.over(time);
  }));
}

Nanos mean_of(const std::vector<Nanos>& times) {
  double sum = 0;
  for (const Nanos time : times) {
    sum += static_cast<double>(time.count());
  }
  return Nanos(static_cast<std::int64_t>(sum / static_cast<double>(times.size())));
}

TimeRuling rule_percentile(
    const Threshold& threshold, const std::vector<Nanos>& times, const std::string& of
) {
  const std::size_t over = count_over(threshold, times);
  const std::string words =
      "measured " + format_duration(times[rank_of(threshold.percent, times.size())]) + " in " +
      counted(times.size(), of) + ", " + std::to_string(over) + " over the limit";
  if (proves_beyond(times.size(), over, threshold.percent)) {
    return {Verdict::fail, words};
  }
  if (proves_within(times.size(), over, threshold.percent)) {
    return {Verdict::pass, words};
  }
  const std::size_t fewest = fewest_samples(threshold.percent);
  return {
      Verdict::inconclusive,
      words + (times.size() < fewest
                   ? "; a claim with 95 % confidence takes at least " + counted(fewest, of)
                   : "; that proves neither side with 95 % confidence")};
}

TimeRuling rule_plainly(
    const Threshold& threshold, const std::vector<Nanos>& times, const std::string& of
) {
  if (threshold.of == Of::percentile) {
    return rule_percentile(threshold, times, of);
  }
  const Nanos judged = threshold.of == Of::min   ? times.front()
                       : threshold.of == Of::avg ? mean_of(times)
                                                 : times.back();
  std::string words = threshold.of == Of::min   ? "the quickest took "
                      : threshold.of == Of::avg ? "the mean is "
                                                : "the slowest took ";
  words += format_duration(judged);
  if (threshold.of == Of::max) {
    words = std::to_string(count_over(threshold, times)) + " of " + counted(times.size(), of) +
            " over the limit, " + words;
  }
  return {threshold.over(judged) ? Verdict::fail : Verdict::pass, words};
}

}  // namespace

TimeRuling rule_times(
    const Threshold& threshold, const std::vector<Nanos>& times, Nanos late, const std::string& of
) {
  TimeRuling ruling = rule_plainly(threshold, times, of);
  if (ruling.verdict != Verdict::fail) {
    return ruling;
  }
  std::vector<Nanos> at_least;
  at_least.reserve(times.size());
  for (const Nanos time : times) {
    at_least.push_back(elapsed(late, time));
  }
  if (rule_plainly(threshold, at_least, of).verdict != Verdict::fail) {
    ruling.verdict = Verdict::inconclusive;
    ruling.words += "; but the mock itself was up to " + format_duration(late) + " late";
    ruling.spoilt = true;
  }
  return ruling;
}

void add_ruling(
    CheckResult& result, const Threshold& threshold, Verdict verdict, const std::string& words
) {
  result.verdict = merge(result.verdict, verdict);
  result.message += (result.message.empty() ? "" : "; ") + threshold.text +
                    (verdict == Verdict::pass           ? " holds: "
                     : verdict == Verdict::inconclusive ? " is not proven: "
                                                        : " is broken: ") +
                    words;
}

}  // namespace rkmock::assertions
