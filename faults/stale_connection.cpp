// stale_connection: the request goes out on a connection that the receiver has closed.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_stale_connection(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  return when_true(deliver, "stale_connection", action::StaleConnection{}, problems);
}

}  // namespace

FaultDescriptor stale_connection() {
  return {
      .name = "stale_connection",
      .keys = {},
      .summary = "Waits until the receiver closes an idle kept-alive connection, then sends on it.",
      .decode = decode_stale_connection};
}

}  // namespace rkmock::faults
