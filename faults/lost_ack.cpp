// lost_ack: the receiver processes the event, but its answer never reaches the sender.
#include "faults/aim.hpp"
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_lost_ack(const std::string& deliver, std::vector<ParameterError>& problems) {
  const nlohmann::json map = read_map(deliver);
  const auto found = map.find("lost_ack");
  if (found == map.end()) {
    return nullptr;
  }
  int attempts = 0;
  if (found->is_boolean()) {
    attempts = found->get<bool>() ? 1 : 0;
  } else if (found->is_number_integer()) {
    attempts = read_count(map, "lost_ack", 1, most_attempts, problems).value_or(0);
  } else {
    problems.push_back(problem_at(
        "lost_ack",
        *found,
        "`lost_ack` is yes, no or a number of attempts",
        "true, false or a whole number from 1 to 20"
    ));
  }
  if (attempts == 0) {
    return nullptr;
  }
  return fixed(action::LoseAck{.aim = {.attempts = attempts}});
}

}  // namespace

FaultDescriptor lost_ack() {
  return {
      .name = "lost_ack",
      .keys = {},
      .summary =
          "Lets the receiver process the event, then resets before its answer arrives; "
          "true, or on how many first attempts.",
      .decode = decode_lost_ack};
}

}  // namespace rkmock::faults
