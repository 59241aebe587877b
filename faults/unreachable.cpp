// unreachable: the receiver is never reached, as when its port is closed or its name unknown.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_unreachable(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto as = read_word(
      read_map(deliver), "unreachable", {"refused", "host_not_found", "tls_failed"}, problems
  );
  return as ? fixed(action::Unreachable{.aim = {}, .as = *as}) : nullptr;
}

}  // namespace

FaultDescriptor unreachable() {
  return {
      .name = "unreachable",
      .keys = {},
      .summary =
          "Sends nothing: the attempt ends as if the port were closed, the name unknown or TLS "
          "failed.",
      .decode = decode_unreachable};
}

}  // namespace rkmock::faults
