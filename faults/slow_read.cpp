// slow_read: the sender does not read the answer for a while.
#include "faults/descriptors.hpp"
#include "faults/fixed.hpp"
#include "faults/parameters.hpp"

namespace rkmock::faults {

namespace {

FaultPointer decode_slow_read(const std::string& deliver, std::vector<ParameterError>& problems) {
  const auto span = read_wait(read_map(deliver), "slow_read", problems);
  return span && *span > Nanos{} ? fixed(action::SlowRead{.aim = {}, .wait = *span}) : nullptr;
}

}  // namespace

FaultDescriptor slow_read() {
  return {
      .name = "slow_read",
      .keys = {},
      .summary = "Does not read the answer for so long after the request.",
      .decode = decode_slow_read};
}

}  // namespace rkmock::faults
