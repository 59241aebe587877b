// copies: the same event several times, racing (`together`), `overlapping`, or one after another
// (`gap` apart, or `late` on the sending clock).
#include <array>

#include "faults/aim.hpp"
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

constexpr std::array<std::string_view, 4> further_keys = {"together", "overlapping", "gap", "late"};
constexpr Nanos longest_late = std::chrono::hours(24 * 30);

/// One way of sending copies: what of the further keys is set.
std::vector<std::string_view> ways_of(const nlohmann::json& map) {
  std::vector<std::string_view> ways;
  for (const std::string_view key : further_keys) {
    const auto found = map.find(std::string(key));
    if (found != map.end() && *found != false) {
      ways.push_back(key);
    }
  }
  return ways;
}

void refuse_without_copies(const nlohmann::json& map, std::vector<ParameterError>& problems) {
  for (const std::string_view key : further_keys) {
    if (const auto found = map.find(std::string(key)); found != map.end()) {
      problems.push_back(problem_at(
          key,
          *found,
          "`" + std::string(key) + "` says how copies are sent, but there are none",
          "`copies` beside it",
          "add `copies: 2`"
      ));
    }
  }
}

/// Copies in flight at once have no time between them, and there is one way to send them.
bool refuse_mixed_ways(const nlohmann::json& map, std::vector<ParameterError>& problems) {
  const auto ways = ways_of(map);
  if (ways.size() < 2) {
    return false;
  }
  const std::string first(ways[0]);
  const std::string second(ways[1]);
  const bool at_once = first == "together" || first == "overlapping";
  problems.push_back(problem_at(
      second,
      map.at(second),
      at_once && second != "overlapping"
          ? "copies sent " + first + " have no " + second
          : "copies are sent in one way, and there is `" + first + "` already",
      "either `" + first + "` or `" + second + "`"
  ));
  return true;
}

FaultPointer decode_copies(const std::string& deliver, std::vector<ParameterError>& problems) {
  const nlohmann::json map = read_map(deliver);
  const auto count = read_count(map, "copies", 2, most_copies, problems);
  const auto together = read_flag(map, "together", problems);
  const auto overlapping = read_flag(map, "overlapping", problems);
  const auto gap = read_wait(map, "gap", problems);
  const auto late = read_wait(map, "late", problems, longest_late);
  if (!map.contains("copies")) {
    refuse_without_copies(map, problems);
    return nullptr;
  }
  if (refuse_mixed_ways(map, problems) || !count) {
    return nullptr;
  }
  return fixed(action::Copies{
      .count = *count,
      .together = together.value_or(false),
      .gap = gap.value_or(Nanos{}),
      .overlapping = overlapping.value_or(false),
      .late = late.value_or(Nanos{})});
}

}  // namespace

FaultDescriptor copies() {
  return {
      .name = "copies",
      .keys = further_keys,
      .summary =
          "Sends the event so many times: racing with together, overlapping, or one after "
          "another.",
      .decode = decode_copies};
}

}  // namespace rkmock::faults
