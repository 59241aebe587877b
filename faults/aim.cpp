#include "faults/aim.hpp"

#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

using nlohmann::json;

bool is_attempt(const json& value) {
  return value.is_number_integer() && value >= 1 && value <= most_attempts;
}

/// `2` is the first two, `[2, 3]` the second and third, `all` every one.
bool read_attempts(const json& value, Aim& aim) {
  if (value == "all") {
    aim.attempts = 0;
    return true;
  }
  if (is_attempt(value)) {
    aim.attempts = value.get<int>();
    return true;
  }
  const bool range = value.is_array() && value.size() == 2 && is_attempt(value[0]) &&
                     is_attempt(value[1]) && value[0] <= value[1];
  if (range) {
    aim.from_attempt = value[0].get<int>();
    aim.attempts = value[1].get<int>() - aim.from_attempt + 1;
  }
  return range;
}

}  // namespace

std::optional<AskedAim> read_aim(const json& map, std::vector<ParameterError>& problems) {
  Aim aim;
  const auto attempts = map.find("attempts");
  if (attempts != map.end() && !read_attempts(*attempts, aim)) {
    problems.push_back(problem_at(
        "attempts",
        *attempts,
        "`attempts` does not say which attempts",
        "how many first attempts, from 1 to 20; the first and the last one, such as [2, 3]; or "
        "`all`"
    ));
    return std::nullopt;
  }
  const bool has_copy = map.contains("copy");
  const auto copy = read_count(map, "copy", 1, most_copies, problems);
  aim.copy = copy.value_or(0);
  const bool asked = attempts != map.end() || copy;
  return asked && (!has_copy || copy) ? std::optional(AskedAim{aim, attempts != map.end()})
                                      : std::nullopt;
}

}  // namespace rkmock::faults
