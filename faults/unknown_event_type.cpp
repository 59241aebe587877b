// unknown_event_type: an event type that does not exist yet.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_unknown_event_type(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  const nlohmann::json map = read_map(deliver);
  const auto found = map.find("unknown_event_type");
  std::optional<std::string> type;
  if (found == map.end() || !found->is_boolean()) {
    type = read_line(map, "unknown_event_type", "bookings.archived", problems);
  } else if (*found == true) {
    type = "bookings.archived";
  }
  if (!type) {
    return nullptr;
  }
  return fixed(action::Edit{
      .aim = {},
      .fault = "unknown_event_type",
      .change = "set",
      .place = "/event_type",
      .value = nlohmann::json(*type).dump(),
      .spoils = true});
}

}  // namespace

FaultDescriptor unknown_event_type() {
  return {
      .name = "unknown_event_type",
      .keys = {},
      .summary = "Sends another event type: bookings.archived, or the one named.",
      .decode = decode_unknown_event_type};
}

}  // namespace rkmock::faults
