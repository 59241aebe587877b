#include "assertions/reports/timing_lines.hpp"

#include <algorithm>

#include "assertions/reports/text.hpp"

namespace rkmock::reports {

namespace {

constexpr int name_columns = 10;
constexpr int time_columns = 10;
constexpr std::size_t longest_bar = 40;

std::string in_columns(std::string_view name, const assertions::Spread& spread) {
  std::string text = pad(name, name_columns);
  for (const Nanos time : {spread.p50, spread.p95, spread.p99, spread.max}) {
    text += pad(format_duration(time), time_columns);
  }
  return text + std::to_string(spread.count);
}

std::string bar(const assertions::Bucket& bucket, std::size_t most) {
  const std::size_t length = (bucket.count * longest_bar + most - 1) / most;
  std::string text = pad("", name_columns) + pad(format_duration(bucket.from), time_columns);
  for (std::size_t i = 0; i < length; ++i) {
    text += "█";
  }
  return text + (length > 0 ? " " : "") + std::to_string(bucket.count);
}

}  // namespace

std::vector<std::string> timing_lines(const assertions::Timing& timing) {
  if (timing.answers.count == 0 && !timing.cold) {
    return {};
  }
  std::vector<std::string> lines;
  if (timing.answers.count > 0) {
    std::string head = pad("", name_columns);
    for (const char* name : {"p50", "p95", "p99", "max"}) {
      head += pad(name, time_columns);
    }
    lines.push_back(head + "n");
    lines.push_back(in_columns("answer", timing.answers));
  }
  for (const assertions::PhaseTimes& phase : timing.phases) {
    lines.push_back(in_columns("  " + std::string(phase.name), phase.spread));
  }
  if (timing.calibration.count > 0) {
    lines.push_back(in_columns("machine", timing.calibration));
  }
  if (timing.cold) {
    lines.push_back(pad("first", name_columns) + format_duration(*timing.cold) + ", kept apart");
  }
  if (timing.silent > 0) {
    lines.push_back(pad("silent", name_columns) + counted(timing.silent, "attempt"));
  }
  std::size_t most = 0;
  for (const assertions::Bucket& bucket : timing.histogram) {
    most = std::max(most, bucket.count);
  }
  constexpr std::size_t worth_drawing = 2;
  for (const assertions::Bucket& bucket : timing.histogram) {
    if (timing.histogram.size() >= worth_drawing) {
      lines.push_back(bar(bucket, most));
    }
  }
  return lines;
}

}  // namespace rkmock::reports
