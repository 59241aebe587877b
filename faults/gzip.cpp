// gzip: the body is compressed.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_gzip(const std::string& deliver, std::vector<ParameterError>& problems) {
  return when_true(deliver, "gzip", action::Frame{.aim = {}, .as = "gzip"}, problems);
}

}  // namespace

FaultDescriptor gzip() {
  return {
      .name = "gzip",
      .keys = {},
      .summary =
          "Sends the body with Content-Encoding: gzip; the signature is that of the plain body.",
      .decode = decode_gzip};
}

}  // namespace rkmock::faults
