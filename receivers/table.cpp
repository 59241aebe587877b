#include "receivers/examples.hpp"

namespace rkmock::receivers {

const std::vector<ReceiverDescriptor>& table() {
  static const std::vector<ReceiverDescriptor> receivers = {
      {"reference",
       "right: verifies, dedupes, orders by version, acknowledges before it works",
       start_reference},
      {"vendor-sample",
       "the documented recipe with its faults: races itself, believes what comes last",
       start_vendor_sample},
  };
  return receivers;
}

}  // namespace rkmock::receivers
