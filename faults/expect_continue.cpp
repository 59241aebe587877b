// expect_continue: the body is sent when the receiver has said 100 Continue.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_expect_continue(
    const std::string& deliver, std::vector<ParameterError>& problems
) {
  return when_true(
      deliver, "expect_continue", action::Frame{.aim = {}, .as = "expect_continue"}, problems
  );
}

}  // namespace

FaultDescriptor expect_continue() {
  return {
      .name = "expect_continue",
      .keys = {},
      .summary = "Sends Expect: 100-continue and waits up to a second for it before the body.",
      .decode = decode_expect_continue};
}

}  // namespace rkmock::faults
