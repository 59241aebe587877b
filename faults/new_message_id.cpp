// new_message_id: the same change under another id.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_new_message_id(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  return when_true(deliver, "new_message_id", action::NewMessage{}, problems);
}

}  // namespace

FaultDescriptor new_message_id() {
  return {
      .name = "new_message_id",
      .keys = {},
      .summary = "Gives the message another id, as senders do that tell one change twice.",
      .decode = decode_new_message_id};
}

}  // namespace rkmock::faults
