// http_1_0: an HTTP/1.0 request.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_http_1_0(const std::string& deliver, std::vector<ParameterError>& problems) {
  return when_true(deliver, "http_1_0", action::Frame{.aim = {}, .as = "http_1_0"}, problems);
}

}  // namespace

FaultDescriptor http_1_0() {
  return {
      .name = "http_1_0",
      .keys = {},
      .summary = "Sends the request as HTTP/1.0, without keep-alive.",
      .decode = decode_http_1_0};
}

}  // namespace rkmock::faults
