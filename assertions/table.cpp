#include "assertions/checks/descriptors.hpp"
#include "assertions/run_checks.hpp"

namespace rkmock::assertions {

const std::vector<Check>& checks() {
  static const std::vector<Check> all = {
      ack(),
      no_lost_event(),
      no_duplicate_effect(),
      no_phantom_effect(),
      converges(),
      monotone(),
      same_as_clean_run(),
      isolated(),
      rejects(),
      tolerates(),
      alive(),
      api_calls(),
      steps(),
      happened()};
  return all;
}

CheckTable table() {
  static const std::vector<CheckDescriptor> descriptors = [] {
    std::vector<CheckDescriptor> lines;
    for (const Check& check : checks()) {
      lines.push_back(check.descriptor);
    }
    return lines;
  }();
  return descriptors;
}

}  // namespace rkmock::assertions
